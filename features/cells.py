"""From what a file holds to what the declaration says: text to dates, numbers and lists, column by column.

A cell that cannot be read as its kind becomes null where there was something; `checks` sees the difference.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import polars as pl

from features.declaration import Column, Format, Kind, Table
from features.places import current_municipality
from features.vocabulary import Protection

TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.FREE_TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.LIST: pl.List(pl.String()),
    Kind.JSON: pl.String(),
}
"""The polars type of a typed column of each kind."""

LIST_SEPARATOR = "|"
_WHOLE = r"^[+-]?[0-9]+(\.0*)?$"
_DECIMAL = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00(:00(\.0+)?)?(Z|\+00:00)?)?$"
_FOUR_DIGITS = frozenset({Format.MUNICIPALITY, Format.OCCUPATION, Format.OFFICE, Format.POSTCODE})
_NOT_TEXT = (pl.Boolean, pl.Binary, pl.Duration, pl.Time)
_EXACT_FLOAT = 2.0**53


def plain(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Every declared column of the frame with text trimmed and nothing for empty text; absent columns become null."""
    return pl.DataFrame(
        [
            _plain(frame[c.name])
            if c.name in frame.columns
            else pl.Series(c.name, [None] * frame.height, dtype=pl.String)
            for c in table.columns
        ]
    )


def typed(table: Table, raw: pl.DataFrame) -> pl.DataFrame:
    """The frame of `plain` in the declared types, null where a cell cannot be read; empty lists for empty cells.

    Former municipality codes become those of 2024.
    """
    return pl.DataFrame([_READERS[c.kind](raw[c.name], c).alias(c.name) for c in table.columns])


def _plain(cells: pl.Series) -> pl.Series:
    if isinstance(cells.dtype, pl.Array):
        cells = cells.arr.to_list()
    if isinstance(cells.dtype, pl.Categorical | pl.Enum | pl.Null | pl.Binary):
        cells = _as_strings(cells, pl.String())
    elif cells.dtype == pl.List(pl.Binary):
        cells = _as_strings(cells, pl.List(pl.String))
    if cells.dtype != pl.String:
        return cells
    trimmed = cells.str.strip_chars()
    return trimmed.set(trimmed == "", None)


