"""A judged matcher in practice: its lists as they would be shown, whom they serve how well, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.pipeline import Pipeline
from features.world import World
from features.world.facts import Ints
from features.world.memory import pair_key
from models.bundle import Matcher
from training.evaluation import VALUE_PLACES, Basis
from training.fairness import DIMENSIONS, Audit, audit
from training.intervals import Interval, bootstrap_difference
from training.judgement import Trial
from training.metrics import Floats, top_chance
from training.promises import EMPLOYED_26, EMPLOYED_52
from training.served import Served, serve
from training.stability import Weekly, a_week_apart, changed_between


@dataclass(frozen=True)
class Practice:
    """`price` is the value of the first five that the rules of showing cost, test people only; None without a truth.

    `weekly` compares two weeks of facts; None where nobody was looking in both. `replaced` is how many of a person's
    first five differ from the champion's; None without a champion.
    """

    served: Served
    audit: Audit
    price: Interval | None
    weekly: Weekly | None
    replaced: Interval | None = None

    def metrics(self) -> dict[str, float]:
        """Every number by name, under `served/` and `fairness/`."""
        found = {f"served/{name}": value for name, value in self.served.numbers().items()}
        for name, interval in {"price": self.price, "replaced": self.replaced}.items():
            if interval is not None and interval.estimate == interval.estimate:
                found |= {f"served/{name}": interval.estimate}
                found |= {f"served/{name}_low": interval.low, f"served/{name}_high": interval.high}
        if self.weekly is not None:
            found |= {f"weekly/{name}": float(value) for name, value in vars(self.weekly).items()}
        return found | self.audit.metrics()


def practise(
    pipeline: Pipeline,
    matcher: Matcher,
    trial: Trial,
    tables: Mapping[str, pl.DataFrame],
    day: int,
    seed: int,
    champion: Practice | None = None,
) -> Practice | None:
    """Play the lists of everybody who is looking on the day, and audit those of the trial's people; None without lists.

    By the truth the audit is of what would be shown. By contacts it is of the order among each person's contacts, since
    nothing is known of the others.
    """
    served = serve(pipeline, matcher, day)
    if served is None:
        return None
    key = _keys(pipeline.world, trial)
    by_truth = trial.pairs.basis is Basis.TRUTH
    score = matcher.ranker.score(trial.batch)
    shown = served.among_first(key) if by_truth else top_chance(trial.pairs.group, score, VALUE_PLACES)
    promise = EMPLOYED_52 if by_truth else EMPLOYED_26
    said = matcher.outlook.chances(trial.batch).estimate[promise]
    return Practice(
        served=served,
        audit=audit(trial.pairs, shown, said, trial.came[promise], _people(pipeline.world, trial, tables), seed),
        price=_price(trial, shown, served.among_first(key, by_model=True), seed) if by_truth else None,
        weekly=a_week_apart(pipeline, matcher, day),
        replaced=None if champion is None else changed_between(champion.served, served, seed),
    )


def _keys(world: World, trial: Trial) -> Ints:
    return pair_key(world.profiles.participant[trial.batch.version], trial.batch.unit)


def _people(world: World, trial: Trial, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """A row per query of the trial with the dimensions of the audit; empty where a person has no audit row."""
    head = np.flatnonzero(np.diff(trial.pairs.group, prepend=-1) != 0)
    who = world.profiles.frame[trial.batch.version[head]].select("participant_id", "stream")
    told = tables["participant_audit"].unique("participant_id", keep="last")
    joined = who.join(told, on="participant_id", how="left", maintain_order="left")
    return joined.select(c for c in DIMENSIONS if c in joined.columns)


def _price(trial: Trial, shown: Floats, by_model: Floats, seed: int) -> Interval:
    """Value of the first five by the model less what is shown, paired by person."""
    head = np.flatnonzero(np.diff(trial.pairs.group, prepend=-1) != 0)
    worth = trial.pairs.values[trial.pairs.main]

    def mean(share: Floats) -> Floats:
        total, places = (np.add.reduceat(part, head) for part in (share * worth, share))
        return np.asarray(total / np.where(places > 0, places, np.nan))

    return bootstrap_difference(mean(by_model), mean(shown), seed)
