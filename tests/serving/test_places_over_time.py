"""Lists from week to week through the service: what may move, what is told of it, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from models.bundle import Matcher
from models.exploration import CHANGES, STEADY_PLACES
from serving.api.seams import today_in_oslo
from serving.changes import MADE_ROOM, MOVED_UP, NEW_MODEL, NEW_PROFILE, NOT_POSSIBLE, TRIED, WHY
from tests.builders import orgnr
from tests.serving.conftest import Service, serving, workplace

MONDAY = date(2026, 2, 2)
PEOPLE = ("p-1", "p-2", "p-3", "p-4")
BY_LAW = {"subsidies", "employer_cost"}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def town(tmp_path: Path, matcher: Matcher) -> Iterator[Service]:
    """Forty workplaces within reach; every third has taken somebody in."""
    with serving(tmp_path, matcher) as made:
        made.store("workplaces", *(workplace(n) | {"latitude": 59.20 + n / 500} for n in range(40)))
        placed = {"participant_id": "p-left", "occupation": "5223", "form": "permanent", "paid": True}
        made.store(
            "placements",
            *(
                {
                    "placement_id": f"s-{n}",
                    "orgnr": orgnr(n),
                    "hours_per_week": 20.0,
                    "starts_on": "2025-11-01",
                    "observed_until": "2026-01-30",
                    **placed,
                }
                for n in range(0, 40, 3)
            ),
        )
        yield made


@pytest.fixture
def ask(town: Service) -> Ask:
    """Ask for a list on a day; the day becomes today."""

    def asked(on: date, participant_id: str = "p-1", headers: dict[str, str] | None = None, **body: Any) -> Any:
        town.app.dependency_overrides[today_in_oslo] = lambda: on
        answer = town.client.post("/v1/suggestions", json={"participant_id": participant_id, **body}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked


def units(made: dict[str, Any], places: int = 50) -> list[str]:
    return [s["orgnr"] for s in made["suggestions"][:places]]


def weeks(number: int) -> list[date]:
    return [MONDAY + timedelta(weeks=n) for n in range(number)]


def test_a_first_list_has_no_changes_and_the_next_tells_them_all(ask: Ask) -> None:
    first, second = (ask(day) for day in weeks(2))
    assert first["changes"] is None
    before, now = set(units(first, STEADY_PLACES)), set(units(second, STEADY_PLACES))
    assert {c["orgnr"] for c in second["changes"]} == before ^ now


def test_week_after_week_without_news_at_most_two_of_the_first_five_are_new(ask: Ask) -> None:
    lists = [{person: ask(day, person) for person in PEOPLE} for day in weeks(6)]
    for before, now in pairwise(lists):
        for person in PEOPLE:
            new = set(units(now[person], STEADY_PLACES)) - set(units(before[person], STEADY_PLACES))
            assert len(new) <= CHANGES
            whys = {c["why"] for c in now[person]["changes"]}
            assert whys <= {TRIED, MOVED_UP, MADE_ROOM, WHY["expired"], WHY["placement"]}


def test_in_a_week_without_news_the_list_stands_from_monday_to_sunday(ask: Ask) -> None:
    """The ages of facts grow from day to day, and move nothing; what a law gives is quoted on the day itself."""
    ask(MONDAY - timedelta(weeks=1))
    listed = [ask(MONDAY + timedelta(days=day)) for day in range(7)]
    standing = [[{k: v for k, v in s.items() if k not in BY_LAW} for s in made["suggestions"]] for made in listed]
    assert all(places == standing[0] for places in standing)
    assert all(made["changes"] == listed[0]["changes"] for made in listed)


def test_within_a_week_everybody_sees_the_same_whoever_looked_before(ask: Ask) -> None:
    office = {"X-Development-User": "Z990007", "X-Development-Roles": "supervisor", "X-Development-Offices": "0806"}
    own = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist", "X-Development-Offices": "0806"}
    first = ask(MONDAY, headers=own)
    for person in PEOPLE:
        ask(MONDAY, person)
    again = ask(MONDAY, headers=office)
    assert again["suggestions"] == first["suggestions"]
    assert again["changes"] == first["changes"]


def test_one_place_in_five_at_least_is_an_employer_not_used_in_a_year(ask: Ask) -> None:
    used = {orgnr(n) for n in range(0, 40, 3)}
    for day in weeks(6):
        for person in PEOPLE:
            assert set(units(ask(day, person), STEADY_PLACES)) - used


def test_what_a_draw_decided_is_marked_and_its_chance_kept(ask: Ask, town: Service) -> None:
    marked = {}
    for day in weeks(12):
        for person in PEOPLE:
            made = ask(day, person)
            marked |= {(made["list_id"], s["rank"]): s["order_by"] for s in made["suggestions"]}
    explored = [place for place, order_by in marked.items() if order_by["exploration"]]
    assert explored
    assert {rank for _, rank in explored} <= {5, 10}
    kept = town.database.read("shown_lists")
    chances = {(row["list_id"], row["rank"]): row["propensity"] for row in kept.iter_rows(named=True)}
    assert set(chances) == set(marked)
    assert all(0 < chances[place] < 1 for place in explored)
    assert all(chance == 1 for (_, rank), chance in chances.items() if rank % 5)


@pytest.mark.parametrize("body", [{"shown": False}, {"filters": {"max_travel_minutes": 60}}], ids=str)
def test_a_look_ahead_and_a_filtered_list_are_the_models_own(body: dict[str, Any], ask: Ask) -> None:
    for day in weeks(4):
        ask(day)
        plain = ask(day, **body)
        assert [s["order_by"]["model"] for s in plain["suggestions"]] == [s["rank"] for s in plain["suggestions"]]
        assert not any(s["order_by"]["exploration"] for s in plain["suggestions"])
        assert plain["changes"] is None


def test_an_employer_shown_to_many_others_gives_way_next_week_and_keeps_its_rank_by_the_model(
    ask: Ask, town: Service, person: Callable[..., dict[str, Any]]
) -> None:
    first = units(ask(MONDAY, shown=False))[0]
    others = [f"p-more-{n}" for n in range(8)]
    town.store("participants", *(person(participant_id=name) for name in others))
    shown = MONDAY - timedelta(days=3)
    rows = ({"list_id": f"l-{n}", "orgnr": first, "participant_id": n, "shown_on": shown, "rank": 1} for n in others)
    town.store("shown_lists", *rows)
    made = ask(MONDAY)
    assert units(made)[0] != first
    moved = {s["orgnr"]: s for s in ask(MONDAY, limit=40)["suggestions"]}[first]
    assert (moved["order_by"]["model"], moved["order_by"]["pin"]) == (1, False)
    assert units(ask(MONDAY, shown=False))[0] == first


def test_a_new_need_a_new_wish_and_a_new_model_are_told_as_such(
    ask: Ask, town: Service, person: Callable[..., dict[str, Any]], matcher: Matcher
) -> None:
    first, second, third, fourth = weeks(4)
    ask(first)
    outside = [o for o in units(ask(first, limit=40, shown=False)) if o not in units(ask(first), STEADY_PLACES)]
    need = {"occupation": "5223", "source": "visit", "recorded_on": str(second)}
    town.store("employer_needs", *({"need_id": f"n-{o}", "orgnr": o, **need} for o in outside))
    came = [c for c in ask(second)["changes"] if "er ny" in c["what"]]
    assert {c["why"] for c in came} <= {WHY["need"], TRIED}
    town.store("participants", person(max_travel_minutes=20, updated_on=str(third)))
    whys = {c["why"] for c in ask(third)["changes"]}
    assert whys <= {NEW_PROFILE, NOT_POSSIBLE, TRIED, WHY["need"]}
    matcher.named("8").save(town.settings.model_dir)
    made = ask(fourth)
    assert made["model"]["version"] == "8"
    assert {c["why"] for c in made["changes"]} <= {NEW_MODEL, TRIED, WHY["expired"]}


def test_a_closed_workplace_is_told_as_one_that_cannot_be_suggested(ask: Ask, town: Service) -> None:
    first = units(ask(MONDAY))[0]
    town.store("workplaces", workplace(1) | {"orgnr": first, "closed_on": "2026-02-03"})
    second = ask(MONDAY + timedelta(weeks=1))
    assert first not in units(second)
    told = {c["orgnr"]: c for c in second["changes"]}[first]
    assert "er ikke lenger blant de fem første" in told["what"]
    assert told["why"] in (NOT_POSSIBLE, WHY["register"])


def test_lists_of_inline_people_depend_on_no_key_and_no_earlier_list(
    ask: Ask, town: Service, inline: Callable[..., dict[str, Any]]
) -> None:
    def listed(day: date, **keys: str) -> Any:
        town.app.dependency_overrides[today_in_oslo] = lambda: day
        return town.client.post("/v1/suggestions", json={"participant": inline(**keys)}).json()

    assert listed(MONDAY)["suggestions"] == listed(MONDAY, participant_id="p-1")["suggestions"]
    assert listed(MONDAY)["changes"] is None
    assert town.database.read("shown_lists").filter(pl.col("participant_id").is_null()).is_empty()


def test_the_page_says_what_changed_by_name(ask: Ask, town: Service) -> None:
    town.store("workplaces", workplace(1) | {"orgnr": units(ask(MONDAY))[1], "closed_on": "2026-02-03"})
    made = ask(MONDAY + timedelta(weeks=1))
    page = town.client.get(f"/forslag/{made['list_id']}").text
    assert made["changes"]
    assert all(change["why"] in page and change["what"] in page for change in made["changes"])
