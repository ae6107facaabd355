"""Whom a command learns from, by which truth, and on which day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from features.errors import InputError
from features.tables import BY_NAME
from tests.builders import rows
from training.sources import Source, read_source

TODAY = date(2026, 1, 15)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.chdir(tmp_path)
    database = Database(f"sqlite:///{tmp_path}/rettplass.db")
    database.migrate()
    return database


def add(
    database: Database, who: str, *, simulated: bool, contacted: date | None = None, dataset: str = "county"
) -> None:
    """A participant, and a contact about her where a day is given."""
    given = {"participants": rows("participants", {"participant_id": who})}
    if contacted is not None:
        given["workplaces"] = rows("workplaces", {})
        given["contacts"] = rows(
            "contacts", {"contact_id": f"c-{who}", "participant_id": who, "contacted_on": contacted}
        )
    for name, frame in given.items():
        columns = BY_NAME[name].column_names
        database.store(name, frame.select(columns), dataset, name == "workplaces" or simulated, TODAY)


def read(database: Database, basis: str | None = None, truth: Path | None = None) -> Source:
    return read_source(database, basis, truth, None, TODAY)


def leave_truth(folder: Path, name: str = "county", as_of: str = "2025-12-31") -> Path:
    """A data set described in `county`, with its truth beside it."""
    for part in ("county", "county-truth"):
        (folder / part).mkdir(parents=True)
    (folder / "county" / "dataset.json").write_text(json.dumps({"name": name, "as_of": as_of}))
    file = folder / "county-truth" / "truth.parquet"
    pl.DataFrame({"participant_id": ["p-1"]}).write_parquet(file)
    return file


def people(source: Source) -> list[str]:
    return source.tables["participants"]["participant_id"].to_list()


def test_nobody_to_learn_from_is_said_with_what_to_do(database: Database) -> None:
    with pytest.raises(InputError, match="make simulate"):
        read(database)


def test_real_people_are_not_touched_without_a_basis(database: Database) -> None:
    add(database, "p-real", simulated=False)
    with pytest.raises(InputError, match="RETTPLASS_TRAINING_BASIS"):
        read(database)
    add(database, "p-made-up", simulated=True)
    assert people(read(database)) == ["p-made-up"]


def test_with_a_basis_real_people_are_learnt_from_alone(database: Database) -> None:
    add(database, "p-real", simulated=False)
    add(database, "p-made-up", simulated=True)
    assert people(read(database, basis="DPIA 2025-7")) == ["p-real"]


def test_the_countys_own_truth_is_found_and_holds_on_its_own_day(database: Database) -> None:
    add(database, "p-1", simulated=True)
    leave_truth(Path("var"))
    found = read(database)
    assert found.truth is not None
    assert found.as_of == date(2025, 12, 31)


def test_the_truth_of_another_data_set_is_left_alone(database: Database) -> None:
    add(database, "p-1", simulated=True, dataset="another")
    leave_truth(Path("var"))
    assert read(database).truth is None


def test_a_truth_about_nobody_here_is_left_alone_and_refused_when_it_is_named(database: Database) -> None:
    add(database, "p-2", simulated=True)
    truth = leave_truth(Path("var"))
    assert read(database).truth is None
    with pytest.raises(InputError, match="another simulation"):
        read(database, truth=truth)


def test_a_truth_that_is_named_is_used_or_refused(database: Database, tmp_path: Path) -> None:
    add(database, "p-1", simulated=True, dataset="another")
    assert read(database, truth=leave_truth(tmp_path / "elsewhere")).truth is not None
    with pytest.raises(InputError, match="there is no file"):
        read(database, truth=tmp_path / "nowhere.parquet")
    add(database, "p-real", simulated=False)
    with pytest.raises(InputError, match="no truth about real people"):
        read(database, basis="DPIA 2025-7", truth=tmp_path / "elsewhere" / "county-truth" / "truth.parquet")


def test_without_truth_the_day_follows_the_last_one_anything_is_known_of(database: Database) -> None:
    add(database, "p-1", simulated=True, contacted=date(2025, 10, 1))
    assert read(database).as_of == date(2025, 10, 2)


def test_the_day_is_never_later_than_today(database: Database) -> None:
    add(database, "p-1", simulated=True, contacted=TODAY)
    assert read(database).as_of == TODAY
