"""From tables to a champion, on a small simulated county with a real store and database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from models.bundle import BundleError, load_matcher
from models.registry import Registry, RegistryError
from tests.stores import empty_store
from tests.training.conftest import County
from training.evaluation import Basis
from training.gates import Decision, Outcome, Verdict
from training.promotion import promote, roll_back
from training.retrain import (
    Trained,
    decide_on,
    evaluate,
    keep,
    load_champion,
    train_and_judge,
)

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
PASSED = Decision((Verdict("baseline", Outcome.PASSED, "better"),))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(empty_store(tmp_path))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/history.db")
    database.migrate()
    return database


def test_a_matcher_is_judged_by_the_truth_beside_every_baseline(trained: Trained) -> None:
    assert trained.evaluation is not None
    table = trained.evaluation.table
    assert table.basis is Basis.TRUTH
    assert {"oracle", "skyline", "lambdamart", "history", "nearest", "random"} <= {row.name for row in table.rows}
    assert table.rows[0].name == "oracle"
    assert {p.scope for p in trained.evaluation.promises} == {"all", "top 10"}


def test_without_truth_a_matcher_is_judged_by_what_came_later(county: County, trained: Trained) -> None:
    judged = train_and_judge(county.tables, county.as_of, None, trained.matcher, seed=1)
    assert judged.evaluation is not None
    assert judged.evaluation.table.basis is Basis.CONTACTS
    assert judged.evaluation.table.row("champion").over_champion is None
    assert judged.evaluation.table.row(judged.evaluation.candidate).over_champion is not None
    assert judged.matcher.trained_as_of == county.as_of


def test_with_too_little_history_to_judge_by_a_matcher_may_only_be_the_first(county: County) -> None:
    contacts = county.tables["contacts"]
    recent = contacts.filter(pl.col("contacted_on") > contacts["contacted_on"].max() - pl.duration(weeks=50))
    judged = train_and_judge(county.tables | {"contacts": recent}, county.as_of, None, None, seed=1)
    assert judged.evaluation is None
    assert "no contacts of test participants" in judged.not_judged
    assert decide_on(judged, first=True).promote
    assert not decide_on(judged, first=False).promote


def test_a_kept_version_goes_live_and_back_and_our_own_history_says_when(
    trained: Trained, registry: Registry, database: Database, tmp_path: Path
) -> None:
    live = tmp_path / "champion"
    for hour in (12, 13):
        version, named = keep(registry, trained, PASSED, {"seed": 1}, NOON)
        promote(registry, database, version, live, NOON.replace(hour=hour))
        assert load_matcher(live).version == named.version == str(version)
    assert roll_back(registry, database, live, NOON.replace(hour=14)) == 1
    assert load_matcher(live).version == "1"
    assert [(p.version, p.at.hour) for p in database.model_history()] == [("1", 12), ("2", 13), ("1", 14)]
    with pytest.raises(RegistryError, match="no earlier champion"):
        roll_back(registry, database, live, NOON)
    assert load_matcher(live).version == "1"


def test_the_champion_comes_from_the_registry_and_orders_as_it_did(
    county: County, trained: Trained, registry: Registry, database: Database, tmp_path: Path
) -> None:
    assert load_champion(registry) is None
    version, _ = keep(registry, trained, PASSED, {}, NOON)
    promote(registry, database, version, tmp_path / "champion", NOON)
    champion = load_champion(registry)
    assert champion is not None
    judged = evaluate(county.tables, county.as_of, county.truth, champion, seed=1)
    assert judged.evaluation is not None
    assert trained.evaluation is not None
    then, now = trained.evaluation.own_metrics(), judged.evaluation.own_metrics()
    assert {name: now[name] for name in then} == pytest.approx(then)


def test_a_version_that_cannot_be_read_never_becomes_the_champion(
    trained: Trained, registry: Registry, database: Database, tmp_path: Path
) -> None:
    version, _ = keep(registry, trained, PASSED, {}, NOON)
    promote(registry, database, version, tmp_path / "champion", NOON)
    with pytest.raises(RegistryError, match="version 7"):
        promote(registry, database, 7, tmp_path / "champion", NOON)
    broken = tmp_path / "broken"
    broken.mkdir()
    run_id = registry.log_run({}, {}, None, {}, NOON)
    (broken / "manifest.json").write_text("{}")
    with pytest.raises(BundleError):
        promote(registry, database, registry.register(run_id, broken), tmp_path / "champion", NOON)
    assert registry.champion() == version
    assert load_matcher(tmp_path / "champion").version == str(version)
    assert len(database.model_history()) == 1
