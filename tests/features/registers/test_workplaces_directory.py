from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from features.errors import InputError
from features.registers.telemark_extract import FIELDS
from features.registers.workplaces_directory import read_workplaces_directory
from features.tables import WORKPLACES
from tests.features.deliveries import FIRST, SECOND, THIRD, cells, typed_rows, write_csv

TODAY = date(2025, 6, 2)


def test_our_own_table_is_read_as_declared_and_faults_are_left_out(tmp_path: Path) -> None:
    rows = cells("workplaces", {}, {"orgnr": "123456789"}, {}, {"employees": 3}, {"orgnr": SECOND})
    write_csv(tmp_path / "workplaces.csv", rows)
    workplaces, report = read_workplaces_directory(tmp_path, TODAY)
    assert workplaces.equals(typed_rows("workplaces", {}, {"orgnr": SECOND}))
    assert next(iter(report.lines())) == "workplaces: 5 in = 2 taken + 1 repeated + 2 left out"


def test_parquet_is_read_too(tmp_path: Path) -> None:
    typed_rows("workplaces", {}).write_parquet(tmp_path / "workplaces.parquet")
    assert read_workplaces_directory(tmp_path, TODAY)[0].equals(typed_rows("workplaces", {}))


def test_register_files_are_found_by_name(tmp_path: Path) -> None:
    telemark, brreg = tmp_path / "telemark", tmp_path / "brreg"
    telemark.mkdir()
    brreg.mkdir()
    header = ",".join(FIELDS)
    row = f"{FIRST},{SECOND},22.0,BEDR,85.201,Ordinær grunnskoleundervisning,Skien"
    (telemark / "telemark_workplaces.csv").write_text(f"{header}\n{row}\n")
    units = [
        {
            "organisasjonsnummer": orgnr,
            "organisasjonsform": {"kode": "BEDR"},
            "beliggenhetsadresse": {"kommunenummer": code},
        }
        for orgnr, code in ((SECOND, "4003"), (THIRD, "9999"))
    ]
    (brreg / "underenheter_alle.json").write_text(json.dumps(units))
    assert read_workplaces_directory(telemark, TODAY)[0]["orgnr"].to_list() == [FIRST]
    workplaces, report = read_workplaces_directory(brreg, TODAY)
    assert workplaces["orgnr"].to_list() == [SECOND]
    assert report.quarantined == 1
    assert tuple(workplaces.columns) == WORKPLACES.column_names


def test_a_directory_without_workplaces_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no workplaces"):
        read_workplaces_directory(tmp_path, TODAY)
    with pytest.raises(InputError, match="is not a directory"):
        read_workplaces_directory(tmp_path / "none", TODAY)
