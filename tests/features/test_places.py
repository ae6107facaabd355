from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.places import (
    LEAST_KM,
    MODES,
    REFERENCE,
    current_municipality,
    great_circle_km,
    municipalities,
    municipality_centre,
    municipality_code,
    municipality_name,
    read_postcodes,
    resolve_place,
    travel_minutes,
)

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/norway"
published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published place files are not on this machine")

ONE_DEGREE_KM = 6371 * np.pi / 180

latitudes = st.floats(58, 71, width=32)
longitudes = st.floats(4.5, 31, width=32)
modes = st.sampled_from(MODES)


def north_of_skien(km: float) -> tuple[float, float]:
    return 59.2 + km / ONE_DEGREE_KM, 9.6


def trip(km: float, mode: str, **more: float) -> float:
    return float(travel_minutes(59.2, 9.6, *north_of_skien(km), mode, **more))


# --- municipalities ---


def test_the_municipalities_of_2024() -> None:
    table = municipalities()
    assert table.columns == ["code", "name", "county", "latitude", "longitude"]
    assert table["code"].n_unique() == table.height == 357
    counties = dict(table.group_by("county").len().iter_rows())
    assert counties == {
        "Østfold": 12, "Akershus": 21, "Oslo": 1, "Innlandet": 46, "Buskerud": 18, "Vestfold": 6, "Telemark": 17,
        "Agder": 25, "Rogaland": 23, "Vestland": 43, "Møre og Romsdal": 27, "Trøndelag": 38, "Nordland": 41,
        "Troms": 21, "Finnmark": 18,
    }  # fmt: skip
    assert table["code"].str.head(2).n_unique() == len(counties)


def test_telemark() -> None:
    telemark = municipalities().filter(pl.col("county") == "Telemark")
    assert dict(telemark.select("code", "name").iter_rows()) == {
        "4001": "Porsgrunn", "4003": "Skien", "4005": "Notodden", "4010": "Siljan", "4012": "Bamble", "4014": "Kragerø",
        "4016": "Drangedal", "4018": "Nome", "4020": "Midt-Telemark", "4022": "Seljord", "4024": "Hjartdal",
        "4026": "Tinn", "4028": "Kviteseid", "4030": "Nissedal", "4032": "Fyresdal", "4034": "Tokke", "4036": "Vinje",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("former", "current", "name"),
    [
        ("0806", "4003", "Skien"),
        ("3807", "4003", "Skien"),
        ("4003", "4003", "Skien"),
        ("806", "4003", "Skien"),
        ("0301", "0301", "Oslo"),
        ("0821", "4020", "Midt-Telemark"),
        ("0822", "4020", "Midt-Telemark"),
        ("3005", "3301", "Drammen"),
        ("0711", "3301", "Drammen"),
        ("3053", "3236", "Jevnaker"),
        ("0533", "3234", "Lunner"),
        ("1201", "4601", "Bergen"),
        ("1601", "5001", "Trondheim"),
        ("1902", "5501", "Tromsø"),
        ("5401", "5501", "Tromsø"),
        ("2012", "5601", "Alta"),
        ("1507", "1508", "Ålesund"),
        ("1504", "1508", "Ålesund"),
        ("1534", "1580", "Haram"),
        ("1850", "1875", "Hamarøy"),
        ("1613", "5059", "Orkland"),
        ("5012", "5059", "Orkland"),
        ("1444", "1577", "Volda"),
        ("1567", "5061", "Rindal"),
        ("1852", "5512", "Tjeldsund"),
        ("0710", "3907", "Sandefjord"),
    ],
)
def test_codes_of_other_years(former: str, current: str, name: str) -> None:
    assert current_municipality(former) == current
    assert municipality_name(former) == name


@pytest.mark.parametrize("unknown", ["9999", "2100", "2211", "", "Skien", "40030", "3999"])
def test_codes_that_are_no_municipality(unknown: str) -> None:
    assert current_municipality(unknown) is None
    assert municipality_name(unknown) is None


