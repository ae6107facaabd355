"""Every ranker judged on the same pairs, beside the baselines, the oracle and the skyline.

What a pair is worth is either the simulation's true chance, known for every pair that could have been suggested
(`Basis.TRUTH`), or what became of the pairs that were contacted (`Basis.CONTACTS`). The second knows nothing about
pairs that nobody tried, so it judges the order among contacts that were made, and no more; the table says so.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from training.intervals import Interval, bootstrap_difference, bootstrap_mean
from training.losses import Loss
from training.losses import metrics as loss_metrics
from training.metrics import (
    Bools,
    Floats,
    Ints,
    coverage,
    different_employers_share,
    exposure,
    exposure_share,
    gini,
    ndcg_at,
    never_used_share,
    top_chance,
    top_value,
)
from training.promises import PromiseRow

RANDOM, ORACLE, SKYLINE, CHAMPION = "random", "oracle", "skyline", "champion"
UNSEEN_SKYLINE = "skyline_unseen"
"""The skyline that has not met the workplaces it is asked about."""
LINEAR_SKYLINE = "skyline_linear"
"""A sum over features that has not met them either."""
NDCG_PLACES = 10
VALUE_PLACES = 5
LIST_PLACES = 10
"""Places counted for coverage, never-used workplaces and different employers: a list as it is shown."""
EXPOSURE_PLACES = 3


class Basis(StrEnum):
    """What the value of a pair is known from."""

    TRUTH = "truth"
    CONTACTS = "contacts"


NOTES = {
    Basis.TRUTH: "Simulated: values are true chances over all pairs within reach; no evidence of effect on people.",
    Basis.CONTACTS: "Realised outcomes of contacted pairs only: what the others would have given is not known.",
}


@dataclass(frozen=True)
class Pairs:
    """The test pairs [n], sorted by `group`, the number of the participant's query.

    `values` are named ([n], never negative, all known); the first is the one that decides. `unit` and `caseload` number
    workplaces and specialists from 0. `participant` [groups] says whose query each is, when people have several.
    """

    group: Ints
    unit: Ints
    caseload: Ints
    never_used: Bools
    values: Mapping[str, Floats]
    basis: Basis
    participant: Ints | None = None

    @property
    def main(self) -> str:
        """Name of the value that decides."""
        return next(iter(self.values))


@dataclass(frozen=True)
class RankerRow:
    """One ranker. Shares are 0 to 1; `top` is the mean value of the first five places, by name of value.

    `of_oracle`, `of_skyline` and `of_unseen_skyline` divide the deciding value by theirs. `over_baseline`,
    `over_champion` and `over_skyline` are paired differences in it; None where there is nothing to compare with.
    """

    name: str
    ndcg: Interval
    top: Mapping[str, Interval]
    of_oracle: float
    of_skyline: float | None
    of_unseen_skyline: float | None
    over_baseline: Interval | None
    over_champion: Interval | None
    over_skyline: Interval | None
    coverage: float
    never_used: float
    exposure_top5pct: float
    gini: float
    different_employers: float

    def numbers(self) -> Iterator[tuple[str, float]]:
        """Every number of the row with its name, intervals as three; what is not known is left out."""
        intervals: dict[str, Interval | None] = {"ndcg10": self.ndcg}
        intervals |= {f"top5_{name}": interval for name, interval in self.top.items()}
        intervals |= {
            "over_baseline": self.over_baseline,
            "over_champion": self.over_champion,
            "over_skyline": self.over_skyline,
        }
        for name, interval in intervals.items():
            if interval is not None:
                yield name, interval.estimate
                yield f"{name}_low", interval.low
                yield f"{name}_high", interval.high
        yield "of_oracle", self.of_oracle
        for name in ("of_skyline", "of_unseen_skyline"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)
        for name in ("coverage", "never_used", "exposure_top5pct", "gini", "different_employers"):
            yield name, getattr(self, name)


@dataclass(frozen=True)
class EvaluationTable:
    """All rankers on the same pairs, best first by the deciding value.

    `queries_without_value` are those where no order is right; they are left out of nDCG alone.
    """

    basis: Basis
    main: str
    rows: tuple[RankerRow, ...]
    best_baseline: str | None
    queries: int
    queries_without_value: int
    pairs: int

    @property
    def note(self) -> str:
        """What the numbers are about, and what they are not."""
        return NOTES[self.basis]

    def row(self, name: str) -> RankerRow:
        """Row of a ranker; KeyError when it was not evaluated."""
        return {row.name: row for row in self.rows}[name]

    def metrics(self) -> dict[str, float]:
        """Every number under `ranker/number`, for the run that is kept."""
        return {f"{row.name}/{name}": value for row in self.rows for name, value in row.numbers()}


@dataclass(frozen=True)
class Evaluation:
    """All that is known about one trained matcher: its order beside the others, and how its chances held.

    `candidate` is its name in the table. `losses` are known by the truth alone.
    """

    candidate: str
    table: EvaluationTable
    promises: tuple[PromiseRow, ...]
    losses: tuple[Loss, ...] = ()

    def metrics(self) -> dict[str, float]:
        """Every number by name: `ranker/number` and `outlook/chance/scope/number`."""
        held = {
            f"outlook/{p.name}/{p.scope}/{name}": value for p in self.promises for name, value in p.numbers().items()
        }
        return self.table.metrics() | held | loss_metrics(self.losses)

    def own_metrics(self) -> dict[str, float]:
        """The candidate's own numbers and its outlook's, those that are known."""
        others = {f"{row.name}/" for row in self.table.rows if row.name != self.candidate}
        return {n: value for n, value in self.metrics().items() if value == value and not n.startswith(tuple(others))}


def evaluate_rankers(
    rankers: Mapping[str, Floats], pairs: Pairs, *, baselines: Collection[str], seed: int
) -> EvaluationTable:
    """Judge scores [n] by ranker on the same pairs; the oracle and the random order (everything tied) are added.

    `skyline` and `champion` among the rankers are compared with, `baselines` names those the best of which must be
    beaten. Raises ValueError when a score is missing.
    """
    worth = pairs.values[pairs.main]
    scores = {**rankers, RANDOM: np.zeros(len(pairs.group)), ORACLE: worth}
    top = {
        name: {v: top_value(pairs.group, score, worth_of, VALUE_PLACES) for v, worth_of in pairs.values.items()}
        for name, score in scores.items()
    }
    main = {name: values[pairs.main] for name, values in top.items()}
    mean = {name: float(values.mean()) for name, values in main.items()}
    best = max((name for name in (*baselines, RANDOM) if name in mean), key=mean.__getitem__)

    def over(name: str, other: str) -> Interval | None:
        if other not in main or other == name:
            return None
        return bootstrap_difference(main[name], main[other], seed, pairs.participant)

    def share_of(name: str, other: str) -> float | None:
        return mean[name] / mean[other] if mean.get(other, 0.0) > 0 else None

    def row(name: str, score: Floats) -> RankerRow:
        listed = top_chance(pairs.group, score, LIST_PLACES)
        exposed = exposure(top_chance(pairs.group, score, EXPOSURE_PLACES), pairs.unit)
        return RankerRow(
            name=name,
            ndcg=bootstrap_mean(ndcg_at(pairs.group, score, worth, NDCG_PLACES), seed, pairs.participant),
            top={v: bootstrap_mean(values, seed, pairs.participant) for v, values in top[name].items()},
            of_oracle=mean[name] / mean[ORACLE] if mean[ORACLE] > 0 else float("nan"),
            of_skyline=share_of(name, SKYLINE),
            of_unseen_skyline=share_of(name, UNSEEN_SKYLINE),
            over_baseline=over(name, best),
            over_champion=over(name, CHAMPION),
            over_skyline=over(name, SKYLINE),
            coverage=coverage(listed, pairs.unit, len(np.unique(pairs.unit))),
            never_used=never_used_share(listed, pairs.never_used),
            exposure_top5pct=exposure_share(exposed),
            gini=gini(exposed),
            different_employers=different_employers_share(listed, pairs.unit, pairs.caseload),
        )

    rows = sorted((row(name, score) for name, score in scores.items()), key=lambda r: mean[r.name], reverse=True)
    return EvaluationTable(
        basis=pairs.basis,
        main=pairs.main,
        rows=tuple(rows),
        best_baseline=best,
        queries=len(main[ORACLE]),
        queries_without_value=int(np.isnan(ndcg_at(pairs.group, worth, worth, NDCG_PLACES)).sum()),
        pairs=len(pairs.group),
    )
