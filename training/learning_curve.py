"""How good the order is by how much history there is: the question an office asks before it has any.

People are drawn from the training participants until their contacts make up the size asked for; what others have done
is taken out of the tables, so that features and labels alike know no more than that history holds. The people judged
are the same at every size, and have no history of their own: they are newcomers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from features.pipeline import Pipeline
from features.world import World
from features.world.facts import day_number
from models.baselines import BASELINES
from training.evaluation import ORACLE, RANDOM, VALUE_PLACES
from training.intervals import Interval, bootstrap_difference, bootstrap_mean
from training.metrics import Floats, top_value
from training.promises import EMPLOYED_52
from training.reach import pairs_within_reach, true_chance
from training.split import Split
from training.text_table import as_interval, as_percent, in_columns
from training.train import fit

SIZES = (0, 50, 150, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
OURS = "ours"
MOST_PEOPLE = 400
ABOUT_PEOPLE = ("contacts", "placements", "shown_lists", "choices")
HEARD = ("employer_needs", "workplace_conditions")
"""Tables of which some rows were heard at a visit or on the phone, and would not be there without the contact."""
HEARD_BY = ("visit", "phone")


@dataclass(frozen=True)
class CurvePoint:
    """One size: mean numbers over the draws, and each ranker's value of the first five places.

    `value` is the mean true chance of being in work after 52 weeks. `over_best` is paired with the best baseline at
    this size. `rankers` counts which kind of ranker was chosen.
    """

    contacts: float
    starts: float
    draws: int
    people: int
    value: Mapping[str, Interval]
    best_baseline: str
    over_best: Interval
    rankers: Mapping[str, int]


def learning_curve(
    tables: Mapping[str, pl.DataFrame],
    truth: pl.DataFrame,
    as_of: date,
    seed: int,
    sizes: Sequence[int] = SIZES,
    draws: int = 3,
    test_share: float = 0.30,
    progress: Callable[[str], None] = lambda _: None,
) -> list[CurvePoint]:
    """A point for each size that the history reaches, drawn `draws` times, and one for all of it."""
    split = Split(cut=as_of, until=as_of, test_share=test_share)
    number = _contacts_of(tables, split)
    whole = int(number["len"].sum())
    points = []
    for size in [*(s for s in sorted(sizes) if s < 0.9 * whole), whole]:
        progress(f"{size} contacts")
        seeds = [seed] if size in (0, whole) else [seed + 1000 * k for k in range(draws)]
        points.append(_point([_judged(tables, truth, split, number, size, s) for s in seeds], seed))
    return points


def thinned(
    tables: Mapping[str, pl.DataFrame], people: pl.Series, share: float, rng: np.random.Generator
) -> dict[str, pl.DataFrame]:
    """The tables with the history of `people` alone, and a `share` of what was heard or done for nobody."""
    left = dict(tables)
    for name in ABOUT_PEOPLE:
        whose = tables[name]["participant_id"]
        nobodys = whose.is_null() & pl.Series(rng.random(len(whose)) < share, dtype=pl.Boolean)
        left[name] = tables[name].filter(whose.is_in(people.implode()) | nobodys)
    for name in HEARD:
        heard = tables[name]["source"].is_in(HEARD_BY).fill_null(value=False)
        left[name] = tables[name].filter(~heard | pl.Series(rng.random(len(heard)) < share, dtype=pl.Boolean))
    return left


@dataclass(frozen=True)
class _Judged:
    """One draw: what it held, and each ranker's top-five value per test person."""

    contacts: int
    starts: int
    ranker: str
    top: Mapping[str, Floats]


def _contacts_of(tables: Mapping[str, pl.DataFrame], split: Split) -> pl.DataFrame:
    """participant_id and number of contacts before the cut, of the training participants, in order."""
    return split.train_contacts(tables["contacts"]).group_by("participant_id").len().sort("participant_id")


