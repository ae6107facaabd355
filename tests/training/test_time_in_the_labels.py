"""Running, ended, left for something better: what one drawn job says to the ranker, the outlook and the judge.

For the ranker a better job or education is no break; for the outlook it ends the stay, as the contract says; a job
that is still running has neither failed nor lasted, for all three.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from features.world.facts import day_number
from features.world.outcomes import WEEKS_26, WEEKS_52
from models.outlook import PERIOD, Starts, Stays, fit_outlook
from tests.builders import DAY, batch, days_after, pipeline, rows
from training.dataset import GAIN_26, GAIN_52, START_GAIN, Examples, examples, staged_gain
from training.judgement import what_came
from training.train import learning_rows

CUT = day_number(DAY)
CONTACTED = 700
LONG_AGO = date(2020, 1, 1)
STAY_26, STAY_52 = 0.6, 0.4


def job(days: int | None, reason: str | None = None, contacted: int = CONTACTED) -> Examples:
    """One contact so many days ago that led to a job ten days later, which ran so many days or is running."""
    start = days_after(DAY, 10 - contacted)
    end = None if days is None else days_after(start, days)
    placed = {
        "contact_id": "c-1",
        "starts_on": start,
        "ends_on": end,
        "end_reason": reason,
        "observed_until": end or DAY,
    }
    made = pipeline(
        participants=rows("participants", {"registered_on": LONG_AGO, "updated_on": LONG_AGO}),
        contacts=rows("contacts", {"contacted_on": days_after(DAY, -contacted)}),
        placements=rows("placements", placed),
    )
    return examples(made, CUT)


def gain(e: Examples) -> float:
    return float(staged_gain(e, np.array([STAY_26]), np.array([STAY_52]))[0])


@pytest.mark.parametrize("reason", ["better_job", "education"])
def test_leaving_for_something_better_is_no_break_for_the_ranker_and_ends_the_stay_for_the_outlook(reason: str) -> None:
    left, broke = job(100, reason), job(100, "pace")
    chance_26 = STAY_26 ** (1 - 100 / WEEKS_26)
    expected = START_GAIN + (GAIN_26 - START_GAIN) * chance_26 + (GAIN_52 - GAIN_26) * chance_26 * STAY_52 / STAY_26
    assert gain(left) == pytest.approx(expected)
    assert gain(broke) == START_GAIN
    for e in (left, broke):
        stays = learning_rows(e)[1]
        assert (stays.days.tolist(), stays.ended.tolist()) == ([100], [True])
        came = what_came(e, CUT)
        assert [came[name].tolist() for name in ("starts", "stays_26w", "employed_26w")] == [[1.0], [0.0], [0.0]]


def test_downsizing_ends_the_stay_and_is_a_break_of_that_job() -> None:
    assert gain(job(100, "downsizing")) == START_GAIN


def test_leaving_for_something_better_after_half_a_year_has_lasted_half_a_year_for_all() -> None:
    left = job(WEEKS_26, "better_job")
    came = what_came(left, CUT)
    assert came["stays_26w"].tolist() == came["employed_26w"].tolist() == [1.0]
    assert came["stays_52w"].tolist() == came["employed_52w"].tolist() == [0.0]
    assert gain(left) == pytest.approx(GAIN_26 + (GAIN_52 - GAIN_26) * STAY_52 / STAY_26)


def test_a_running_job_has_neither_lasted_nor_broken() -> None:
    """Begun 90 days ago: seen for 89 of the days, and too young to be judged by whichever way it goes."""
    running = job(None, contacted=100)
    stays = learning_rows(running)[1]
    assert (stays.days.tolist(), stays.ended.tolist()) == ([89], [False])
    assert START_GAIN < gain(running) < GAIN_52
    assert np.isnan(what_came(running, CUT)["employed_26w"]).all()


def test_a_quick_end_is_not_judged_before_a_lasting_job_could_be() -> None:
    """Contacted 300 days ago: a start in the last of the 26 weeks could not have been seen for half a year."""
    assert np.isnan(what_came(job(20, "pace", contacted=300), CUT)["employed_26w"]).all()
    assert what_came(job(20, "pace", contacted=WEEKS_26 + WEEKS_26), CUT)["employed_26w"].tolist() == [0.0]


def test_a_job_that_is_running_after_its_window_has_lasted() -> None:
    came = what_came(job(None), CUT)
    assert came["employed_26w"].tolist() == came["employed_52w"].tolist() == [1.0]
    assert gain(job(None)) == GAIN_52


def learnt(days: Any, ended: Any) -> float:
    """The chance of staying half a year that an outlook learns from so many such jobs."""
    n = len(days)
    seen, person = batch(n, seed=2), np.arange(n) % 40
    started = np.arange(n) % 3 == 0
    outlook = fit_outlook(
        Starts(seen, started, started, person, np.ones(n)), Stays(seen, days, ended, person), seed=0, refits=0
    )
    return float(outlook.chances(batch(200, seed=3)).estimate["stays_26w"].mean())


def test_an_outlook_without_those_who_left_for_something_better_would_promise_too_much() -> None:
    """Half leave in the third period whatever the reason: as ends they leave 0.5, as running jobs some 0.75 or more."""
    n = 600
    left = np.arange(n) % 2 == 0
    better = left & (np.arange(n) % 4 == 0)
    days = np.where(left, 2 * PERIOD + 5, WEEKS_52 + 1)
    as_ended, as_running = learnt(days, left), learnt(days, left & ~better)
    assert as_ended == pytest.approx(0.5, abs=0.05)
    assert as_running > as_ended + 0.1
