from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from features.database import Database
from features.loading import load
from features.tables import TABLES
from tests.features.deliveries import AS_OF, Row, deliver, typed_rows

POSTGRES = os.environ.get("RETTPLASS_TEST_POSTGRES_URL")
TODAY, LATER = AS_OF + timedelta(days=1), AS_OF - timedelta(days=3)
HOME = {"latitude": 59.2154, "longitude": 9.6178}
KINDS = ("confidential", "strictly_confidential", "shielded")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database of each kind; on PostgreSQL one of its own, so that nobody else's tests meet it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    if POSTGRES is None:
        pytest.skip("RETTPLASS_TEST_POSTGRES_URL names no database")
    name = f"protection_{os.getpid()}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    database = Database(sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False))
    database.migrate()
    yield database
    database.engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def store(database: Database, name: str, *rows: Row) -> tuple[int, int, int]:
    done = database.store(name, typed_rows(name, *rows), "test", True, AS_OF)
    return done.new, done.changed, done.unchanged


def places(database: Database) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    people = database.read("participants").to_dicts()
    return {(p["participant_id"], str(p["updated_on"])): (p["latitude"], p["longitude"]) for p in people}


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_becomes_protected_is_stored_without_a_place_in_every_version(either: Database, kind: str) -> None:
    store(either, "participants", HOME, HOME | {"updated_on": LATER}, HOME | {"participant_id": "p-2"})
    store(either, "participant_rules", {"protection": "none"})
    assert set(places(either).values()) == {(59.2154, 9.6178)}
    before = either.versions()["participants"]
    assert store(either, "participant_rules", {"protection": kind}) == (0, 1, 0)
    assert [place for (who, _), place in places(either).items() if who == "p-1"] == [(None, None)] * 2
    assert [place for (who, _), place in places(either).items() if who == "p-2"] == [(59.2154, 9.6178)]
    assert either.versions()["participants"] > before, "whoever holds the table in memory has to read it again"


def test_a_new_row_about_a_protected_person_is_stored_without_a_place_and_is_unchanged_the_next_time(
    either: Database,
) -> None:
    store(either, "participants", {})
    store(either, "participant_rules", {"protection": "confidential"})
    assert store(either, "participants", HOME | {"updated_on": LATER}) == (1, 0, 0)
    assert store(either, "participants", HOME | {"updated_on": LATER}) == (0, 0, 1)
    assert set(places(either).values()) == {(None, None)}


def test_protection_that_is_over_lets_the_next_row_have_a_place(either: Database) -> None:
    store(either, "participants", HOME)
    store(either, "participant_rules", {"protection": "shielded"})
    store(either, "participant_rules", {"protection": "none"})
    assert set(places(either).values()) == {(None, None)}
    store(either, "participants", HOME)
    assert set(places(either).values()) == {(59.2154, 9.6178)}


def test_what_is_learnt_from_holds_nothing_of_a_protected_person(either: Database) -> None:
    for table in [*[t for t in TABLES if t.name == "workplaces"], *[t for t in TABLES if t.name != "workplaces"]]:
        store(either, table.name, {})
    store(either, "contacts", {"contact_id": "c-2", "participant_id": None})
    whole = either.read_tables(people="all")
    store(either, "participant_rules", {"protection": "confidential"})
    left, held = either.read_tables(people="all"), either.read_tables(people="all", protected=True)
    gone = {name for name, frame in left.items() if frame.is_empty() and not whole[name].is_empty()}
    assert gone == {
        "participants", "participant_rules", "participant_audit", "shown_lists", "choices", "placements",
        "placement_subsidies", "follow_ups",
    }  # fmt: skip
    assert left["contacts"]["contact_id"].to_list() == ["c-2"]
    assert left.keys() == held.keys() == whole.keys()
    assert {name: frame.height for name, frame in held.items()} == {n: frame.height for n, frame in whole.items()}


