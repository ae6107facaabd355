"""Who may let a model go live, and what a process that was killed half-way leaves behind for the next."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from features.database import Database
from models.bundle import load_matcher
from models.registry import Registry
from tests.builders import small_matcher
from tests.stores import empty_store
from training.gates import Decision, Outcome, Verdict
from training.promotion import ApprovalError, check_approval, promote, roll_back, settle
from training.provenance import Origin
from training.retrain import Trained, keep

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
PASSED = Decision((Verdict("baseline", Outcome.PASSED, "better"),))
FAILED = Decision((Verdict("baseline", Outcome.FAILED, "worse"),))


class Store:
    """A registry, a database and a folder for the champion."""

    def __init__(self, folder: Path) -> None:
        self.registry = Registry(empty_store(folder))
        self.database = Database(f"sqlite:///{folder}/history.db")
        self.database.migrate()
        self.live = folder / "champion"

    def kept(self, decision: Decision = PASSED, *, real: bool = False, by: str = "Z990001") -> int:
        origin = Origin({"contacts": (1, "0")}, "abc", "1", simulated=not real, trained_by=by)
        return keep(self.registry, Trained(small_matcher(), None, None), decision, {}, NOON, origin)[0]

    def promote(self, version: int, approved_by: str | None = None) -> None:
        promote(self.registry, self.database, version, self.live, NOON, approved_by)

    def state(self) -> tuple[str, int | None, list[str]]:
        """What is live, what the registry holds for the champion, and our own history."""
        version = load_matcher(self.live).version if self.live.exists() else "none"
        return version, self.registry.champion(), [p.version for p in self.database.model_history()]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_model_about_real_people_waits_for_a_second_person(store: Store) -> None:
    version = store.kept(real=True)
    for nobody in (None, "", "  "):
        with pytest.raises(ApprovalError, match="--approved-by IDENT"):
            store.promote(version, nobody)
    assert store.state() == ("none", None, [])
    store.promote(version, " Z990002 ")
    assert store.state() == ("1", 1, ["1"])
    said = json.loads((store.live / "manifest.json").read_text())
    assert (said["trained_by"], said["approved_by"]) == ("Z990001", "Z990002")
    assert store.registry.tags(version)["approved_by"] == "Z990002"


@pytest.mark.parametrize("same", ["Z990001", "z990001", " Z990001"])
def test_who_trained_it_cannot_approve_it(same: str, store: Store) -> None:
    version = store.kept(real=True, by="Z990001")
    with pytest.raises(ApprovalError, match="somebody else"):
        store.promote(version, same)
    assert store.state() == ("none", None, [])


def test_a_model_about_real_people_that_failed_a_gate_stays_out_whoever_asks(store: Store) -> None:
    version = store.kept(FAILED, real=True)
    with pytest.raises(ApprovalError, match="did not pass"):
        store.promote(version, "Z990002")
    assert store.state() == ("none", None, [])


def test_simulated_people_need_nobodys_word(store: Store) -> None:
    store.promote(store.kept(FAILED))
    assert store.state() == ("1", 1, ["1"])
    check_approval({}, 1, None)


def test_going_back_goes_to_the_champion_before(store: Store) -> None:
    for _ in range(2):
        store.promote(store.kept())
    assert roll_back(store.registry, store.database, store.live, NOON) == 1
    assert store.state() == ("1", 1, ["1", "2", "1"])


def test_a_promotion_that_was_killed_after_the_folder_went_live_is_finished(store: Store) -> None:
    store.promote(store.kept())
    second = store.kept()
    store.registry.export(second, store.live)
    assert store.state() == ("2", 1, ["1"])
    assert settle(store.registry, store.database, store.live, NOON) == 2
    assert store.state() == ("2", 2, ["1", "2"])
    assert settle(store.registry, store.database, store.live, NOON) is None


def test_a_promotion_that_was_killed_before_it_was_written_down_is_written_down(store: Store) -> None:
    store.promote(store.kept())
    second = store.kept()
    store.registry.export(second, store.live)
    store.registry.promote(second)
    assert settle(store.registry, store.database, store.live, NOON) == 2
    assert store.state() == ("2", 2, ["1", "2"])
    assert roll_back(store.registry, store.database, store.live, NOON) == 1


def test_a_roll_back_that_was_killed_is_finished_as_one(store: Store) -> None:
    for _ in range(3):
        store.promote(store.kept())
    store.registry.export(2, store.live)
    assert settle(store.registry, store.database, store.live, NOON) == 2
    assert store.state() == ("2", 2, ["1", "2", "3", "2"])
    assert store.registry.promotions() == [1, 2]


def test_a_folder_from_somewhere_else_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.promote(store.kept())
    store.kept()
    elsewhere = small_matcher().named("2")
    elsewhere.save(tmp_path / "other")
    manifest = json.loads((tmp_path / "other" / "manifest.json").read_text())
    manifest["files"]["ranker.txt"] = "0" * 64
    (store.live / "manifest.json").write_text(json.dumps(manifest))
    assert settle(store.registry, store.database, store.live, NOON) is None
    assert store.registry.champion() == 1
    assert settle(store.registry, store.database, tmp_path / "nowhere", NOON) is None
