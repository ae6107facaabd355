"""The ranker learns what is planted, bends only the way the catalogue allows, and is the same each time."""

from pathlib import Path

import numpy as np
import pytest

from features.catalogue import BY_NAME, NAMES, RANKING
from features.pipeline import Batch
from models.lambdamart import HIGHEST_GAIN, PARAMETERS, LambdaMart, train_lambdamart
from tests.builders import batch, small_matcher

QUERIES, EACH = 60, 20
GROUP = np.repeat(np.arange(QUERIES), EACH)


def planted(rows: Batch) -> np.ndarray:
    """A gain that hangs on two features, against a third that only makes noise."""
    return np.clip(12 + 6 * rows.column("wish_industry") - 4 * rows.column("travel_share"), 0, HIGHEST_GAIN)


@pytest.fixture(scope="module")
def trained() -> LambdaMart:
    rows = batch(len(GROUP), seed=3)
    return train_lambdamart(rows, GROUP, planted(rows), GROUP % 5 == 0, seed=0)


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


def test_it_may_bend_against_a_gain_that_goes_the_wrong_way() -> None:
    """A longer way cannot be learnt to be better, however the history looks."""
    rows = batch(len(GROUP), seed=6)
    wrong = np.clip(12 + 6 * rows.column("travel_share"), 0, HIGHEST_GAIN)
    made = train_lambdamart(rows, GROUP, wrong, GROUP < 0, seed=0, trees=20)
    near, far = batch(50, seed=7, travel_share=-2.0), batch(50, seed=7, travel_share=2.0)
    assert (made.score(far) <= made.score(near) + 1e-12).all()


def test_the_same_rows_and_seed_give_the_same_model() -> None:
    rows = batch(len(GROUP), seed=3)
    one, two, other = (
        train_lambdamart(rows, GROUP, planted(rows), GROUP % 5 == 0, seed=seed).booster.model_to_string()
        for seed in (0, 0, 1)
    )
    assert one == two
    assert one != other


def test_queries_may_have_any_numbers_as_long_as_their_rows_stand_together() -> None:
    """`group` is contiguous, and need not rise: uneven queries under falling numbers are the same queries."""
    rows, sizes = batch(400, seed=3), np.array([10, 30, 60, 100, 200])
    rising, falling = np.repeat([1, 2, 3, 4, 5], sizes), np.repeat([5, 4, 3, 2, 1], sizes)
    one, two = (
        train_lambdamart(rows, group, planted(rows), group < 0, seed=0, trees=5).score(rows)
        for group in (rising, falling)
    )
    np.testing.assert_array_equal(one, two)


def test_what_features_add_sums_to_the_score_but_for_the_constant(trained: LambdaMart) -> None:
    rows = batch(30, seed=8)
    added = trained.contributions(rows)
    assert added.shape == (30, len(RANKING))
    rest = trained.score(rows) - added.sum(axis=1)
    np.testing.assert_allclose(rest, rest[0])


def test_only_ranking_features_can_move_a_score(trained: LambdaMart) -> None:
    rows = batch(30, seed=8)
    moved = rows.values.copy()
    moved[:, [NAMES.index(name) for name in NAMES if name not in RANKING]] += 5
    np.testing.assert_array_equal(
        trained.score(rows), trained.score(Batch(moved, rows.version, rows.unit, rows.day))
    )


def test_a_saved_ranker_scores_the_same(tmp_path: Path, trained: LambdaMart) -> None:
    trained.save(tmp_path / "ranker.txt")
    rows = batch(100, seed=9)
    np.testing.assert_array_equal(LambdaMart.load(tmp_path / "ranker.txt").score(rows), trained.score(rows))


def test_one_row_is_scored_as_among_many(trained: LambdaMart) -> None:
    rows = batch(200, seed=10)
    alone = [trained.score(rows.take(np.array([i])))[0] for i in range(0, 200, 20)]
    np.testing.assert_array_equal(alone, trained.score(rows)[::20])


def test_every_gain_has_its_own_label() -> None:
    assert PARAMETERS["label_gain"] == list(range(31))
    assert HIGHEST_GAIN == 30


def test_the_matcher_of_the_builders_has_learnt_too() -> None:
    rows = batch(500, seed=11)
    assert np.corrcoef(small_matcher().ranker.score(rows), rows.column("conditions_met"))[0, 1] > 0.8
