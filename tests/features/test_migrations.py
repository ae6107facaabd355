from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from features.database import Database, alembic_config
from features.database.schema import METADATA
from features.errors import StorageError
from features.migrations import versions


@pytest.fixture
def fresh(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/fresh.db")


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
    with fresh.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert names(fresh) == set()
    fresh.migrate()
    assert names(fresh) == set(METADATA.tables)


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
