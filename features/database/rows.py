"""Rows between the database and frames: fetching, comparing, replacing, keeping what was replaced.

The frames are in the stored form: lists are JSON text. Everything here runs in the caller's transaction.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from features.cells import TYPES
from features.database.copying import copies, copy_in, copy_out, copy_over
from features.database.schema import DATA_VERSION, HISTORY, STORED
from features.declaration import Table
from features.relations import is_about_people

_ROWS_READ_AT_A_TIME = 50_000
_ROWS_WRITTEN_AT_A_TIME = 20_000


def fetch(
    connection: Connection, query: sa.Select[Any], types: dict[str, pl.DataType], keys: pl.Series | None = None
) -> pl.DataFrame:
    """The query's rows in the stored form of `types`: lists are still JSON text. `keys` is bound where it is named.

    The statement is sent as text, so that SQLAlchemy does not convert cell by cell.
    """
    lists: dict[pl.DataType, pl.DataType] = {pl.List(pl.String()): pl.String()}
    final = {name: lists.get(t, t) for name, t in types.items()}
    compiled = str(query.compile(dialect=connection.dialect))
    if connection.dialect.name == "postgresql" and keys is None:
        return _as_declared(copy_out(connection, compiled, final), final)
    sqlite_gives: dict[pl.DataType, pl.DataType] = {pl.Date(): pl.String(), pl.Boolean(): pl.Int64()}
    is_sqlite = connection.dialect.name == "sqlite"
    given = {name: sqlite_gives.get(t, t) if is_sqlite else t for name, t in final.items()}
    named = {} if keys is None else {"keys": json.dumps(keys.to_list())}
    result = connection.exec_driver_sql(compiled, tuple(named.values()) if is_sqlite else named)
    frames = [pl.DataFrame(schema=given)]
    while rows := result.fetchmany(_ROWS_READ_AT_A_TIME):
        cells = zip(given.items(), zip(*rows, strict=True), strict=True)
        frames.append(pl.DataFrame([pl.Series(name, list(values), dtype=t) for (name, t), values in cells]))
    return _as_declared(pl.concat(frames), final)


def _as_declared(given: pl.DataFrame, types: dict[str, pl.DataType]) -> pl.DataFrame:
    """What the driver gave, in the declared types: dates may be text, true and false 1 and 0 or `t` and `f`."""

    def read(name: str, wanted: pl.DataType) -> pl.Expr:
        match given.schema[name], wanted:
            case pl.String(), pl.Date():
                return pl.col(name).str.to_date("%Y-%m-%d")
            case pl.String(), pl.Boolean():
                return pl.col(name) == "t"
            case _:
                return pl.col(name).cast(wanted)

    return given.with_columns(read(name, wanted) for name, wanted in types.items())


def among(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[bool]:
    """Whether the column is one of the texts in the JSON array that is bound as `keys`: any number of them."""
    if dialect == "postgresql":
        listed = sa.func.jsonb_array_elements_text(sa.cast(sa.bindparam("keys"), postgresql.JSONB))
    else:
        listed = sa.func.json_each(sa.bindparam("keys", type_=sa.Text))
    return column.in_(sa.select(listed.table_valued("value").c.value))


def compare(connection: Connection, table: Table, rows: pl.DataFrame, simulated: bool) -> pl.DataFrame:
    """The rows with their `state`: new, changed, unchanged or refused.

    About people real and simulated never meet under one leading key. Elsewhere a simulated row does not change a real
    one, and a real row takes a simulated one's place, even with the same values.
    """
    keys, stored = list(table.keys), STORED[table.name]
    types = {c.name: TYPES[c.kind] for c in table.columns} | {"simulated": pl.Boolean()}
    query = sa.select(*(stored.c[name] for name in types)).where(among(stored.c[keys[0]], connection.dialect.name))
    there = fetch(connection, query, types, rows[keys[0]].unique())
    paired = rows.join(
        there.with_columns(there=pl.lit(True)), on=keys, how="left", suffix=":stored", maintain_order="left"
    )
    values = [name for name in table.column_names if name not in keys]
    differs = pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}:stored")) for name in values])
    about_people = is_about_people(table)
    others = there.filter(pl.col("simulated") != simulated)[keys[0]].unique()
    apart = pl.col("simulated") != simulated
    state = (
        pl.when(pl.col(keys[0]).is_in(others.implode()) if about_people else apart & differs & simulated)
        .then(pl.lit("refused"))
        .when(pl.col("there").is_null())
        .then(pl.lit("new"))
        .when(differs | (apart & (not simulated)))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("unchanged"))
    )
    return paired.select(*table.column_names, state=state)


def keep_history(connection: Connection, table: Table, replaced: pl.DataFrame) -> None:
    """Copy the stored rows that are about to be replaced, each until its successor's `known_from`."""
    stored, history, key = STORED[table.name], HISTORY[table.name], table.keys[0]
    kept = [c.name for c in stored.columns]
    until = sa.bindparam("until", type_=sa.Date)
    old = sa.select(*(stored.c[name] for name in kept), until).where(stored.c[key] == sa.bindparam("which"))
    copy = sa.insert(history).from_select([*kept, "replaced_on"], old)
    for part in replaced.select(which=key, until="known_from").iter_slices(_ROWS_WRITTEN_AT_A_TIME):
        connection.execute(copy, part.to_dicts())


def write(connection: Connection, target: sa.Table, rows: pl.DataFrame) -> None:
    """Write rows by their key, over those that are there."""
    if copies(connection, rows):
        copy_over(connection, target, rows)
        return
    statement = upsert(target, connection.dialect.name)
    for part in rows.iter_slices(_ROWS_WRITTEN_AT_A_TIME):
        connection.execute(statement, part.to_dicts())


def upsert(target: sa.Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An insert that replaces the row with the same key."""
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(target)
    values = {c.name: insert.excluded[c.name] for c in target.columns if not c.primary_key}
    return insert.on_conflict_do_update(index_elements=list(target.primary_key.columns), set_=values)


def add(connection: Connection, target: sa.Table, rows: pl.DataFrame) -> None:
    """Add rows to those that are there."""
    if copies(connection, rows):
        copy_in(connection, target, rows)
        return
    for part in rows.iter_slices(_ROWS_WRITTEN_AT_A_TIME):
        if part.height:
            connection.execute(sa.insert(target), part.to_dicts())


def erasure(table: Table, participant_id: str) -> sa.Delete:
    """The deletion of a table's rows about a participant, told by the row itself or by what it refers to."""
    stored = STORED[table.name]
    if "participant_id" in stored.c:
        return sa.delete(stored).where(stored.c.participant_id == participant_id)
    column = next(c for c in table.columns if c.refers_to in STORED and "participant_id" in STORED[c.refers_to].c)
    parent = STORED[str(column.refers_to)]
    theirs = sa.select(parent.c[column.name]).where(parent.c.participant_id == participant_id)
    return sa.delete(stored).where(stored.c[column.name].in_(theirs))


def lock(connection: Connection, name: str) -> None:
    """Make every other writer of the table wait until this transaction ends."""
    line = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(DATA_VERSION)
    same = line.on_conflict_do_update(index_elements=["table_name"], set_={"number": DATA_VERSION.c.number})
    connection.execute(same, {"table_name": name, "number": 0})


def count_up(connection: Connection, name: str) -> None:
    """Note that the table changed."""
    line = sa.update(DATA_VERSION).where(DATA_VERSION.c.table_name == name)
    connection.execute(line.values(number=DATA_VERSION.c.number + 1))
