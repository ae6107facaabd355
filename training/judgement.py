"""A trained matcher put to the test on people it never learnt from.

In a simulation: all workplaces the test participants could be sent to on the day, by their true chances. With real
people: the contacts made for the test participants after the cut, by what became of them. Either way beside the
baselines, and the champion where there is one, on the same pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from features.candidates import Market, candidates
from features.pipeline import Batch, Pipeline
from features.world import World
from features.world.facts import Ints, day_number
from features.world.outcomes import WEEKS_26, WEEKS_52
from models.baselines import BASELINES
from models.bundle import Matcher
from models.outlook import Chances
from models.ranker import Ranker
from training.dataset import Examples, examples, staged_gain
from training.evaluation import (
    CHAMPION,
    LINEAR_SKYLINE,
    LIST_PLACES,
    ORACLE,
    SKYLINE,
    UNSEEN_SKYLINE,
    VALUE_PLACES,
    Basis,
    Evaluation,
    Pairs,
    evaluate_rankers,
)
from training.intervals import Interval
from training.losses import losses
from training.metrics import Bools, Floats, top_chance, top_value
from training.more_wrong import more_wrong
from training.promises import (
    BINS,
    EMPLOYED_26,
    EMPLOYED_52,
    STARTS,
    STAYS_26,
    STAYS_52,
    Came,
    PromiseRow,
    evaluate_promises,
    true_outcomes,
)
from training.skyline import linear_skyline_scores, skyline_scores, unseen_skyline_scores
from training.split import Split

YEAR = 365
HIGHEST_GAIN = 30.0
MOST_PEOPLE = 600
"""People on each side of a test by true chances: with more it takes longer and says hardly more."""


@dataclass(frozen=True)
class Trial:
    """The pairs to be judged on, what a ranker sees of them, what came of each, and the skylines' scores if any."""

    pairs: Pairs
    batch: Batch
    came: Mapping[str, Came]
    skylines: Mapping[str, Floats] = field(default_factory=dict)
    unfiltered: Floats | None = None
    """Per query, the mean of the five best among all workplaces that the truth knows; None without a truth."""


def test_people(world: World, split: Split) -> Bools:
    """Which participants of the world are test participants, bool [participants]."""
    return split.is_test(world.participants.names).to_numpy().astype(np.bool_)


def trial_by_truth(pipeline: Pipeline, truth: pl.DataFrame, split: Split, seed: int, *, unseen: bool = True) -> Trial:
    """Every workplace that the test participants could be sent to on the cut, with its true chances.

    `truth` has participant_id, orgnr, starts, employed_26w and employed_52w; pairs it does not hold are left out.
    The skylines that have not met the workplaces take four times as long as the other: without `unseen` they are left
    out, and with them where value is lost.
    """
    tested = test_people(pipeline.world, split)
    batch, chances = _true_pairs(pipeline, truth, tested, split)
    learnt, known = _true_pairs(pipeline, truth, ~tested, split)
    skylines = {SKYLINE: skyline_scores(learnt.values, known[EMPLOYED_52], batch.values, seed)}
    if unseen:
        skylines[UNSEEN_SKYLINE] = unseen_skyline_scores(
            learnt.values, known[EMPLOYED_52], learnt.unit, batch.values, batch.unit, seed
        )
        skylines[LINEAR_SKYLINE] = linear_skyline_scores(learnt, known[EMPLOYED_52], batch, seed)
    return Trial(
        pairs=_pairs(pipeline.world, batch, {n: chances[n] for n in (EMPLOYED_52, EMPLOYED_26, STARTS)}, Basis.TRUTH),
        batch=batch,
        came=true_outcomes(chances[STARTS], chances[EMPLOYED_26], chances[EMPLOYED_52]),
        skylines=skylines,
        unfiltered=_best_of_all(pipeline.world, truth, batch) if unseen else None,
    )


