"""Bringing a register file in: recognise it, and load its workplaces through the same checks as every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from features.cells import plain, typed
from features.database import Database
from features.files import open_text
from features.findings import findings_frame
from features.loading import Dataset, Loader
from features.registers.enhetsregisteret import RegisterRows, read_underenheter
from features.registers.telemark_extract import is_telemark_extract, read_telemark_extract
from features.tables import WORKPLACES

DATASET = "enhetsregisteret"
_POSITION = ("latitude", "longitude")


def read_register_file(path: Path) -> RegisterRows:
    """The workplaces of a register file of either kind. InputError when it is neither."""
    with open_text(path) as text:
        header = text.readline(1000)
        text.seek(0)
        return (read_telemark_extract if is_telemark_extract(header) else read_underenheter)(text, path.name)


def import_register(
    database: Database, path: Path, as_of: date, today: date, *, show_progress: bool = False
) -> list[str]:
    """Load a register file, true on `as_of`, as real workplaces.

    What the register does not carry, such as capacity, stays as it is stored for a real workplace; a position only
    while the municipality is the same. The answer is the report, line by line.
    """
    rows = read_register_file(path)
    loader = Loader(database, Dataset(DATASET, simulated=False, as_of=as_of), today, show_progress=show_progress)
    frame = _with_what_is_stored(rows.frame, database.read("workplaces", simulated=False))
    report = loader.load_frame(WORKPLACES, frame, rows.row).with_warnings(industry_warnings(rows))
    return [*report.lines(), *left_out_lines(rows)]


def left_out_lines(rows: RegisterRows) -> Iterator[str]:
    """How many records were no workplaces, by their form."""
    if rows.left_out:
        forms = ", ".join(f"{count} {form}" for form, count in rows.left_out.most_common())
        yield f"left out, not workplaces: {forms}"


def industry_warnings(rows: RegisterRows) -> pl.DataFrame:
    """Rows whose industry code is in no edition, as `checks.FINDINGS`."""
    words = "is in no edition of the standard; left empty"
    return findings_frame(rows.without_industry, "industry_code", "unknown_industry", words)


def _with_what_is_stored(frame: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    absent = [name for name in WORKPLACES.column_names if name not in frame.columns and name != "recorded_on"]
    now = typed(WORKPLACES, plain(WORKPLACES, frame)).select("orgnr", place="municipality")
    kept = now.join(stored.select("orgnr", "municipality", *absent), on="orgnr", how="left", maintain_order="left")
    moved = pl.col("place").ne_missing(pl.col("municipality"))
    kept = kept.with_columns(pl.when(~moved).then(name).alias(name) for name in _POSITION)
    return frame.hstack(kept.select(absent))
