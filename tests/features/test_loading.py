from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import loading
from features.database import Database
from features.errors import InputError
from features.load_report import REASONS_SHOWN, LoadReport, TableReport
from features.loading import check_rows, load, read_dataset
from features.tables import BY_NAME, TABLES
from tests.features.deliveries import AS_OF, FIRST, SECOND, THIRD, Row, cells, deliver, typed_rows, write_csv
from tests.features.test_identity_numbers import BORN

TODAY = AS_OF + timedelta(days=1)


def table(report: LoadReport, name: str) -> TableReport:
    return next(t for t in report.tables if t.name == name)


def counts(report: LoadReport, name: str) -> tuple[int, int, int, int]:
    t = table(report, name)
    return t.rows_in, t.stored, t.unchanged, t.quarantined


def quarantined(database: Database, name: str) -> list[tuple[Any, ...]]:
    entries = database.quarantined().filter(pl.col("table_name") == name)
    return entries.select("row_number", "column_name", "check_name").rows()


def test_a_delivery_is_stored_once(database: Database, tmp_path: Path) -> None:
    rows: dict[str, list[Row]] = {t.name: [{}] for t in TABLES}
    directory = deliver(tmp_path / "d", **rows)
    first, second = load(database, directory, TODAY), load(database, directory, TODAY)
    assert [counts(first, t.name) for t in TABLES] == [(1, 1, 0, 0)] * len(TABLES)
    assert [counts(second, t.name) for t in TABLES] == [(1, 0, 1, 0)] * len(TABLES)
    assert database.read("contacts").select("dataset", "simulated").rows() == [("test", True)]


def test_the_report_has_the_form_that_scripts_read(database: Database, tmp_path: Path) -> None:
    contacts = [{"contact_id": f"c-{n}"} for n in range(20)]
    database_rows = deliver(tmp_path / "a", contacts=contacts[:3])
    load(database, database_rows, TODAY)
    contacts += [{"contact_id": "c-20", "channel": "fax"}, {"contact_id": "c-21", "channel": "fax"}]
    lines = list(load(database, deliver(tmp_path / "b", contacts=contacts), TODAY).lines())
    place = lines.index("contacts: 22 in = 17 stored + 3 unchanged + 2 quarantined")
    assert lines[place + 1] == "  channel is none of visit, phone, digital [unknown_value]: 2 rows (21, 22)"


def test_parquet_and_csv_hold_the_same(database: Database, tmp_path: Path) -> None:
    rows: dict[str, list[Row]] = {t.name: [{}] for t in TABLES}
    load(database, deliver(tmp_path / "csv", **rows), TODAY)
    directory = deliver(tmp_path / "parquet")
    for t in TABLES:
        (directory / f"{t.name}.csv").unlink(missing_ok=True)
        typed_rows(t.name, {}).write_parquet(directory / f"{t.name}.parquet")
    report = load(database, directory, TODAY)
    assert [counts(report, t.name) for t in TABLES] == [(1, 0, 1, 0)] * len(TABLES)


def test_parquet_may_hold_texts_datetimes_categories_and_whole_floats(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "csv"), TODAY)
    directory = deliver(tmp_path / "d")
    (directory / "participants.csv").unlink()
    (directory / "workplaces.csv").unlink()
    typed_rows("participants", {}).with_columns(
        pl.col("registered_on", "updated_on").cast(pl.Datetime),
        pl.col("available_from").cast(pl.String),
        pl.col("max_travel_minutes").cast(pl.Float64),
        pl.col("wished_occupations").list.eval(pl.element().cast(pl.Int64)),
        pl.col("work_conditions").list.join("|"),
        pl.col("municipality", "office_id").cast(pl.Int64),
        pl.col("stream").cast(pl.Categorical),
        pl.col("excluded_workplaces").cast(pl.List(pl.Null)),
    ).write_parquet(directory / "participants.parquet")
    typed_rows("workplaces", {}).with_columns(pl.col("orgnr").cast(pl.Float64)).write_parquet(
        directory / "workplaces.parquet"
    )
    report = load(database, directory, TODAY)
    assert (counts(report, "participants"), counts(report, "workplaces")) == ((1, 0, 1, 0), (1, 0, 1, 0))


