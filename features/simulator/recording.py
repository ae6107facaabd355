"""What the tables get to see: when something was written down, and whether by the last day of the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.tables import BY_NAME, Kind

_TYPES: dict[Kind, pl.DataType] = {
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.LIST: pl.List(pl.String()),
}
"""Everything else is text."""


@dataclass(frozen=True)
class Calendar:
    """Turns days since the first day into dates; `last` is the number of the last day."""

    begin: date
    until: date

    @property
    def last(self) -> int:
        """Number of the last day."""
        return (self.until - self.begin).days

    def day(self, number: int) -> date:
        """The date with this number."""
        return self.begin + timedelta(days=number)

    def dates(self, numbers: NDArray[np.int64], known: NDArray[np.bool_] | None = None) -> pl.Series:
        """Dates for numbers, empty where not `known`."""
        first = (self.begin - date(1970, 1, 1)).days
        series = pl.Series(np.asarray(numbers, dtype=np.int64) + first).cast(pl.Int32).cast(pl.Date)
        return series if known is None else only(known, series)


def written_down(
    rng: Generator, day: NDArray[np.int64], at_once: float = 0.6, months_late: float = 0.05
) -> NDArray[np.int64]:
    """The day each event was written down: mostly the same day, now and then months late."""
    drawn = rng.random(day.size)
    soon, late = rng.integers(1, 15, day.size), rng.integers(30, 150, day.size)
    return day + np.where(drawn < months_late, late, np.where(drawn < 1 - at_once, soon, 0))


def some(rng: Generator, values: pl.Series, share: float | NDArray[np.float64]) -> pl.Series:
    """The values with about this share kept and the others empty."""
    return only(rng.random(len(values)) < share, values)


def table(name: str, columns: dict[str, object]) -> pl.DataFrame:
    """A table as the contract has it: its columns in order, its types; columns that are not given are left out."""
    declared = BY_NAME[name]
    unknown = set(columns) - set(declared.column_names)
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    schema = {c.name: _TYPES.get(c.kind, pl.String()) for c in declared.columns if c.name in columns}
    series = [pl.Series(column, columns[column], strict=False).cast(kind) for column, kind in schema.items()]  # type: ignore[arg-type]
    return pl.DataFrame(series)


def codes(values: tuple[str, ...], numbers: NDArray[np.int64]) -> pl.Series:
    """The words behind numbers; −1 is empty."""
    words = pl.Series([*values, None], dtype=pl.String)
    return words.gather(np.where(numbers < 0, len(values), numbers))


def only(known: NDArray[np.bool_], values: pl.Series | NDArray[Any]) -> pl.Series:
    """The values where they are known, else empty."""
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()


def numbered(letter: str, numbers: NDArray[np.int64]) -> pl.Series:
    """Keys such as `C-000012`."""
    return letter + "-" + pl.Series(np.asarray(numbers, dtype=np.int64)).cast(pl.String).str.zfill(6)


def idents(numbers: NDArray[np.int64]) -> pl.Series:
    """Specialists' idents, such as `Z990001`."""
    return "Z" + pl.Series(np.asarray(numbers, dtype=np.int64)).cast(pl.String)
