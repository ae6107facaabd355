from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from features.errors import InputError
from features.tables import BY_NAME
from tests.builders import rows
from training.sources import read_source

TODAY = date(2026, 1, 15)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Two people, each with a contact; p-2 is protected."""
    monkeypatch.chdir(tmp_path)
    database = Database(f"sqlite:///{tmp_path}/rettplass.db")
    database.migrate()
    frames = {
        "workplaces": rows("workplaces", {}),
        "participants": rows("participants", {}, {"participant_id": "p-2"}),
        "participant_rules": rows("participant_rules", {}, {"participant_id": "p-2", "protection": "shielded"}),
        "contacts": rows("contacts", {}, {"contact_id": "c-2", "participant_id": "p-2"}),
    }
    for name, frame in frames.items():
        database.store(name, frame.select(BY_NAME[name].column_names), "county", True, TODAY)
    return database


def test_whoever_trains_does_not_see_protected_people(database: Database) -> None:
    tables = read_source(database, None, None, None, TODAY).tables
    seen = [frame["participant_id"] for frame in tables.values() if "participant_id" in frame.columns]
    assert set(pl.concat(seen).drop_nulls()) == {"p-1"}
    assert tables["contacts"]["contact_id"].to_list() == ["c-1"]


def test_a_county_of_protected_people_alone_teaches_nothing(database: Database) -> None:
    hidden = rows("participant_rules", {"protection": "confidential"}).select(BY_NAME["participant_rules"].column_names)
    database.store("participant_rules", hidden, "county", True, TODAY)
    with pytest.raises(InputError, match="nobody to learn from"):
        read_source(database, None, None, None, TODAY)


def test_whoever_objects_to_being_ranked_teaches_nothing_until_it_is_taken_back(database: Database) -> None:
    now = datetime(2026, 1, 15, 9, tzinfo=UTC)
    open_to_all = rows("participant_rules", {"participant_id": "p-2"}).select(BY_NAME["participant_rules"].column_names)
    database.store("participant_rules", open_to_all, "county", True, TODAY)
    database.rights.object("p-2", TODAY, "z990001", now)
    assert read_source(database, None, None, None, TODAY).tables["contacts"]["contact_id"].to_list() == ["c-1"]
    database.rights.take_back("p-2", "z990001", now)
    assert set(read_source(database, None, None, None, TODAY).tables["contacts"]["contact_id"]) == {"c-1", "c-2"}
