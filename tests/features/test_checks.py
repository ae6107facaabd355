from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr as official

from features.checks import CHECKS, cell_findings, check_digit_is_right
from features.declaration import Kind
from features.files import UNEVEN
from features.findings import Cells
from features.tables import BY_NAME, TABLES
from tests.features.deliveries import AS_OF, FIRST, cells, typed_rows
from tests.features.test_identity_numbers import BORN

TOMORROW = AS_OF + timedelta(days=1)
WRONG_DIGIT = FIRST[:8] + str((int(FIRST[8]) + 1) % 10)

FAULTS: list[tuple[str, str, str, str]] = [
    ("national_identity_number", "participants", "participant_id", BORN),
    ("national_identity_number", "participants", "wished_text", f"født {BORN[:6]} {BORN[6:]}, vil ut"),
    ("national_identity_number", "participants", "unavailable_times", f"tue 09:00-12:00|{BORN}"),
    ("national_identity_number", "participant_rules", "months_used", f'{{"mentor_subsidy": {BORN}}}'),
    ("national_identity_number", "contacts", "specialist_id", f"Z{BORN}"),
    ("hidden_character", "contacts", "next_step", "ring\x00igjen"),
    ("hidden_character", "participants", "driving_licence", "B|C\x00"),
    ("hidden_character", "contacts", "next_step", "ring \u202enejgi"),
    ("missing", "contacts", "specialist_id", ""),
    ("missing", "contacts", "contacted_on", "  "),
    ("missing", "workplaces", "orgnr", ""),
    ("not_a_number", "workplaces", "employees", "tolv"),
    ("not_a_number", "workplaces", "employees", "12.5"),
    ("not_a_number", "workplaces", "latitude", "NaN"),
    ("not_a_number", "workplaces", "latitude", "inf"),
    ("not_a_number", "participants", "hours_min", "1,5"),
    ("not_true_or_false", "placements", "paid", "ja"),
    ("not_a_date", "placements", "starts_on", "01.02.2025"),
    ("not_a_date", "placements", "starts_on", "2025-02-30"),
    ("not_a_date", "placements", "starts_on", "2025-02-03 12:00:00"),
    ("not_json", "participant_rules", "months_used", "mentor"),
    ("not_json", "participant_rules", "months_used", "[1]"),
    ("not_json", "participant_rules", "months_used", '{"mentor_subsidy": "two"}'),
    ("not_json", "participant_rules", "months_used", '{"mentor_subsidy": NaN}'),
    ("unknown_municipality", "participants", "municipality", "9999"),
    ("unknown_municipality", "workplaces", "municipality", "Skien"),
    ("organisation_number", "contacts", "orgnr", "12345678"),
    ("organisation_number", "participants", "excluded_workplaces", f"{FIRST}|kiosken"),
    ("check_digit", "workplaces", "orgnr", WRONG_DIGIT),
    ("check_digit", "workplaces", "parent_orgnr", WRONG_DIGIT),
    ("four_digits", "participants", "office_id", "806"),
    ("four_digits", "workplaces", "postcode", "N-3700"),
    ("unusable_id", "participants", "participant_id", "a/b"),
    ("unusable_id", "participants", "participant_id", "Kari Nordmann"),
    ("unusable_id", "participants", "participant_id", "p" * 201),
    ("unknown_industry", "workplaces", "industry_code", "41.0"),
    ("unknown_occupation", "placements", "occupation", "9999"),
    ("unknown_value", "participants", "stream", "IPS"),
    ("unknown_value", "participants", "work_conditions", "small_team|no_stress"),
    ("unknown_value", "participant_rules", "months_used", '{"holiday": 2}'),
    ("out_of_range", "participants", "max_travel_minutes", "301"),
    ("out_of_range", "workplaces", "latitude", "9.6"),
    ("out_of_range", "shown_lists", "rank", "0"),
    ("out_of_range", "participant_rules", "birth_date", "0048-04-20"),
    ("out_of_range", "participant_rules", "months_used", '{"mentor_subsidy": -1}'),
    ("future_date", "contacts", "contacted_on", str(TOMORROW)),
    ("future_date", "contacts", "recorded_on", str(TOMORROW)),
    ("too_long", "contacts", "contact_id", "c" * 201),
]


def findings(name: str, *rows: dict[str, Any]) -> list[tuple[int, str, str]]:
    frame = cell_findings(Cells.read(BY_NAME[name], cells(name, *rows), AS_OF))
    return frame.select("row", "column", "check").rows()


