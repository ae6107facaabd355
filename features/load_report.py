"""What a load says when it is done: one line per table, then the reasons with their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from features.findings import FINDINGS

REASONS_SHOWN = 20
"""Reasons printed per table; the rest is in the quarantine."""
ROWS_SHOWN = 5


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=FINDINGS)


@dataclass(frozen=True)
class TableReport:
    """What became of one table: counts of rows, why rows were quarantined, and what was kept with a warning.

    `refusal` says why the whole table was refused; then nothing of it was counted. `outcomes` are the words for the
    three counts.
    """

    name: str
    rows_in: int = 0
    stored: int = 0
    unchanged: int = 0
    quarantined: int = 0
    findings: pl.DataFrame = field(default_factory=_none)
    warnings: pl.DataFrame = field(default_factory=_none)
    refusal: str | None = None
    outcomes: tuple[str, str, str] = ("stored", "unchanged", "quarantined")

    def __add__(self, other: TableReport) -> TableReport:
        """The report of two parts of one table."""
        return TableReport(
            self.name,
            self.rows_in + other.rows_in,
            self.stored + other.stored,
            self.unchanged + other.unchanged,
            self.quarantined + other.quarantined,
            pl.concat([self.findings, other.findings]),
            pl.concat([self.warnings, other.warnings]),
            self.refusal or other.refusal,
        )

    def with_warnings(self, warnings: pl.DataFrame) -> TableReport:
        """The same report with more that was kept; rows that were quarantined are not warned of."""
        kept = warnings.filter(~pl.col("row").is_in(self.findings["row"].implode()))
        return replace(self, warnings=pl.concat([self.warnings, kept]))

    def sentences(self) -> pl.DataFrame:
        """The findings in the order of the file, each reason a whole sentence that names row and column."""
        sentence = pl.format("Row {}: {} {}", "row", "column", "reason")
        return self.findings.sort("row", maintain_order=True).with_columns(reason=sentence)

    def lines(self) -> Iterator[str]:
        """The table's line and, indented, its reasons."""
        if self.refusal is not None:
            yield f"{self.name}: refused, nothing of it is stored. {self.refusal}"
            return
        counts = zip((self.stored, self.unchanged, self.quarantined), self.outcomes, strict=True)
        yield f"{self.name}: {self.rows_in} in = {' + '.join(f'{count} {outcome}' for count, outcome in counts)}"
        yield from _reasons(self.findings, "")
        yield from _reasons(self.warnings, "warning: ")


@dataclass(frozen=True)
class LoadReport:
    """What became of a directory; `others` are files that are no table of ours and were left alone."""

    tables: list[TableReport]
    others: list[str]

    @property
    def refusals(self) -> list[str]:
        """Why tables were refused, one sentence each; empty when every table could be used."""
        return [table.refusal for table in self.tables if table.refusal is not None]

    def lines(self) -> Iterator[str]:
        """The whole report."""
        for table in self.tables:
            yield from table.lines()
        for name in self.others:
            yield f"warning: {name} is not a table we know; it was left alone"


def _reasons(findings: pl.DataFrame, prefix: str) -> Iterator[str]:
    grouped = (
        findings.group_by("column", "check", "reason", maintain_order=True)
        .agg(rows=pl.col("row").unique().sort())
        .with_columns(count=pl.col("rows").list.len())
        .sort("count", descending=True, maintain_order=True)
    )
    for column, check, reason, rows, count in grouped.head(REASONS_SHOWN).iter_rows():
        more = ", …" if count > ROWS_SHOWN else ""
        places = ", ".join(str(row) for row in rows[:ROWS_SHOWN]) + more
        yield f"  {prefix}{column} {reason} [{check}]: {count} {'row' if count == 1 else 'rows'} ({places})"
    if grouped.height > REASONS_SHOWN:
        yield f"  {prefix}and {grouped.height - REASONS_SHOWN} more reasons, in the table quarantine"
