"""The tables as they were in an earlier version: what a list was made from can be read again, whatever came since.

Every stored row says in which version of its table it was stored, and a row that is replaced is kept until the version
that replaced it. What was erased is gone from every version.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from features.cells import TYPES
from features.database.rows import add, among, fetch
from features.database.schema import DATA_VERSION, REPLACED, STORED
from features.declaration import Table
from features.relations import is_about_people

VERSIONS: dict[str, pl.DataType] = {"table_name": pl.String(), "number": pl.Int64()}


def read_versions(connection: Connection) -> pl.DataFrame:
    """How many times each table has changed: table_name, number; a table never written is absent."""
    return fetch(connection, sa.select(*(DATA_VERSION.c[name] for name in VERSIONS)), VERSIONS)


def next_version(connection: Connection, name: str) -> int:
    """The version that what is written now to the table, which is locked, will be part of."""
    number = sa.select(DATA_VERSION.c.number).where(DATA_VERSION.c.table_name == name)
    return int(connection.execute(number).scalar_one()) + 1


def keep_replaced(connection: Connection, table: Table, replaced: pl.DataFrame, version: int) -> None:
    """Keep the stored rows that the version is about to replace; `replaced` has their keys."""
    if replaced.is_empty():
        return
    types, stored, leading = _row_types(table), STORED[table.name], table.keys[0]
    columns = types | {"stored_in": pl.Int64()}
    query = sa.select(*(stored.c[name] for name in columns))
    query = query.where(among(stored.c[leading], connection.dialect.name))
    there = fetch(connection, query, columns, replaced[leading].unique())
    there = there.join(replaced.select(table.keys), on=table.keys, how="semi")
    about = whom(table)
    kept = there.select(
        table_name=pl.lit(table.name),
        about=pl.lit(None, dtype=pl.String) if about is None else pl.col(about),
        stored_in="stored_in",
        replaced_in=pl.lit(version),
        content=pl.struct(
            pl.col(days).cast(pl.String) if t == pl.Date() else pl.col(days) for days, t in types.items()
        ).struct.json_encode(),
    )
    add(connection, REPLACED, kept)


def as_it_was(
    connection: Connection, table: Table, source: sa.Table, types: dict[str, pl.DataType], version: int
) -> pl.DataFrame:
    """The rows of a table (`source` is STORED) or of its history (HISTORY) in a version, in the stored form."""
    columns = types | {"stored_in": pl.Int64()}
    query = sa.select(*(source.c[name] for name in columns))
    replaced = read_replaced(connection, table, version)
    if source is STORED[table.name]:
        query = query.where(source.c.stored_in <= sa.literal_column(str(int(version))))
        now = fetch(connection, query, columns)
        return pl.concat([now, replaced.select(list(columns))]).select(list(types))
    now = fetch(connection, query.order_by(source.c.version_id), columns)
    return now.join(replaced, on=[table.keys[0], "stored_in"], how="anti", maintain_order="left").select(list(types))


def numbered(versions: Mapping[str, int]) -> pl.DataFrame:
    """The versions as `read_versions` gives them."""
    return pl.DataFrame([list(versions), list(versions.values())], schema=VERSIONS)


def read_replaced(connection: Connection, table: Table, version: int) -> pl.DataFrame:
    """The rows of a version that were replaced after it, in the stored form, with `stored_in`."""
    types, held = _row_types(table), REPLACED.c
    number: sa.ColumnElement[int] = sa.literal_column(str(int(version)))
    query = sa.select(held.stored_in, held.content).where(
        held.table_name == sa.literal_column(f"'{table.name}'"), held.stored_in <= number, held.replaced_in > number
    )
    found = fetch(connection, query, {"stored_in": pl.Int64(), "content": pl.String()})
    coded = pl.Struct({name: pl.String() if t == pl.Date() else t for name, t in types.items()})
    rows = found.select("stored_in", pl.col("content").str.json_decode(coded)).unnest("content")
    return rows.with_columns(pl.col(name).str.to_date() for name, t in types.items() if t == pl.Date())


def erasure_of_replaced(table: Table, participant_id: str) -> sa.Delete:
    """The deletion of what is kept of a table's former rows about a participant."""
    about: sa.ColumnElement[bool] = REPLACED.c.about == participant_id
    if whom(table) != "participant_id":
        parent = STORED[str(table.column(str(whom(table))).refers_to)]
        theirs = sa.select(parent.c[str(whom(table))]).where(parent.c.participant_id == participant_id)
        about = REPLACED.c.about.in_(theirs)
    return sa.delete(REPLACED).where(REPLACED.c.table_name == table.name, about)


def whom(table: Table) -> str | None:
    """The column that says whom a row is about: the participant, or the parent that does; None for other tables."""
    if not is_about_people(table):
        return None
    if "participant_id" in table.column_names:
        return "participant_id"
    return next(c.name for c in table.columns if c.refers_to in STORED and "participant_id" in STORED[c.refers_to].c)


def _row_types(table: Table) -> dict[str, pl.DataType]:
    """A stored row's columns in the stored form, which has lists as text."""
    lists: dict[pl.DataType, pl.DataType] = {pl.List(pl.String()): pl.String()}
    columns = {c.name: lists.get(TYPES[c.kind], TYPES[c.kind]) for c in table.columns}
    known = {"known_from": pl.Date()} if table.history else {}
    return columns | known | {"dataset": pl.String(), "simulated": pl.Boolean()}
