"""Reading one table's file, parquet or CSV, without believing anything about it yet."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from features.declaration import Table
from features.errors import InputError
from features.identity_numbers import holds_identity_number

LONGEST_CELL = 10_000_000
"""Characters that one cell of a CSV file may hold."""

UNEVEN = "__uneven__"
"""Marks a CSV row whose number of cells is not that of the header; the row's cells are then empty."""

_GZIP = b"\x1f\x8b"
_ROWS_AT_A_TIME = 100_000
_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


class UnknownColumnError(InputError):
    """The file has a column that its table does not: its values are neither read nor kept."""


def find_file(directory: Path, name: str) -> Path | None:
    """The file of a table in a directory, None when there is none; InputError when there are two."""
    found = [path for path in (directory / f"{name}.parquet", directory / f"{name}.csv") if path.is_file()]
    if len(found) > 1:
        raise InputError(f"{name} is there both as parquet and as CSV: keep one of them")
    return found[0] if found else None


def read_table_file(path: Path, table: Table) -> pl.DataFrame:
    """The file's cells under the table's column names: text from CSV, as stored from parquet.

    Rows stand in the order of the file. InputError when the file cannot be read, or a column is unknown, stands twice
    or is missing.
    """
    return _read_parquet(path, table) if path.suffix == ".parquet" else _read_csv(path, table)


def check_header(header: list[str], table: Table) -> None:
    """Raise InputError unless the header holds known columns, each once, and every required one."""
    unknown = [_printable(name, place) for place, name in enumerate(header, 1) if name not in table.column_names]
    if unknown:
        columns = "an unknown column" if len(unknown) == 1 else "unknown columns"
        raise UnknownColumnError(
            f"{table.name} has {columns}: {', '.join(unknown)}. Take it out, nothing of it is kept"
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputError(f"{table.name} has the column {', '.join(twice)} more than once: keep one of them")
    missing = [c.name for c in table.columns if c.required and c.name not in header]
    if missing:
        raise InputError(f"{table.name} lacks the required column {', '.join(missing)}: add it to the file")


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The file as UTF-8 text, gzipped or not, whatever it is called. InputError when it cannot be read as that."""
    try:
        with path.open("rb") as raw:
            is_gzipped = raw.read(2) == _GZIP
        opener = gzip.open if is_gzipped else open
        with opener(path, "rb") as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
            yield text
    except UnicodeDecodeError as cause:
        raise InputError(f"{path.name} is not UTF-8: save it again as UTF-8") from cause
    except (EOFError, zlib.error, gzip.BadGzipFile) as cause:
        raise InputError(f"{path.name} is a broken gzip file: fetch it again") from cause
    except OSError as cause:
        raise InputError(f"{path} cannot be read: {cause.strerror}") from cause


def csv_rows(text: TextIO, name: str, separator: str = ",") -> Iterator[list[str]]:
    """The rows of a CSV text, header first, blank lines left out. InputError, naming the file, when it is broken."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        yield from (row for row in reader if row)
    except csv.Error as cause:
        raise InputError(f"{name} is broken near line {reader.line_num}: {cause}") from cause


def _read_csv(path: Path, table: Table) -> pl.DataFrame:
    with open_text(path) as text:
        return _frame(csv_rows(text, path.name), table)


def _frame(rows: Iterator[list[str]], table: Table) -> pl.DataFrame:
    header = [name.strip() for name in next(rows, [])]
    if not header:
        return _nothing(table)
    check_header(header, table)
    schema: dict[str, Any] = dict.fromkeys(header, pl.String)
    blank: list[str | None] = [None] * len(header)
    chunks = [pl.DataFrame(schema=schema | {UNEVEN: pl.Boolean})]
    while chunk := list(islice(rows, _ROWS_AT_A_TIME)):
        uneven = [len(row) != len(header) for row in chunk]
        even = [blank if wrong else row for row, wrong in zip(chunk, uneven, strict=True)]
        cells = dict(zip(header, zip(*even, strict=True), strict=True))
        chunks.append(pl.DataFrame(cells, schema=schema).with_columns(pl.Series(UNEVEN, uneven)))
    return pl.concat(chunks)


def _read_parquet(path: Path, table: Table) -> pl.DataFrame:
    try:
        header = list(pl.read_parquet_schema(path))
        if not header:
            return _nothing(table)
        check_header(header, table)
        return pl.read_parquet(path)
    except _UNREADABLE as cause:
        raise InputError(f"{path.name} is not a readable parquet file: write it again") from cause


def _nothing(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(table.column_names, pl.String))


def _printable(name: str, place: int) -> str:
    """The column's name, or its place: a file without a header has values where names should be."""
    plain = re.fullmatch(r"[^\W\d][\w .;-]{0,60}", name) and not re.search(r"\d{5}", name)
    return f"«{name}»" if plain and not holds_identity_number(pl.Series([name]))[0] else f"column {place}"
