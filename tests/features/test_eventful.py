"""The day a list is made as of: the last on which something happened in its week, so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from features.eventful import Eventful
from features.world.facts import day_number
from tests.builders import pipeline, rows

MONDAY = date(2025, 3, 3)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]
WEDNESDAY = WEEK[2]
LONG_AGO, LONG_AFTER = date(2024, 1, 2), date(2030, 1, 1)
NEED = {"recorded_on": LONG_AGO, "valid_until": LONG_AFTER}


def settled(day: date, **tables: Mapping[str, Any]) -> date:
    """The day asked for in a world in which all is old but for the given rows."""
    old = {"participants": {"updated_on": LONG_AGO}, "workplaces": {"registered_on": LONG_AGO}}
    world = pipeline(**{name: rows(name, dict(row)) for name, row in (old | tables).items()}).world
    return MONDAY + timedelta(days=Eventful(world).settled(day_number(day)) - day_number(MONDAY))


@pytest.mark.parametrize("day", WEEK)
def test_in_a_quiet_week_every_list_is_made_as_of_the_monday(day: date) -> None:
    assert settled(day) == MONDAY


@pytest.mark.parametrize(
    "tables",
    [
        {"employer_needs": NEED | {"recorded_on": WEDNESDAY}},
        {"employer_needs": NEED | {"valid_until": WEEK[1]}},
        {"vacancies": {"published": WEDNESDAY, "expires": LONG_AFTER}},
        {"vacancies": {"published": LONG_AGO, "expires": WEEK[1]}},
        {"employer_notices": {"recorded_on": LONG_AGO, "starts_on": WEDNESDAY, "ends_on": LONG_AFTER}},
        {"agreements": {"recorded_on": LONG_AGO, "starts_on": LONG_AGO, "ends_on": WEEK[1]}},
        {"contacts": {"contacted_on": WEDNESDAY}},
        {"contacts": {"contacted_on": LONG_AGO, "recorded_on": WEDNESDAY}},
        {"placements": {"starts_on": WEDNESDAY, "observed_until": WEDNESDAY}},
        {"workplace_conditions": {"recorded_on": WEDNESDAY}},
        {"participants": {"updated_on": WEDNESDAY}},
        {"workplaces": {"registered_on": LONG_AGO, "closed_on": WEDNESDAY}},
    ],
    ids=str,
)
def test_from_the_day_something_happens_lists_are_made_as_of_it(tables: dict[str, Any]) -> None:
    assert [settled(day, **tables) for day in WEEK] == 2 * [MONDAY] + 5 * [WEDNESDAY]


def test_what_happens_later_in_the_week_or_in_another_says_nothing() -> None:
    contacts = {"contacted_on": WEEK[5]}
    assert settled(WEEK[4], contacts=contacts) == MONDAY
    assert settled(WEEK[6] + timedelta(days=1), contacts=contacts) == WEEK[6] + timedelta(days=1)
