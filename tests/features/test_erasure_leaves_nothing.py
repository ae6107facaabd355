"""A person erased: the whole store is searched for the key and for every text, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from features.database import Database, Entry, HeldError
from features.declaration import Kind, Table
from features.relations import is_about_people
from features.tables import BY_NAME, KEPT, TABLES
from tests.features.deliveries import AS_OF, default_row, typed_rows

WHO, OTHER = "p-unmistakable", "p-somebody-else"
NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
ABOUT_PEOPLE = [t for t in (*TABLES, *KEPT) if is_about_people(t)]


@pytest.fixture
def stored(either_url: str) -> Iterator[Database]:
    """Two people with rows in every table, each row once replaced; journalled, answered, and objecting."""
    database = Database(either_url)
    database.migrate()
    store(database, BY_NAME["workplaces"], [default_row("workplaces")])
    for who in (WHO, OTHER):
        for table in ABOUT_PEOPLE:
            for time in ("former", "now"):
                store(database, table, [row(table, who, time)])
        tell(database, who)
    yield database
    database.engine.dispose()


def store(database: Database, table: Table, rows: list[dict[str, Any]]) -> None:
    given = typed_rows(table.name, *rows) if table in TABLES else kept_frame(table, rows)
    assert database.store(table.name, given, "test", True, AS_OF).refused == []


def kept_frame(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    types: dict[Kind, Any] = {
        Kind.LIST: pl.List(pl.String),
        Kind.DATE: pl.Date,
        Kind.BOOLEAN: pl.Boolean,
        Kind.INTEGER: pl.Int64,
        Kind.NUMBER: pl.Float64,
    }
    schema = {c.name: types.get(c.kind, pl.String) for c in table.columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def row(table: Table, who: str, time: str) -> dict[str, Any]:
    """A row about the person, whose keys and texts carry the person's; `time` is in every free text."""
    made = default_row(table.name) if table in TABLES else {}
    for column in table.columns:
        if column.name == "participant_id":
            made[column.name] = who
        elif column.kind is Kind.TEXT and column.name.endswith("_id") and column.name != "provider_id":
            made[column.name] = f"{column.name}-{who}" if column.name in made or table in KEPT else None
        elif column.kind is Kind.FREE_TEXT or (table in KEPT and column.kind is Kind.TEXT and column.values is None):
            made[column.name] = f"text of {who}: {time}"
        elif table in KEPT:
            made[column.name] = _some(column.kind, column.values)
    if table.name in ("placements", "contacts", "choices"):
        others = {"contact_id", "list_id", "continues_placement_id"} - set(table.keys)
        made |= dict.fromkeys(others & made.keys())
    return made


def _some(kind: Kind, values: Any) -> Any:
    if values is not None:
        return [next(iter(values)).value] if kind is Kind.LIST else next(iter(values)).value
    return {Kind.DATE: date(2025, 6, 1), Kind.BOOLEAN: True, Kind.LIST: [], Kind.INTEGER: 1, Kind.NUMBER: 1.0}.get(kind)


def tell(database: Database, who: str) -> None:
    database.journal.append(Entry("list", NOON, f'{{"list": "text of {who}"}}', who, f"l-{who}"))
    with database.writing() as writing:
        writing.journal(Entry("choice", NOON, f'{{"choice": "text of {who}"}}', who))
        writing.claim_answer("Z990001", f"key-of-{'one' if who == WHO else 'two'}", "digest", NOON)
        writing.keep_answer("Z990001", f"key-of-{'one' if who == WHO else 'two'}", 201, f'"text of {who}"', who)
    database.rights.object(who, AS_OF, "Z990001", NOON)


def everything(database: Database) -> bytes:
    """All bytes of an SQLite store, the files beside it too; of PostgreSQL the whole dump."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    dump = shutil.which("pg_dump") or "/usr/lib/postgresql/15/bin/pg_dump"
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run([dump, address], check=True, capture_output=True, env=os.environ).stdout


def test_every_table_about_people_is_filled(stored: Database) -> None:
    with stored.engine.connect() as connection:
        for table in ABOUT_PEOPLE:
            number = connection.execute(sa.text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            assert number == 2, table.name
    assert WHO.encode() in everything(stored)


def test_nothing_of_the_person_is_left_anywhere(stored: Database) -> None:
    before = everything(stored)
    assert before.count(b"text of " + OTHER.encode()) > 0
    gone = stored.rights.erase(WHO, NOON, "request")
    assert all(gone[table.name] >= 1 for table in ABOUT_PEOPLE), gone
    left = everything(stored)
    assert WHO.encode() not in left
    assert OTHER.encode() in left


def test_others_keep_everything(stored: Database) -> None:
    before = stored.rights.everything_about(OTHER)
    stored.rights.erase(WHO, NOON, "request")
    assert stored.rights.everything_about(OTHER) == before
    assert stored.journal.verify().flaws == []


def test_everything_about_a_person_is_found_and_nothing_about_anybody_else(stored: Database) -> None:
    held = stored.rights.everything_about(WHO)
    assert set(held.rows) == {t.name for t in ABOUT_PEOPLE}
    assert [e.kind for e in held.entries] == ["list", "choice", "objection"]
    assert (held.objected_on, held.hold) == (AS_OF, None)
    assert [a["answer"] for a in held.answers] == [f"text of {WHO}"]
    texted = {t.name for t in ABOUT_PEOPLE if any(c.kind is Kind.FREE_TEXT for c in t.columns)}
    assert texted <= set(held.former)
    assert f"text of {WHO}: former" in str(held.former)
    assert OTHER not in str(held)
    nobody = stored.rights.everything_about("p-nobody")
    assert (nobody.rows, nobody.former, nobody.entries, nobody.answers) == ({}, {}, [], [])


def test_a_person_on_legal_hold_is_not_erased_until_released(stored: Database) -> None:
    stored.rights.hold(WHO, AS_OF, "Klagesak, arkivloven")
    with pytest.raises(HeldError, match="Klagesak"):
        stored.rights.erase(WHO, NOON, "request")
    assert stored.rights.everything_about(WHO).rows
    assert stored.rights.release(WHO)
    assert not stored.rights.release(WHO)
    stored.rights.erase(WHO, NOON, "request")
    assert not stored.rights.everything_about(WHO).rows
