"""What had been shown before a week: exposure by people, each person's last list, and nothing of this week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.shown import RECENT, ShownBefore, ShownLists, week_start
from features.world import World
from features.world.facts import day_number, to_date
from tests.builders import orgnr, rows, world

THURSDAY = date(2026, 3, 5)
MONDAY = date(2026, 3, 2)
PEOPLE = ("p-1", "p-2", "p-3")


@pytest.fixture(scope="module")
def small() -> World:
    return world(
        workplaces=rows("workplaces", *({"orgnr": orgnr(n)} for n in range(4))),
        participants=rows("participants", *({"participant_id": p} for p in PEOPLE)),
    )


def shown(person: str, on: date, *units: int, list_id: str = "", version: str = "1", recorded_on: Any = None) -> Any:
    name = list_id or f"{person}-{on}"
    columns = {"list_id": name, "participant_id": person, "shown_on": on, "model_version": version}
    return [
        columns | {"orgnr": orgnr(unit), "rank": rank, "recorded_on": recorded_on}
        for rank, unit in enumerate(units, start=1)
    ]


def before(small: World, on: date, *lists: Any) -> ShownBefore:
    frame = rows("shown_lists", *(row for one in lists for row in one))
    return ShownLists(small, frame).before(day_number(on))


def others(small: World, found: ShownBefore, person: str = "") -> list[float]:
    who = int(small.participants.find(pl.Series([person]))[0])
    return found.others(small.units.find(pl.Series([orgnr(n) for n in range(4)])), who).tolist()


def test_a_week_begins_on_monday() -> None:
    for day in range(20000, 20030):
        assert to_date(week_start(day)).isocalendar()[:2] == to_date(day).isocalendar()[:2]
        assert to_date(week_start(day)).isoweekday() == 1


def test_people_are_counted_once_however_often_they_looked_and_only_by_their_first_three(small: World) -> None:
    lists = (
        shown("p-1", MONDAY - timedelta(days=1), 0, 1, 2, 3),
        shown("p-1", MONDAY - timedelta(days=3), 0),
        shown("p-2", MONDAY - timedelta(days=RECENT), 0, 3),
        shown("p-3", MONDAY - timedelta(days=RECENT + 1), 1),
    )
    found = before(small, THURSDAY, *lists)
    assert others(small, found) == [2, 1, 1, 1]
    assert others(small, found, "p-1") == [1, 0, 0, 1]
    assert others(small, found, "p-3") == [2, 1, 1, 1]


def test_what_is_shown_this_week_or_learnt_this_week_counts_from_the_next(small: World) -> None:
    lists = (
        shown("p-1", MONDAY, 0),
        shown("p-2", MONDAY - timedelta(days=1), 1, recorded_on=MONDAY),
    )
    assert others(small, before(small, THURSDAY, *lists)) == [0, 0, 0, 0]
    assert before(small, THURSDAY, *lists).last_list(0) is None
    assert others(small, before(small, THURSDAY + timedelta(days=7), *lists)) == [1, 1, 0, 0]


def test_the_last_list_is_the_newest_before_the_week_in_its_order(small: World) -> None:
    lists = (
        shown("p-1", MONDAY - timedelta(days=9), 3, 2, version="1"),
        shown("p-1", MONDAY - timedelta(days=2), 2, 0, 1, version="2"),
        shown("p-1", MONDAY, 3),
        shown("p-2", MONDAY - timedelta(days=1), 3),
    )
    last = before(small, THURSDAY, *lists).last_list(int(small.participants.find(pl.Series(["p-1"]))[0]))
    assert last is not None
    wanted = small.units.find(pl.Series([orgnr(2), orgnr(0), orgnr(1)]))
    assert last.unit.tolist() == wanted.tolist()
    assert (last.day, last.model_version) == (day_number(MONDAY) - 2, "2")


def test_of_two_lists_on_one_day_it_is_always_the_same_one(small: World) -> None:
    day = MONDAY - timedelta(days=1)
    lists = [shown("p-1", day, 0, list_id="b"), shown("p-1", day, 1, list_id="a")]
    for order in (lists, lists[::-1]):
        last = before(small, THURSDAY, *order).last_list(0)
        assert last is not None
        assert small.units.names[int(last.unit[0])] == orgnr(0)


def test_lists_of_unknown_people_and_workplaces_are_left_out(small: World) -> None:
    lists = (shown("stranger", MONDAY - timedelta(days=1), 0), [shown("p-1", MONDAY - timedelta(days=1), 1)[0]])
    lists[1][0]["orgnr"] = orgnr(77)
    found = before(small, THURSDAY, *lists)
    assert not found.people.any()
    assert found.last_list(-1) is None


def test_nothing_shown_is_nothing(small: World) -> None:
    found = before(small, THURSDAY)
    assert np.array_equal(found.people, np.zeros(4))
    assert others(small, found, "p-1") == [0, 0, 0, 0]