def test_a_load_never_writes_where_a_protected_person_lives(database: Database, tmp_path: Path) -> None:
    people: list[Row] = [HOME | {"participant_id": "p-1"}, {"participant_id": "p-2", "latitude": 59.3391}]
    rules: list[Row] = [{"participant_id": "p-1", "protection": "strictly_confidential"}, {"participant_id": "p-2"}]
    directory = deliver(tmp_path / "d", participants=people, participant_rules=rules)
    for stored, unchanged in ((2, 0), (0, 2)):
        report = load(database, directory, TODAY)
        counted = {t.name: (t.stored, t.unchanged, t.quarantined) for t in report.tables}
        assert counted["participants"] == counted["participant_rules"] == (stored, unchanged, 0)
    written = b"".join(file.read_bytes() for file in tmp_path.glob("rettplass.db*"))
    assert struct.pack(">d", 59.3391) in written, "so SQLite writes a latitude"
    assert struct.pack(">d", HOME["latitude"]) not in written
    assert struct.pack(">d", HOME["longitude"]) not in written


@pytest.mark.parametrize("unclear", ["kode 6", None])
def test_a_load_that_cannot_read_the_protection_writes_no_place_either(
    database: Database, tmp_path: Path, unclear: str | None
) -> None:
    rules: list[Row] = [{"protection": unclear}]
    report = load(database, deliver(tmp_path / "d", participants=[HOME], participant_rules=rules), TODAY)
    assert set(places(database).values()) == {(None, None)}
    assert database.read("participant_rules")["protection"].to_list() == ["strictly_confidential"]
    (warned,) = [t.warnings for t in report.tables if t.name == "participant_rules"]
    assert warned["check"].to_list() == ["unknown_protection"]


FAULTY: Row = {"birth_date": "2031-01-01", "protection": "confidential"}


def test_nobody_is_stored_open_because_the_row_that_protects_them_has_a_fault(
    database: Database, tmp_path: Path
) -> None:
    people: list[Row] = [{"participant_id": "p-1"}, {"participant_id": "p-2"}]
    rules: list[Row] = [FAULTY | {"participant_id": "p-1"}, FAULTY | {"participant_id": "p-2", "protection": "none"}]
    report = load(database, deliver(tmp_path / "d", participants=people, participant_rules=rules), TODAY)
    assert database.read("participants")["participant_id"].to_list() == ["p-2"]
    (refused,) = [t.findings for t in report.tables if t.name == "participants"]
    assert refused["check"].to_list() == ["protected_without_rules"]


def test_a_row_with_a_fault_still_protects_whoever_has_rules_already(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "d", participants=[HOME], participant_rules=[{}]), TODAY)
    before = database.read("participant_rules")
    load(database, deliver(tmp_path / "e", participants=[HOME], participant_rules=[FAULTY]), TODAY)
    after = database.read("participant_rules")
    assert after["protection"].to_list() == ["confidential"]
    assert after["birth_date"].to_list() == before["birth_date"].to_list()
    assert set(places(database).values()) == {(None, None)}


def test_no_real_person_is_stored_while_it_is_unknown_who_is_protected(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", simulated=False)
    (directory / "participant_rules.csv").write_text("participant_id,diagnosis\np-1,x\n")
    report = load(database, directory, TODAY)
    assert [t.name for t in report.tables if t.refusal] == ["participants", "participant_rules"]
    assert database.read("participants").is_empty()


def test_invented_people_are_stored_without_rules_that_cannot_be_used(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", participants=[HOME])
    (directory / "participant_rules.csv").write_text("participant_id,diagnosis\np-1,x\n")
    report = load(database, directory, TODAY)
    assert [t.name for t in report.tables if t.refusal] == ["participant_rules"]
    assert len(places(database)) == 1


def test_frames_without_anybody_protected_are_as_they_were(database: Database) -> None:
    store(database, "participants", {})
    assert database.read_tables(people="all")["participants"].equals(database.read("participants"))
