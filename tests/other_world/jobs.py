"""Trials and jobs as they run: one row each, ended week by week by their own hazard."""

from __future__ import annotations

import numpy as np

from tests.other_world.facts import Facts
from tests.other_world.shapes import LEFT_ALONE, Shape

OPEN, CANCELLED = -1, -2
"""Values of `end` for a placement still to start or running, and for one whose workplace closed before it began."""
BREAKS = ("tasks", "pace", "social", "management", "transport", "hours", "other")
REASONS = (*BREAKS, "better_job", "education", "downsizing", "subsidy_ended")
DOWNSIZING, SUBSIDY_ENDED = REASONS.index("downsizing"), REASONS.index("subsidy_ended")
EXITS = np.array([
    [0.0016, 0.0005, 0.0006], [0.0016, 0.0022, 0.0006], [0.0003, 0.0001, 0.0005], [0.0014, 0.0004, 0.0006],
])  # fmt: skip
"""Weekly hazard of a better job, of education and of downsizing, per stream."""
SUBSIDISED = np.array([0.35, 0.3, 0.0, 0.5])
HALF_YEAR_SUBSIDY = 0.6
SPIKE, CYCLING_SPIKE, SPIKE_WEEKS = 1.2, 2.0, 4
LONGEST = 400

JOB = np.dtype([
    ("person", "i4"), ("workplace", "i4"), ("contact", "i4"), ("continues", "i4"), ("trial", "?"), ("start", "i4"),
    ("stop", "i4"), ("end", "i4"), ("reason", "i4"), ("risk", "f8"), ("convert", "f8"), ("alone", "?"),
    ("subsidy_weeks", "i4"), ("topic", "i4"), ("hours", "i4"), ("blame", "f8", (len(BREAKS),)),
])  # fmt: skip


def subsidised(stream: np.ndarray) -> np.ndarray:
    """Chance that a job begins with a wage subsidy, by stream; `HALF_YEAR_SUBSIDY` of them for 26 weeks, else 52."""
    return np.asarray(SUBSIDISED[stream])


def subsidy_weeks(random: np.random.Generator, stream: np.ndarray) -> np.ndarray:
    """How long the wage subsidy of each new job lasts, 0 = none."""
    length = np.where(random.random(len(stream)) < HALF_YEAR_SUBSIDY, 26, 52)
    return np.where(random.random(len(stream)) < subsidised(stream), length, 0)


def blame(pairs: Facts) -> np.ndarray:
    """Weights of the reasons in `BREAKS` should the pair's job break (pairs × reasons)."""
    ones = np.ones(len(pairs.taste))
    parts = (
        1.6 * (1 - pairs.taste), 0.3 + pairs.unmet, 0.6 * ones, np.exp(-0.7 * pairs.manager),
        0.15 + 0.5 * pairs.late, 0.2 + 1.2 * pairs.clash, 0.7 * ones,
    )  # fmt: skip
    return np.stack(parts, axis=1)


class Jobs:
    """All placements so far. `rows` grows; a placement keeps its number."""

    def __init__(self, shape: Shape, streams: np.ndarray, cycles: np.ndarray) -> None:
        self.rows = np.zeros(0, dtype=JOB)
        self.streams, self.cycles = streams, cycles
        weeks = np.arange(LONGEST)
        self.steps = np.stack([np.diff(shape.wear_out(weeks, stream)) for stream in range(len(EXITS))])

    def add(self, new: np.ndarray) -> None:
        """Take in placements that were agreed on."""
        self.rows = np.concatenate([self.rows, new])

    def alive(self) -> np.ndarray:
        """Numbers of placements that run or are still to start."""
        return np.flatnonzero(self.rows["end"] == OPEN)

    def finish(self, numbers: np.ndarray, ends: np.ndarray | int, reason: np.ndarray | int) -> None:
        """Write down an end."""
        self.rows["end"][numbers], self.rows["reason"][numbers] = ends, reason

    def weekly_ends(self, random: np.random.Generator, numbers: np.ndarray, day: int) -> np.ndarray:
        """Those of `numbers` that end in the week that closes on `day`, with the last day and the reason written."""
        jobs = self.rows[numbers]
        age = day - jobs["start"]
        due = ~jobs["trial"] & (age > 0) & (age % 7 == 0)
        numbers, jobs, week = numbers[due], jobs[due], age[due] // 7
        stream = self.streams[jobs["person"]]
        hazard = jobs["risk"] * self.steps[stream, week - 1] * np.where(jobs["alone"], LEFT_ALONE, 1.0)
        after = week - jobs["subsidy_weeks"]
        spiked = (jobs["subsidy_weeks"] > 0) & (after > 0) & (after <= SPIKE_WEEKS)
        spike = np.where(spiked, np.where(self.cycles[jobs["workplace"]], CYCLING_SPIKE, SPIKE), 1.0)
        ends = random.random(len(week)) < 1 - np.exp(-hazard * spike - EXITS.sum(axis=1)[stream])
        share = blamed(jobs["blame"], hazard, spike, EXITS[stream])
        reason = (random.random((len(week), 1)) > share.cumsum(axis=1)).sum(axis=1).clip(max=len(REASONS) - 1)
        self.finish(numbers[ends], day - random.integers(1, 7, len(week))[ends], reason[ends])
        return np.asarray(numbers[ends])


def blamed(blame: np.ndarray, hazard: np.ndarray, spike: np.ndarray, exits: np.ndarray) -> np.ndarray:
    """Chance of each of `REASONS` given an end (jobs × reasons): each cause in proportion to its hazard."""
    own = blame / blame.sum(axis=1, keepdims=True) * hazard[:, None]
    parts = np.concatenate([own, exits, (hazard * (spike - 1))[:, None]], axis=1)
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))
