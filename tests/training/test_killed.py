"""Retraining killed for good at one point after another: the champion is whole, and the next command goes on."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from features.database import Database
from features.loading import load
from features.simulator import UNTIL, simulate
from models.bundle import load_matcher
from models.registry import Registry
from tests.builders import small_matcher
from tests.stores import empty_store
from tests.training.killing import Point, retrain_until
from training.gates import Decision
from training.promotion import promote, roll_back, settle
from training.retrain import Trained, keep

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
WHILE_LEARNING = [Point("training.retrain", "fit", after=True), Point("training.retrain", "judge")]
WHILE_KEEPING = [
    Point("models.registry:Registry", "log_run"),
    Point("models.registry:Registry", "register"),
    Point("models.registry:Registry", "register", after=True),
    Point("training.promotion", "check_approval", after=True),
    Point("models.registry", "write_manifest", after=True),
    Point("models.registry", "put_in_place"),
]
GONE_LIVE = [
    Point("models.registry", "put_in_place", after=True),
    Point("models.registry:Registry", "export", after=True),
    Point("models.registry:Registry", "promote", after=True),
]


@dataclass(frozen=True)
class Place:
    """A world of its own with a champion, version 1."""

    folder: Path
    store: str

    @property
    def live(self) -> Path:
        return self.folder / "champion"

    @property
    def registry(self) -> Registry:
        return Registry(self.store)

    @property
    def database(self) -> Database:
        return Database(f"sqlite:///{self.folder}/r.db")

    def killed(self, point: Point, *, learn: bool = False) -> None:
        settings = {
            "RETTPLASS_DATABASE_URL": f"sqlite:///{self.folder}/r.db",
            "MLFLOW_TRACKING_URI": self.store,
            "RETTPLASS_MODEL_DIR": str(self.live),
        }
        assert retrain_until(point, settings, None if learn else small_matcher()) == -signal.SIGKILL

    def history(self) -> list[str]:
        return [p.version for p in self.database.model_history()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("killed")
    made = Place(folder, empty_store(folder))
    simulate(folder / "county", seed=7, participants=60, workplaces=120)
    made.database.migrate()
    load(made.database, folder / "county", UNTIL)
    version, _ = keep(made.registry, Trained(small_matcher(), None, None), Decision(()), {}, NOON)
    promote(made.registry, made.database, version, made.live, NOON)
    return made


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("point", WHILE_LEARNING + WHILE_KEEPING, ids=str)
def test_killed_before_the_new_one_is_live_the_champion_is_as_it_was(point: Point, place: Place) -> None:
    before = bytes_of(place.live)
    place.killed(point, learn=point in WHILE_LEARNING)
    assert bytes_of(place.live) == before
    assert load_matcher(place.live).version == "1"
    assert place.registry.champion() == 1
    assert place.history() == ["1"]


def test_killed_just_after_it_went_live_the_new_one_is_whole_and_the_next_command_writes_it_down(place: Place) -> None:
    versions = ["1"]
    for point in GONE_LIVE:
        place.killed(point)
        live = load_matcher(place.live).version
        assert live not in versions
        assert place.history() == versions
        assert settle(place.registry, place.database, place.live, NOON) == int(live)
        versions.append(live)
        assert place.registry.champion() == int(live)
        assert place.history() == versions
    assert str(roll_back(place.registry, place.database, place.live, NOON)) == versions[-2]
    assert load_matcher(place.live).version == versions[-2]
