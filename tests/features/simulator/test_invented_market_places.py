"""Geography, organisation numbers and registers of the invented market."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.no import orgnr

from features.places import travel_minutes
from features.simulator import simulate
from features.simulator.geography import county, geography
from features.simulator.organisation_numbers import organisation_numbers
from features.simulator.trades import industries, trades

NORWAY = Path(__file__).resolve().parents[4] / "shared" / "data" / "norway"
needs_norway = pytest.mark.skipif(not NORWAY.is_dir(), reason=f"the classifications are not at {NORWAY}")


@given(seed=st.integers(0, 2**31), count=st.integers(1, 300))
@settings(max_examples=25, deadline=None)
def test_organisation_numbers_are_valid_and_different(seed: int, count: int):
    numbers = organisation_numbers(np.random.default_rng(seed), count)
    assert len(set(numbers)) == count
    assert all(orgnr.is_valid(number) for number in numbers)


def test_true_travel_is_longer_than_nothing_and_not_what_the_map_says():
    rng = np.random.default_rng(2)
    land = geography(rng, *county(rng, 4000), posts=14)
    settlement, latitude, longitude = land.scatter(rng, rng.integers(0, len(land.codes), 2000))
    home, work = slice(0, 1000), slice(1000, 2000)
    for mode, name in enumerate(("car", "transit", "walk")):
        code = np.full(1000, mode)
        true = land.minutes(
            settlement[home], latitude[home], longitude[home], settlement[work], latitude[work], longitude[work], code
        )
        told = travel_minutes(latitude[home], longitude[home], latitude[work], longitude[work], name)
        assert true.min() > 0
        agreement = np.corrcoef(np.log(true + 1), np.log(told + 1))[0, 1]
        assert 0.7 < agreement < 0.999


def test_municipalities_differ_in_size_and_each_has_an_office():
    rng = np.random.default_rng(2)
    land = geography(rng, *county(rng, 4000), posts=14)
    assert land.share.sum() == pytest.approx(1)
    assert land.share.max() > 20 * land.share.min()
    assert set(land.centrality.tolist()) <= {1, 2, 3, 4, 5, 6}
    assert land.office.size == len(land.codes)


def test_a_remote_participant_has_few_workplaces_nearby(county):
    workplaces = county.tables["workplaces"].group_by("municipality").len()
    assert workplaces["len"].max() > 10 * workplaces["len"].min()


def test_a_real_register_is_kept_as_it_is_and_given_a_history(tmp_path: Path):
    numbers = organisation_numbers(np.random.default_rng(1), 60)
    register = pl.DataFrame(
        {
            "orgnr": numbers,
            "parent_orgnr": [None if i % 5 == 0 else numbers[i - i % 3] for i in range(60)],
            "name": pl.Series([None] * 60, dtype=pl.String),
            "org_form": ["BEDR"] * 60,
            "industry_code": [None, "47.111", "43.220", "85.100"] * 15,
            "industry_standard": pl.Series([None] * 60, dtype=pl.String),
            "municipality": ["4003", "4001", "4026"] * 20,
            "latitude": pl.Series([None] * 60, dtype=pl.Float64),
            "longitude": pl.Series([None] * 60, dtype=pl.Float64),
            "employees": [None, 7, 12, 40, 150, 3] * 10,
        }
    )
    report = simulate(tmp_path / "c", seed=1, participants=60, workplaces=1, workplaces_from=register)
    written = pl.read_parquet(tmp_path / "c" / "workplaces.parquet")
    assert written.drop("closed_on").equals(register.sort("orgnr"))
    assert report.rows["contacts"] > 100
    people = pl.read_parquet(tmp_path / "c" / "participants.parquet")
    assert set(people["municipality"]) <= {"4003", "4001", "4026"}


@needs_norway
def test_trades_and_industries_are_official_codes():
    occupations = pl.read_csv(NORWAY / "ssb_styrk08.csv", separator=";", infer_schema=False)
    assert set(trades().codes) <= set(occupations["code"])
    older = pl.read_csv(NORWAY / "ssb_sn2007.csv", separator=";", infer_schema=False)
    assert set(industries().codes) <= set(older["code"])
    newer = pl.read_csv(NORWAY / "ssb_industry_codes.csv", infer_schema=False)
    assert {code for code in industries().codes_2025 if code} <= set(newer["Nace_5_nr"])