def test_every_successor_is_a_municipality_of_2024_and_none_is_its_own_former() -> None:
    table = pl.read_csv(REFERENCE / "municipality_successors.csv", infer_schema=False)
    assert table["former"].is_duplicated().sum() == 0
    assert set(table["current"]) <= set(municipalities()["code"])
    assert set(table["former"]).isdisjoint(municipalities()["code"])
    assert table["former"].str.contains(r"^\d{4}$").all()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Skien", "4003"),
        ("  skien ", "4003"),
        ("NORE  OG UVDAL", "3338"),
        ("Midt-Telemark", "4020"),
        ("Skien kommune", "4003"),
        ("Kárášjohka - Karasjok", "5610"),
        ("Porsanger – Porsáŋgu – Porsanki", "5622"),
        ("Herøy", None),
        ("Herøy (Nordland)", "1818"),
        ("herøy (møre og romsdal)", "1515"),
        ("Våler", None),
        ("Våler (Innlandet)", "3419"),
        ("Våler (Østfold)", "3114"),
        ("Skien (Nordland)", None),
        ("Telemark", None),
        ("", None),
    ],
)
def test_names_as_they_come(name: str, code: str | None) -> None:
    assert municipality_code(name) == code


@given(st.sampled_from(municipalities().rows()))
def test_a_name_with_its_county_finds_its_code(row: tuple[str, str, str, float, float]) -> None:
    code, name, county, latitude, longitude = row
    assert municipality_code(f" {name.upper()} ({county})") == code
    assert municipality_code(name) in {code, None}
    assert municipality_name(code) == name
    found = municipality_centre([code])
    assert (found[0][0], found[1][0]) == (latitude, longitude)


def test_centres_are_given_in_order_and_nan_when_unknown() -> None:
    latitude, longitude = municipality_centre(["3807", "9999", "0301"])
    assert latitude.round(1).tolist() == pytest.approx([59.2, float("nan"), 59.9], nan_ok=True)
    assert longitude.round(1).tolist() == pytest.approx([9.6, float("nan"), 10.8], nan_ok=True)
    assert municipality_centre([])[0].shape == (0,)


@published
def test_borders_of_2021_lead_to_the_same_names() -> None:
    rows = pl.read_csv(PUBLISHED / "postcode_coordinates.tsv", separator="\t", infer_schema=False, quote_char=None)
    former = dict(rows.select("KOMMNR", "KOMMUNE").unique().iter_rows())
    assert len(former) == 356 + 2
    unlike = {code: name for code, name in former.items() if municipality_name(code) != name}
    assert unlike == {"2100": "Svalbard", "2211": "Jan Mayen"}
    reached = {current_municipality(code) for code in former} - {None}
    assert set(municipalities()["code"]) - reached == {"1580"}  # Haram came back in 2024


@published
def test_centres_stand_on_a_postcode_of_their_own_municipality() -> None:
    postcodes = read_postcodes(PUBLISHED / "postcode_coordinates.tsv")
    assert postcodes["municipality"].null_count() == 10 + 1  # Svalbard, Jan Mayen
    own = municipalities().with_columns(postal=pl.col("code").replace("1580", "1508"))
    pairs = own.join(postcodes, left_on="postal", right_on="municipality", suffix="_post")
    km = great_circle_km(pairs["latitude"], pairs["longitude"], pairs["latitude_post"], pairs["longitude_post"])
    nearest = pairs.select("code", km=pl.Series(km)).group_by("code").agg(pl.col("km").min())
    assert nearest.height == 357
    assert nearest["km"].max() < 0.9  # half of 0.01 degrees each way


@published
def test_names_in_the_published_files_resolve() -> None:
    establishments = pl.read_csv(PUBLISHED / "telemark_workplaces.csv", infer_schema=False)["kommune"]
    assert {municipality_code(name) for name in establishments} == {
        code for code in municipalities()["code"] if code.startswith("40")
    }
    areas = pl.read_csv(PUBLISHED / "nav_reduced_work_capacity.csv", infer_schema=False)
    local = areas.filter(pl.col("Nivå") == "Telemark kommuner")["Geografisk enhet"].unique()
    assert all(municipality_code(name) for name in local)


