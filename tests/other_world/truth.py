"""The true chances of a contact on the last day, by the exact formula of the process that `life` plays out.

A yes leads to a first day after whole weeks unless the workplace closes; a trial must also convert. From the first day
each week a job survives its own hazard, with the manager who said yes still there or not, and the workplace's closing.
A start counts for the contact that got the yes; what an earlier contact did to warm the pair counts for the later one.
People who work, are in a trial or are about to begin have no row. Reach is by the true place, also where it is hidden.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from tests.other_world.employers import Employers
from tests.other_world.facts import Facts, facts
from tests.other_world.jobs import CYCLING_SPIKE, EXITS, HALF_YEAR_SUBSIDY, SPIKE, SPIKE_WEEKS, subsidised
from tests.other_world.people import STREAMS, People
from tests.other_world.shapes import FIRST_WEEKS, LEFT_ALONE, TRIAL_WEEKS, Shape, conversion, trial_first, yes
from tests.other_world.state import Nearby, State

AT_ONCE = 100
HALF_YEAR, YEAR = 26, 52


def begins(shape: Shape, pairs: Facts, closes_daily: np.ndarray) -> np.ndarray:
    """Chance that the contact leads to a first day in a job, which is always within 26 weeks."""
    week_open = (1 - closes_daily) ** 7
    first = (week_open[:, None] ** FIRST_WEEKS).mean(axis=1)
    trial = (week_open[:, None] ** TRIAL_WEEKS).mean(axis=1)
    share = trial_first(pairs)
    return np.asarray(yes(shape, pairs) * first * (1 - share + share * conversion(pairs) * trial))


def stays(
    shape: Shape, pairs: Facts, leaves_daily: np.ndarray, closes_daily: np.ndarray, cycles: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Chance, given a first day, of still being there after 26 and after 52 weeks."""
    risk = np.exp(shape.log_risk(pairs))
    steps = np.stack([np.diff(shape.wear_out(np.arange(YEAR + 1), s)) for s in range(len(STREAMS))])[pairs.stream]
    exits = EXITS.sum(axis=1)[pairs.stream]
    leaves, week_open = 1 - (1 - leaves_daily) ** 7, (1 - closes_daily) ** 7
    spiked = subsidised(pairs.stream) * HALF_YEAR_SUBSIDY
    weeks: dict[int, np.ndarray] = {}
    there, alone = np.ones(len(risk)), np.zeros(len(risk))
    for week in range(1, HALF_YEAR + 1):
        there, alone = _week(there, alone, risk * steps[:, week - 1], leaves, exits, week_open)
    weeks[HALF_YEAR] = there + alone
    weeks[YEAR] = np.zeros(len(risk))
    for share, spike in ((1 - spiked, np.ones(len(risk))), (spiked, np.where(cycles, CYCLING_SPIKE, SPIKE))):
        still, left = there, alone
        for week in range(HALF_YEAR + 1, YEAR + 1):
            hazard = risk * steps[:, week - 1] * (spike if week <= HALF_YEAR + SPIKE_WEEKS else 1.0)
            still, left = _week(still, left, hazard, leaves, exits, week_open)
        weeks[YEAR] += share * (still + left)
    return weeks[HALF_YEAR], weeks[YEAR]


def _week(
    there: np.ndarray, alone: np.ndarray, hazard: np.ndarray, leaves: np.ndarray, exits: np.ndarray, open_: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    calm = np.exp(-exits) * open_
    return (
        there * (1 - leaves) * np.exp(-hazard) * calm,
        (alone + there * leaves) * np.exp(-LEFT_ALONE * hazard) * calm,
    )


def truth(
    shape: Shape, people: People, employers: Employers, state: State, nearby: Nearby, day: int, day_of_year: int,
    searching: np.ndarray,
) -> pl.DataFrame:  # fmt: skip
    """Columns person, workplace (numbers), starts, employed_26w, employed_52w: open workplaces within 1.5 × reach."""
    parts = []
    for first in range(0, len(searching), AT_ONCE):
        some = searching[first : first + AT_ONCE]
        inside = np.isfinite(nearby.minutes[some]) & state.open[nearby.workplace[some]]
        row, column = np.nonzero(inside)
        person, workplace = some[row], nearby.workplace[some][row, column]
        way = nearby.minutes[some][row, column]
        pairs = facts(people, employers, state, day, day_of_year, person, workplace, way)
        starts = begins(shape, pairs, employers.closes_daily[workplace])
        half, whole = stays(
            shape, pairs, employers.leaves_daily[workplace], employers.closes_daily[workplace],
            employers.cycles[workplace],
        )  # fmt: skip
        columns = {"starts": starts, "employed_26w": starts * half, "employed_52w": starts * whole}
        parts.append(pl.DataFrame({"person": person, "workplace": workplace, **columns}))
    return pl.concat(parts)
