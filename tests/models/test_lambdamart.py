"""The ranker learns what is planted, bends only the way the catalogue allows, and is the same each time."""

from pathlib import Path

import numpy as np
import pytest

from features.catalogue import BY_NAME, NAMES, RANKING
from features.pipeline import Batch
from models.lambdamart import HIGHEST_GAIN, PARAMETERS, LambdaMart, train_lambdamart
from models.linear import LinearOrder, Scale
from tests.builders import batch, small_matcher

QUERIES, EACH = 225, 20
GROUP = np.repeat(np.arange(QUERIES), EACH)


def planted(rows: Batch) -> np.ndarray:
    """A gain that hangs on two features, against a third that only makes noise."""
    return np.clip(12 + 6 * rows.column("wish_industry") - 4 * rows.column("travel_share"), 0, HIGHEST_GAIN)


def order(**weights: float) -> LinearOrder:
    """A linear order with these weights on features whose mean is 0 and deviation 1."""
    scale = Scale(NAMES, np.zeros(len(NAMES)), np.ones(len(NAMES)), np.zeros(len(NAMES), dtype=np.bool_))
    return LinearOrder(((scale, np.array([weights.get(name, 0.0) for name in NAMES])),))


@pytest.fixture(scope="module")
def trained() -> LambdaMart:
    """Trained from a linear order that knows a little of the signal."""
    rows = batch(len(GROUP), seed=3)
    return train_lambdamart(rows, GROUP, planted(rows), order(wish_industry=0.1), seed=0)


def test_a_planted_signal_is_found_on_rows_never_seen(trained: LambdaMart) -> None:
    unseen = batch(1000, seed=4)
    order = np.argsort(-trained.score(unseen))
    gain = planted(unseen)
    assert gain[order[:100]].mean() > 0.85 * np.sort(gain)[-100:].mean()
    assert np.corrcoef(trained.score(unseen), gain)[0, 1] > 0.8


@pytest.mark.parametrize("name", [name for name in RANKING if BY_NAME[name].direction])
def test_a_score_never_moves_against_the_direction_in_the_catalogue(name: str, trained: LambdaMart) -> None:
    rows = batch(40, seed=5)
    steps = np.linspace(-3, 3, 13)
    wide = np.repeat(rows.values, len(steps), axis=0)
    wide[:, NAMES.index(name)] = np.tile(steps, len(rows))
    positions = np.arange(len(wide))
    scores = trained.score(Batch(wide, positions, positions, positions)).reshape(len(rows), len(steps))
    assert (np.diff(scores, axis=1) * BY_NAME[name].direction >= -1e-12).all()


def test_a_history_that_goes_the_wrong_way_cannot_turn_a_direction_round() -> None:
    """A longer way cannot be learnt to be better, however the history looks."""
    rows = batch(1500, seed=6)
    wrong = np.clip(12 + 6 * rows.column("travel_share"), 0, HIGHEST_GAIN)
    made = train_lambdamart(rows, GROUP[:1500], wrong, order(), seed=0)
    near, far = batch(50, seed=7, travel_share=-2.0), batch(50, seed=7, travel_share=2.0)
    assert (made.score(far) <= made.score(near) + 1e-12).all()


def test_it_starts_from_the_linear_order_and_adds_what_it_has_learnt(trained: LambdaMart) -> None:
    """Where all gains are equal nothing can be learnt, and the linear order is all there is."""
    rows = batch(600, seed=9)
    start = order(travel_share=-2.0, wish_industry=0.5)
    nothing = train_lambdamart(rows, GROUP[:600], np.full(600, 9.0), start, seed=0)
    expected = 0.5 * np.clip(rows.column("wish_industry"), -4, 4) - 2 * np.clip(rows.column("travel_share"), -4, 4)
    np.testing.assert_allclose(nothing.score(rows), expected, rtol=1e-6)
    assert not np.allclose(trained.score(rows), trained.start.score(rows))


