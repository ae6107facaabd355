"""From tables to a champion: train, judge, keep, decide, promote. Each step can be taken alone.

What is served learns from everybody, since starts are rare. What is judged is its twin, which learns in the same way
from the training participants alone and is kept inside the served one's folder, so that the test participants stay
unseen from one champion to the next. With real people the twin also ends at a cut in the past, where outcomes have had
time to come.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from features.database import Database
from features.pipeline import Pipeline
from features.world import World
from models.bundle import Matcher, load_matcher
from models.registry import Registry
from training import report
from training.evaluation import Evaluation
from training.gates import Decision, decide, unjudged
from training.judgement import judge, test_people, trial_by_contacts, trial_by_truth
from training.split import Split, known_before
from training.train import TooLittleDataError, fit

Tables = Mapping[str, pl.DataFrame]
Progress = Callable[[str], None]

PASSED = "gates"
"""Tag of a model version: whether every gate passed, «yes» or «no»."""
TWIN = "judged"
"""Folder inside a bundle that holds the twin it was judged by."""


def silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Trained:
    """A matcher ready to be served, its twin, and the twin's evaluation; None with the reason when there is none."""

    matcher: Matcher
    judged: Matcher | None
    evaluation: Evaluation | None
    not_judged: str = ""


def train_and_judge(
    tables: Tables,
    as_of: date,
    truth: pl.DataFrame | None,
    champion: Matcher | None,
    seed: int,
    progress: Progress = silent,
) -> Trained:
    """Train on what was known before `as_of`, and judge by the truth of a simulation, else by contacts made since.

    Raises TooLittleDataError when nothing can be learnt. Too little to judge by is no error: the result says so.
    """
    progress("reading the tables")
    split = Split(cut=as_of, until=as_of)
    pipeline = Pipeline(World.from_tables(tables))
    progress("training")
    matcher = fit(pipeline, as_of, None, seed).matcher
    progress("judging")
    if truth is None:
        return _judge_by_contacts(tables, pipeline, matcher, Split.ending(as_of), champion, seed)
    twin = fit(pipeline, as_of, ~test_people(pipeline.world, split), seed).matcher
    return Trained(matcher, twin, judge(twin, trial_by_truth(pipeline, truth, split, seed), champion, seed))


def _judge_by_contacts(
    tables: Tables, pipeline: Pipeline, matcher: Matcher, split: Split, champion: Matcher | None, seed: int
) -> Trained:
    """Judge a twin that learnt only from what was known at the split's cut, where that is enough."""
    trial = trial_by_contacts(pipeline, split)
    if not len(trial.batch):
        why = f"no contacts of test participants between {split.cut} and {split.until - split.window}"
        return Trained(matcher, None, None, why)
    then = Pipeline(World.from_tables(known_before(tables, split.cut)))
    try:
        twin = fit(then, split.cut, ~test_people(then.world, split), seed).matcher
    except TooLittleDataError as error:
        return Trained(matcher, None, None, str(error))
    return Trained(matcher, twin, judge(twin, trial, champion, seed))


def evaluate(tables: Tables, as_of: date, truth: pl.DataFrame | None, champion: Matcher, seed: int) -> Trained:
    """Judge a champion's twin as it is, by the truth on `as_of`, else by the contacts made until then."""
    pipeline = Pipeline(World.from_tables(tables))
    if truth is not None:
        trial = trial_by_truth(pipeline, truth, Split(cut=as_of, until=as_of), seed)
    else:
        trial = trial_by_contacts(pipeline, Split.ending(as_of))
    if not len(trial.batch):
        return Trained(champion, champion, None, "no pairs of test participants with a known outcome")
    return Trained(champion, champion, judge(champion, trial, None, seed))


def decide_on(trained: Trained, first: bool) -> Decision:
    """The gates' decision; a model that could not be judged may only be the first."""
    if trained.evaluation is None:
        return unjudged(trained.not_judged, first)
    evaluation = trained.evaluation
    return decide(
        evaluation.candidate,
        evaluation.table,
        evaluation.promises,
        first=first,
        champion_promises=evaluation.champion_promises,
    )


def keep(
    registry: Registry, trained: Trained, decision: Decision, params: Mapping[str, object], at: datetime
) -> tuple[int, Matcher]:
    """Keep run, report and model version; returns the version's number and the matcher that carries it."""
    evaluation = trained.evaluation
    metrics = evaluation.metrics() if evaluation is not None else {}
    matcher = replace(trained.matcher, metrics=evaluation.own_metrics() if evaluation is not None else {})
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "report"
        if evaluation is not None:
            report.write(evaluation, written)
        written.mkdir(exist_ok=True)
        (written / "decision.txt").write_text("\n".join(decision.reasons) + "\n", encoding="utf-8")
        bundle = Path(folder) / "bundle"
        matcher.save(bundle)
        load_matcher(bundle)
        if trained.judged is not None:
            trained.judged.save(bundle / TWIN)
        tags = {PASSED: "yes" if decision.promote else "no", "trained_as_of": matcher.trained_as_of.isoformat()}
        run = registry.log_run(params, metrics, written, tags, at)
        version = registry.register(run, bundle, tags)
    return version, matcher.named(str(version))


def promote(registry: Registry, database: Database, version: int, model_dir: Path, at: datetime) -> None:
    """Make a version the champion, put it where the service reads it, and write it into our own history.

    Raises RegistryError or BundleError, and changes nothing, when the version is not there or cannot be read.
    """
    matcher = _read(registry, version)
    registry.export(version, model_dir)
    registry.promote(version)
    _record(database, matcher, at)


def roll_back(registry: Registry, database: Database, model_dir: Path, at: datetime) -> int:
    """Bring the champion before this one back, for the service and in our own history; returns its version."""
    matcher = _read(registry, registry.previous())
    registry.export(registry.previous(), model_dir)
    version = registry.rollback()
    _record(database, matcher, at)
    return version


def load_champion(registry: Registry) -> Matcher | None:
    """The champion's twin, to be compared with; None before the first promotion.

    The champion itself where it has no twin. Raises BundleError when this program cannot read it, since it was made for
    other features.
    """
    version = registry.champion()
    return None if version is None else _read(registry, version)


def _read(registry: Registry, version: int) -> Matcher:
    """A kept version; BundleError when this program cannot read it."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = registry.fetch(version, Path(folder))
        return load_matcher(bundle / TWIN if (bundle / TWIN).is_dir() else bundle).named(str(version))


def _record(database: Database, matcher: Matcher, at: datetime) -> None:
    database.record_promotion(matcher.version, matcher.name, at, json.dumps(matcher.metrics))
