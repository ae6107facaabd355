from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from features.database import Database, alembic_config
from features.database.journal import JournalStore
from features.database.schema import METADATA, STORED
from features.errors import StorageError
from features.migrations import versions

LISTED = {"list": {"as_of": "2025-06-01", "model": {"version": "3"}, "suggestions": []}, "asked": {}, "made_by": "Z1"}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind in which there is nothing, not even tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/fresh.db"
    else:
        url = request.getfixturevalue("bare_postgresql_url")
    database = Database(url)
    yield database
    database.engine.dispose()


def names(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_schema_is_the_declared_one(fresh: Database) -> None:
    fresh.migrate()
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_columns_keys_and_indices_are_the_declared_ones(fresh: Database) -> None:
    fresh.migrate()
    found = sa.inspect(fresh.engine)
    for table in METADATA.sorted_tables:
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {c.name: c.nullable for c in table.columns}, table.name
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
        assert {i["name"] for i in found.get_indexes(table.name)} == {i.name for i in table.indexes}
        foreign = {(f["constrained_columns"][0], f["referred_table"]) for f in found.get_foreign_keys(table.name)}
        assert foreign == {(k.parent.name, k.column.table.name) for k in table.foreign_keys}


def test_migrating_again_changes_nothing(fresh: Database) -> None:
    fresh.migrate()
    before = names(fresh)
    fresh.migrate()
    assert names(fresh) == before == set(METADATA.tables)


def test_every_step_can_be_taken_back(fresh: Database) -> None:
    fresh.migrate()
    to(fresh, "base")
    assert names(fresh) == set()
    fresh.migrate()
    assert names(fresh) == set(METADATA.tables)


def test_every_step_up_keeps_what_was_stored_before_it(fresh: Database) -> None:
    first, *later = steps()
    to(fresh, first)
    fill(fresh)
    before = contents(fresh)
    for step in later:
        to(fresh, step)
        fill(fresh)
        after = contents(fresh)
        kept(before, after)
        before = after
    fresh.migrate()
    assert {name: len(rows) for name, rows in contents(fresh).items() if name in STORED} == dict.fromkeys(STORED, 1)
    store = JournalStore(fresh.engine)
    assert store.verify().flaws == []
    entry = store.of_list("list_id")
    assert entry is not None
    assert json.loads(entry.payload)["list"] == LISTED["list"]


def test_every_step_down_and_up_again_keeps_what_the_older_program_knows(fresh: Database) -> None:
    first, *later = steps()
    to(fresh, first)
    fill(fresh)
    fresh.migrate()
    fill(fresh)
    newest = contents(fresh)
    for step in reversed([first, *later][:-1]):
        to(fresh, step)
        kept(newest, contents(fresh))
    oldest = contents(fresh)
    assert all(len(rows) == 1 for name, rows in oldest.items() if name != "alembic_version")
    fresh.migrate()
    kept(oldest, contents(fresh))
    assert names(fresh) == set(METADATA.tables)
    store = JournalStore(fresh.engine)
    assert store.verify().flaws == []
    assert store.of_list("list_id") is not None


def steps() -> list[str]:
    """The revisions, the oldest first."""
    script = ScriptDirectory.from_config(alembic_config(None))
    return [step.revision for step in script.walk_revisions()][::-1]


def to(database: Database, revision: str) -> None:
    """Take the schema to a revision, up or down."""
    known = steps()
    with database.engine.begin() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        down = revision == "base" or (now is not None and known.index(revision) < known.index(now))
        (command.downgrade if down else command.upgrade)(alembic_config(connection), revision)


def fill(database: Database) -> None:
    """One row in each table that has none: a text is the name of its column, so that references hold."""
    found = sa.MetaData()
    found.reflect(database.engine)
    with database.engine.begin() as connection:
        for table in found.sorted_tables:
            made_by_the_program = table.name.startswith("journal_") or table.name == "alembic_version"
            if (
                not made_by_the_program
                and connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
            ):
                connection.execute(sa.insert(table), {c.name: cell(c) for c in table.columns})


def cell(column: sa.Column[Any]) -> Any:
    if column.name == "payload":
        return json.dumps(LISTED)
    values: dict[type, Any] = {str: column.name, int: 1, float: 0.5, bool: True, date: date(2025, 6, 1)}
    return values.get(column.type.python_type, datetime(2025, 6, 1, 12, tzinfo=UTC))


def contents(database: Database) -> Rows:
    """The rows of every table."""
    found = sa.MetaData()
    found.reflect(database.engine)
    with database.engine.connect() as connection:
        return {t.name: [dict(row) for row in connection.execute(sa.select(t)).mappings()] for t in found.sorted_tables}


def kept(before: Rows, after: Rows) -> None:
    """Every row is still there, in the tables and columns that are."""
    for name in before.keys() & after.keys() - {"alembic_version"}:
        columns = before[name][0].keys() & after[name][0].keys() if before[name] and after[name] else set()
        assert [{c: row[c] for c in columns} for row in before[name]] == [
            {c: row[c] for c in columns} for row in after[name]
        ], name


def test_the_steps_are_one_line_and_each_has_a_way_down() -> None:
    script = ScriptDirectory.from_config(alembic_config(None))
    assert len(script.get_heads()) == 1
    for module in pkgutil.iter_modules(versions.__path__):
        step = importlib.import_module(f"features.migrations.versions.{module.name}")
        assert callable(step.upgrade)
        assert callable(step.downgrade)


def test_a_database_from_a_newer_program_is_left_alone(fresh: Database) -> None:
    fresh.migrate()
    with fresh.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from the future'")
    with pytest.raises(StorageError, match="newer than this program"):
        fresh.migrate()