def test_the_same_rows_and_seed_give_the_same_model() -> None:
    rows = batch(1500, seed=3)
    one, two, other = (
        train_lambdamart(rows, GROUP[:1500], planted(rows), order(), seed=seed).booster.model_to_string()
        for seed in (0, 0, 1)
    )
    assert one == two
    assert one != other


def test_queries_may_have_any_numbers_as_long_as_their_rows_stand_together() -> None:
    """`group` is contiguous, and need not rise: uneven queries under falling numbers are the same queries."""
    rows, sizes = batch(1500, seed=3), np.array([20, 80, 200, 400, 800])
    rising, falling = np.repeat([1, 2, 3, 4, 5], sizes), np.repeat([5, 4, 3, 2, 1], sizes)
    one, two = (train_lambdamart(rows, group, planted(rows), order(), 0).score(rows) for group in (rising, falling))
    np.testing.assert_array_equal(one, two)


def test_what_features_add_sums_to_the_score_but_for_the_constant(trained: LambdaMart) -> None:
    rows = batch(30, seed=8)
    added = trained.contributions(rows)
    assert added.shape == (30, len(RANKING))
    rest = trained.score(rows) - added.sum(axis=1)
    np.testing.assert_allclose(rest, rest[0])


def test_what_is_only_about_the_person_moves_all_scores_alike_and_no_order(trained: LambdaMart) -> None:
    made = LambdaMart(trained.booster, order(wish_industry=0.1, hours_most=0.7))
    fewer, more = batch(30, seed=8, hours_most=-1.0), batch(30, seed=8, hours_most=1.0)
    difference = made.score(more) - made.score(fewer)
    np.testing.assert_allclose(difference, np.full(30, 2 * 0.7))
    np.testing.assert_array_equal(made.contributions(more), made.contributions(fewer))


def test_a_saved_ranker_scores_the_same_on_its_order(tmp_path: Path, trained: LambdaMart) -> None:
    trained.save(tmp_path / "ranker.txt")
    rows = batch(100, seed=9)
    loaded = LambdaMart.load(tmp_path / "ranker.txt", trained.start)
    np.testing.assert_array_equal(loaded.score(rows), trained.score(rows))


def test_one_row_is_scored_as_among_many(trained: LambdaMart) -> None:
    rows = batch(200, seed=10)
    alone = [trained.score(rows.take(np.array([i])))[0] for i in range(0, 200, 20)]
    np.testing.assert_allclose(alone, trained.score(rows)[::20], rtol=1e-12)


def test_every_gain_has_its_own_label() -> None:
    assert PARAMETERS["label_gain"] == list(range(31))
    assert HIGHEST_GAIN == 30


def test_the_matcher_of_the_builders_has_learnt_too() -> None:
    rows = batch(500, seed=11)
    assert np.corrcoef(small_matcher().ranker.score(rows), rows.column("conditions_met"))[0, 1] > 0.7


def test_what_the_place_on_a_list_added_is_not_taken_for_worth_where_the_places_are_told() -> None:
    """Places follow a feature that says nothing of worth, and the first five had better outcomes by themselves."""
    rows, unseen = batch(len(GROUP), seed=3), batch(2000, seed=5)
    habit = rows.column("employees").reshape(QUERIES, EACH) + np.random.default_rng(6).normal(size=(QUERIES, EACH))
    place = np.argsort(np.argsort(-habit, axis=1), axis=1).ravel() + 1
    gain = np.clip(planted(rows) / 2 + 14 * (place <= 5), 0, HIGHEST_GAIN)
    follows = []
    for told in (None, place):
        score = train_lambdamart(rows, GROUP, gain, order(), 0, told).score(unseen)
        follows.append(np.corrcoef(score, unseen.column("employees"))[0, 1])
    assert follows[0] > 0.2
    assert follows[1] < 0.6 * follows[0]
