"""Who is served how well, by groups that never rank: aggregated, with intervals, and with small groups hidden.

Per group: the share of shown places that are good (among the best tenth of the person's own reachable workplaces), the
value of the first five as it is and as a share of the best five there were, and what was said against what came. What
there is to be had differs between districts and between streams, so parity is asked of the shares, not of the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from training.evaluation import VALUE_PLACES, Pairs
from training.intervals import DRAWS, Interval
from training.metrics import Bools, Floats, Ints, top_chance
from training.promises import Came

DIMENSIONS = ("centrality", "stream", "gender", "age_band", "country_group")
CENTRALITY = "centrality"
FEWEST = 5
"""Groups of fewer people are hidden, and the smallest of the others too where it would give them away."""
GOOD_SHARE = 0.1
MEASURES = ("good", "of_possible", "said_of_came")
"""What parity is asked of."""
MILES_APART = 0.05
"""Chance, over all groups of a dimension together, that an interval errs on one side by luck alone."""


@dataclass(frozen=True)
class GroupRow:
    """One group. Shares are 0 to 1, `value` is the mean worth of the places shown, `people` how many it rests on.

    `parity` holds, by measure, the group's number over that of all others of the dimension (of centrality: over the
    median of the classes), with an interval that is right for all groups of the dimension at once.
    """

    dimension: str
    group: str
    people: int
    good: Interval
    value: Interval
    of_possible: Interval
    said: float
    came: float
    parity: Mapping[str, Interval]

    def numbers(self) -> dict[str, float]:
        """Every number of the row with its name."""
        found = {"people": float(self.people), "said": self.said, "came": self.came}
        for name, interval in {"good": self.good, "value": self.value, "of_possible": self.of_possible}.items():
            found |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        for name, ratio in self.parity.items():
            found |= {f"{name}_parity": ratio.estimate, f"{name}_parity_low": ratio.low}
            found |= {f"{name}_parity_high": ratio.high}
        return found


@dataclass(frozen=True)
class Audit:
    """All groups that are large enough to be told of, and how many of each dimension were hidden."""

    rows: tuple[GroupRow, ...]
    hidden: Mapping[str, int]

    def of(self, dimension: str) -> tuple[GroupRow, ...]:
        """The groups of one dimension."""
        return tuple(row for row in self.rows if row.dimension == dimension)

    def metrics(self) -> dict[str, float]:
        """Every number under `fairness/dimension/group/number`."""
        return {
            f"fairness/{row.dimension}/{row.group}/{name}": value
            for row in self.rows
            for name, value in row.numbers().items()
            if value == value
        }


def audit(pairs: Pairs, shown: Floats, said: Floats, came: Came, people: pl.DataFrame, seed: int) -> Audit:
    """Audit what was shown: `shown` [n] is each pair's share of the first five places, `said` [n] the chance promised.

    `people` has a row per group of the pairs, in order, with the columns of `DIMENSIONS`; a column may be absent, and
    an empty cell is a group of its own.
    """
    sums = _per_person(pairs, shown, said, came)
    drawn = _draws(sums.shape[1], seed)
    rows: list[GroupRow] = []
    hidden = {}
    for dimension in DIMENSIONS:
        if dimension not in people.columns:
            continue
        label = people[dimension].cast(pl.String).fill_null("not known").to_numpy()
        groups, counts = np.unique(label, return_counts=True)
        told = groups[told_of(counts)]
        hidden[dimension] = len(groups) - len(told)
        member = label[:, None] == told[None, :]
        if len(told):
            rows += _rows(dimension, told, member, sums, drawn)
    return Audit(tuple(rows), hidden)


def told_of(counts: Ints) -> Bools:
    """Which groups may be told of, by their numbers of people [groups].

    Those of at least `FEWEST`; and where what is hidden is fewer people than that, the smallest of the others is hidden
    too, since the total would give it away.
    """
    told = counts >= FEWEST
    if 0 < counts[~told].sum() < FEWEST and told.any():
        told = told & (np.arange(len(counts)) != np.flatnonzero(told)[np.argmin(counts[told])])
    return np.asarray(told)


GOOD, SHOWN, VALUE, BEST, KNOWN, SAID, CAME = range(7)


def _per_person(pairs: Pairs, shown: Floats, said: Floats, came: Came) -> Floats:
    """Sums over each person's pairs, shape [7, people], zeros for who was shown nothing; constants name the rows."""
    group, worth = pairs.group, pairs.values[pairs.main]
    first = np.flatnonzero(np.diff(group, prepend=-1) != 0)
    best = top_chance(group, worth, VALUE_PLACES)
    size = np.diff(first, append=len(group))
    tenth = np.maximum(1, np.round(GOOD_SHARE * size)).astype(np.int64)
    position = _rank_within(group, worth)
    good = (position < np.repeat(tenth, size)) & (worth > 0)
    known = ~np.isnan(came.outcome)
    outcome = np.where(known, came.outcome, 0.0)
    columns = (shown * good, shown, shown * worth, best * worth, shown * known, shown * known * said, shown * outcome)
    sums = np.add.reduceat(np.array(columns), first, axis=1)
    return np.asarray(sums * (sums[SHOWN] > 0))


def _rank_within(group: Ints, worth: Floats) -> Ints:
    """How many rows of the same group are worth more, ties in the order of the rows."""
    order = np.lexsort((-worth, group))
    first = np.flatnonzero(np.diff(group, prepend=-1) != 0)
    place = np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group)))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = place
    return rank


def _draws(people: int, seed: int) -> Floats:
    """How often each person is drawn, [1 + draws, people]: the first row is everybody once."""
    drawn = np.random.default_rng(seed).multinomial(people, np.full(people, 1.0 / people), size=DRAWS)
    return np.vstack([np.ones(people), drawn]).astype(np.float64)


def _measures(sums: Floats) -> dict[str, Floats]:
    """The measures from sums [7, …]; NaN where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "good": sums[GOOD] / sums[SHOWN],
            "value": sums[VALUE] / sums[SHOWN],
            "of_possible": sums[VALUE] / sums[BEST],
            "said_of_came": sums[SAID] / sums[CAME],
        }


def _rows(dimension: str, told: Bools, member: Bools, sums: Floats, drawn: Floats) -> list[GroupRow]:
    """The groups of one dimension; `member` [people, groups]."""
    of_group = np.einsum("sp,dp,pg->sdg", sums, drawn, member.astype(np.float64), optimize=True)
    everybody = np.einsum("sp,dp->sd", sums, drawn)[:, :, None]
    own, rest = _measures(of_group), _measures(everybody - of_group)
    ratios = {}
    for name in MEASURES:
        against = np.median(own[name], axis=1, keepdims=True) if dimension == CENTRALITY else rest[name]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios[name] = own[name] / against
    tail = MILES_APART / len(told)
    made = []
    for g, name in enumerate(told):
        total = of_group[:, 0, g]
        made.append(
            GroupRow(
                dimension=dimension,
                group=str(name),
                people=int(member[:, g].sum()),
                good=_interval(own["good"][:, g]),
                value=_interval(own["value"][:, g]),
                of_possible=_interval(own["of_possible"][:, g]),
                said=_over(total[SAID], total[KNOWN]),
                came=_over(total[CAME], total[KNOWN]),
                parity={measure: _interval(ratio[:, g], tail) for measure, ratio in ratios.items()},
            )
        )
    return made


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def _interval(values: Floats, tail: float = 0.05) -> Interval:
    """The first value with the quantiles of the others; all NaN where it could not be said."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or len(drawn) == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    return Interval(float(values[0]), float(low), float(high))
