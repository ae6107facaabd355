from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.places import EARTH_RADIUS_KM, travel_minutes
from serving.pages.suggestions.chance import chance_drawing, over_a_year
from serving.pages.suggestions.costs import cost_drawing
from serving.pages.suggestions.map import SAME_SPOT, SIZE, map_drawing, reach
from serving.schemas import LIST_EXAMPLE

SUGGESTION = LIST_EXAMPLE["suggestions"][0]
SKIEN = {"latitude": 59.21, "longitude": 9.61, "municipality": "4003"}
PERSON = SKIEN | {"max_travel_minutes": 45, "travel_mode": "car"}


def points(text):
    return [tuple(map(float, pair.split(","))) for pair in text.split()]


def place(rank, **where):
    return SKIEN | {"rank": rank, "name": f"EKSEMPEL {rank}"} | where


def chances(estimate_26, estimate_52):
    def chance(value):
        return {"estimate": value, "low": value / 2, "high": min(1.0, value * 1.2)}

    return {"stays_26w": chance(estimate_26), "stays_52w": chance(estimate_52)}


def test_everybody_is_there_at_the_start_and_the_known_shares_at_half_a_year_and_a_year():
    share = over_a_year(SUGGESTION["outlook"], "estimate")
    assert share[[0, 7, 14]] == pytest.approx([1, 0.62, 0.45])
    assert share[3] == pytest.approx(0.62 ** (3 / 6.5)), "the same share leaves in every period"


def test_in_between_the_curve_falls_as_people_have_been_seen_to_leave():
    """Everybody who leaves in the first half-year leaves in its fourth period, of three it is seen."""
    course = np.cumsum([0, 0, 0, 0, 3, 0, 0, 0, 1, 1, 1, 1, 1, 1]).astype(float)
    share = over_a_year(SUGGESTION["outlook"], "estimate", course)
    assert share[[0, 3, 4, 7]] == pytest.approx([1, 1, 0.62, 0.62])
    assert share[14] == pytest.approx(0.45)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_line_runs_within_its_band_and_never_rises(first, second):
    half, year = max(first, second), min(first, second)
    outlook = chances(half, year)
    low, middle, high = (over_a_year(outlook, which) for which in ("low", "estimate", "high"))
    assert (low <= middle + 1e-9).all()
    assert (middle <= high + 1e-9).all()
    assert (np.diff(middle) <= 1e-9).all()
    drawing = chance_drawing(outlook)
    assert len(points(drawing.line)) == 15
    assert all(0 <= y <= drawing.floor + 0.1 for _, y in points(drawing.band))


def test_the_cost_is_drawn_as_one_step_for_each_month_under_the_highest():
    drawing = cost_drawing(SUGGESTION["employer_cost"])
    outline = points(drawing.with_package)
    assert drawing.top.replace("\u00a0", " ") == "26 070 kr"
    assert len(outline) == 2 + 2 * 3
    height = drawing.floor - drawing.ceiling
    assert drawing.floor - outline[1][1] == pytest.approx(height * 10_428 / 26_070, abs=0.1)
    assert outline[-2][1] == pytest.approx(drawing.ceiling)


def test_a_cost_of_nothing_is_not_drawn():
    free = [{"month": 1, "without": 0.0, "with": 0.0}]
    assert cost_drawing(SUGGESTION["employer_cost"] | {"months": free}) is None
    assert cost_drawing(SUGGESTION["employer_cost"] | {"months": []}) is None


def test_north_is_up_east_is_right_and_the_home_in_the_middle():
    drawing = map_drawing(PERSON, [place(1, latitude=59.30), place(2, longitude=9.90)])
    north, east = drawing.dots
    assert drawing.home == (SIZE / 2, SIZE / 2)
    assert north.x == pytest.approx(SIZE / 2, abs=0.1)
    assert north.y < SIZE / 2
    assert east.x > SIZE / 2
    assert east.y == pytest.approx(SIZE / 2, abs=0.1)


@pytest.mark.parametrize("mode", ["car", "transit", "walk"])
def test_the_reach_is_where_the_estimate_of_travel_says_that_the_minutes_are_used(mode):
    km = reach(45, mode, (59.21, 9.61))
    north = 59.21 + np.degrees(np.array([km, km + 0.2]) / EARTH_RADIUS_KM)
    inside, outside = travel_minutes(59.21, 9.61, north, 9.61, mode)
    assert inside <= 45.01
    assert outside > 45


@given(st.lists(st.tuples(st.floats(58, 62), st.floats(8, 12)), min_size=1, max_size=20))
def test_every_place_is_on_the_map_and_no_number_covers_another(positions):
    places = [place(i + 1, latitude=lat, longitude=lon) for i, (lat, lon) in enumerate(positions)]
    drawing = map_drawing(PERSON, places)
    xy = np.array([(dot.x, dot.y) for dot in drawing.dots])
    assert [dot.rank for dot in drawing.dots] == [p["rank"] for p in places]
    assert ((xy >= 0) & (xy <= SIZE)).all()
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) + np.eye(len(xy)) * SIZE
    assert apart.min() >= SAME_SPOT - 0.2


def test_a_place_without_coordinates_stands_in_its_municipality_and_a_home_without_any_has_no_map():
    nowhere = {"latitude": None, "longitude": None}
    drawing = map_drawing(PERSON, [place(1, **nowhere, municipality="4001"), place(2, **nowhere, municipality="0000")])
    assert [dot.rank for dot in drawing.dots] == [1]
    assert drawing.unplaced == 1
    assert map_drawing(PERSON | nowhere | {"municipality": "0000"}, [place(1)]) is None


def test_a_scale_bar_is_a_round_number_of_km():
    drawing = map_drawing(PERSON, [place(1, latitude=59.30)])
    assert drawing.scale_km in (1, 2, 5, 10, 20, 50, 100, 200)
    assert re.fullmatch(r"\d+(\.\d)?", str(drawing.scale))
