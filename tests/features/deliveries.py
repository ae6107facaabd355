"""Deliveries on disk, drawn in a test: rows say only what they are about, the rest is the default row of the table."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from features.declaration import Kind
from features.tables import BY_NAME
from tests.builders import DEFAULTS, orgnr

AS_OF = date(2025, 6, 1)
FIRST, SECOND, THIRD = orgnr(0), orgnr(1), orgnr(2)
Row = dict[str, Any]


def default_row(name: str) -> Row:
    row = dict.fromkeys(BY_NAME[name].column_names) | DEFAULTS[name]
    return row | ({"orgnr": FIRST} if "orgnr" in row else {})


def cells(name: str, *rows: Row) -> pl.DataFrame:
    """The rows as a CSV file holds them: text, lists joined, nothing for what is not known."""
    filled = [default_row(name) | row for row in rows]
    columns = list(default_row(name)) + [c for row in rows for c in row if c not in BY_NAME[name].column_names]
    texts = {column: [_text(row.get(column)) for row in filled] for column in dict.fromkeys(columns)}
    return pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))


def typed_rows(name: str, *rows: Row) -> pl.DataFrame:
    """The rows as parquet holds them."""
    types: dict[Kind, Any] = {
        Kind.INTEGER: pl.Int64,
        Kind.NUMBER: pl.Float64,
        Kind.BOOLEAN: pl.Boolean,
        Kind.DATE: pl.Date,
        Kind.LIST: pl.List(pl.String),
    }
    schema = {c.name: types.get(c.kind, pl.String) for c in BY_NAME[name].columns}
    return pl.DataFrame([default_row(name) | row for row in rows], schema=schema, orient="row")


def deliver(directory: Path, *, simulated: bool = True, as_of: date = AS_OF, **tables: list[Row]) -> Path:
    """A directory with the tables given; a participant p-1 and a workplace FIRST where nothing else is said."""
    directory.mkdir(parents=True, exist_ok=True)
    about = {"name": "test", "simulated": simulated, "as_of": str(as_of)}
    (directory / "dataset.json").write_text(json.dumps(about), "utf-8")
    for name, rows in ({"workplaces": [{}], "participants": [{}]} | tables).items():
        write_csv(directory / f"{name}.csv", cells(name, *rows))
    return directory


def write_csv(path: Path, frame: pl.DataFrame) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(frame.columns)
        writer.writerows(frame.iter_rows())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
