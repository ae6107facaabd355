from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.database import Database
from features.errors import InputError
from features.loading import load
from features.registers import json_records as reading
from features.registers.enhetsregisteret import read_underenheter
from features.registers.importing import import_register, read_register_file
from features.registers.json_records import json_records
from tests.features.deliveries import AS_OF, FIRST, SECOND, THIRD, deliver

TODAY = date(2025, 6, 2)
Unit = dict[str, Any]


def unit(orgnr: str = FIRST, **given: Any) -> Unit:
    """One underenhet as Brønnøysund publishes it, with more than we take."""
    return {
        "organisasjonsnummer": orgnr,
        "navn": "KAFÉ ØST AVD SKIEN",
        "organisasjonsform": {"kode": "BEDR", "beskrivelse": "Underenhet til næringsdrivende", "_links": {}},
        "overordnetEnhet": SECOND,
        "registreringsdatoEnhetsregisteret": "2019-02-01",
        "oppstartsdato": "2019-01-01",
        "naeringskode1": {"kode": "56.101", "beskrivelse": "Drift av restauranter og kafeer"},
        "antallAnsatte": 12,
        "harRegistrertAntallAnsatte": True,
        "beliggenhetsadresse": {
            "land": "Norge",
            "landkode": "NO",
            "postnummer": "3724",
            "poststed": "SKIEN",
            "adresse": ["Torggata 1"],
            "kommune": "SKIEN",
            "kommunenummer": "0806",
        },
        "_links": {"self": {"href": "about:blank"}},
    } | given


UNITS = [unit(), unit(SECOND, navn="B"), unit(THIRD, navn="C")]


