"""From a body to a stored row: the loader's own checks in the loader's own words, and the row as it was stored.

A row that an id already stands for is never replaced by a new one.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from features.cells import TYPES
from features.database import Database, Writing
from features.declaration import Kind, Table
from features.loading import check_rows
from features.relations import apart_words
from serving.idempotency import Answer
from serving.journal import DATASET
from serving.problems import ProblemError, bad_input
from serving.schemas.fields import Schema

TAKEN = "Another row has this id already, with other values: give a new id, or none."


def columns_of(table: Table, body: Schema) -> dict[str, Any]:
    """What a body says of a table's columns; an object becomes its JSON."""
    given = body.model_dump(mode="json", include=set(table.column_names))
    return {name: json.dumps(value) if isinstance(value, dict) else value for name, value in given.items()}


def as_frame(table: Table, row: Mapping[str, Any]) -> pl.DataFrame:
    """A row by column, dates and JSON as text, as one row that can be checked; absent columns are empty."""
    as_text = (Kind.DATE, Kind.JSON)
    schema = {c.name: pl.String() if c.kind in as_text else TYPES[c.kind] for c in table.columns}
    return pl.DataFrame([[row.get(name) for name in schema]], schema=schema, orient="row")


def checked(database: Database, table: Table, row: pl.DataFrame, *, simulated: bool, latest: date) -> pl.DataFrame:
    """The row as the table declares it; 422 with each column at fault where a load would have quarantined it.

    `latest` is the last day on which something can have happened.
    """
    typed, findings = check_rows(database, table, row, simulated=simulated, latest=latest)
    if findings.height:
        first = findings.unique("column", keep="first", maintain_order=True)
        raise ProblemError(422, faults=list(first.select("column", "reason").iter_rows()))
    return typed


def put_row(
    writing: Writing, table: Table, row: pl.DataFrame, *, simulated: bool, today: date, is_new: bool
) -> dict[str, Any]:
    """Store one checked row and give it back as it is stored.

    With `is_new` a row that has the key already must be the same: 409 otherwise. 422 where real would meet simulated.
    """
    stored = writing.store(table.name, row, DATASET, simulated, today)
    if stored.refused:
        raise bad_input(table.keys[0], apart_words("row", simulated))
    if is_new and stored.changed:
        raise ProblemError(409, TAKEN)
    return stored_row(writing, table, row)


def stored_row(writing: Writing, table: Table, row: pl.DataFrame) -> dict[str, Any]:
    """The stored row with the key of the given one, by column, as an answer shows it."""
    found = writing.rows(table.name, row[table.keys[0]])
    (held,) = found.join(row.select(table.keys), on=table.keys, how="semi").to_dicts()
    return as_answer(table, held)


def as_answer(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by its declared columns: JSON as the object it is, an unknown list as an empty one."""
    return {c.name: _cell(c.kind, row[c.name]) for c in table.columns}


def _cell(kind: Kind, value: Any) -> Any:
    if kind is Kind.JSON:
        return json.loads(value or "{}")
    return [] if kind is Kind.LIST and value is None else value


def created(
    writing: Writing, table: Table, row: pl.DataFrame, *, about: str | None, simulated: bool, today: date
) -> Answer:
    """Add one checked row and answer it; a row told apart by an id of its own is new, others may be said again."""
    own_id = len(table.keys) == 1
    return Answer(put_row(writing, table, row, simulated=simulated, today=today, is_new=own_id), about)


def new_id(prefix: str) -> str:
    """A key that nobody has, later ones after earlier ones in order."""
    return f"{prefix}-{time.time_ns() // 1_000_000:012x}{secrets.token_hex(8)}"
