"""What a ranker that was never in use would have given, told from lists that another one showed with known chances.

**What is estimated**: the mean outcome of a contact at a workplace among the ranker's first `k`, for the people and
days of the log. Only the log's own contacts speak: each of them counts as many times as its place stands for workplaces
that the log might have shown there. A ranker that puts first what the log could hardly show is judged on little, and
the answer says on how little.

**How.** A list is a draw without replacement with known chances, place by place. Each place r then gives an unbiased
total over the first `k`: what stands above it, plus what stands in it divided by its chance (Des Raj, Journal of the
American Statistical Association 1956). Their mean is a weight per place, divided by how often lists are followed at
that rank. The value is the weighted mean outcome of the contacts (self-normalised, Swaminathan and Joachims 2015).
Chances below `SMALLEST` count as that.

**What is taken for granted**: that which of the shown places is contacted hangs on its rank and on nothing that
foretells the outcome. Specialists also go where they expect something, so the level comes out too high.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import beta

from features.pipeline import Pipeline
from features.world.facts import day_number
from models.baselines import BASELINES
from models.bundle import Matcher
from training.dataset import examples
from training.intervals import LEVEL, Interval, bootstrap_ratio
from training.judgement import test_people, what_came
from training.metrics import Floats, Ints
from training.promises import EMPLOYED_26, STARTS
from training.shown_log import Score, ShownLog, among_first, shown_log
from training.split import Split
from training.text_table import as_interval, as_percent, in_columns

PLACES = 10
"""First places of a ranker that are asked about: with five, hardly a contact of a small history is among them."""
SMALLEST = 0.005
"""Chances are clipped here: one contact cannot speak for more than some 20 others on a list of ten."""
FEWEST_EFFECTIVE = 100.0
"""Effective contacts below which nothing is said: at one start in 25 contacts that is four starts."""
AS_SHOWN = "as shown"
OUTCOMES = (STARTS, EMPLOYED_26)
TOO_LITTLE = "too little to say"


@dataclass(frozen=True)
class OffPolicyRow:
    """One ranker's estimate for one outcome.

    `effective` is the effective number of contacts, (sum of weights)² / sum of squares, of the `contacts` among the
    first places. `reached` is the share of the first places that the log could show, by its own chances.
    """

    ranker: str
    outcome: str
    value: Interval
    contacts: int
    effective: float
    reached: float

    @property
    def enough(self) -> bool:
        """Whether there is enough to say anything."""
        return self.effective >= FEWEST_EFFECTIVE

    def numbers(self) -> dict[str, float]:
        """Every number with its name."""
        ends = {"value": self.value.estimate, "value_low": self.value.low, "value_high": self.value.high}
        return ends | {"contacts": float(self.contacts), "effective": self.effective, "reached": self.reached}


def place_weights(log: ShownLog, smallest: float = SMALLEST) -> Floats:
    """How many workplaces each shown place stands for [n]; over the log's own draws every workplace counts once.

    The mean over the places s of the list: 1 / propensity at its own place, 1 at each below, nothing at those above.
    """
    below = log.length - log.rank
    return np.asarray((below + 1.0 / np.maximum(log.propensity, smallest)) / log.length)


def off_policy_values(
    log: ShownLog, among: Mapping[str, Floats], outcomes: Mapping[str, Floats], k: int, seed: int
) -> tuple[OffPolicyRow, ...]:
    """A row per outcome and ranker, and one for the contacts as they were made.

    `among` [n] is each ranker's chance of having the place among its first `k`; `outcomes` are by example, NaN where
    not known yet. Rows without any contact are left out.
    """
    stands_for, made = place_weights(log), log.contact >= 0
    places = k * (int(log.list.max(initial=-1)) + 1)
    weights = {AS_SHOWN: (np.ones(len(log)), 1.0)} | {
        name: (first * stands_for / np.maximum(log.followed, 1e-9), float((first * stands_for).sum()) / max(places, 1))
        for name, first in among.items()
    }
    rows = []
    for outcome, came in outcomes.items():
        result = np.where(made, np.append(came, np.nan)[log.contact], np.nan)
        for name, (weight, reached) in weights.items():
            counts = ~np.isnan(result) & (weight > 0)
            if counts.any():
                speaking = _Speaking(weight[counts], result[counts], log.participant[counts])
                rows.append(speaking.row(name, outcome, reached, seed))
    return tuple(rows)


@dataclass(frozen=True)
class _Speaking:
    """The contacts [n] that speak for a ranker, with their weight, outcome, and whose they are."""

    weight: Floats
    result: Floats
    participant: Ints

    def row(self, ranker: str, outcome: str, reached: float, seed: int) -> OffPolicyRow:
        value = bootstrap_ratio(self.weight * self.result, self.weight, seed, self.participant)
        effective = float(self.weight.sum() ** 2 / (self.weight**2).sum())
        return OffPolicyRow(ranker, outcome, _widened(value, effective), len(self.weight), effective, reached)


def _widened(value: Interval, effective: float) -> Interval:
    """The interval, at least as wide as so many contacts alone would have it (Clopper–Pearson).

    With few starts the bootstrap is too narrow: what happened in none of its draws cannot be drawn. The effective
    number in the place of a count is Korn and Graubard's (Survey Methodology 1998).
    """
    tail, happened = (1.0 - LEVEL) / 2, value.estimate * effective
    low = beta.ppf(tail, happened, effective - happened + 1.0) if happened > 0 else 0.0
    high = beta.ppf(1.0 - tail, happened + 1.0, effective - happened) if happened < effective else 1.0
    return Interval(value.estimate, min(value.low, float(low)), max(value.high, float(high)))


def judge_by_log(
    pipeline: Pipeline, tables: Mapping[str, pl.DataFrame], matcher: Matcher, split: Split, seed: int, k: int = PLACES
) -> tuple[OffPolicyRow, ...]:
    """The matcher's first `k` beside those of the baselines, by the lists that test participants were shown.

    Outcomes are those known by the end of the split. Empty where no contact came from a list with known chances.
    """
    made = examples(pipeline, day_number(split.until), test_people(pipeline.world, split))
    made = made.take(made.start_observed)
    log = shown_log(pipeline.world, tables, made)
    rankers: dict[str, Score] = {b.name: b.score for b in BASELINES}
    rankers[matcher.ranker.name] = matcher.ranker.score
    came = what_came(made, day_number(split.until))
    return off_policy_values(log, among_first(pipeline, rankers, log, k), {n: came[n] for n in OUTCOMES}, k, seed)


def as_text(rows: Sequence[OffPolicyRow], k: int = PLACES) -> str:
    """An aligned table, which says where there is too little to say anything."""
    if not rows:
        return "No contacts of test participants came from a list with known chances: nothing to tell off-policy."
    told = [
        {
            "ranker": row.ranker,
            "outcome": row.outcome,
            "value": as_interval(row.value) if row.enough else TOO_LITTLE,
            "contacts": str(row.contacts),
            "effective": f"{row.effective:.0f}",
            "log could show": as_percent(row.reached),
        }
        for row in rows
    ]
    heading = (
        f"Off-policy, from lists that were shown: mean outcome of a contact among each ranker's first {k}, per cent, "
        f"90 % intervals.\nBelow {FEWEST_EFFECTIVE:.0f} effective contacts nothing is said."
    )
    return f"{heading}\n{in_columns(told)}"


def metrics(rows: Sequence[OffPolicyRow]) -> dict[str, float]:
    """Every number by name, for the run that is kept."""
    return {
        f"off_policy/{row.ranker.replace(' ', '_')}/{row.outcome}/{name}": value
        for row in rows
        for name, value in row.numbers().items()
        if value == value
    }