def test_csv_may_have_a_byte_order_mark_quotes_and_blank_lines(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", contacts=[{"next_step": 'ring, "snart"\nigjen'}])
    path = directory / "contacts.csv"
    path.write_text("\ufeff" + path.read_text("utf-8") + "\n\n", "utf-8")
    load(database, directory, TODAY)
    assert database.read("contacts")["next_step"].to_list() == ['ring, "snart"\nigjen']


def test_an_empty_cell_is_not_known_and_an_empty_list_is_empty(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "d", workplaces=[{"employees": None}]), TODAY)
    assert database.read("workplaces")["employees"].to_list() == [None]
    person = database.read("participants").row(0, named=True)
    assert (person["unwanted_occupations"], person["wished_text"]) == ([], None)


def test_former_municipalities_become_those_of_2024(database: Database, tmp_path: Path) -> None:
    codes = ["0806", "3807", "4003"]
    people = [{"participant_id": f"p-{code}", "municipality": code} for code in codes]
    load(database, deliver(tmp_path / "d", participants=people), TODAY)
    assert database.read("participants")["municipality"].to_list() == ["4003"] * 3


def test_a_second_row_with_the_key_is_unchanged_if_identical_and_else_refused(
    database: Database, tmp_path: Path
) -> None:
    rows: list[Row] = [{"result": "no"}, {"result": "meeting"}, {"result": "no"}]
    report = load(database, deliver(tmp_path / "d", contacts=rows), TODAY)
    assert counts(report, "contacts") == (3, 1, 1, 1)
    assert quarantined(database, "contacts") == [(2, "contact_id", "duplicate_key")]
    assert database.read("contacts")["result"].to_list() == ["no"]


def test_a_refused_row_does_not_take_the_key(database: Database, tmp_path: Path) -> None:
    rows: list[Row] = [{"channel": "fax"}, {"channel": "phone"}]
    report = load(database, deliver(tmp_path / "d", contacts=rows), TODAY)
    assert counts(report, "contacts") == (2, 1, 0, 1)


def test_repeated_keys_are_found_across_parts(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "ROWS_AT_A_TIME", 2)
    rows: list[Row] = [{"contact_id": f"c-{n % 4}", "result": "no" if n < 6 else "meeting"} for n in range(8)]
    report = load(database, deliver(tmp_path / "d", contacts=rows), TODAY)
    assert counts(report, "contacts") == (8, 4, 2, 2)
    assert quarantined(database, "contacts") == [(7, "contact_id", "duplicate_key"), (8, "contact_id", "duplicate_key")]


def test_a_later_load_replaces_the_row(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "a", contacts=[{"result": "no"}, {"contact_id": "c-2"}]), TODAY)
    report = load(database, deliver(tmp_path / "b", contacts=[{"result": "meeting"}]), TODAY)
    assert counts(report, "contacts") == (1, 1, 0, 0)
    assert dict(database.read("contacts").select("contact_id", "result").rows()) == {"c-1": "meeting", "c-2": "meeting"}


def test_every_version_of_a_participant_is_kept(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "a"), TODAY)
    load(database, deliver(tmp_path / "b", participants=[{"updated_on": date(2025, 2, 1), "hours_max": 20.0}]), TODAY)
    assert database.read("participants")["hours_max"].to_list() == [30.0, 20.0]


def test_a_replaced_workplace_is_kept_with_the_days_it_held(database: Database, tmp_path: Path) -> None:
    def load_workplace(place: str, as_of: date, **row: Any) -> None:
        load(database, deliver(tmp_path / place, as_of=as_of, workplaces=[row]), TODAY)

    load_workplace("a", AS_OF - timedelta(days=20), employees=5)
    load_workplace("b", AS_OF - timedelta(days=10), employees=6)
    load_workplace("c", AS_OF, employees=7, recorded_on=AS_OF - timedelta(days=3))
    now = database.read("workplaces").select("employees", "known_from").rows()
    before = database.read("workplaces_history").select("employees", "known_from", "replaced_on").rows()
    assert now == [(7, AS_OF - timedelta(days=3))]
    assert before == [
        (5, None, AS_OF - timedelta(days=10)),
        (6, AS_OF - timedelta(days=10), AS_OF - timedelta(days=3)),
    ]


