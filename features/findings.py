"""What was found wrong, and the rows in which it was found: as the file has them and as declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from features.cells import plain, typed
from features.declaration import Column, Table
from features.files import UNEVEN

FINDINGS = pl.Schema({"row": pl.Int64(), "column": pl.String(), "check": pl.String(), "reason": pl.String()})
"""A finding: 1-based row of the file, column, name of the check, and what is wrong in words that follow the column."""


@dataclass(frozen=True)
class Cells:
    """The rows of one table: `raw` as the file has them, `typed` as declared, `row` their 1-based place in the file.

    `latest` is the last day on which something can have happened.
    """

    table: Table
    raw: pl.DataFrame
    typed: pl.DataFrame
    row: pl.Series
    latest: date
    uneven: pl.Series

    @classmethod
    def read(cls, table: Table, frame: pl.DataFrame, latest: date, row: pl.Series | None = None) -> Cells:
        """The cells of a frame that `files` read, or that a register gave under the table's column names."""
        raw = plain(table, frame)
        places = pl.int_range(1, frame.height + 1, eager=True) if row is None else row
        uneven = frame[UNEVEN] if UNEVEN in frame.columns else pl.repeat(False, frame.height, eager=True)
        return cls(table, raw, typed(table, raw), places.cast(pl.Int64), latest, uneven)

    def texts(self, column: Column) -> pl.Series:
        """A text column's cells as texts, lists joined."""
        raw = self.raw[column.name]
        cells = raw if raw.dtype == pl.String else self.typed[column.name]
        return cells.list.join("|") if isinstance(cells.dtype, pl.List) else cells


def findings_frame(rows: pl.Series, column: str, check: str, reasons: pl.Series | str) -> pl.DataFrame:
    """Findings of one check in one column, for the given rows."""
    return pl.DataFrame({"row": rows}).select(
        pl.col("row").cast(pl.Int64),
        column=pl.lit(column),
        check=pl.lit(check),
        reason=pl.lit(reasons),
    )