def _judged(
    tables: Mapping[str, pl.DataFrame], truth: pl.DataFrame, split: Split, number: pl.DataFrame, size: int, seed: int
) -> _Judged:
    rng, whole = np.random.default_rng(seed), int(number["len"].sum())
    drawn = number.sample(fraction=1.0, shuffle=True, seed=seed)
    drawn = drawn.filter(pl.col("len").cum_sum() - pl.col("len") / 2 <= size) if size < whole else drawn
    drawn = drawn if size else drawn.clear()
    share = float(drawn["len"].sum()) / whole
    pipeline = Pipeline(World.from_tables(thinned(tables, drawn["participant_id"], share, rng)))
    tested = split.is_test(pipeline.world.participants.names).to_numpy().astype(np.bool_)
    fitted = fit(pipeline, split.cut, ~tested, seed, refits=0)
    asked = pairs_within_reach(pipeline, tested, day_number(split.cut), MOST_PEOPLE)
    worth = true_chance(pipeline.world, truth, asked, EMPLOYED_52)
    known = np.flatnonzero(~np.isnan(worth))
    batch, worth = asked.take(known), worth[known]
    person = np.unique(pipeline.world.profiles.participant[batch.version], return_inverse=True)[1]
    scores = {b.name: b.score(batch) for b in BASELINES if b.name != RANDOM}
    scores |= {OURS: fitted.matcher.ranker.score(batch), RANDOM: np.zeros(len(batch)), ORACLE: worth}
    e = fitted.examples
    return _Judged(
        contacts=len(e),
        starts=int(e.started.sum()),
        ranker=fitted.matcher.ranker.name,
        top={name: top_value(person, score, worth, VALUE_PLACES) for name, score in scores.items()},
    )


def _point(judged: Sequence[_Judged], seed: int) -> CurvePoint:
    """The draws of one size as one: each test person's mean over the draws, with intervals over people."""
    top: dict[str, Floats] = {name: np.mean([j.top[name] for j in judged], axis=0) for name in judged[0].top}
    rivals = [name for name in top if name not in (OURS, ORACLE)]
    best = max(rivals, key=lambda name: float(top[name].mean()))
    kinds = [j.ranker for j in judged]
    return CurvePoint(
        contacts=float(np.mean([j.contacts for j in judged])),
        starts=float(np.mean([j.starts for j in judged])),
        draws=len(judged),
        people=len(top[OURS]),
        value={name: bootstrap_mean(values, seed) for name, values in top.items()},
        best_baseline=best,
        over_best=bootstrap_difference(top[OURS], top[best], seed),
        rankers={kind: kinds.count(kind) for kind in sorted(set(kinds))},
    )


def as_text(points: Sequence[CurvePoint]) -> str:
    """An aligned table: by size, each ranker's value of the first five, and ours over the best baseline."""
    rows = [
        {
            "contacts": f"{p.contacts:.0f}",
            "starts": f"{p.starts:.0f}",
            "ranker": ", ".join(f"{kind} {n}" if p.draws > 1 else kind for kind, n in p.rankers.items()),
            OURS: as_interval(p.value[OURS]),
            **{name: as_percent(value.estimate) for name, value in p.value.items() if name != OURS},
            "best baseline": p.best_baseline,
            "ours over it": as_interval(p.over_best, sign="+"),
        }
        for p in points
    ]
    people = points[0].people
    heading = (
        f"True chance of being in work after 52 weeks, mean of the first five, in per cent, for {people} people "
        "without a history of their own; 90 % intervals over people."
    )
    return f"{heading}\n\n{in_columns(rows)}"


def metrics(points: Sequence[CurvePoint]) -> dict[str, list[float]]:
    """Every number by name, a value for each size, for the run that is kept."""
    found = {
        "learning_curve/contacts": [p.contacts for p in points],
        "learning_curve/starts": [p.starts for p in points],
        "learning_curve/over_best": [p.over_best.estimate for p in points],
        "learning_curve/over_best_low": [p.over_best.low for p in points],
        "learning_curve/over_best_high": [p.over_best.high for p in points],
    }
    return found | {f"learning_curve/{name}": [p.value[name].estimate for p in points] for name in points[0].value}