def test_the_first_version_of_a_workplace_is_known_from_the_day_it_was_recorded(
    database: Database, tmp_path: Path
) -> None:
    load(database, deliver(tmp_path / "a", workplaces=[{"recorded_on": date(2025, 3, 1)}]), TODAY)
    assert database.read("workplaces")["known_from"].to_list() == [date(2025, 3, 1)]


def test_children_of_a_quarantined_row_say_so_and_so_do_theirs(database: Database, tmp_path: Path) -> None:
    directory = deliver(
        tmp_path / "d",
        participants=[{}, {"participant_id": "p-2", "stream": "fysioterapi"}],
        placements=[{}, {"placement_id": "s-2", "participant_id": "p-2"}],
        follow_ups=[{}, {"placement_id": "s-2"}],
        choices=[{}, {"choice_id": "k-2", "participant_id": "p-3"}],
    )
    report = load(database, directory, TODAY)
    assert quarantined(database, "placements") == [(2, "participant_id", "quarantined_parent")]
    assert quarantined(database, "follow_ups") == [(2, "placement_id", "quarantined_parent")]
    assert quarantined(database, "choices") == [(2, "participant_id", "unknown_parent")]
    assert [counts(report, name) for name in ("placements", "follow_ups", "choices")] == [(2, 1, 0, 1)] * 3


def test_a_parent_from_an_earlier_load_is_enough(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "a"), TODAY)
    directory = deliver(tmp_path / "b", participants=[{"stream": "?"}], workplaces=[], contacts=[{}])
    assert counts(load(database, directory, TODAY), "contacts") == (1, 1, 0, 0)


def test_references_that_bind_nobody_are_not_checked(database: Database, tmp_path: Path) -> None:
    soft = {"contact_id": "gone", "continues_placement_id": "gone", "provider_id": "gone", "owner_id": "gone"}
    directory = deliver(
        tmp_path / "d",
        placements=[soft],
        contacts=[{"list_id": "gone", "participant_id": None}],
        agreements=[{"orgnr": SECOND, "covers": "legal_entity"}],
        employer_notices=[{"orgnr": SECOND}],
    )
    assert [t.quarantined for t in load(database, directory, TODAY).tables] == [0] * 6


def test_an_unknown_occupation_or_workplace_in_a_list_is_kept_with_a_warning(
    database: Database, tmp_path: Path
) -> None:
    person = {"wished_occupations": ["5223", "9999"], "excluded_workplaces": [FIRST, SECOND]}
    report = load(database, deliver(tmp_path / "d", participants=[person]), TODAY)
    assert counts(report, "participants") == (1, 1, 0, 0)
    assert table(report, "participants").warnings.select("row", "column", "check").rows() == [
        (1, "wished_occupations", "unknown_occupation"),
        (1, "excluded_workplaces", "unknown_workplace"),
    ]
    assert database.read("participants")["excluded_workplaces"].to_list() == [[FIRST, SECOND]]


def test_an_industry_code_that_the_edition_does_not_have_is_kept_with_a_warning(
    database: Database, tmp_path: Path
) -> None:
    rows = [
        {"industry_code": "85.201", "industry_standard": "SN2025"},
        {"orgnr": SECOND, "industry_code": "47.999", "industry_standard": None},
        {"orgnr": THIRD, "industry_code": None, "industry_standard": None},
    ]
    report = load(database, deliver(tmp_path / "d", workplaces=rows), TODAY)
    assert table(report, "workplaces").warnings.select("row", "check").rows() == [(2, "unknown_industry")]


def test_a_row_with_an_identity_number_is_refused_whole_and_nothing_of_it_is_kept(
    database: Database, tmp_path: Path
) -> None:
    directory = deliver(tmp_path / "d", contacts=[{"contact_id": "c-1", "next_step": f"ring {BORN}"}])
    report = load(database, directory, TODAY)
    assert counts(report, "contacts") == (1, 0, 0, 1)
    everything = "\n".join(report.lines()) + (tmp_path / "rettplass.db").read_bytes().decode("latin-1")
    assert BORN not in everything


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_an_unknown_column_refuses_its_table_by_name_and_the_others_are_stored(
    database: Database, tmp_path: Path, suffix: str
) -> None:
    directory = deliver(tmp_path / "d", contacts=[{"diagnosis": "F20"}], choices=[{}])
    if suffix == "parquet":
        pl.read_csv(directory / "contacts.csv").write_parquet(directory / "contacts.parquet")
        (directory / "contacts.csv").unlink()
    report = load(database, directory, TODAY)
    assert len(report.refusals) == 1
    assert "«diagnosis»" in report.refusals[0]
    assert counts(report, "choices") == (1, 1, 0, 0)
    assert database.read("contacts").is_empty()
    kept = (tmp_path / "rettplass.db").read_bytes() + "\n".join(report.lines()).encode()
    assert b"F20" not in kept


