"""What the outlook promised against what came, or would come: is 10 % one in ten?

In a simulation the true chances are known, and the numbers are free of luck. On real contacts each outcome is yes, no
or not known yet (NaN, left out), and a perfect outlook would not look perfect either: `ece_by_luck` says how far off it
could look.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.outlook import CHANCES, Chances
from training.calibration import (
    brier_skill,
    interval_coverage,
    relative_ece,
    relative_ece_by_luck,
    reliability,
)
from training.intervals import Interval
from training.metrics import Floats

BINS = 10
NUMBERS = ("said", "came", "relative_ece", "ece_by_luck", "skill", "skill_of_truth", "relative_skill", "in_interval")
STARTS, STAYS_26, STAYS_52, EMPLOYED_26, EMPLOYED_52 = CHANCES


@dataclass(frozen=True)
class Came:
    """What came of each pair [n]: 0, 1 or NaN when not known, or its true chance when `true_chance`.

    `weight` [n] counts a pair as less than one where it stands for fewer: of those who start, by its chance of that.
    """

    outcome: Floats
    true_chance: bool
    weight: Floats | None = None


@dataclass(frozen=True)
class PromiseRow:
    """How one promise held, over the pairs of `scope` whose outcome is known.

    `said` and `came` are the mean chance and the mean outcome. `skill` is the Brier skill over always saying `came`;
    `skill_of_truth` what the true chance itself would have, and `relative_skill` their ratio. `in_interval` is the
    share of true chances within the 90 % interval. None where only a simulation could know. `curve` is (said, came,
    share) by bin.
    """

    name: str
    scope: str
    pairs: int
    said: float
    came: float
    relative_ece: float
    ece_by_luck: float
    skill: float
    skill_of_truth: float | None
    relative_skill: float | None
    in_interval: float | None
    curve: tuple[Floats, Floats, Floats]
    over_champion: Interval | None = None
    """Relative ECE less the champion's on the same pairs, sure for all promises at once; None without a champion."""

    def numbers(self) -> dict[str, float]:
        """Every known number of the row with its name."""
        found = {name: getattr(self, name) for name in NUMBERS}
        if self.over_champion is not None:
            for end, value in vars(self.over_champion).items():
                found[f"ece_over_champion_{end}"] = value
        return {name: value for name, value in found.items() if value is not None}


def true_outcomes(starts: Floats, employed_26w: Floats, employed_52w: Floats) -> dict[str, Came]:
    """The simulation's truth [n] as what came; for the stays a pair counts by its chance of starting."""
    started = np.where(starts > 0, starts, 1.0)
    return {
        STARTS: Came(starts, true_chance=True),
        STAYS_26: Came(employed_26w / started, true_chance=True, weight=starts),
        STAYS_52: Came(employed_52w / started, true_chance=True, weight=starts),
        EMPLOYED_26: Came(employed_26w, true_chance=True),
        EMPLOYED_52: Came(employed_52w, true_chance=True),
    }


def evaluate_promises(
    promised: Chances,
    came: Mapping[str, Came],
    *,
    seed: int,
    scope: str = "all",
    count: Floats | None = None,
) -> tuple[PromiseRow, ...]:
    """Judge each promise by what came of it; promises nothing is known about are left out.

    `count` [n] narrows the pairs to those that matter: their chance of being on the list, say, with `scope` to name it.
    What stands at the top of a list was chosen for being promised much, so it is judged on its own as well.
    """
    rows = (_row(name, promised, came[name], seed, scope, count) for name in promised.estimate if name in came)
    return tuple(row for row in rows if row is not None)


def _row(name: str, promised: Chances, came: Came, seed: int, scope: str, count: Floats | None) -> PromiseRow | None:
    """One promise, or None when no outcome is known."""
    weight = np.ones(len(came.outcome)) if came.weight is None else came.weight
    weight = weight if count is None else weight * count
    known = ~np.isnan(came.outcome) & (weight > 0)
    if not known.any():
        return None
    chance, outcome, weight = promised.estimate[name][known], came.outcome[known], weight[known]
    base = float(np.average(outcome, weights=weight))
    decided = 0.0 < base < 1.0
    skill = brier_skill(chance, outcome, base, weight) if decided else float("nan")
    best = brier_skill(outcome, outcome, base, weight) if decided and came.true_chance else None
    return PromiseRow(
        name=name,
        scope=scope,
        pairs=int(known.sum()),
        said=float(np.average(chance, weights=weight)),
        came=base,
        relative_ece=relative_ece(chance, outcome, BINS, weight),
        ece_by_luck=0.0 if came.true_chance else relative_ece_by_luck(chance, BINS, seed),
        skill=skill,
        skill_of_truth=best,
        relative_skill=skill / best if best else None,
        in_interval=interval_coverage(promised.low[name][known], promised.high[name][known], outcome, weight)
        if came.true_chance
        else None,
        curve=reliability(chance, outcome, BINS, weight),
    )