# --- distance and travel ---


def test_distance_along_a_meridian_and_between_cities() -> None:
    assert great_circle_km(59, 10, 60, 10) == pytest.approx(ONE_DEGREE_KM, rel=1e-4)
    assert great_circle_km(59.91, 10.75, 60.39, 5.32) == pytest.approx(305, abs=3)  # Oslo to Bergen
    assert great_circle_km(59.2, 9.6, 59.2, 9.6) == 0
    grid = great_circle_km(np.array([[59.0], [60.0]]), 10.0, np.array([59.0, 60.0, 61.0]), 10.0)
    assert grid.shape == (2, 3)
    assert grid.dtype == np.float32


@given(latitudes, longitudes, latitudes, longitudes, modes)
def test_the_way_back_is_as_long(lat1: float, lon1: float, lat2: float, lon2: float, mode: str) -> None:
    there = travel_minutes(lat1, lon1, lat2, lon2, mode)
    assert there == pytest.approx(float(travel_minutes(lat2, lon2, lat1, lon1, mode)), rel=1e-5)
    assert 0 < there < np.inf


def test_minutes_by_car_are_the_declared_sum() -> None:
    road = 20 * 1.3
    expected = 4 + 60 * (5 / 35 + 15 / 50 + (road - 20) / 65)
    assert trip(20, "car") == pytest.approx(expected, rel=1e-3)
    assert trip(2, "car") == pytest.approx(4 + 60 * 2.6 / 35, rel=1e-3)


def test_minutes_by_transit_and_on_foot_are_the_declared_sums() -> None:
    assert trip(3, "transit") == pytest.approx(12 + 60 * 4.2 / 16, rel=1e-3)
    assert trip(10, "transit") == pytest.approx(12 + 60 * (5 / 16 + 9 / 22), rel=1e-3)
    assert trip(2, "walk") == pytest.approx(60 * 2.6 / 4.8, rel=1e-3)


def test_a_short_way_is_walked_whatever_the_means() -> None:
    on_foot = 60 * 0.2 * 1.3 / 4.8
    assert [trip(0.2, mode, least_km=0) for mode in MODES] == pytest.approx([on_foot] * 3, rel=5e-3)


@given(st.lists(st.floats(0, 400), min_size=2, max_size=20), modes)
def test_further_is_never_quicker(distances: list[float], mode: str) -> None:
    ordered = np.sort(distances)
    minutes = travel_minutes(59.2, 9.6, 59.2 + ordered / ONE_DEGREE_KM, 9.6, mode)
    assert (np.diff(minutes) >= -1e-3).all()


@given(st.floats(2, 400))
def test_a_car_is_quicker_than_a_bus_and_a_bus_than_walking(km: float) -> None:
    assert trip(km, "car") < trip(km, "transit") < trip(km, "walk")


def test_transit_falls_behind_outside_town() -> None:
    assert trip(40, "transit") - trip(40, "car") > 2 * (trip(8, "transit") - trip(8, "car"))


def test_two_places_on_one_centroid_are_a_local_trip_apart() -> None:
    assert LEAST_KM["address"] < LEAST_KM["postcode"] < LEAST_KM["municipality"]
    assert trip(0, "car", least_km=3) == pytest.approx(4 + 60 * 3.9 / 35, rel=1e-3)
    assert trip(0, "walk") == pytest.approx(60 * 0.3 * 1.3 / 4.8, rel=1e-3)
    assert trip(1, "car", least_km=3) == trip(0, "car", least_km=3)
    assert trip(10, "car", least_km=3) == trip(10, "car")
    each = travel_minutes(59.2, 9.6, np.full(3, 59.2), 9.6, "car", least_km=[0.3, 1.5, 3.0])
    assert (np.diff(each) > 0).all()


