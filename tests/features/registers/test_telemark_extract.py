from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from features.registers.importing import import_register, read_register_file
from features.registers.telemark_extract import FIELDS, is_telemark_extract
from tests.features.deliveries import AS_OF, FIRST, SECOND, THIRD

TODAY = date(2025, 6, 2)
EXTRACT = Path(__file__).parents[3] / "../shared/data/norway/telemark_workplaces.csv"
HEADER = ",".join(FIELDS)
extract = pytest.mark.skipif(not EXTRACT.is_file(), reason="the Telemark extract is not on this machine")


def written(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "telemark_workplaces.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


def test_the_extract_is_known_by_its_header() -> None:
    assert is_telemark_extract(HEADER + "\r\n")
    assert not is_telemark_extract("orgnr,name")


def test_numbers_names_and_codes_are_read_as_what_they_were(tmp_path: Path) -> None:
    rows = [f"{FIRST},{SECOND},22.0,BEDR,1.11,Dyrking av korn, Skien ".replace("korn,", '"korn",')]
    frame = read_register_file(written(tmp_path, *rows)).frame
    assert frame.select("orgnr", "parent_orgnr", "employees", "industry_code", "municipality").row(0) == (
        FIRST,
        SECOND,
        "22.0",
        "01.110",
        "4003",
    )


def test_rows_are_stored_as_real_workplaces_and_faults_quarantined(database: Database, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"{FIRST},{SECOND},22.0,BEDR,41.0,Oppføring av bygninger,Kragerø",
        f"{SECOND},{FIRST},,AAFY,,,Skien",
        f"{THIRD},{FIRST},5.0,BEDR,41.0,Oppføring av bygninger,Atlantis",
        f"{THIRD},{FIRST},5.0",
    )
    lines = import_register(database, path, AS_OF, TODAY)
    assert lines[0] == "workplaces: 4 in = 2 stored + 0 unchanged + 2 quarantined"
    stored = database.read("workplaces").select("employees", "industry_code", "municipality", "simulated").rows()
    assert stored == [(22, "41.000", "4014", False), (None, None, "4003", False)]
    found = database.quarantined().select("row_number", "check_name").rows()
    assert found[0] == (3, "unknown_municipality")
    assert {row for row, _ in found} == {3, 4}


@extract
def test_the_whole_extract_is_stored_and_nearly_every_industry_resolved(database: Database) -> None:
    lines = import_register(database, EXTRACT, AS_OF, TODAY)
    stored = database.read("workplaces", simulated=False)
    refused = database.quarantined()["row_number"].n_unique()
    assert stored.height + refused == 3755
    assert lines[0] == f"workplaces: 3755 in = {stored.height} stored + 0 unchanged + {refused} quarantined"
    assert refused == 0
    assert stored["industry_code"].null_count() == 1
    assert stored["industry_code"].drop_nulls().str.contains(r"^\d\d\.\d\d\d$").all()
    assert stored.filter(pl.col("industry_code") == "43.220").height == 52
    assert stored["employees"].min() == 5
    assert stored["municipality"].str.starts_with("40").all()
    assert import_register(database, EXTRACT, AS_OF, TODAY) == [
        "workplaces: 3755 in = 0 stored + 3755 unchanged + 0 quarantined"
    ]


@extract
def test_the_edition_is_decided_by_the_name_for_most_rows() -> None:
    frame = read_register_file(EXTRACT).frame
    assert frame["industry_standard"].is_not_null().sum() > 0.4 * frame.height
