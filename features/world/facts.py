"""Facts in the order they became known, so that any date can ask only for what was known by then.

Days are whole numbers since 1970-01-01. A `Facts` answers for many (key, day) questions at once by binary search and
prefix sums: no loop over pairs, and nothing that became known after the day can reach the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.tables import Table

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

EPOCH = date(1970, 1, 1)
NEVER = 2**19
"""A day after every real date: «not ended», «not known»."""
_DAY_BITS = 20


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def to_date(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


def days(column: pl.Series, missing: int = NEVER) -> Ints:
    """Day numbers of a date column; dates before 1970 count as day 0, empty cells as `missing`."""
    numbers = column.cast(pl.Date).cast(pl.Int32).cast(pl.Int64)
    return numbers.clip(lower_bound=0).fill_null(missing).to_numpy().copy()


def known_days(frame: pl.DataFrame, table: Table) -> Ints:
    """The day each row became known: the later of `recorded_on` and the table's own first date, else day 0."""
    known = days(frame["recorded_on"], missing=0)
    if table.known_from is not None:
        known = np.maximum(known, days(frame[table.known_from], missing=0))
    return known


class Facts:
    """Facts about integer keys, each with the day it became known, the day it is about, and named values.

    `keys` and `known` are aligned int arrays [n]; rows with a negative key are dropped. `values` are float arrays [n]
    that can be summed (`total`) or read from the latest fact (`latest`). `when` int [n] is the day each fact is about,
    the day it became known where it is left out: what is recorded late is old all the same.
    """

    def __init__(
        self,
        keys: NDArray[Any],
        known: NDArray[Any],
        values: Mapping[str, NDArray[Any]] | None = None,
        when: NDArray[Any] | None = None,
    ) -> None:
        keep = np.flatnonzero((keys >= 0) & (known < NEVER))
        codes = (keys[keep].astype(np.int64) << _DAY_BITS) | known[keep].astype(np.int64)
        order = np.argsort(codes, kind="stable")
        self.order = keep[order]
        """Positions of the facts in the arrays they came from, by key and then by day known."""
        self.codes: Ints = codes[order]
        self.values: dict[str, Floats] = {
            name: np.asarray(v, dtype=np.float64)[self.order] for name, v in (values or {}).items()
        }
        self.when: Ints = (known if when is None else when)[self.order].astype(np.int64)
        self._newest = _newest_so_far(self.codes >> _DAY_BITS, self.when)
        self._sums = {name: np.concatenate([[0.0], np.cumsum(v)]) for name, v in self.values.items()}

    def __len__(self) -> int:
        return len(self.codes)

    def keys(self) -> Ints:
        """The key of each fact, in order."""
        return np.asarray(self.codes >> _DAY_BITS)

    def known_days(self) -> Ints:
        """The day each fact became known, in order."""
        return np.asarray(self.codes & (2**_DAY_BITS - 1))

    def span(self, keys: NDArray[Any], day: NDArray[Any] | int) -> tuple[Ints, Ints]:
        """First and one-past-last position of what was known about `keys` on `day`; empty for negative keys."""
        base = keys.astype(np.int64) << _DAY_BITS
        first = np.searchsorted(self.codes, base, side="left")
        last = np.searchsorted(self.codes, base | np.clip(day, 0, NEVER), side="right")
        absent = (keys < 0) | (np.asarray(day) < 0)
        return first, np.where(absent, first, np.maximum(first, last))

    def count(self, keys: NDArray[Any], day: NDArray[Any] | int) -> Floats:
        """How many facts about each key were known on the day."""
        first, last = self.span(keys, day)
        return (last - first).astype(np.float64)

    def total(self, name: str, keys: NDArray[Any], day: NDArray[Any] | int) -> Floats:
        """Sum of a value over the facts about each key known on the day."""
        first, last = self.span(keys, day)
        sums = self._sums[name]
        return np.asarray(sums[last] - sums[first], dtype=np.float64)

    def latest(self, name: str, keys: NDArray[Any], day: NDArray[Any] | int) -> Floats:
        """The value of the newest fact about each key among those known on the day; NaN where there is none."""
        return self._of_newest(self.values[name], keys, day)

    def latest_day(self, keys: NDArray[Any], day: NDArray[Any] | int) -> Floats:
        """The day that the newest known fact about each key is about; NaN where there is none."""
        return self._of_newest(self.when.astype(np.float64), keys, day)

    def _of_newest(self, values: Floats, keys: NDArray[Any], day: NDArray[Any] | int) -> Floats:
        first, last = self.span(keys, day)
        if len(self) == 0:
            return np.full(len(keys), np.nan)
        return np.where(last > first, values[self._newest[np.maximum(last - 1, 0)]], np.nan)

    def expand(self, keys: NDArray[Any], day: NDArray[Any] | int) -> tuple[Ints, Ints]:
        """Every (row, fact) where the fact is about the row's key and known on the row's day.

        Returns row positions (ascending) and positions into `order` / `values`, both int [m].
        """
        first, last = self.span(keys, day)
        counts = last - first
        rows = np.repeat(np.arange(len(keys)), counts)
        starts = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return rows, starts + np.arange(len(rows))


def minimum_by_row(rows: Ints, values: NDArray[Any], n: int) -> Floats:
    """Smallest value per row for ascending `rows`; NaN for a row without one. Shape [n]."""
    result = np.full(n, np.nan)
    if len(rows):
        heads = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        result[rows[heads]] = np.minimum.reduceat(values, heads)
    return result


def window_count(facts: Facts, keys: NDArray[Any], day: NDArray[Any], width: int) -> Floats:
    """Facts about each key, known on the day, that are about the `width` days up to and including it."""
    rows, which = facts.expand(keys, day)
    inside = facts.when[which] > np.asarray(day)[rows] - width
    return np.bincount(rows[inside], minlength=len(keys)).astype(np.float64)


def _newest_so_far(keys: Ints, when: Ints) -> Ints:
    """For facts in order of key and then day known: position of the newest about the same key up to and with each."""
    if len(keys) == 0:
        return keys
    segment = np.concatenate([[0], np.cumsum(keys[1:] != keys[:-1])])
    marks = (segment << _DAY_BITS) | np.clip(when, 0, NEVER)
    newest = marks >= np.maximum.accumulate(marks)
    return np.maximum.accumulate(np.where(newest, np.arange(len(keys)), 0))
