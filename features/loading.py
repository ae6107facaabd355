"""Loading a directory of tables: read, check, store what is valid, quarantine what is not, and say so.

Every row that comes in is stored, unchanged or quarantined. A table whose file cannot be used is refused; the others go
on. A load that was interrupted can be run again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from tqdm import tqdm

from features.cells import to_stored_form
from features.checks import cell_findings
from features.database import Database
from features.declaration import Table
from features.doubts import doubts
from features.errors import InputError
from features.files import UnknownColumnError, find_file, read_table_file
from features.findings import FINDINGS, Cells, findings_frame
from features.load_report import LoadReport, TableReport
from features.protection import protected_people, without_place
from features.relations import (
    Parents,
    apart_words,
    parent_findings,
    parent_key,
    repeated_keys,
)
from features.restricted import PARTICIPANT_RULES
from features.tables import PARTICIPANTS, TABLES, WORKPLACES

ORDER: tuple[Table, ...] = (WORKPLACES, *(table for table in TABLES if table is not WORKPLACES))
"""Parents before children, and workplaces before the participants whose veto lists name them."""

ROWS_AT_A_TIME = 100_000
"""Rows checked and stored together; bounds the memory of a load."""

_PARENTS = sorted({c.refers_to for table in TABLES for c in table.columns if c.refers_to})


@dataclass(frozen=True)
class Dataset:
    """A delivery: its name, whether its people are invented, and the day on which it was true."""

    name: str
    simulated: bool
    as_of: date


def read_dataset(directory: Path) -> Dataset:
    """What `dataset.json` says; data not marked as simulated is real. InputError when it does not say it."""
    path = directory / "dataset.json"
    try:
        said = json.loads(path.read_text("utf-8-sig"))
        name, simulated, as_of = said["name"], said.get("simulated", False), date.fromisoformat(said["as_of"])
        if isinstance(name, str) and name.strip() and isinstance(simulated, bool):
            return Dataset(name.strip(), simulated, as_of)
    except OSError as cause:
        raise InputError(f"{path} is not there or cannot be read: it names the data set and its date") from cause
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise InputError(_dataset_form(path)) from cause
    raise InputError(_dataset_form(path))


def _dataset_form(path: Path) -> str:
    return f'{path} must be {{"name": text, "simulated": true or false, "as_of": "YYYY-MM-DD"}}'


def load(database: Database, directory: Path, today: date, *, show_progress: bool = False) -> LoadReport:
    """Load every table of the directory and report what became of its rows.

    `today` bounds what can have happened in data that is not simulated. InputError when nothing can be loaded at all;
    a table that cannot be used is in the report as refused.
    """
    if not directory.is_dir():
        raise InputError(f"{directory} is not a directory: name the one that holds the tables")
    dataset = read_dataset(directory)
    missing = [t.name for t in TABLES if t.required and not _has_file(directory, t.name)]
    if missing:
        raise InputError(f"{directory} lacks {' and '.join(missing)}: no load without them")
    loader = Loader(database, dataset, today, show_progress=show_progress)
    reports = [report for table in ORDER if (report := loader.load_file(directory, table)) is not None]
    known = {f"{table.name}{suffix}" for table in TABLES for suffix in (".csv", ".parquet")}
    others = [p.name for p in sorted(directory.iterdir()) if p.suffix in (".csv", ".parquet") and p.name not in known]
    return LoadReport(reports, others)


def _has_file(directory: Path, name: str) -> bool:
    return any((directory / f"{name}{suffix}").is_file() for suffix in (".csv", ".parquet"))


def check_rows(
    database: Database, table: Table, frame: pl.DataFrame, *, simulated: bool, latest: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The checks of a load for single rows: the rows as declared, and `FINDINGS`, empty if all is fine.

    Cells may be typed already or text as in a file. `latest` is the last day on which something can have happened.
    """
    cells = Cells.read(table, frame, latest)
    wanted = {c.refers_to: cells.typed[c.name] for c in table.columns if c.refers_to}
    if table.name in _PARENTS:
        wanted[table.name] = cells.typed[parent_key(table)]
    parents = {name: Parents(database.parent_keys(name, keys), _no_keys()) for name, keys in wanted.items()}
    return cells.typed, pl.concat([cell_findings(cells), parent_findings(cells, parents, simulated)])


