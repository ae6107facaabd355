"""PostgreSQL's COPY: many rows in one stream each way, several times faster than statements.

The text format of COPY escapes what would end a cell or a line and writes null as `\\N`, so every text comes back as it
was. Source: PostgreSQL 15, documentation of COPY, "Text Format".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

MANY = 1000
"""From so many rows COPY is worth its extra statements."""

_BYTES_READ_AT_A_TIME = 64_000_000
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_NEVER = "\x00"
"""The one character that no text in PostgreSQL holds."""
_ARRIVED = "arrived"


def copies(connection: Connection, rows: pl.DataFrame) -> bool:
    """Whether these rows are to be written by COPY."""
    return connection.dialect.name == "postgresql" and rows.height >= MANY


def copy_in(connection: Connection, target: sa.Table, rows: pl.DataFrame) -> None:
    """Add rows, in the stored form and under the target's column names, to those that are there."""
    _copy(connection, _quoted(connection, target.name), rows)


def copy_over(connection: Connection, target: sa.Table, rows: pl.DataFrame) -> None:
    """Write rows, no two with the same key, over those that are there."""
    table, columns = _quoted(connection, target.name), [_quoted(connection, name) for name in rows.columns]
    keys = [_quoted(connection, c.name) for c in target.primary_key.columns]
    values = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    listed = ", ".join(columns)
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {_ARRIVED} (LIKE {table}) ON COMMIT DROP")
    _copy(connection, _ARRIVED, rows)
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {_ARRIVED} "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {values}"
    )
    connection.exec_driver_sql(f"DROP TABLE {_ARRIVED}")


def _copy(connection: Connection, table: str, rows: pl.DataFrame) -> None:
    columns = ", ".join(_quoted(connection, name) for name in rows.columns)
    stream = BytesIO()
    escaped(rows).write_csv(stream, include_header=False, separator="\t", null_value="\\N", quote_style="never")
    with _cursor(connection) as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write(stream.getbuffer())


def copy_out(connection: Connection, query: str, types: dict[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a query without parameters; a date comes as text, true and false as `t` and `f`."""
    schema = {name: pl.String() if t in (pl.Date(), pl.Boolean()) else t for name, t in types.items()}
    with _cursor(connection) as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        parts = [_parsed(lines, schema) for lines in _whole_lines(copy)]
    return unescaped(pl.concat([pl.DataFrame(schema=schema), *parts]))


def _whole_lines(blocks: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    held = bytearray()
    for block in blocks:
        held += block
        if len(held) > _BYTES_READ_AT_A_TIME:
            end = held.rfind(b"\n") + 1
            yield bytes(held[:end])
            del held[:end]
    if held:
        yield bytes(held)


def _parsed(lines: bytes, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.read_csv(
        lines,
        has_header=False,
        schema=schema,
        separator="\t",
        quote_char=None,
        null_values="\\N",
        empty_string_is_null=False,
    )


def escaped(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with texts as COPY wants them."""
    texts = pl.col(pl.String)
    for character, written in _ESCAPED.items():
        texts = texts.str.replace_all(character, written, literal=True)
    return rows.with_columns(texts)


def unescaped(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with texts as they were before `escaped`."""
    held = [name for name, cells in zip(rows.columns, rows, strict=True) if cells.dtype == pl.String and _has(cells)]
    texts = pl.col(held).str.replace_all("\\\\", _NEVER, literal=True)
    for character, written in list(_ESCAPED.items())[1:]:
        texts = texts.str.replace_all(written, character, literal=True)
    return rows.with_columns(texts.str.replace_all(_NEVER, "\\", literal=True)) if held else rows


def _has(cells: pl.Series) -> bool:
    return bool(cells.str.contains("\\", literal=True).any())


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
