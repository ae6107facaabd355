"""The invented tables obey the contract."""

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from stdnum.no import orgnr

from features.occupations import occupation_codes
from features.places import municipalities
from features.simulator import simulate
from features.simulator.organisation_numbers import FIRST_DIGIT
from features.tables import TABLES, Kind, Table

EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)


@EVERY_TABLE
def test_columns_are_those_of_the_contract_and_required_cells_are_filled(county, table: Table):
    frame = county.tables[table.name]
    assert frame.height > 0
    assert set(frame.columns) <= set(table.column_names)
    required = [c.name for c in table.columns if c.required]
    assert set(required) <= set(frame.columns)
    assert frame.select(pl.col(required).null_count()).sum_horizontal().item() == 0


@EVERY_TABLE
def test_keys_are_unique(county, table: Table):
    assert not county.tables[table.name].select(table.keys).is_duplicated().any()


@EVERY_TABLE
def test_nothing_has_happened_after_the_last_day(county, table: Table):
    frame = county.tables[table.name]
    for column in table.columns:
        if column.happened and column.name in frame.columns and frame[column.name].drop_nulls().len():
            assert frame[column.name].max() <= county.until, column.name


@EVERY_TABLE
def test_dates_that_belong_together_are_in_order(county, table: Table):
    frame = county.tables[table.name]
    for first, second in table.ordered:
        if {first, second} <= set(frame.columns):
            assert frame.filter(pl.col(first) > pl.col(second)).height == 0, (first, second)


@EVERY_TABLE
def test_closed_lists_hold_only_their_words(county, table: Table):
    frame = county.tables[table.name]
    for column in table.columns:
        if column.values is not None and column.name in frame.columns:
            cells = frame[column.name].explode() if column.kind is Kind.LIST else frame[column.name]
            assert set(cells.drop_nulls().to_list()) <= {v.value for v in column.values}, column.name


@EVERY_TABLE
def test_references_point_at_rows_that_exist(county, table: Table):
    frame = county.tables[table.name]
    for column in table.columns:
        if column.refers_to:
            known = county.tables[column.refers_to][column.name].unique().implode()
            assert frame[column.name].drop_nulls().is_in(known).all(), column.name


def test_events_refer_to_events_that_exist(county):
    contacts, placements, lists = county.tables["contacts"], county.tables["placements"], county.tables["shown_lists"]
    assert placements["contact_id"].drop_nulls().is_in(contacts["contact_id"].implode()).all()
    assert placements["continues_placement_id"].drop_nulls().is_in(placements["placement_id"].implode()).all()
    listed = contacts.filter(pl.col("list_id").is_not_null())
    same_row = listed.join(lists, on=["list_id", "orgnr", "participant_id"])
    assert same_row.height == listed.height
    assert (same_row["rank_shown"] == same_row["rank"]).all()


def test_codes_are_known(county):
    known = pl.Series(occupation_codes()).implode()
    for name in ("employer_needs", "vacancies", "placements"):
        assert county.tables[name]["occupation"].is_in(known).all(), name
    for column in ("wished_occupations", "unwanted_occupations", "experience_occupations"):
        assert county.tables["participants"][column].explode().drop_nulls().is_in(known).all()
    places = municipalities()["code"].implode()
    assert county.tables["workplaces"]["municipality"].is_in(places).all()
    assert county.tables["participants"]["municipality"].is_in(places).all()


def test_organisation_numbers_are_valid_and_nobodys(county):
    workplaces = county.tables["workplaces"]
    numbers = [*workplaces["orgnr"], *workplaces["parent_orgnr"].drop_nulls(), *county.tables["agreements"]["orgnr"]]
    assert all(orgnr.is_valid(number) for number in numbers)
    assert {number[0] for number in numbers} == {str(FIRST_DIGIT)}


def test_a_start_comes_after_the_contact_that_led_to_it_and_within_26_weeks(county):
    contacts = county.tables["contacts"].select("contact_id", "contacted_on")
    jobs = county.tables["placements"].filter("paid").join(contacts, on="contact_id")
    lag = (jobs["starts_on"] - jobs["contacted_on"]).dt.total_days()
    assert jobs.height > 50
    assert lag.min() > 0
    assert lag.max() <= 26 * 7


def test_nobody_has_two_paid_jobs_at_once(county):
    jobs = county.tables["placements"].filter("paid").sort("participant_id", "starts_on")
    end = pl.coalesce("ends_on", "observed_until").shift(1).over("participant_id")
    assert jobs.filter(end > pl.col("starts_on")).height == 0


def test_some_is_censored_late_missing_or_never_recorded(county):
    placements, workplaces = county.tables["placements"], county.tables["workplaces"]
    running = placements.filter(pl.col("ends_on").is_null())
    assert 0.1 < running.height / placements.height < 0.7
    assert running["observed_until"].n_unique() > 5
    assert running.filter(pl.col("observed_until") < county.until - timedelta(days=60)).height > 0
    contacts = county.tables["contacts"]
    assert contacts.filter(pl.col("recorded_on") > pl.col("contacted_on") + timedelta(days=28)).height > 0
    for column in ("employees", "latitude", "industry_code", "capacity", "sector", "description"):
        assert 0 < workplaces[column].null_count() < workplaces.height, column
    conditions = county.tables["workplace_conditions"]
    assert conditions["orgnr"].n_unique() < 0.9 * workplaces.height


def test_no_specialist_visits_at_a_weekend_whatever_the_last_day(tmp_path: Path):
    until = date(2025, 3, 14)
    simulate(tmp_path / "a", seed=1, participants=30, workplaces=200, until=until)
    contacts = pl.read_parquet(tmp_path / "a" / "contacts.parquet")
    assert contacts["contacted_on"].dt.weekday().max() <= 5
    assert contacts["contacted_on"].max() <= until


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path):
    files = {}
    for place, seed in (("first", 7), ("second", 7), ("third", 8)):
        simulate(tmp_path / place / "c", seed=seed, participants=40, workplaces=300)
        files[place] = {
            path.name: path.read_bytes() for path in sorted((tmp_path / place).rglob("*")) if path.is_file()
        }
    assert files["first"] == files["second"]
    assert files["first"]["contacts.parquet"] != files["third"]["contacts.parquet"]
    assert set(files["first"]) == {*(f"{t.name}.parquet" for t in TABLES), "dataset.json", "truth.parquet"}


def test_the_data_set_says_that_it_is_simulated(county):
    about = json.loads((county.path / "dataset.json").read_text(encoding="utf-8"))
    assert about == {"name": "county", "simulated": True, "as_of": "2026-06-30"}


@pytest.mark.parametrize(("participants", "workplaces"), [(1, 1), (3, 2), (2, 40)])
def test_the_smallest_markets_work(tmp_path: Path, participants: int, workplaces: int):
    report = simulate(tmp_path / "c", seed=1, participants=participants, workplaces=workplaces)
    assert report.rows["workplaces"] == workplaces
    assert report.rows["participant_audit"] <= participants
