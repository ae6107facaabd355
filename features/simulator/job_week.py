"""A week of those who are in a trial or a job: follow-ups fall due, some leave, employers gain experience."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features.simulator import tenure
from features.simulator.market import EXPERIENCE_WEEKS, Market
from features.simulator.notes import note_conditions
from features.simulator.parameters import VTO
from features.simulator.placing import DAYS_NEVER


def job_week(market: Market) -> None:
    """Move every running placement one week on."""
    day, jobs = market.week * 7, market.placements
    running = np.flatnonzero(~jobs["trial"] & (jobs["end"] == DAYS_NEVER) & (jobs["start"] <= day))
    age = (day - jobs["start"][running]) // 7
    workplace = jobs["workplace"][running].astype(np.int64)
    _follow_up(market, running, age)

    changed = market.leader_quality[workplace]
    exits = tenure.step(
        market.rng,
        jobs["stream"][running],
        age,
        jobs["log_ratio"][running],
        changed,
        jobs["on_schedule"][running],
        jobs["subsidy"][running],
        market.employers.cycles[workplace],
        market.parameters.tenure,
    )
    shut = market.employers.closed_week[workplace] <= market.week
    leaves, cause = exits.leaves | shut, np.where(shut, tenure.DOWNSIZING, exits.cause)
    _leave(market, running[leaves], age[leaves], cause[leaves])

    lasting = running[(age == EXPERIENCE_WEEKS) & ~leaves]
    market.experienced[jobs["workplace"][lasting]] = True
    count_active(market, day)


def _follow_up(market: Market, running: NDArray[np.int64], age: NDArray[np.int64]) -> None:
    """Due weekly in the first month, then every fourth week; whether it is held holds until the next."""
    jobs = market.placements
    due = ((age >= 1) & (age <= 4)) | ((age >= 8) & (age % 4 == 0))
    rows, weeks = running[due], age[due]
    post = market.posts.post_of[jobs["person"][rows]]
    held = market.rng.random(rows.size) < market.posts.diligence[post]
    jobs["on_schedule"][rows] = held
    due_day = jobs["start"][rows] + 7 * weeks
    number = np.where(weeks <= 4, weeks, weeks // 4 + 3)
    late = market.rng.choice([0, 0, 0, 0, 1, 1, 2, 4], rows.size)
    market.follow_ups.add(
        rows.size,
        placement=rows,
        due=due_day,
        done=np.where(held, due_day + late, -1),
        ident=market.posts.ident[post],
        number=number,
    )


def _leave(market: Market, rows: NDArray[np.int64], age: NDArray[np.int64], cause: NDArray[np.int64]) -> None:
    jobs, rng = market.placements, market.rng
    person = jobs["person"][rows].astype(np.int64)
    jobs["end"][rows] = jobs["start"][rows] + 7 * age + rng.integers(0, 7, rows.size)
    jobs["cause"][rows] = cause
    market.job[person] = -1
    market.free_week[person] = market.week + rng.integers(1, 6, rows.size)
    gone = (cause == tenure.BETTER_JOB) | (cause == tenure.EDUCATION)
    gone |= (cause == tenure.BREAK) & (rng.random(rows.size) < market.parameters.leave_after_break)
    market.left_week[person[gone]] = market.week + 1
    telling = rows[(jobs["gap"][rows] > 0.4) & (cause == tenure.BREAK)]
    note_conditions(market, np.repeat(jobs["workplace"][telling], 3), np.repeat(jobs["end"][telling], 3), source=1)


def count_active(market: Market, day: int) -> None:
    """Recount, per workplace, trials and subsidised or adapted jobs that run on this day or are agreed."""
    jobs = market.placements
    age = (day - jobs["start"]) // 7
    supported = (jobs["stream"] == VTO) | ((jobs["subsidy"] > 0) & (age < jobs["subsidy"]))
    counts = (jobs["end"] >= day) & (jobs["trial"] | supported)
    market.active = np.bincount(jobs["workplace"][counts], minlength=len(market.employers))