def flat(record: Unit, before: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{before}{name}.")
        elif isinstance(value, bool):
            cells[before + name] = str(value).lower()
        elif not isinstance(value, list):
            cells[before + name] = "" if value is None else str(value)
    return cells


def as_csv(separator: str) -> str:
    out = io.StringIO()
    rows = [flat(u) for u in UNITS]
    writer = csv.DictWriter(out, sorted(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


FORMS = {
    "array": json.dumps(UNITS),
    "indented array": json.dumps(UNITS, indent=2, ensure_ascii=False),
    "one object per line": "\n".join(json.dumps(u) for u in UNITS) + "\n",
    "embedded": json.dumps({"_embedded": {"underenheter": UNITS}, "page": {"size": 3}}),
    "comma": as_csv(","),
    "semicolon": as_csv(";"),
}


@pytest.fixture(params=[False, True], ids=["plain", "gzipped"])
def is_gzipped(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def written(path: Path, text: str, is_gzipped: bool = False) -> Path:
    content = text.encode("utf-8")
    path.write_bytes(gzip.compress(content) if is_gzipped else content)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_file_gives_the_same_rows(tmp_path: Path, form: str, is_gzipped: bool) -> None:
    read = read_register_file(written(tmp_path / "file", FORMS[form], is_gzipped))
    assert read.frame.to_dicts()[0] == {
        "orgnr": FIRST,
        "parent_orgnr": SECOND,
        "name": "KAFÉ ØST AVD SKIEN",
        "org_form": "BEDR",
        "industry_code": "56.101",
        "industry_standard": "SN2007",
        "municipality": "0806",
        "postcode": "3724",
        "employees": "12",
        "registered_on": "2019-01-01",
        "closed_on": None,
    }
    assert read.frame["name"].to_list() == ["KAFÉ ØST AVD SKIEN", "B", "C"]


def test_a_byte_order_mark_and_leading_space_are_let_pass(tmp_path: Path) -> None:
    assert read_register_file(written(tmp_path / "a", "\ufeff\n" + FORMS["array"])).frame.height == 3
    assert read_register_file(written(tmp_path / "b", "\ufeff" + FORMS["comma"])).frame.height == 3


def imported(database: Database, tmp_path: Path, *units: Unit, as_of: date = AS_OF) -> list[str]:
    path = written(tmp_path / "underenheter.json", json.dumps(units))
    return import_register(database, path, as_of, TODAY)


def test_units_become_real_workplaces_of_today(database: Database, tmp_path: Path) -> None:
    assert imported(database, tmp_path, unit()) == ["workplaces: 1 in = 1 stored + 0 unchanged + 0 quarantined"]
    row = database.read("workplaces").row(0, named=True)
    assert (row["municipality"], row["dataset"], row["simulated"]) == ("4003", "enhetsregisteret", False)
    assert imported(database, tmp_path, unit()) == ["workplaces: 1 in = 0 stored + 1 unchanged + 0 quarantined"]


def test_a_missing_number_of_employees_is_suppressed_and_not_zero(database: Database, tmp_path: Path) -> None:
    unknown, denied = unit(SECOND), unit(THIRD, antallAnsatte=0, harRegistrertAntallAnsatte=False)
    del unknown["antallAnsatte"]
    imported(database, tmp_path, unit(antallAnsatte=0), unknown, denied)
    employees = dict(database.read("workplaces").select("orgnr", "employees").rows())
    assert employees == {FIRST: 0, SECOND: None, THIRD: None}


def test_only_units_where_people_work_are_taken_and_the_others_counted(database: Database, tmp_path: Path) -> None:
    def formed(orgnr: str, code: str) -> Unit:
        return unit(orgnr, organisasjonsform={"kode": code})

    lines = imported(database, tmp_path, formed(FIRST, "ENK"), formed(SECOND, "AAFY"), formed(THIRD, "ENK"))
    assert lines == [
        "workplaces: 1 in = 1 stored + 0 unchanged + 0 quarantined",
        "left out, not workplaces: 2 ENK",
    ]


def test_what_is_wrong_is_quarantined_by_its_place_in_the_file(database: Database, tmp_path: Path) -> None:
    abroad = unit(SECOND, beliggenhetsadresse={"land": "Sverige", "landkode": "SE"})
    other = unit(THIRD, organisasjonsform={"kode": "ENK"})
    wrong = unit("123456789")
    lines = imported(database, tmp_path, other, unit(), abroad, wrong)
    assert lines[0] == "workplaces: 3 in = 1 stored + 0 unchanged + 2 quarantined"
    entries = database.quarantined().select("row_number", "column_name", "check_name").rows()
    assert entries == [(3, "municipality", "missing"), (4, "orgnr", "check_digit")]


def test_an_industry_code_in_no_edition_is_left_empty_with_a_warning(database: Database, tmp_path: Path) -> None:
    lines = imported(database, tmp_path, unit(naeringskode1={"kode": "99.123", "beskrivelse": "?"}))
    assert lines[0] == "workplaces: 1 in = 1 stored + 0 unchanged + 0 quarantined"
    assert "left empty [unknown_industry]: 1 row (1)" in lines[1]
    assert database.read("workplaces")["industry_code"].to_list() == [None]


def test_the_edition_is_decided_by_the_name_and_else_unknown(database: Database, tmp_path: Path) -> None:
    both = unit(SECOND, naeringskode1={"kode": "56.101"})
    imported(database, tmp_path, unit(), both)
    editions = dict(database.read("workplaces").select("orgnr", "industry_standard").rows())
    assert editions[FIRST] == "SN2007"


def test_what_the_register_does_not_carry_stays_for_a_real_workplace(database: Database, tmp_path: Path) -> None:
    noted = {"capacity": 3, "sector": "municipal", "latitude": 59.2, "longitude": 9.6, "orgnr": FIRST}
    there = [noted, noted | {"orgnr": SECOND, "municipality": "4001"}]
    load(database, deliver(tmp_path / "d", simulated=False, participants=[], workplaces=there), TODAY)
    imported(database, tmp_path, unit(), unit(SECOND))
    kept = database.read("workplaces").select("orgnr", "name", "capacity", "sector", "latitude").rows()
    assert kept == [
        (FIRST, "KAFÉ ØST AVD SKIEN", 3, "municipal", 59.2),
        (SECOND, "KAFÉ ØST AVD SKIEN", 3, "municipal", None),
    ]


def test_nothing_noted_of_a_simulated_workplace_is_kept_for_the_real_one(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "d", participants=[], workplaces=[{"capacity": 3}]), TODAY)
    imported(database, tmp_path, unit())
    assert database.read("workplaces").select("capacity", "simulated").rows() == [(None, False)]


def test_a_later_file_replaces_from_its_date_and_keeps_the_history(database: Database, tmp_path: Path) -> None:
    imported(database, tmp_path, unit(antallAnsatte=5), as_of=date(2025, 5, 1))
    imported(database, tmp_path, unit(antallAnsatte=9), as_of=AS_OF)
    assert database.read("workplaces").select("employees", "known_from").rows() == [(9, AS_OF)]
    assert database.read("workplaces_history").select("employees", "replaced_on").rows() == [(5, AS_OF)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" + json.dumps(unit()) + ", {", "not JSON at record 2"),
        ('[{"organisasjonsnummer" 1}]', "not JSON at record 1"),
        (json.dumps([{"navn": "x"}]), "holds no underenheter"),
        (json.dumps([1, 2]), "holds no underenheter"),
        ("a,b\n1,2\n", "no file of underenheter"),
        ("", "no file of underenheter"),
        (json.dumps({"message": "try later"}), "holds no underenheter"),
    ],
)
def test_a_file_that_is_something_else_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_register_file(written(tmp_path / "file", text))


def test_a_torn_download_is_said(tmp_path: Path) -> None:
    path = tmp_path / "file.json.gz"
    path.write_bytes(gzip.compress(FORMS["array"].encode())[:-20])
    with pytest.raises(InputError, match="broken gzip"):
        read_register_file(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_register_file(tmp_path / "nothing.json")


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.sampled_from(["array", "indented array", "one object per line", "embedded"]))
def test_records_are_the_same_wherever_the_text_is_cut(size: int, form: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "CHUNK", size + (60 if form == "embedded" else 0))
        assert list(json_records(io.StringIO(FORMS[form]), "file")) == UNITS


def test_a_whole_country_is_read_in_columns() -> None:
    text = io.StringIO("\n".join(json.dumps(unit(navn=str(n))) for n in range(25_000)))
    read = read_underenheter(text, "file")
    assert read.frame["name"].cast(pl.Int64).equals(pl.int_range(25_000, eager=True).alias("name"))
