"""What rows are to each other and to what is stored: parents, repeated keys, real people apart from invented ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.declaration import Table
from features.findings import FINDINGS, Cells, findings_frame
from features.tables import BY_NAME


@dataclass(frozen=True)
class Parents:
    """The rows that others may refer to: `stored` has the column `key` and whether it is `simulated`.

    `quarantined` are keys of refused rows; `refused` says that the whole table was.
    """

    stored: pl.DataFrame
    quarantined: pl.Series
    refused: bool = False


def parent_key(table: Table) -> str:
    """The column of a parent by which others name it: the first of its key."""
    return table.keys[0]


def is_about_people(table: Table) -> bool:
    """Whether rows tell something about a participant, directly or through a placement."""
    return table.name == "participants" or any(
        c.refers_to == "participants" or (c.refers_to is not None and is_about_people(BY_NAME[c.refers_to]))
        for c in table.columns
    )


def parent_findings(cells: Cells, parents: Mapping[str, Parents], simulated: bool) -> pl.DataFrame:
    """Rows whose parent is not stored, was quarantined, or is real where the row is simulated or the other way."""
    found = [pl.DataFrame(schema=FINDINGS)]
    for column in cells.table.columns:
        if column.refers_to is not None:
            known, what = parents[column.refers_to], column.refers_to.removesuffix("s")
            found += _without_parent(cells, column.name, known, what)
            if is_about_people(BY_NAME[column.refers_to]):
                found.append(_kept_apart(cells, column.name, known.stored, what, simulated))
    if cells.table.name == "participants":
        found.append(_kept_apart(cells, "participant_id", parents["participants"].stored, "participant", simulated))
    return pl.concat(found)


def _without_parent(cells: Cells, column: str, known: Parents, what: str) -> list[pl.DataFrame]:
    keys = cells.typed[column]
    orphans = keys.is_not_null() & ~keys.is_in(known.stored["key"].implode())
    if known.refused:
        words = f"names a {what}, and the table {what}s was refused"
        return [findings_frame(cells.row.filter(orphans), column, "quarantined_parent", words)]
    behind = keys.is_in(known.quarantined.implode())
    return [
        findings_frame(
            cells.row.filter(orphans & behind), column, "quarantined_parent", f"names a {what} that was quarantined"
        ),
        findings_frame(
            cells.row.filter(orphans & ~behind),
            column,
            "unknown_parent",
            f"names a {what} that is not among the {what}s",
        ),
    ]


def _kept_apart(cells: Cells, column: str, stored: pl.DataFrame, what: str, simulated: bool) -> pl.DataFrame:
    others = stored.filter(pl.col("simulated") != simulated)["key"]
    faulty = cells.typed[column].is_in(others.implode()).fill_null(False)
    return findings_frame(cells.row.filter(faulty), column, "real_and_simulated", apart_words(what, simulated))


def apart_words(what: str, simulated: bool) -> str:
    """Why a row may not meet one that is stored: one of them is real, the other invented."""
    here, there = ("simulated", "real") if simulated else ("real", "simulated")
    return f"belongs to a {what} that is stored as {there}: a {here} row may not replace or join it"


def repeated_keys(table: Table, stored_form: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Rows whose key an earlier row has: (with the same values, with other values), as two masks over the frame."""
    keys = list(table.keys)
    later = ~stored_form.select(pl.struct(keys).is_first_distinct()).to_series()
    if not later.any():
        return later, later
    firsts = stored_form.filter(~later)
    paired = stored_form.join(firsts, on=keys, how="left", suffix=":first", maintain_order="left")
    values = [name for name in table.column_names if name not in keys]
    differs = paired.select(
        pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}:first")) for name in values])
    ).to_series()
    return later & ~differs, later & differs