def trial_by_contacts(pipeline: Pipeline, split: Split) -> Trial:
    """The test participants' contacts after the cut whose outcome window is over, with what became of them.

    The deciding value is the stage a contact has been seen to reach, 0 to 1; being in work after 26 weeks and a start
    are reported beside it. May hold no pairs at all, when there is too little history.
    """
    made = examples(pipeline, day_number(split.until), test_people(pipeline.world, split))
    ripe = (made.day >= day_number(split.cut)) & (made.day <= day_number(split.until - split.window))
    ripe &= made.start_observed
    seen = made.take(ripe & ~np.isnan(what_came(made, day_number(split.until))[EMPLOYED_26]))
    came = what_came(seen, day_number(split.until))
    unseen = np.zeros(len(seen))
    values = {
        "stage": staged_gain(seen, unseen, unseen) / HIGHEST_GAIN,
        EMPLOYED_26: came[EMPLOYED_26],
        STARTS: came[STARTS],
    }
    return Trial(
        pairs=_pairs(pipeline.world, seen.batch, values, Basis.CONTACTS),
        batch=seen.batch,
        came={name: Came(outcome, true_chance=False) for name, outcome in came.items()},
    )


def judge(matcher: Matcher, trial: Trial, champion: Matcher | None, seed: int) -> Evaluation:
    """The matcher's order and chances on the trial's pairs, beside the baselines and the champion."""
    rankers: list[Ranker] = [*BASELINES, matcher.ranker]
    scores = {ranker.name: ranker.score(trial.batch) for ranker in rankers} | dict(trial.skylines)
    if champion is not None:
        scores[CHAMPION] = champion.ranker.score(trial.batch)
    return Evaluation(
        candidate=matcher.ranker.name,
        table=evaluate_rankers(scores, trial.pairs, baselines=[b.name for b in BASELINES], seed=seed),
        promises=_promises(matcher, trial, champion, seed),
        losses=() if trial.unfiltered is None else losses(_steps(matcher, trial, trial.unfiltered), seed),
    )


def _steps(matcher: Matcher, trial: Trial, unfiltered: Floats) -> dict[str, Floats]:
    """Value of the first five per person at each step from all there is to the ranker."""
    worth = trial.pairs.values[trial.pairs.main]
    orders = dict(trial.skylines) | {
        ORACLE: worth,
        "order": matcher.outlook.order().score(trial.batch),
        "ranker": matcher.ranker.score(trial.batch),
    }
    tops = {name: top_value(trial.pairs.group, score, worth, VALUE_PLACES) for name, score in orders.items()}
    return {"unfiltered": unfiltered} | tops


def _best_of_all(world: World, truth: pl.DataFrame, batch: Batch) -> Floats:
    """Mean true chance of the five best workplaces anywhere, per person of the batch in their order."""
    person = np.unique(world.profiles.participant[batch.version])
    who = pl.DataFrame({"participant_id": world.participants.names.gather(person)})
    value = pl.col(EMPLOYED_52).cast(pl.Float64)
    best = truth.group_by("participant_id").agg(value.top_k(VALUE_PLACES).mean())
    return who.join(best, on="participant_id", how="left", maintain_order="left")[EMPLOYED_52].to_numpy()


def _promises(matcher: Matcher, trial: Trial, champion: Matcher | None, seed: int) -> tuple[PromiseRow, ...]:
    """How the matcher's chances held over all pairs and at the top of its own lists, beside a champion's."""
    own, theirs = _said(matcher, trial), None if champion is None else _said(champion, trial)
    rows: list[PromiseRow] = []
    for scope, count in own.count.items():
        for row in evaluate_promises(own.chances, trial.came, seed=seed, scope=scope, count=count):
            beside = None if theirs is None else _beside(row, own, theirs, trial, seed)
            rows.append(replace(row, over_champion=beside))
    return tuple(rows)


@dataclass(frozen=True)
class _Said:
    """A matcher's chances for the trial's pairs, and how much each pair counts [n], by scope."""

    chances: Chances
    count: Mapping[str, Floats]