class Loader:
    """Loads the tables of one delivery, parents before children, and remembers which parents were refused."""

    def __init__(self, database: Database, dataset: Dataset, today: date, *, show_progress: bool = False) -> None:
        if not dataset.simulated and dataset.as_of > today:
            raise InputError(f"The data set is dated {dataset.as_of}, after today: correct as_of")
        self.database = database
        self.dataset = dataset
        self.show_progress = show_progress
        self._latest = dataset.as_of
        self._protected, self._unusable = _no_keys(), _no_keys()
        self.parents = {name: Parents(database.parent_keys(name), _no_keys()) for name in _PARENTS}

    def load_file(self, directory: Path, table: Table) -> TableReport | None:
        """Load a table's file if there is one."""
        try:
            path = find_file(directory, table.name)
            if path is None:
                return None
            frame = read_table_file(path, table)
        except InputError as refusal:
            return self._refuse(table, refusal)
        if table is PARTICIPANTS:
            try:
                self._protected, self._unusable = _protected_in(directory, self._latest)
            except InputError as refusal:
                if not self.dataset.simulated:
                    words = f"nobody is stored while it is unknown who is protected: {refusal}"
                    return self._refuse(table, InputError(words))
        return self.load_frame(table, frame)

    def load_frame(self, table: Table, frame: pl.DataFrame, row: pl.Series | None = None) -> TableReport:
        """Check and store rows under the table's column names; `row` is their place in the file, else 1, 2, 3 …"""
        places = pl.int_range(1, frame.height + 1, eager=True) if row is None else row
        report, refused = TableReport(table.name), [_no_keys()]
        with tqdm(total=frame.height, desc=table.name, unit=" rows", disable=not self.show_progress) as bar:
            for part in _parts(table, frame):
                cells = Cells.read(table, frame[part], self._latest, places[part])
                partial = self._load_part(cells)
                report += partial
                refused.append(_keys_of(cells, partial.findings))
                bar.update(len(part))
        if table.name in self.parents:
            quarantined = pl.concat(refused).unique()
            self.parents[table.name] = Parents(self.database.parent_keys(table.name), quarantined)
        self.database.quarantine(self.dataset.name, self.dataset.as_of, table.name, report.sentences())
        return report

    def _load_part(self, cells: Cells) -> TableReport:
        """Load rows that no other part shares a key with."""
        table, dataset, height = cells.table, self.dataset, cells.typed.height
        findings = pl.concat([cell_findings(cells), parent_findings(cells, self.parents, dataset.simulated)])
        if table is PARTICIPANTS:
            findings = pl.concat([findings, self._never_open(cells)])
        if table is PARTICIPANT_RULES:
            self._protect_all_the_same(cells, findings)
        valid = (~cells.row.is_in(findings["row"].implode())).arg_true()
        same, other = repeated_keys(table, to_stored_form(table, cells.typed[valid]))
        key = ", ".join(table.keys)
        words = "is a key that an earlier row has with other values"
        doubles = findings_frame(cells.row[valid].filter(other), key, "duplicate_key", words)
        kept = valid.filter(~same & ~other)
        rows = without_place(cells.typed[kept], self._protected) if table is PARTICIPANTS else cells.typed[kept]
        stored = self.database.store(table.name, rows, dataset.name, dataset.simulated, dataset.as_of)
        apart = findings_frame(
            cells.row[kept][stored.refused], key, "real_and_simulated", apart_words("row", dataset.simulated)
        )
        findings = pl.concat([findings, doubles, apart])
        return TableReport(
            table.name,
            rows_in=height,
            stored=stored.stored,
            unchanged=stored.unchanged + int(same.sum()),
            quarantined=findings["row"].n_unique(),
            findings=findings,
            warnings=self._warnings(cells, findings),
        )

    def _never_open(self, cells: Cells) -> pl.DataFrame:
        """Rows of people whom a row of rules protects that cannot be stored: without it anybody would see them."""
        rows = cells.row.filter(cells.typed["participant_id"].is_in(self._unusable.implode()).fill_null(False))
        words = "is of a protected person whose row of participant_rules cannot be used: correct that row first"
        return findings_frame(rows, "participant_id", "protected_without_rules", words)

    def _protect_all_the_same(self, cells: Cells, findings: pl.DataFrame) -> None:
        """Give people the protection of a row that is refused for another fault, where rules of theirs are stored."""
        refused = cells.typed.filter(cells.row.is_in(findings["row"].implode()))
        said = refused.filter(refused["participant_id"].is_in(protected_people(refused).implode()))
        said = said.select("participant_id", "protection").unique("participant_id", keep="last")
        held = self.database.rows(PARTICIPANT_RULES.name, said["participant_id"]).drop("protection")
        for simulated, theirs in held.join(said, on="participant_id").group_by("simulated"):
            rows = theirs.select(PARTICIPANT_RULES.column_names)
            self.database.store(PARTICIPANT_RULES.name, rows, self.dataset.name, bool(simulated[0]), self.dataset.as_of)

    def _warnings(self, cells: Cells, findings: pl.DataFrame) -> pl.DataFrame:
        found = doubts(cells, self.parents["workplaces"].stored["key"])
        return found.filter(~pl.col("row").is_in(findings["row"].implode()))

    def _refuse(self, table: Table, refusal: InputError) -> TableReport:
        if table.name in self.parents:
            self.parents[table.name] = Parents(self.parents[table.name].stored, _no_keys(), refused=True)
        name = "unknown_column" if isinstance(refusal, UnknownColumnError) else "unusable_file"
        entry = pl.DataFrame(
            {"row": [None], "column": [""], "check": [name], "reason": [str(refusal)]}, schema=FINDINGS
        )
        self.database.quarantine(self.dataset.name, self.dataset.as_of, table.name, entry)
        return TableReport(table.name, refusal=str(refusal))


