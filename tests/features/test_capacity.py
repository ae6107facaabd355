"""Active are trials, adapted work, and other jobs while they are subsidised; no room for four weeks after a start."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.capacity import Capacity
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, days_after, rows, tables

LONG_AGO = days_after(DAY, -100)


def on_day(placements: list[dict[str, Any]], subsidies: list[dict[str, Any]], employees: int = 60) -> tuple[int, int]:
    """Active and room on `DAY`; sixty employees can follow up four."""
    jobs = [{"placement_id": f"s-{n}", "starts_on": LONG_AGO} | p for n, p in enumerate(placements)]
    frames = tables(
        workplaces=rows("workplaces", {"employees": employees}),
        placements=rows("placements", *jobs),
        placement_subsidies=rows("placement_subsidies", *subsidies),
    )
    held = Capacity(World.from_tables(frames), frames["placements"], frames["placement_subsidies"])
    unit, day = np.array([0]), day_number(DAY)
    return int(held.active(unit, day)[0]), int(held.room(unit, day)[0])


@pytest.mark.parametrize(
    ("form", "active"), [("permanent", 0), ("work_training", 1), ("job_taster", 1), ("adapted_work_ordinary", 1)]
)
def test_trials_and_adapted_work_are_active_and_an_ordinary_job_is_not(form: str, active: int) -> None:
    assert on_day([{"form": form}], []) == (active, 4 - active)


@pytest.mark.parametrize(
    ("starts", "ends", "active"),
    [
        (LONG_AGO, None, 1),
        (LONG_AGO, days_after(DAY, 1), 1),
        (LONG_AGO, days_after(DAY, -1), 0),
        (days_after(DAY, 1), None, 0),
    ],
)
def test_an_ordinary_job_is_active_while_it_is_subsidised(starts: date, ends: date | None, active: int) -> None:
    subsidy = {"placement_id": "s-0", "starts_on": starts, "ends_on": ends}
    assert on_day([{"form": "permanent"}], [subsidy])[0] == active


def test_two_subsidies_for_one_job_are_one_person() -> None:
    both = [{"placement_id": "s-0", "scheme": s} for s in ("mentor_subsidy", "temporary_wage_subsidy")]
    assert on_day([{"form": "permanent"}], both) == (1, 3)


def test_what_has_ended_is_not_active() -> None:
    ended = {"ends_on": days_after(DAY, -1)}
    subsidy = {"placement_id": "s-0", "ends_on": None}
    assert on_day([{"form": "permanent"} | ended, {"form": "work_training"} | ended], [subsidy]) == (0, 4)


@pytest.mark.parametrize(("days", "room"), [(27, 0), (28, 4)])
def test_there_is_no_room_for_four_weeks_after_a_start(days: int, room: int) -> None:
    assert on_day([{"starts_on": days_after(DAY, -days)}], [])[1] == room


def test_a_small_workplace_has_room_for_one() -> None:
    assert on_day([{"form": "work_training"}], [], employees=5) == (1, 0)


def test_no_placements_at_all() -> None:
    frames = tables()
    held = Capacity(World.from_tables(frames), frames["placements"], frames["placement_subsidies"])
    assert held.active(np.zeros(0, dtype=np.int64), 20000).tolist() == []
    assert held.room(np.array([0]), 20000).tolist() == [2]
    assert frames["placements"].schema["form"] == pl.String