def test_a_header_that_is_no_header_is_not_repeated(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d")
    (directory / "contacts.csv").write_text(f"c-1,{FIRST},{BORN}\n")
    assert BORN not in "".join(load(database, directory, TODAY).refusals)


def test_children_of_a_refused_table_are_refused_unless_the_parent_is_stored(
    database: Database, tmp_path: Path
) -> None:
    load(database, deliver(tmp_path / "a"), TODAY)
    people = [{"diagnosis": "x"}, {"participant_id": "p-2", "diagnosis": "x"}]
    contacts: list[Row] = [{}, {"contact_id": "c-2", "participant_id": "p-2"}]
    load(database, deliver(tmp_path / "b", participants=people, contacts=contacts), TODAY)
    assert quarantined(database, "contacts") == [(2, "participant_id", "quarantined_parent")]


def test_a_missing_required_column_refuses_its_table_by_name(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", contacts=[{}])
    write_csv(directory / "contacts.csv", cells("contacts", {}).drop("channel", "next_step"))
    assert load(database, directory, TODAY).refusals == [
        "contacts lacks the required column channel: add it to the file"
    ]


def test_optional_columns_and_tables_may_be_absent_and_files_empty(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", choices=[], contacts=[{}])
    write_csv(directory / "contacts.csv", cells("contacts", {}).drop("next_step", "list_id", "recorded_on"))
    (directory / "placements.csv").write_bytes(b"")
    pl.DataFrame().write_parquet(directory / "follow_ups.parquet")
    report = load(database, directory, TODAY)
    assert report.refusals == []
    assert counts(report, "contacts") == (1, 1, 0, 0)
    assert counts(report, "choices") == counts(report, "placements") == counts(report, "follow_ups") == (0, 0, 0, 0)


def in_other_encoding(path: Path) -> None:
    path.write_bytes(path.read_bytes() + "\næøå".encode("latin-1"))


def with_a_torn_quote(path: Path) -> None:
    path.write_text(path.read_text() + '"c-2,')


def twice(path: Path) -> None:
    cells("contacts", {}).write_parquet(path.with_suffix(".parquet"))


def as_broken_parquet(path: Path) -> None:
    path.unlink()
    path.with_suffix(".parquet").write_bytes(b"PAR1 not quite PAR1")


def with_a_column_twice(path: Path) -> None:
    path.write_text("contact_id,contact_id\n1,2\n")


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (in_other_encoding, "UTF-8"),
        (with_a_torn_quote, "broken near line"),
        (twice, "both as parquet and as CSV"),
        (as_broken_parquet, "not a readable parquet file"),
        (with_a_column_twice, "more than once"),
    ],
)
def test_a_file_that_cannot_be_used_refuses_its_table_alone(
    database: Database, tmp_path: Path, harm: Callable[[Path], None], says: str
) -> None:
    directory = deliver(tmp_path / "d", contacts=[{}])
    harm(directory / "contacts.csv")
    report = load(database, directory, TODAY)
    assert len(report.refusals) == 1
    assert says in report.refusals[0]
    assert counts(report, "participants") == (1, 1, 0, 0)


def test_a_row_with_too_few_or_too_many_cells_is_quarantined(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", providers=[{}])
    with (directory / "providers.csv").open("a") as file:
        file.write("v-2\nv-3,A,nav,,,,\nv-4,B,nav,\n")
    assert counts(load(database, directory, TODAY), "providers") == (4, 2, 0, 2)
    assert quarantined(database, "providers") == [(2, "row", "uneven_row"), (3, "row", "uneven_row")]


def test_nothing_is_loaded_without_participants_and_workplaces(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d")
    (directory / "participants.csv").unlink()
    with pytest.raises(InputError, match="lacks participants"):
        load(database, directory, TODAY)
    assert database.version() == 0


def test_a_directory_that_is_not_there_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a directory"):
        load(database, tmp_path / "nowhere", TODAY)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"name": "x"}', '{"name": "x", "as_of": "1.6.2025"}', '{"name": 1, "as_of": "2025-06-01"}',
     '{"name": "x", "as_of": "2025-06-01", "simulated": "no"}', '{"name": "", "as_of": "2025-06-01"}'],
)  # fmt: skip
def test_a_malformed_dataset_file_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "dataset.json").write_text(text)
    with pytest.raises(InputError, match="must be"):
        read_dataset(tmp_path)


