"""From tables to a version that may become the champion: train, judge, decide, keep. Each step can be taken alone.

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

from features.pipeline import Pipeline
from features.world import World
from features.world.facts import day_number
from models.bundle import Matcher, load_matcher
from models.registry import TRAINED_BY, Registry
from training import report
from training.card import as_card
from training.evaluation import Evaluation
from training.gates import Decision, decide, unjudged
from training.hyperparameters import hyperparameters
from training.judgement import Trial, judge, test_people, trial_by_contacts, trial_by_truth
from training.practice import Practice, practise
from training.promotion import PASSED, PEOPLE, TWIN, read
from training.provenance import Origin
from training.split import Split, known_before
from training.train import TooLittleDataError, fit

Tables = Mapping[str, pl.DataFrame]
Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Trained:
    """A matcher ready to be served, its twin, and the twin's evaluation; None with the reason when there is none.

    `practice` is how the twin's lists would be in use, and `champion_practice` the same for the champion it met.
    """

    matcher: Matcher
    judged: Matcher | None
    evaluation: Evaluation | None
    not_judged: str = ""
    practice: Practice | None = None
    champion_practice: Practice | None = None

    def metrics(self) -> dict[str, float]:
        """Every number, for the run that is kept."""
        judged = {} if self.evaluation is None else self.evaluation.metrics()
        return judged | ({} if self.practice is None else self.practice.metrics())

    def own_metrics(self) -> dict[str, float]:
        """The matcher's own numbers, for the bundle."""
        return {} if self.evaluation is None else self.evaluation.own_metrics()


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
    trial = trial_by_truth(pipeline, truth, split, seed, unseen=False)
    trained = Trained(matcher, twin, judge(twin, trial, champion, seed))
    return _in_practice(tables, pipeline, trained, trial, champion, day_number(as_of), seed)


def _in_practice(
    tables: Tables, pipeline: Pipeline, trained: Trained, trial: Trial, champion: Matcher | None, day: int, seed: int
) -> Trained:
    """The same with the twin's lists in practice, beside the champion's."""
    if trained.judged is None:
        return trained
    before = None if champion is None else practise(pipeline, champion, trial, tables, day, seed)
    own = practise(pipeline, trained.judged, trial, tables, day, seed, before)
    return replace(trained, practice=own, champion_practice=before)


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
    trained = Trained(matcher, twin, judge(twin, trial, champion, seed))
    return _in_practice(tables, pipeline, trained, trial, champion, day_number(split.until), seed)


def evaluate(tables: Tables, as_of: date, truth: pl.DataFrame | None, champion: Matcher, seed: int) -> Trained:
    """Judge a champion's twin as it is, by the truth on `as_of`, else by the contacts made until then."""
    pipeline = Pipeline(World.from_tables(tables))
    if truth is not None:
        trial = trial_by_truth(pipeline, truth, Split(cut=as_of, until=as_of), seed)
    else:
        trial = trial_by_contacts(pipeline, Split.ending(as_of))
    if not len(trial.batch):
        return Trained(champion, champion, None, "no pairs of test participants with a known outcome")
    trained = Trained(champion, champion, judge(champion, trial, None, seed))
    return _in_practice(tables, pipeline, trained, trial, None, day_number(as_of), seed)


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
        practice=trained.practice,
        champion=trained.champion_practice,
    )


def keep(
    registry: Registry,
    trained: Trained,
    decision: Decision,
    params: Mapping[str, object],
    at: datetime,
    origin: Origin | None = None,
) -> tuple[int, Matcher]:
    """Keep run, report and model version; returns the version's number and the matcher that carries it.

    The run holds where the model comes from, what it was trained with, all numbers with their intervals, plots, the
    decision and a model card.
    """
    metrics = trained.metrics()
    matcher = replace(trained.matcher, metrics=trained.own_metrics())
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "report"
        if trained.evaluation is not None:
            report.write(trained.evaluation, written, trained.practice)
        written.mkdir(exist_ok=True)
        (written / "decision.txt").write_text("\n".join(decision.reasons) + "\n", encoding="utf-8")
        card = as_card(trained.evaluation, trained.practice, decision, matcher.trained_as_of, origin)
        (written / "model-card.md").write_text(card, encoding="utf-8")
        if origin is not None:
            (written / "data.json").write_text(json.dumps(dict(origin.tables), indent=1), encoding="utf-8")
        bundle = Path(folder) / "bundle"
        matcher.save(bundle)
        load_matcher(bundle)
        if trained.judged is not None:
            trained.judged.save(bundle / TWIN)
        tags = {PASSED: "yes" if decision.promote else "no", "trained_as_of": matcher.trained_as_of.isoformat()}
        if origin is not None:
            tags |= {PEOPLE: "simulated" if origin.simulated else "real", TRAINED_BY: origin.trained_by}
            params = origin.params() | dict(params)
        run = registry.log_run(hyperparameters(matcher) | dict(params), metrics, written, tags, at)
        version = registry.register(run, bundle, tags)
    return version, matcher.named(str(version))


def load_champion(registry: Registry) -> Matcher | None:
    """The champion's twin, to be compared with; None before the first promotion.

    The champion itself where it has no twin. Raises BundleError when this program cannot read it, since it was made for
    other features.
    """
    version = registry.champion()
    return None if version is None else read(registry, version, twin=True)