def test_means_may_be_integers_one_per_pair() -> None:
    latitude = 59.2 + np.array([1, 5, 30]) / ONE_DEGREE_KM
    by_name = np.stack([travel_minutes(59.2, 9.6, latitude, 9.6, mode) for mode in MODES])
    by_number = travel_minutes(59.2, 9.6, latitude, 9.6, np.arange(3)[:, None])
    assert np.array_equal(by_name, by_number)
    assert travel_minutes(59.2, 9.6, latitude, 9.6, [0, 1, 2]) == pytest.approx(by_name.diagonal())
    assert by_number.dtype == np.float32


@pytest.mark.parametrize("mode", ["bicycle", 3, [0, -1], [0.5]])
def test_an_unknown_means_is_refused(mode: object) -> None:
    with pytest.raises(ValueError, match="means of travel"):
        travel_minutes(59, 10, [59, 60], 10, mode)  # type: ignore[arg-type]


def test_an_unknown_place_gives_no_number() -> None:
    assert np.isnan(travel_minutes(59, 10, float("nan"), 10, "car"))


# --- where a workplace is ---


def test_a_workplace_is_placed_by_the_best_that_is_known() -> None:
    workplaces = pl.DataFrame(
        {
            "orgnr": ["own", "by postcode", "by municipality", "swapped", "half", "nowhere"],
            "municipality": ["4003", "3807", "0806", "4003", "4003", "9999"],
            "postcode": ["3717", "3717", "0000", None, "3717", None],
            "latitude": [59.123, None, None, 9.6, 59.1, None],
            "longitude": [9.456, None, None, 59.2, None, None],
        }
    )
    postcodes = pl.DataFrame({"postcode": ["3717"], "latitude": [59.21], "longitude": [9.61]})
    placed = resolve_place(workplaces, postcodes)
    assert placed["orgnr"].to_list() == workplaces["orgnr"].to_list()
    assert placed.select("latitude", "longitude", "place_precision").rows() == [
        (59.123, 9.456, "address"),
        (59.21, 9.61, "postcode"),
        (59.20, 9.60, "municipality"),
        (59.20, 9.60, "municipality"),
        (59.21, 9.61, "postcode"),
        (None, None, None),
    ]
    assert resolve_place(placed, postcodes).columns == placed.columns


def test_columns_that_may_be_absent_are_filled() -> None:
    placed = resolve_place(pl.DataFrame({"municipality": ["4001", None]}, schema={"municipality": pl.String}))
    assert placed.columns == ["municipality", "latitude", "longitude", "place_precision"]
    assert placed["place_precision"].to_list() == ["municipality", None]
    assert resolve_place(placed.clear()).height == 0


def test_postcodes_are_read_as_they_are_published(tmp_path: Path) -> None:
    header = "POSTNR\tPOSTSTAD\tKOMMNR\tKOMMUNE\tLAT\tLON"
    rows = ["0001\tOslo\t301\tOslo\t59.91160\t10.75450", "3717\tSKIEN\t3807\tSkien\t59.2\t9.6"]
    rows += ["3717\tSkien\t3807\tSkien\t59.3\t9.7", "9170\tLongyearbyen\t2100\tSvalbard\t78.2\t15.6"]
    path = tmp_path / "postcodes.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert read_postcodes(path).rows() == [
        ("0001", "Oslo", "0301", 59.9116, 10.7545),
        ("3717", "SKIEN", "4003", 59.2, 9.6),
        ("9170", "Longyearbyen", None, 78.2, 15.6),
    ]


@published
def test_published_postcodes_place_workplaces() -> None:
    postcodes = read_postcodes(PUBLISHED / "postcode_coordinates.tsv")
    assert postcodes.height == 5786
    placed = resolve_place(pl.DataFrame({"municipality": ["4003"], "postcode": ["3724"]}), postcodes)
    assert placed["place_precision"].item() == "postcode"
    skien = municipality_centre(["4003"])
    assert great_circle_km(placed["latitude"].item(), placed["longitude"].item(), skien[0][0], skien[1][0]) < 20
