"""Trained as on several days of the past, and asked about what came later: would it have held?

On each day the matcher knows what was known on its eve, and learns from the training participants alone. It is asked
about the contacts that the test participants made in the half-year after, and judged by what has come of them since. A
contact counts for a chance only when it is old enough for that chance to be known whichever way it went; the others
are censored, not failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from features.errors import InputError
from features.pipeline import Pipeline
from features.world import World
from features.world.facts import day_number
from models.baselines import BASELINES
from models.bundle import Matcher
from training.calibration import auc
from training.dataset import Examples, examples, staged_gain
from training.evaluation import NDCG_PLACES, RANDOM
from training.intervals import Interval, bootstrap_difference, bootstrap_mean
from training.judgement import test_people, what_came
from training.metrics import Floats, ndcg_at
from training.promises import Came, PromiseRow, evaluate_promises
from training.split import HALF_A_YEAR, Split, known_before
from training.text_table import as_interval, as_number, as_percent, in_columns
from training.train import TooLittleDataError, fit

OURS = "ours"


@dataclass(frozen=True)
class BacktestPoint:
    """One day of the past.

    `learnt_from` contacts with `learnt_starts` starts were known then; `contacts` with `starts` starts were made by
    `people` in the half-year after. By ranker: `order` is nDCG@10 of the stage reached so far, and `auc` the chance
    that a contact that led to a start stands above one that did not. `over` is ours less each baseline, paired by
    person. `promises` are ours, over the contacts whose outcome is known.
    """

    day: date
    ranker: str
    learnt_from: int
    learnt_starts: int
    contacts: int
    starts: int
    people: int
    order: Mapping[str, Interval]
    auc: Mapping[str, float]
    over: Mapping[str, Interval]
    promises: tuple[PromiseRow, ...]

    @property
    def best_baseline(self) -> str:
        """The baseline with the best order on this day."""
        return max(self.over, key=lambda name: self.order[name].estimate)


def past_days(as_of: date, number: int) -> list[date]:
    """Days half a year apart, the last of them so long ago that every contact of its half-year can have led to a start.

    Earliest first.
    """
    last = as_of - 2 * HALF_A_YEAR
    return [last - k * HALF_A_YEAR for k in reversed(range(number))]


def backtest(
    tables: Mapping[str, pl.DataFrame],
    as_of: date,
    seed: int,
    on: Sequence[date],
    progress: Callable[[str], None] = lambda _: None,
) -> list[BacktestPoint]:
    """A point for each of the days that had anything to learn from and to be asked about; InputError when none had."""
    now = Pipeline(World.from_tables(tables))
    points = []
    for day in on:
        progress(f"as of {day}")
        split = Split(cut=day, until=as_of)
        later = _asked(now, split)
        then = Pipeline(World.from_tables(known_before(tables, day)))
        try:
            fitted = fit(then, day, ~test_people(then.world, split), seed, refits=0)
        except TooLittleDataError:
            continue
        if len(later):
            points.append(_point(day, fitted.matcher, fitted.examples, later, day_number(as_of), seed))
    if not points:
        raise InputError("the history is too short: no contacts of test participants on any of the days")
    return points


def _asked(now: Pipeline, split: Split) -> Examples:
    """The test participants' contacts of the half-year after the cut that could have led to a start by now."""
    made = examples(now, day_number(split.until), test_people(now.world, split))
    first = day_number(split.cut)
    after = (made.day >= first) & (made.day < first + HALF_A_YEAR.days)
    return made.take(after & made.start_observed)


def _point(day: date, matcher: Matcher, learnt: Examples, later: Examples, until: int, seed: int) -> BacktestPoint:
    scores = {b.name: b.score(later.batch) for b in BASELINES if b.name != RANDOM}
    scores |= {RANDOM: np.zeros(len(later)), OURS: matcher.ranker.score(later.batch)}
    nothing = np.zeros(len(later))
    gain = staged_gain(later, nothing, nothing)
    person = np.unique(later.participant, return_inverse=True)[1]
    order: dict[str, Floats] = {name: ndcg_at(person, score, gain, NDCG_PLACES) for name, score in scores.items()}
    came = what_came(later, until)
    return BacktestPoint(
        day=day,
        ranker=matcher.ranker.name,
        learnt_from=len(learnt),
        learnt_starts=int(learnt.started.sum()),
        contacts=len(later),
        starts=int(later.started.sum()),
        people=int(person[-1]) + 1,
        order={name: bootstrap_mean(values, seed) for name, values in order.items()},
        auc={name: auc(score, later.started) for name, score in scores.items()},
        over={name: bootstrap_difference(order[OURS], order[name], seed) for name in scores if name != OURS},
        promises=evaluate_promises(
            matcher.outlook.chances(later.batch),
            {name: Came(outcome, true_chance=False) for name, outcome in came.items()},
            seed=seed,
        ),
    )


def as_text(points: Sequence[BacktestPoint]) -> str:
    """Two aligned tables: the order by day, and how the chances held."""
    order = [
        {
            "trained as on": p.day.isoformat(),
            "ranker": p.ranker,
            "learnt from": f"{p.learnt_from} ({p.learnt_starts})",
            "asked about": f"{p.contacts} ({p.starts})",
            "people": str(p.people),
            "nDCG@10": as_number(p.order[OURS].estimate),
            "best baseline": f"{p.best_baseline} {as_number(p.order[p.best_baseline].estimate)}",
            "ours over it": as_interval(p.over[p.best_baseline], sign="+"),
            "over random": as_interval(p.over[RANDOM], sign="+"),
            "AUC": as_number(p.auc[OURS]),
            "its": as_number(p.auc[p.best_baseline]),
        }
        for p in points
    ]
    held = [
        {
            "trained as on": p.day.isoformat(),
            "chance": row.name,
            "known": str(row.pairs),
            "said": as_percent(row.said),
            "came": as_percent(row.came),
            "error": as_percent(row.relative_ece),
            "by luck": as_percent(row.ece_by_luck),
        }
        for p in points
        for row in p.promises
    ]
    heading = (
        "Contacts that test participants made in the half-year after each day, with starts in brackets; 90 % intervals "
        "in points of a hundred.\nOnly contacts that were made are known: the order is told among those, not of a list."
    )
    return "\n\n".join([heading, in_columns(order), in_columns(held)])


def metrics(points: Sequence[BacktestPoint]) -> dict[str, float]:
    """Every number by name, for the run that is kept."""
    found: dict[str, float] = {}
    for p in points:
        at = f"backtest/{p.day}"
        found |= {f"{at}/{name}/ndcg10": interval.estimate for name, interval in p.order.items()}
        found |= {f"{at}/{name}/auc": value for name, value in p.auc.items()}
        found |= {f"{at}/{row.name}/{name}": value for row in p.promises for name, value in row.numbers().items()}
    return {name: value for name, value in found.items() if value == value}