@pytest.mark.parametrize(("check", "table", "column", "text"), FAULTS, ids=[f"{f[0]} {f[2]}" for f in FAULTS])
def test_a_faulty_cell_is_found_in_its_row_and_column(check: str, table: str, column: str, text: str) -> None:
    assert findings(table, {}, {column: text}) == [(2, column, check)]


@pytest.mark.parametrize(("_", "table", "column", "text"), FAULTS, ids=[f"{f[0]} {f[2]}" for f in FAULTS])
def test_a_reason_never_says_what_the_cell_held(_: str, table: str, column: str, text: str) -> None:
    said = cell_findings(Cells.read(BY_NAME[table], cells(table, {column: text}), AS_OF))["reason"][0]
    unsaid = text.strip().removeprefix("small_team|")
    assert text == "9999" or len(unsaid) < 3 or unsaid not in said


def test_a_municipality_and_an_occupation_are_named() -> None:
    rows = cells("participants", {"municipality": "9999"})
    said = cell_findings(Cells.read(BY_NAME["participants"], rows, AS_OF))["reason"].to_list()
    assert said == ["9999 is not a municipality code that stands for one municipality of 2024"]


def test_every_check_has_a_fault_that_only_it_finds() -> None:
    wrong_kind = {"not_text", "not_a_list"}
    assert {check.name for check in CHECKS} - wrong_kind == {fault[0] for fault in FAULTS}


def test_columns_of_a_wrong_kind_are_found() -> None:
    frame = typed_rows("contacts", {}).with_columns(next_step=pl.Series([["a"]]), specialist_id=pl.Series([1.5]))
    assert cell_findings(Cells.read(BY_NAME["contacts"], frame, AS_OF)).select("column", "check").rows() == [
        ("specialist_id", "not_text"),
        ("next_step", "not_text"),
    ]
    frame = typed_rows("participants", {}).with_columns(driving_licence=pl.Series([12]))
    assert cell_findings(Cells.read(BY_NAME["participants"], frame, AS_OF))["check"].to_list() == ["not_a_list"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_default_row_has_nothing_wrong_as_text_or_typed(table: Any) -> None:
    for frame in (cells(table.name, {}), typed_rows(table.name, {})):
        assert cell_findings(Cells.read(table, frame, AS_OF)).is_empty()


def test_what_is_planned_may_lie_in_the_future() -> None:
    later = str(TOMORROW)
    assert findings("contacts", {"next_step_on": later}) == []
    assert findings("workplaces", {"closed_on": later}) == []
    assert findings("participants", {"available_from": later}) == []


def test_the_day_itself_is_not_in_the_future() -> None:
    assert findings("contacts", {"contacted_on": str(AS_OF)}) == []


def test_columns_out_of_order_are_found() -> None:
    assert findings("placements", {}, {"starts_on": "2025-03-01", "ends_on": "2025-02-01"}) == [
        (2, "starts_on", "wrong_order")
    ]
    assert findings("participants", {"hours_min": "20", "hours_max": "10"}) == [(1, "hours_min", "wrong_order")]
    assert findings("placements", {"starts_on": "2025-03-01", "ends_on": "2025-03-01"}) == []


def test_an_uneven_row_has_that_fault_alone() -> None:
    frame = cells("contacts", {}, {}).with_columns(pl.Series(UNEVEN, [False, True]))
    empty = frame.with_columns(pl.when(UNEVEN).then(None).otherwise(pl.col(c)).alias(c) for c in frame.columns[:-1])
    found = cell_findings(Cells.read(BY_NAME["contacts"], empty, AS_OF))
    assert found.select("row", "column", "check").rows() == [(2, "row", "uneven_row")]


def test_a_cell_has_one_finding_and_a_row_may_have_more() -> None:
    assert findings("workplaces", {"orgnr": BORN, "municipality": "9999"}) == [
        (1, "orgnr", "national_identity_number"),
        (1, "municipality", "unknown_municipality"),
    ]


@given(st.integers(0, 999_999_999).map(lambda n: f"{n:09}"))
def test_the_check_digit_is_the_official_one(number: str) -> None:
    try:
        official.validate(number)
    except ValidationError:
        right = False
    else:
        right = True
    assert check_digit_is_right(pl.Series([number]))[0] is right


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=12))
def test_no_text_at_all_breaks_a_check(text: str) -> None:
    for name in ("participants", "participant_rules", "workplaces", "placements"):
        row = {c.name: text for c in BY_NAME[name].columns}
        found = cell_findings(Cells.read(BY_NAME[name], cells(name, row), date(2025, 6, 1)))
        dates = [c.name for c in BY_NAME[name].columns if c.kind is Kind.DATE and c.required]
        assert set(dates) <= set(found["column"])
