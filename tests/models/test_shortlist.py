"""From profiles to ordered workplaces: one person's list, and everybody's at once."""

from typing import Any

import numpy as np
import pytest

from features.candidates import candidates
from features.pipeline import Batch, Pipeline
from features.world.facts import day_number
from models.baselines import history
from models.shortlist import Shortlists, shortlists
from tests.builders import DAY, days_after, orgnr, pipeline, rows, small_matcher

TODAY = day_number(DAY)
PLACES, FAR_AWAY = 30, 3


@pytest.fixture(scope="module")
def made() -> Pipeline:
    """Thirty workplaces northwards; four people, of whom one has a veto and one lives where there is no work."""
    places = (
        {"orgnr": orgnr(n), "latitude": 59.2 + 0.002 * n, "employees": 7 * n, "sector": ["private", "state"][n % 2]}
        for n in range(PLACES)
    )
    people = [
        {},
        {"travel_mode": "transit", "wished_occupations": ["9412"]},
        {"excluded_workplaces": [orgnr(n) for n in range(0, PLACES, 2)]},
        {"latitude": 69.6, "longitude": 18.9, "municipality": "5501"},
    ]
    contacts = (
        {
            "contact_id": f"c-{n:02}",
            "orgnr": orgnr(n % 11),
            "contacted_on": days_after(DAY, -5 * n - 1),
            "result": ["no", "meeting", "no_answer"][n % 3],
        }
        for n in range(40)
    )
    return pipeline(
        workplaces=rows("workplaces", *places),
        participants=rows("participants", *({"participant_id": f"p-{i}"} | row for i, row in enumerate(people))),
        contacts=rows("contacts", *contacts),
    )


def lists(made: Pipeline, *people: int, limit: int = 10, **rest: Any) -> Shortlists:
    versions = np.array(people, dtype=np.int64)
    return shortlists(made, small_matcher(), made.world.profiles, versions, TODAY, limit, **rest)


def scored(made: Pipeline, person: int) -> tuple[np.ndarray, np.ndarray]:
    """All candidates of one person and their scores."""
    unit = candidates(made.on_market(TODAY)[0], made.world.profiles, person).unit
    rows_of_all = made.on_day(made.world.profiles, np.full(len(unit), person), unit, TODAY)
    return unit, small_matcher().ranker.score(rows_of_all)


def test_the_best_of_all_candidates_come_first(made: Pipeline) -> None:
    unit, score = scored(made, 0)
    assert len(unit) == PLACES
    shown = lists(made, 0, limit=10)
    np.testing.assert_allclose(shown.score, np.sort(score)[::-1][:10])
    assert shown.rank.tolist() == list(range(1, 11))
    np.testing.assert_allclose(score[np.searchsorted(unit, shown.batch.unit)], shown.score)
    assert shown.pairs == PLACES


@pytest.mark.parametrize("limit", [1, 5, PLACES, 500])
def test_a_list_is_as_long_as_asked_for_or_as_there_are_candidates(limit: int, made: Pipeline) -> None:
    shown = lists(made, 0, limit=limit)
    assert len(shown) == min(limit, PLACES)
    assert len(set(shown.batch.unit)) == len(shown)
    first = lists(made, 0, limit=1)
    assert (first.batch.unit[0], first.score[0]) == (shown.batch.unit[0], shown.score[0])


def test_many_people_at_once_are_the_same_as_one_by_one(made: Pipeline) -> None:
    together = lists(made, 2, 0, FAR_AWAY, 1, 0, limit=6)
    position = 0
    for place, person in enumerate((2, 0, FAR_AWAY, 1, 0)):
        alone = lists(made, person, limit=6)
        own = slice(position, position + len(alone))
        position += len(alone)
        assert (together.person[own] == place).all()
        np.testing.assert_array_equal(together.batch.unit[own], alone.batch.unit)
        np.testing.assert_array_equal(together.batch.values[own], alone.batch.values)
        np.testing.assert_array_equal(together.rank[own], alone.rank)
        np.testing.assert_array_equal(together.minutes[own], alone.minutes)
        np.testing.assert_allclose(together.score[own], alone.score, rtol=1e-12)
        for name, chance in alone.chances.estimate.items():
            np.testing.assert_allclose(together.chances.estimate[name][own], chance, rtol=1e-9)
    assert position == len(together)


def test_a_veto_is_never_on_the_list(made: Pipeline) -> None:
    shown = lists(made, 2, limit=PLACES)
    assert set(made.world.units.names.gather(shown.batch.unit)) == {orgnr(n) for n in range(1, PLACES, 2)}


def test_who_has_no_candidates_has_an_empty_list_with_everything_in_it_empty(made: Pipeline) -> None:
    empty = lists(made, FAR_AWAY)
    assert (len(empty), empty.pairs) == (0, 0)
    assert all(len(chance) == 0 for chance in empty.chances.estimate.values())


def test_nobody_asked_gives_nothing(made: Pipeline) -> None:
    assert len(lists(made)) == 0


def test_who_is_known_too_little_gets_history_order_and_the_others_do_not(made: Pipeline) -> None:
    shown = lists(made, 0, 1, limit=8, abstain=np.array([True, False]))
    first = shown.person == 0
    np.testing.assert_array_equal(shown.score[first], history(shown.batch)[first])
    assert (np.diff(shown.score[first]) <= 0).all()
    np.testing.assert_array_equal(shown.batch.unit[~first], lists(made, 1, limit=8).batch.unit)
    assert first.sum() == 8


def test_equal_scores_are_ordered_by_the_way_there_and_then_by_number(made: Pipeline) -> None:
    """Workplaces without any history are alike to the history baseline."""
    shown = lists(made, 0, limit=PLACES, abstain=np.array([True]))
    keys = list(zip(-shown.score, shown.minutes, shown.batch.unit, strict=True))
    assert keys == sorted(keys)
    assert len(set(shown.score.tolist())) < PLACES


def test_a_shorter_way_and_a_filter_leave_fewer_and_keep_their_order(made: Pipeline) -> None:
    whole = lists(made, 0, limit=PLACES)
    limit = float(np.median(whole.minutes))
    near = lists(made, 0, limit=PLACES, max_minutes=limit)
    assert near.batch.unit.tolist() == whole.batch.unit[whole.minutes <= limit].tolist()

    def public(batch: Batch) -> np.ndarray:
        return batch.column("public_sector") > 0

    state = lists(made, 0, 1, limit=PLACES, narrow=public)
    assert state.batch.unit[state.person == 0].tolist() == whole.batch.unit[public(whole.batch)].tolist()
    assert state.rank[state.person == 0].tolist() == list(range(1, PLACES // 2 + 1))
    assert state.pairs < 2 * PLACES
    assert len(lists(made, 0, narrow=lambda batch: np.zeros(len(batch), dtype=np.bool_))) == 0


def test_beyond_reach_is_told(made: Pipeline) -> None:
    shown = lists(made, 0, limit=PLACES)
    assert (shown.beyond_reach == (shown.minutes > 45)).all()