def test_a_missing_dataset_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there or cannot be read"):
        read_dataset(tmp_path)


def test_people_not_marked_simulated_are_real(tmp_path: Path) -> None:
    (tmp_path / "dataset.json").write_text(json.dumps({"name": "x", "as_of": "2025-06-01"}))
    assert not read_dataset(tmp_path).simulated


def test_real_data_cannot_be_dated_after_today(database: Database, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="after today"):
        load(database, deliver(tmp_path / "d", simulated=False, as_of=TODAY + timedelta(days=1)), TODAY)


@pytest.mark.parametrize("first_is_real", [True, False])
def test_real_and_simulated_people_never_meet(database: Database, tmp_path: Path, first_is_real: bool) -> None:
    load(database, deliver(tmp_path / "a", simulated=not first_is_real, placements=[{}]), TODAY)
    directory = deliver(
        tmp_path / "b",
        simulated=first_is_real,
        participants=[{"updated_on": date(2025, 2, 1)}, {"participant_id": "p-2"}],
        contacts=[{}, {"contact_id": "c-2", "participant_id": "p-2"}, {"contact_id": "c-3", "participant_id": None}],
        follow_ups=[{}],
    )
    report = load(database, directory, TODAY)
    assert counts(report, "participants") == (2, 1, 0, 1)
    assert counts(report, "contacts") == (3, 2, 0, 1)
    assert quarantined(database, "follow_ups") == [(1, "placement_id", "real_and_simulated")]
    simulated = dict(database.read("participants").select("participant_id", "simulated").rows())
    assert simulated == {"p-1": not first_is_real, "p-2": first_is_real}


def test_a_simulated_contact_never_replaces_a_real_one(database: Database, tmp_path: Path) -> None:
    contacts: list[Row] = [{"participant_id": None}]
    load(database, deliver(tmp_path / "a", simulated=False, participants=[], contacts=contacts), TODAY)
    load(database, deliver(tmp_path / "b", participants=[], contacts=contacts), TODAY)
    assert quarantined(database, "contacts") == [(1, "contact_id", "real_and_simulated")]


def test_a_simulated_workplace_never_replaces_a_real_one_but_may_have_simulated_events(
    database: Database, tmp_path: Path
) -> None:
    load(database, deliver(tmp_path / "a", simulated=False, participants=[]), TODAY)
    other = deliver(tmp_path / "b", workplaces=[{"employees": 21}], contacts=[{}])
    report = load(database, other, TODAY)
    assert counts(report, "workplaces") == (1, 0, 0, 1)
    assert counts(report, "contacts") == (1, 1, 0, 0)
    same = load(database, deliver(tmp_path / "c"), TODAY)
    assert counts(same, "workplaces") == (1, 0, 1, 0)
    assert database.read("workplaces").select("employees", "simulated").rows() == [(20, False)]


def test_a_real_workplace_takes_the_place_of_a_simulated_one(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "a"), TODAY)
    load(database, deliver(tmp_path / "b", simulated=False, participants=[]), TODAY)
    assert database.read("workplaces")["simulated"].to_list() == [False]
    assert database.read("workplaces_history")["simulated"].to_list() == [True]


def test_a_sentence_in_quarantine_names_row_and_column(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "d", participants=[{}, {"participant_id": "p-2", "municipality": "9999"}]), TODAY)
    entry = database.quarantined().row(0, named=True)
    assert entry["reason"] == (
        "Row 2: municipality 9999 is not a municipality code that stands for one municipality of 2024"
    )
    assert (entry["dataset"], entry["as_of"], entry["table_name"]) == ("test", AS_OF, "participants")