def _protected_in(directory: Path, latest: date) -> tuple[pl.Series, pl.Series]:
    """The people whom the directory's rules protect, and those of them whose row of rules cannot be used.

    The rules come after the people: the first are stored without a place, the second not at all. InputError when there
    is a file of rules that cannot be used.
    """
    path = find_file(directory, PARTICIPANT_RULES.name)
    if path is None:
        return _no_keys(), _no_keys()
    cells = Cells.read(PARTICIPANT_RULES, read_table_file(path, PARTICIPANT_RULES), latest)
    faulty = cells.row.is_in(cell_findings(cells)["row"].implode())
    return protected_people(cells.typed), protected_people(cells.typed.filter(faulty))


def _no_keys() -> pl.Series:
    return pl.Series("key", [], dtype=pl.String)


def _keys_of(cells: Cells, findings: pl.DataFrame) -> pl.Series:
    """By what other tables would name the rows with findings."""
    refused = cells.row.is_in(findings["row"].implode())
    return cells.typed[parent_key(cells.table)].filter(refused).drop_nulls().unique().alias("key")


def _parts(table: Table, frame: pl.DataFrame) -> Iterator[pl.Series]:
    """Places of rows, a part at a time: rows with the same key are in one part, in the order of the file."""
    keys = frame[table.keys[0]] if table.keys[0] in frame.columns else pl.Series([None] * frame.height, dtype=pl.String)
    if frame.height <= ROWS_AT_A_TIME or keys.dtype.is_nested():
        yield pl.int_range(0, frame.height, eager=True)
        return
    number = keys.cast(pl.String).str.strip_chars().fill_null("").rank("min") // ROWS_AT_A_TIME
    for part in number.unique().sort():
        yield (number == part).arg_true()
