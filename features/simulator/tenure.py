"""How long jobs last: weekly hazards, the step the market takes each week, and the survival they imply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator.matching import Fit, Floats
from features.simulator.parameters import STREAMS, Parameters, Tenure

SUBSIDY_WEEKS = (26, 39, 52)
BREAK, BETTER_JOB, EDUCATION, DOWNSIZING, SUBSIDY_ENDED = range(5)


def break_hazard(parameters: Tenure, stream: NDArray[np.int64], week: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weekly hazard of breaking off by stream and weeks in the job, before the hazard ratios."""
    return np.array(parameters.break_off)[stream, np.searchsorted(parameters.band_ends, week, side="right")]


def competing_hazards(parameters: Tenure, stream: NDArray[np.int64]) -> NDArray[np.float64]:
    """[pair, better job / education / downsizing] weekly hazards that conditions do not change."""
    return np.stack(
        [np.array(h)[stream] for h in (parameters.better_job, parameters.education, parameters.downsizing)], 1
    )


def log_ratio(pair: Fit, experience: Floats, quality: Floats, stability: Floats, parameters: Tenure) -> Floats:
    """Log of the hazard ratio of each pair, without follow-up, leader and subsidy, which change along the way."""
    p = parameters
    return np.asarray(
        np.log(p.preference_match) * pair.preference
        + np.log(p.environment_mismatch) * pair.environment_gap
        + np.log(p.earlier_lasting_inclusion) * experience
        + np.log(p.fixed_contact) * pair.fixed_contact
        + np.log(p.long_travel) * (pair.minutes > p.long_travel_minutes)
        + quality
        + stability,
        dtype=np.float32,
    )


@dataclass(frozen=True)
class Exits:
    """Which jobs end this week, and by what."""

    leaves: NDArray[np.bool_]
    cause: NDArray[np.int64]


def step(
    rng: Generator,
    stream: NDArray[np.int64],
    age: NDArray[np.int64],
    log_ratio: Floats,
    leader_quality: Floats,
    on_schedule: NDArray[np.bool_],
    subsidy_weeks: NDArray[np.int64],
    cycles: NDArray[np.bool_],
    parameters: Tenure,
) -> Exits:
    """One week of every running job; `age` in whole weeks, `subsidy_weeks` 0 where there is none that ends."""
    p = parameters
    after = (subsidy_weeks > 0) & (age >= subsidy_weeks) & (age < subsidy_weeks + p.subsidy_end_weeks)
    spike = np.where(after, np.where(cycles, p.subsidy_end_where_cycled, p.subsidy_end), 1.0)
    ratio = np.exp(log_ratio + leader_quality) * np.where(on_schedule, p.follow_up_on_schedule, 1.0) * spike
    hazards = np.column_stack([break_hazard(p, stream, age) * ratio, competing_hazards(p, stream)])
    total = hazards.sum(axis=1)
    leaves = rng.random(age.size) < -np.expm1(-total)
    cause = (np.cumsum(hazards, axis=1) > (rng.random(age.size) * total)[:, None]).argmax(axis=1)
    through_subsidy = after & (cause == BREAK) & (rng.random(age.size) < 1 - 1 / spike + 0.2)
    return Exits(leaves, np.where(through_subsidy, SUBSIDY_ENDED, cause))


def survival(
    weeks: int,
    stream: NDArray[np.int64],
    log_ratio: Floats,
    leader_quality: Floats,
    follow_up_rate: Floats,
    subsidised: Floats,
    cycles: NDArray[np.bool_],
    parameters: Parameters,
) -> Floats:
    """Chance of still being in the job after `weeks`, over follow-ups, subsidies and leaders still to come.

    A week's exit is as in `step`. A follow-up is done with chance `follow_up_rate`; a leader leaves at a constant rate
    and is replaced by one like any other, taken at three points of quality and at the middle of the time.
    """
    p = parameters.tenure
    base = np.array(
        [[break_hazard(p, np.array([s]), np.array([w]))[0] for w in range(weeks)] for s in range(len(STREAMS))]
    )
    followed = 1 - (1 - p.follow_up_on_schedule) * follow_up_rate
    ratio = np.exp(log_ratio) * followed
    whole, first_half = base.sum(axis=1)[stream], base[:, : weeks // 2].sum(axis=1)[stream]
    spike = np.where(cycles, p.subsidy_end_where_cycled, p.subsidy_end) - 1
    ends = [base[:, s : s + p.subsidy_end_weeks].sum(axis=1)[stream] for s in SUBSIDY_WEEKS]

    present = np.exp(leader_quality)
    stays = (1 - parameters.leader_leaves) ** weeks
    points = parameters.quality_leader * np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
    chance = np.zeros(stream.size)
    cases = [(stays, None)] + [((1 - stays) * w, q) for w, q in zip((1 / 6, 2 / 3, 1 / 6), points, strict=True)]
    for share, later in cases:
        changed = present if later is None else np.exp(later)
        plain = ratio * (first_half * present + (whole - first_half) * changed)
        subsidy = np.mean([np.exp(-ratio * changed * spike * e) for e in ends], axis=0)
        chance += share * np.exp(-plain) * (1 - subsidised + subsidised * subsidy)
    competing = competing_hazards(p, stream).sum(axis=1) + parameters.closures_a_year / 52
    return np.asarray(chance * np.exp(-competing * weeks), dtype=np.float32)
