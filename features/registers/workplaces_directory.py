"""Real workplaces to invent events around: from a table of ours or a register file, checked without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from features.cells import to_stored_form
from features.checks import cell_findings
from features.errors import InputError
from features.files import find_file, read_table_file
from features.findings import Cells, findings_frame
from features.load_report import TableReport
from features.registers.importing import industry_warnings, read_register_file
from features.relations import repeated_keys
from features.tables import WORKPLACES

REGISTER_FILES = ("telemark_workplaces.csv", "underenheter*.json*", "underenheter*.csv*", "enheter*.json*")
"""Names by which a register file is looked for, in this order."""


def read_workplaces_directory(directory: Path, today: date) -> tuple[pl.DataFrame, TableReport]:
    """The valid workplaces of the first file that has any, as declared, and what was left out and why.

    Looks for `workplaces` in our own form, then for a register file. InputError when there is none.
    """
    if not directory.is_dir():
        raise InputError(f"{directory} is not a directory: name the one that holds the workplaces")
    row, warnings = None, None
    path = find_file(directory, "workplaces")
    if path is not None:
        frame = read_table_file(path, WORKPLACES)
    else:
        rows = read_register_file(_register_file(directory))
        frame, row, warnings = rows.frame, rows.row, industry_warnings(rows)
    cells = Cells.read(WORKPLACES, frame, today, row)
    findings = cell_findings(cells)
    valid = (~cells.row.is_in(findings["row"].implode())).arg_true()
    same, other = repeated_keys(WORKPLACES, to_stored_form(WORKPLACES, cells.typed[valid]))
    again = findings_frame(cells.row[valid].filter(other), "orgnr", "duplicate_key", "is a key that an earlier row has")
    findings = findings.vstack(again)
    kept = cells.typed[valid.filter(~same & ~other)]
    report = TableReport(
        "workplaces",
        rows_in=frame.height,
        stored=kept.height,
        unchanged=int(same.sum()),
        quarantined=findings["row"].n_unique(),
        findings=findings,
        outcomes=("taken", "repeated", "left out"),
    )
    return kept, report if warnings is None else report.with_warnings(warnings)


def _register_file(directory: Path) -> Path:
    for pattern in REGISTER_FILES:
        found = sorted(directory.glob(pattern))
        if found:
            return found[0]
    raise InputError(f"{directory} holds no workplaces: put workplaces.csv or a file of underenheter there")