def _as_strings(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    """The cells in another type; as they are when they hold bytes that are no text."""
    try:
        return cells.cast(dtype)
    except pl.exceptions.ComputeError:
        return cells


def _nulls(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    return pl.Series(cells.name, [None] * len(cells), dtype=dtype)


def _text(cells: pl.Series, column: Column) -> pl.Series:
    dtype = cells.dtype
    if column.format is Format.PROTECTION:
        return _protection(cells)
    if dtype.is_float() or dtype.is_decimal():
        cells = _integer(cells, column)
    elif dtype.is_nested() or dtype in _NOT_TEXT:
        return _nulls(cells, pl.String())
    texts = cells.cast(pl.String, strict=False)
    if column.format in _FOUR_DIGITS and dtype.is_numeric():
        texts = texts.str.zfill(4)  # a number cannot keep the zero it began with
    if column.format is Format.MUNICIPALITY:
        codes = texts.unique().drop_nulls().to_list()
        return texts.replace_strict(codes, [current_municipality(code) for code in codes], return_dtype=pl.String)
    if column.format is Format.INDUSTRY:
        return texts.str.replace(r"^([0-9]{2})([0-9]{3})$", "${1}.${2}")
    return texts


def _protection(cells: pl.Series) -> pl.Series:
    known = [kind.value for kind in Protection]
    texts = cells if cells.dtype == pl.String else _nulls(cells, pl.String())
    return texts.set(~texts.is_in(known).fill_null(False), Protection.STRICTLY_CONFIDENTIAL.value)


def _integer(cells: pl.Series, _: Column) -> pl.Series:
    if cells.dtype == pl.String:
        return cells.set(~cells.str.contains(_WHOLE), None).str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    if cells.dtype.is_integer():
        return cells.cast(pl.Int64, strict=False)
    numbers = _number(cells, _)
    whole = (numbers == numbers.round(0)) & (numbers.abs() <= _EXACT_FLOAT)
    return numbers.set(~whole, None).cast(pl.Int64)


def _number(cells: pl.Series, _: Column) -> pl.Series:
    if cells.dtype == pl.String:
        cells = cells.set(~cells.str.contains(_DECIMAL), None)
    elif not cells.dtype.is_numeric():
        return _nulls(cells, pl.Float64())
    numbers = cells.cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite(), None)


def _boolean(cells: pl.Series, _: Column) -> pl.Series:
    if cells.dtype == pl.Boolean:
        return cells
    if cells.dtype != pl.String:
        return _nulls(cells, pl.Boolean())
    return cells.str.to_lowercase().replace_strict(
        ["true", "false"], [True, False], default=None, return_dtype=pl.Boolean
    )


def _date(cells: pl.Series, _: Column) -> pl.Series:
    if isinstance(cells.dtype, pl.Datetime):
        midnight = cells.dt.time() == pl.time(0)
        return cells.dt.replace_time_zone(None).dt.date().set(~pl.select(midnight).to_series(), None)
    if cells.dtype == pl.String:
        return cells.str.extract(_DAY, 1).str.to_date("%Y-%m-%d", strict=False)
    return cells if cells.dtype == pl.Date else _nulls(cells, pl.Date())


def _list(cells: pl.Series, column: Column) -> pl.Series:
    if cells.dtype == pl.String:
        cells = cells.str.split(LIST_SEPARATOR)
    if not isinstance(cells.dtype, pl.List) or cells.dtype.inner.is_nested() or cells.dtype.inner in _NOT_TEXT:
        return cells.is_not_null().replace_strict([True, False], [None, []], return_dtype=pl.List(pl.String))
    inner = pl.element().cast(pl.String, strict=False).str.strip_chars()
    if column.format in _FOUR_DIGITS and cells.dtype.inner.is_numeric():
        inner = pl.element().cast(pl.Int64, strict=False).cast(pl.String).str.zfill(4)
    texts = cells.list.eval(inner.filter(inner.is_not_null() & (inner != "")))
    return texts.cast(pl.List(pl.String)).fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _json(cells: pl.Series, _: Column) -> pl.Series:
    if isinstance(cells.dtype, pl.Struct):
        cells = cells.struct.json_encode()
    if cells.dtype != pl.String:
        return _nulls(cells, pl.String())
    found = cells.unique().drop_nulls().to_list()
    return cells.replace_strict(found, [_tidy_object(text) for text in found], return_dtype=pl.String)


def _tidy_object(text: str) -> str | None:
    """A JSON object of finite numbers with its keys in order and unknown members left out; None when it is not one."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    known = {key: member for key, member in value.items() if member is not None}
    if not all(type(n) in (int, float) and math.isfinite(n) for n in known.values()):
        return None
    return json.dumps(known, sort_keys=True)


_READERS: dict[Kind, Callable[[pl.Series, Column], pl.Series]] = {
    Kind.TEXT: _text,
    Kind.FREE_TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.LIST: _list,
    Kind.JSON: _json,
}


def to_stored_form(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Typed rows as the database keeps them: lists become JSON text."""
    lists = [c.name for c in table.columns if c.kind is Kind.LIST]
    return frame.with_columns(
        pl.struct(name).struct.json_encode().str.strip_prefix(f'{{"{name}":').str.strip_suffix("}").alias(name)
        for name in lists
    )


def from_stored_form(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that the database kept, with their lists as lists again."""
    lists = [c.name for c in table.columns if c.kind is Kind.LIST]
    return frame.with_columns(pl.col(name).str.json_decode(pl.List(pl.String)) for name in lists)