def test_a_second_load_of_a_delivery_replaces_what_is_quarantined_of_it(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "a", contacts=[{"channel": "fax"}]), TODAY)
    load(database, deliver(tmp_path / "b", contacts=[{"channel": "phone"}]), TODAY)
    assert database.quarantined().is_empty()


def test_many_reasons_are_cut_short(database: Database, tmp_path: Path) -> None:
    codes = [f"{9000 + n}" for n in range(REASONS_SHOWN + 5)]
    people = [{"participant_id": f"p-{code}", "municipality": code} for code in codes]
    lines = list(load(database, deliver(tmp_path / "d", participants=people), TODAY).lines())
    assert lines[-1] == "  and 5 more reasons, in the table quarantine"


def test_files_that_are_no_table_are_left_alone_and_named(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d")
    (directory / "contact.csv").write_text("contact_id\n1\n")
    assert load(database, directory, TODAY).others == ["contact.csv"]


def test_single_rows_are_checked_as_a_load_checks_them(database: Database, tmp_path: Path) -> None:
    load(database, deliver(tmp_path / "d"), TODAY)
    contacts = BY_NAME["contacts"]
    ok, nothing = check_rows(database, contacts, cells("contacts", {}), simulated=True, latest=TODAY)
    assert nothing.is_empty()
    assert ok.select("contacted_on", "orgnr").rows() == [(date(2025, 5, 1), FIRST)]
    rows = typed_rows("contacts", {"orgnr": SECOND}, {"participant_id": "p-9"})
    found = check_rows(database, contacts, rows, simulated=True, latest=TODAY)[1]
    assert found.select("row", "column", "check").rows() == [
        (1, "orgnr", "unknown_parent"),
        (2, "participant_id", "unknown_parent"),
    ]
    mixed = check_rows(database, contacts, cells("contacts", {}), simulated=False, latest=TODAY)[1]
    assert mixed["check"].to_list() == ["real_and_simulated"]
    other = check_rows(database, BY_NAME["participants"], cells("participants", {}), simulated=False, latest=TODAY)[1]
    assert other["check"].to_list() == ["real_and_simulated"]


FAULTY: dict[str, Row] = {
    "good": {},
    "channel": {"channel": "fax"},
    "future": {"contacted_on": "2025-06-02"},
    "orphan": {"orgnr": SECOND},
    "number": {"next_step": BORN},
    "missing": {"specialist_id": ""},
}


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(sorted(FAULTY)), st.integers(0, 5), st.sampled_from(["no", "meeting"]))))
def test_counts_add_up_and_valid_rows_survive(empty_database_file: Path, drawn: list[tuple[str, int, str]]) -> None:
    rows = [FAULTY[fault] | {"contact_id": f"c-{key}", "result": result} for fault, key, result in drawn]
    first_good: dict[str, str] = {}
    for fault, key, result in drawn:
        if fault == "good":
            first_good.setdefault(f"c-{key}", result)
    with TemporaryDirectory() as place:
        file = shutil.copy(empty_database_file, place)
        database = Database(f"sqlite:///{file}")
        directory = deliver(Path(place) / "d", contacts=rows)
        once, again = load(database, directory, TODAY), load(database, directory, TODAY)
        stored = dict(database.read("contacts").select("contact_id", "result").rows())
        database.engine.dispose()
    rows_in, new, unchanged, refused = counts(once, "contacts")
    assert rows_in == len(rows) == new + unchanged + refused
    assert stored == first_good
    assert counts(again, "contacts") == (rows_in, 0, new + unchanged, refused)


def test_gzipped_or_torn_files_are_said(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d", contacts=[{}])
    path = directory / "contacts.csv"
    path.write_bytes(gzip.compress(path.read_bytes())[:-12])
    assert "broken gzip" in load(database, directory, TODAY).refusals[0]


def test_a_datetime_that_is_not_midnight_is_no_date(database: Database, tmp_path: Path) -> None:
    directory = deliver(tmp_path / "d")
    moments = [datetime(2025, 5, 1), datetime(2025, 5, 1, 12)]
    frame = typed_rows("contacts", {}, {"contact_id": "c-2"}).with_columns(contacted_on=pl.Series(moments))
    frame.write_parquet(directory / "contacts.parquet")
    load(database, directory, TODAY)
    assert quarantined(database, "contacts") == [(2, "contacted_on", "not_a_date")]
