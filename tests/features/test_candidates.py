"""Who may be put on a list: vetoes, doors that are closed, unwanted work, reach, and what happens when few are left."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.candidates import ENOUGH, WIDEST, Candidates, Market, candidates
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, WORKPLACE, days_after, orgnr, rows, world

HOME = (59.21, 9.61)


def found(where: World, on: date = DAY, max_minutes: float | None = None) -> Candidates:
    return candidates(Market.on(where, day_number(on)), where.profiles, 0, max_minutes)


def names(where: World, on: date = DAY, max_minutes: float | None = None) -> list[str]:
    """The candidates' organisation numbers."""
    return where.units.names.gather(found(where, on, max_minutes).unit).to_list()


def is_open(on: date = DAY, **given: pl.DataFrame) -> bool:
    return names(world(**given), on) == [WORKPLACE]


def place(**given: Any) -> pl.DataFrame:
    return rows("workplaces", given)


def test_every_workplace_within_reach_is_a_candidate_ad_or_no_ad() -> None:
    assert is_open()


def test_a_veto_holds_for_that_workplace_and_that_participant_alone() -> None:
    people = rows("participants", {"excluded_workplaces": [orgnr(1), "999999999"]}, {"participant_id": "p-2"})
    where = world(participants=people, workplaces=rows("workplaces", *({"orgnr": orgnr(n)} for n in (1, 2))))
    assert names(where) == [orgnr(2)]
    other = candidates(Market.on(where, day_number(DAY)), where.profiles, 1)
    assert len(other.unit) == 2


@pytest.mark.parametrize(("after", "opened"), [(-1, False), (0, True)])
def test_a_workplace_opens_on_the_day_it_is_registered(after: int, opened: bool) -> None:
    assert is_open(days_after(DAY, after), workplaces=place(registered_on=DAY)) == opened


@pytest.mark.parametrize(("after", "opened"), [(-1, True), (0, False)])
def test_a_workplace_is_closed_from_the_day_it_closes(after: int, opened: bool) -> None:
    assert is_open(days_after(DAY, after), workplaces=place(closed_on=DAY)) == opened


@pytest.mark.parametrize(("after", "opened"), [(-1, True), (0, False), (20, False), (21, True)])
def test_an_active_notice_closes_the_door_while_it_holds(after: int, opened: bool) -> None:
    notice = rows("employer_notices", {"starts_on": DAY, "ends_on": days_after(DAY, 20)})
    assert is_open(days_after(DAY, after), employer_notices=notice) == opened


def test_a_notice_of_the_legal_entity_closes_all_its_doors() -> None:
    notice = rows("employer_notices", {"orgnr": "810000000", "kind": "bankruptcy"})
    assert not is_open(workplaces=place(parent_orgnr="810000000"), employer_notices=notice)


@pytest.mark.parametrize(("seen", "opened"), [
    ([], True),
    (["9412"], False),
    (["9412", "9412"], False),
    (["9412", "5223"], True),
    (["5223"], True),
])  # fmt: skip
def test_only_unwanted_work_closes_the_door_and_some_other_work_opens_it(seen: list[str], opened: bool) -> None:
    person = rows("participants", {"unwanted_occupations": ["9412"]})
    needs = rows("employer_needs", *({"need_id": f"n-{i}", "occupation": o} for i, o in enumerate(seen)))
    assert is_open(participants=person, employer_needs=needs) == opened


def test_work_that_became_known_later_neither_opens_nor_closes() -> None:
    person = rows("participants", {"unwanted_occupations": ["9412"]})
    later = rows("employer_needs", {"occupation": "9412", "recorded_on": days_after(DAY, 1)})
    assert is_open(participants=person, employer_needs=later)
    assert not is_open(days_after(DAY, 1), participants=person, employer_needs=later)


def test_a_workplace_not_yet_known_is_no_candidate() -> None:
    later = place(recorded_on=days_after(DAY, 1))
    assert not is_open(workplaces=later)
    assert is_open(days_after(DAY, 1), workplaces=later)


# --- reach ---


def along(*north: float, minutes: int = 45) -> World:
    """A person at `HOME` and workplaces so many degrees north of it, in order."""
    given = ({"orgnr": orgnr(n), "latitude": HOME[0] + d, "longitude": HOME[1]} for n, d in enumerate(north))
    return world(
        workplaces=rows("workplaces", *given), participants=rows("participants", {"max_travel_minutes": minutes})
    )


def minutes(where: World) -> dict[str, float]:
    every = candidates(Market.on(where, day_number(DAY)), where.profiles, 0)
    return dict(zip(where.units.names.gather(every.unit), every.minutes.tolist(), strict=True))


def test_few_within_reach_are_widened_up_to_one_and_a_half_times_and_no_further() -> None:
    where = along(0.01, 0.3, 0.4, 2.0)
    way = minutes(where)
    assert way[orgnr(0)] <= 45 < way[orgnr(1)] <= way[orgnr(2)] <= 45 * WIDEST
    made = found(where)
    assert where.units.names.gather(made.unit).to_list() == [orgnr(0), orgnr(1), orgnr(2)]
    assert made.beyond_reach.tolist() == [False, True, True]


def test_with_enough_in_reach_nobody_beyond_is_added() -> None:
    where = along(*[0.01] * ENOUGH, 0.3)
    made = found(where)
    assert len(made.unit) == ENOUGH == 25
    assert not made.beyond_reach.any()


def test_the_nearest_beyond_reach_fill_up_to_enough() -> None:
    """24 within reach leave one place, and the nearer of two gets it."""
    where = along(*[0.01] * (ENOUGH - 1), 0.35, 0.3)
    made = found(where)
    assert len(made.unit) == ENOUGH
    assert where.units.names.gather(made.unit[made.beyond_reach]).to_list() == [orgnr(ENOUGH)]


def test_a_shorter_way_asked_for_narrows_and_is_not_widened() -> None:
    where = along(0.01, 0.1, 0.2, 0.3)
    way = minutes(where)
    limit = (way[orgnr(0)] + way[orgnr(1)]) / 2
    made = found(where, max_minutes=limit)
    assert where.units.names.gather(made.unit).to_list() == [orgnr(0)]


def test_a_longer_way_asked_for_does_not_stretch_the_participants_own_reach() -> None:
    where = along(0.01, 0.3, 2.0)
    assert names(where, max_minutes=300) == [orgnr(0)]


def test_nobody_in_reach_at_all_gives_an_empty_list_of_candidates() -> None:
    made = found(along(5.0))
    assert len(made.unit) == len(made.minutes) == len(made.beyond_reach) == 0


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(0, 0.6), min_size=1, max_size=40),
    st.integers(5, 60),
    st.none() | st.floats(0, 120),
)
def test_whatever_the_market_reach_is_kept(north: list[float], own: int, asked: float | None) -> None:
    where = along(*north, minutes=own)
    made = found(where, max_minutes=asked)
    assert (made.beyond_reach == (made.minutes > own)).all()
    assert (made.minutes <= own * WIDEST).all()
    if asked is not None:
        assert (made.minutes <= min(own, asked)).all()
        assert set(made.unit) <= set(found(where).unit)
    if made.beyond_reach.any():
        assert len(made.unit) <= ENOUGH
    assert len(set(made.unit)) == len(made.unit)
    assert np.isfinite(made.minutes).all()
