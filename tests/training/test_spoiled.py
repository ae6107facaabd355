"""Candidates spoiled on purpose, judged in earnest beside a sound champion: each is kept out by the gate it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.pipeline import Batch, Pipeline
from features.world import World
from features.world.facts import Floats, day_number
from models.baselines import chance, history
from models.bundle import Matcher
from tests.training.conftest import County
from training.gates import Decision, Outcome, decide
from training.judgement import Trial, judge, trial_by_truth
from training.practice import Practice, practise
from training.reach import true_chance
from training.retrain import Trained
from training.split import Split

Score = Callable[[Batch], Floats]
SEED = 1


@dataclass(frozen=True)
class Court:
    """The county's champion and all it is judged by."""

    county: County
    pipeline: Pipeline
    trial: Trial
    champion: Matcher
    practice: Practice

    def on(self, candidate: Matcher) -> Decision:
        evaluation = judge(candidate, self.trial, self.champion, SEED)
        day = day_number(self.county.as_of)
        own = practise(self.pipeline, candidate, self.trial, self.county.tables, day, SEED, self.practice)
        return decide(
            evaluation.candidate,
            evaluation.table,
            evaluation.promises,
            first=False,
            practice=own,
            champion=self.practice,
        )

    def ordering(self, score: Score) -> Matcher:
        """The champion with another order."""
        return replace(self.champion, ranker=_Spoiled(score), version="spoiled")

    def of(self, column: str, batch: Batch) -> pl.Series:
        """What the audit knows about each row's person."""
        who = self.pipeline.world.profiles.frame[batch.version].select("participant_id")
        return who.join(self.county.tables["participant_audit"], on="participant_id", how="left")[column]


@dataclass(frozen=True)
class _Spoiled:
    """An order by a formula, under the name of a learnt one."""

    score: Score
    name: str = "lambdamart"
    reason: str | None = None

    def save(self, path: Path) -> None:
        raise NotImplementedError


@pytest.fixture(scope="module")
def court(county: County, trained: Trained) -> Court:
    assert trained.judged is not None
    assert trained.practice is not None
    pipeline = Pipeline(World.from_tables(county.tables))
    trial = trial_by_truth(pipeline, county.truth, Split(county.as_of, county.as_of), SEED, unseen=False)
    return Court(county, pipeline, trial, trained.judged, trained.practice)


def failed(decision: Decision) -> set[str]:
    assert not decision.promote
    return {v.gate for v in decision.verdicts if v.outcome is Outcome.FAILED}


def test_the_champion_itself_would_be_let_through(court: Court) -> None:
    assert court.on(court.champion).promote


def test_one_that_has_seen_the_answer(court: Court) -> None:
    def told(batch: Batch) -> Floats:
        return np.nan_to_num(true_chance(court.pipeline.world, court.county.truth, batch, "employed_52w"))

    assert "leak" in failed(court.on(court.ordering(told)))


def test_one_that_promises_too_much(court: Court) -> None:
    outlook = court.champion.outlook
    weights = outlook.start_weights.copy()
    weights[:, -1] += 1.5
    assert failed(court.on(replace(court.champion, outlook=replace(outlook, start_weights=weights)))) == {"calibration"}


def test_one_that_orders_by_the_past_alone(court: Court) -> None:
    """The same few willing employers first on everybody's list."""
    assert failed(court.on(court.ordering(history))) >= {"baseline", "champion", "caseload", "stability"}


def test_one_that_shuffles(court: Court) -> None:
    assert failed(court.on(court.ordering(chance))) >= {"champion", "stability"}


@pytest.mark.parametrize(
    ("column", "gate"),
    [("gender", "parity_gender"), ("age_band", "parity_age_band"), ("centrality", "districts")],
)
def test_one_that_gives_a_group_its_worst(column: str, gate: str, court: Court) -> None:
    group = court.of(column, court.trial.batch).drop_nulls().mode()[0]

    def turned(batch: Batch) -> Floats:
        against = (court.of(column, batch) == group).fill_null(value=False).to_numpy()
        return np.where(against, -1.0, 1.0) * court.champion.ranker.score(batch)

    assert gate in failed(court.on(court.ordering(turned)))