def _said(matcher: Matcher, trial: Trial) -> _Said:
    listed = top_chance(trial.pairs.group, matcher.ranker.score(trial.batch), LIST_PLACES)
    count = {"all": np.ones(len(trial.batch)), f"top {LIST_PLACES}": listed}
    return _Said(matcher.outlook.chances(trial.batch), count)


def _beside(row: PromiseRow, own: _Said, theirs: _Said, trial: Trial, seed: int) -> Interval:
    """How much further off the own chances are, each matcher's over its own pairs of the row's scope."""
    came, pairs = trial.came[row.name], trial.pairs
    weight = np.ones(len(came.outcome)) if came.weight is None else came.weight
    one, other = ((s.chances.estimate[row.name], weight * s.count[row.scope]) for s in (own, theirs))
    person = pairs.group if pairs.participant is None else pairs.participant[pairs.group]
    return more_wrong(one, other, came.outcome, person, BINS, seed, compared=len(trial.came) * len(own.count))


def _true_pairs(
    pipeline: Pipeline, truth: pl.DataFrame, people: Bools, split: Split
) -> tuple[Batch, dict[str, Floats]]:
    """Candidates of the people on the cut with features and true chances, people in order."""
    world, day = pipeline.world, day_number(split.cut)
    version = world.profiles.version(np.flatnonzero(people), day)
    version = version[version >= 0]
    version = version[world.profiles.left[version] > day][:MOST_PEOPLE]
    market = Market.on(world, day)
    units = [candidates(market, world.profiles, int(v)).unit for v in version]
    repeated = np.repeat(version, [len(unit) for unit in units])
    asked = pl.DataFrame(
        {
            "version": repeated,
            "participant": world.profiles.participant[repeated],
            "unit": np.concatenate([np.empty(0, dtype=np.int64), *units]),
        }
    )
    said = truth.with_columns(
        participant=pl.Series(world.participants.find(truth["participant_id"])),
        unit=pl.Series(world.units.find(truth["orgnr"])),
    )
    found = asked.join(said, on=["participant", "unit"], how="inner", maintain_order="left")
    batch = pipeline.on_day(world.profiles, found["version"].to_numpy(), found["unit"].to_numpy(), day)
    return batch, {name: found[name].cast(pl.Float64).to_numpy() for name in (STARTS, EMPLOYED_26, EMPLOYED_52)}


def _pairs(world: World, batch: Batch, values: Mapping[str, Floats], basis: Basis) -> Pairs:
    """Number people, workplaces and specialists from 0, in the order of the rows."""
    profiles = world.profiles
    used = world.begun.count(batch.unit, batch.day) - world.ended.count(batch.unit, batch.day - YEAR)
    return Pairs(
        group=_numbered(profiles.participant[batch.version]),
        unit=_numbered(batch.unit),
        caseload=_numbered(profiles.specialist[batch.version]),
        never_used=used <= 0,
        values=values,
        basis=basis,
    )


def _numbered(keys: Ints) -> Ints:
    """Positions of the keys among the different ones, in their order."""
    return np.asarray(np.unique(keys, return_inverse=True)[1], dtype=np.int64)


def what_came(made: Examples, until: int) -> dict[str, Floats]:
    """What became of each contact by `until`: 1, 0, or NaN when it is too young or was lost from sight.

    A contact is old enough for a stay when even a start on the last of its 26 weeks would have been seen that long:
    otherwise quick endings would be known before the lasting jobs are, and staying would look rare.
    """
    found = {STARTS: made.started.astype(np.float64)}
    for stays, employed, length in ((STAYS_26, EMPLOYED_26, WEEKS_26), (STAYS_52, EMPLOYED_52, WEEKS_52)):
        stayed = np.where(made.days_at_work >= length, 1.0, np.where(made.ended, 0.0, np.nan))
        old_enough = made.day + WEEKS_26 + length <= until
        found[stays] = np.where(made.started & old_enough, stayed, np.nan)
        found[employed] = np.where(old_enough, np.where(made.started, stayed, 0.0), np.nan)
    return found
