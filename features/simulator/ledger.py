"""A table that grows by whole columns: what the market writes down while it runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray


class Ledger:
    """Columns of one length. Read a column by name; writing into what is read changes the ledger."""

    def __init__(self, **columns: DTypeLike) -> None:
        self._columns: dict[str, NDArray[Any]] = {name: np.zeros(256, dtype) for name, dtype in columns.items()}
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name][: self._rows]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(self._columns)

    def add(self, rows: int, **values: ArrayLike) -> NDArray[np.int64]:
        """Append `rows` rows, one value or one array per column; their numbers. Every column is needed."""
        if values.keys() != self._columns.keys():
            raise KeyError(f"columns differ: {sorted(values.keys() ^ self._columns.keys())}")
        end = self._rows + rows
        for name, column in self._columns.items():
            if end > column.size:
                column = np.concatenate([column, np.zeros(max(end, 2 * column.size) - column.size, column.dtype)])
                self._columns[name] = column
            column[self._rows : end] = values[name]
        self._rows = end
        return np.arange(end - rows, end)
