"""The registry against a real SQLite store: what is promoted, exported and rolled back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.registry import Registry, RegistryError
from tests.stores import empty_store

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(empty_store(tmp_path))


def bundle(folder: Path, said: str) -> Path:
    (folder / "rankers").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"name": "rettplass", "trained_as_of": said}))
    (folder / "rankers" / "trees.txt").write_text(said)
    return folder


def registered(registry: Registry, folder: Path, said: str) -> int:
    run_id = registry.log_run({"seed": 1}, {"ndcg": 0.5}, None, {}, NOON)
    return registry.register(run_id, bundle(folder, said))


def test_a_run_keeps_numbers_and_steps_and_drops_what_is_not_a_number(registry: Registry, tmp_path: Path) -> None:
    metrics = {"lambdamart/top5": 0.25, "loss": [3.0, 2.0, 1.0], "undefined": float("nan")}
    run_id = registry.log_run({"trees": 300}, metrics, None, {"as_of": "2025-03-03"}, NOON)
    version = registry.register(run_id, bundle(tmp_path / "one", "one"))
    assert registry.metrics(version) == {"lambdamart/top5": 0.25, "loss": 1.0}


@pytest.mark.parametrize("group", ["60+", "Øst-Europa", "EU/EØS", "..", "", "a//b", "<script>", "x" * 300, "æ\n\x00"])
def test_a_number_about_a_group_of_any_name_is_kept(group: str, registry: Registry, tmp_path: Path) -> None:
    run_id = registry.log_run({}, {f"fairness/age_band/{group}/people": 7.0}, None, {}, NOON)
    version = registry.register(run_id, bundle(tmp_path / "one", "one"))
    assert list(registry.metrics(version).values()) == [7.0]


def test_artefacts_lie_beside_the_store_and_not_in_the_working_directory(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    report = tmp_path / "report"
    report.mkdir()
    (report / "rankers.csv").write_text("name\n")
    run_id = registry.log_run({}, {}, report, {}, NOON)
    registry.register(run_id, bundle(tmp_path / "one", "one"))
    assert list(work.iterdir()) == []
    kept = {path.name for path in (tmp_path / "store" / "mlflow-artefacts").rglob("*") if path.is_file()}
    assert kept == {"rankers.csv", "manifest.json", "trees.txt"}


def test_a_fresh_store_has_no_champion_and_says_what_to_do(registry: Registry, tmp_path: Path) -> None:
    assert registry.champion() is None
    assert registry.latest() is None
    with pytest.raises(RegistryError, match="no champion yet"):
        registry.export(None, tmp_path / "champion")
    with pytest.raises(RegistryError, match="no earlier champion"):
        registry.rollback()
    with pytest.raises(RegistryError, match="version 7"):
        registry.promote(7)
    assert registry.champion() is None


def test_export_replaces_the_folder_whole_and_keeps_the_one_before(registry: Registry, tmp_path: Path) -> None:
    live = tmp_path / "champion"
    for said in ("one", "two"):
        version = registered(registry, tmp_path / said, said)
        registry.promote(version)
        assert registry.export(None, live) == version
    assert (live / "rankers" / "trees.txt").read_text() == "two"
    assert json.loads((live / "manifest.json").read_text())["version"] == "2"
    assert (tmp_path / "champion.previous" / "rankers" / "trees.txt").read_text() == "one"
    assert [path.name for path in tmp_path.glob(".champion-*")] == []


def test_rollback_goes_back_one_champion_at_a_time(registry: Registry, tmp_path: Path) -> None:
    for said in ("one", "two", "three"):
        registry.promote(registered(registry, tmp_path / said, said))
    assert (registry.rollback(), registry.champion()) == (2, 2)
    assert (registry.rollback(), registry.champion()) == (1, 1)
    assert registry.latest() == 3


def test_promoting_the_champion_again_leaves_the_way_back_open(registry: Registry, tmp_path: Path) -> None:
    first, second = (registered(registry, tmp_path / said, said) for said in ("one", "two"))
    for version in (first, second, second):
        registry.promote(version)
    assert registry.rollback() == first


def test_a_store_that_cannot_hold_artefacts_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="MLFLOW_TRACKING_URI must be"):
        Registry("postgresql://localhost/mlflow").latest()
    (tmp_path / "file").write_text("this is no database")
    for store in (f"{tmp_path}/file/mlflow.db", f"{tmp_path}/file"):
        with pytest.raises(RegistryError, match="could not open the model store"):
            Registry(f"sqlite:///{store}").latest()
