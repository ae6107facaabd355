"""«Legg til»: an employer from however far away on the list, marked, and taken for nothing that the model proposed."""

from __future__ import annotations

import json

import polars as pl
import pytest

from serving.api.seams import today_in_oslo
from serving.not_listed import NOT_THERE, PAUSED, UNWANTED, VETOED
from tests.builders import orgnr
from tests.serving.conftest import PERSON, TODAY

FAR = orgnr(60)
PLACE = {
    "orgnr": FAR, "name": "LANGT BORTE", "org_form": "BEDR", "municipality": "0301", "industry_code": "47.110",
    "latitude": 59.91, "longitude": 10.75, "employees": 9, "registered_on": "2015-01-01",
}  # fmt: skip
NOTICE = {"orgnr": FAR, "kind": "bankruptcy", "starts_on": "2026-01-30", "recorded_on": "2026-01-30"}
LEFT = {"participant_id": "p-left", "orgnr": FAR, "occupation": "9112", "form": "permanent", "paid": True}


@pytest.fixture
def far(service):
    service.store("workplaces", PLACE)
    return service


def made(service, **asked):
    answer = service.client.post("/v1/suggestions", json={"participant_id": "p-1", **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def units(service, **asked):
    return [s["orgnr"] for s in made(service, **asked)["suggestions"]]


def choose(service, *kinds, unit=FAR):
    for kind in kinds:
        body = {"participant_id": "p-1", "orgnr": unit, "kind": kind}
        assert service.client.post("/v1/choices", json=body).status_code == 201


def test_it_stands_last_and_marked_and_the_others_where_they_stood(far):
    before = units(far)
    choose(far, "add")
    *others, last = made(far)["suggestions"]
    assert [s["orgnr"] for s in others] == before
    assert (last["orgnr"], last["order_by"]["added"], last["order_by"]["pin"]) == (FAR, True, False)
    assert last["travel_minutes"] > PERSON["max_travel_minutes"]
    assert units(far, limit=2)[-1] == FAR


def test_the_batch_and_a_list_for_an_objector_have_it_too_and_nobody_elses_list_has(far):
    choose(far, "add")
    asked = {"participant_ids": ["p-1", "p-2"]}
    lines = [json.loads(line) for line in far.client.post("/v1/suggestions/batch", json=asked).text.splitlines()]
    assert [FAR in {s["orgnr"] for s in one["suggestions"]} for one in lines] == [True, False]
    assert far.client.post("/v1/participants/p-1/objection", json={}).status_code < 300
    card = next(s for s in made(far)["suggestions"] if s["orgnr"] == FAR)
    assert card["order_by"] == {"model": None, "exploration": False, "pin": False, "added": True}


def test_it_is_replayed_identical(far):
    choose(far, "add")
    listed = made(far)
    choose(far, "undo")
    answer = far.client.post(f"/v1/suggestions/{listed['list_id']}/replay").json()
    assert answer == {"identical": True, "list": listed}
    assert FAR not in units(far)


@pytest.mark.parametrize(
    ("kinds", "stands"),
    [
        (("add", "pin"), "first"),
        (("add", "pin", "undo"), "last"),
        (("add", "hide"), "off"),
        (("add", "hide", "undo"), "last"),
        (("add", "undo"), "off"),
        (("pin",), "off"),
        (("hide", "add"), "last"),
    ],
)
def test_a_pin_or_a_hiding_lies_upon_the_adding(far, kinds, stands):
    choose(far, *kinds)
    listed = units(far)
    assert stands == ("off" if FAR not in listed else "first" if listed[0] == FAR else "last")
    assert stands != "last" or listed[-1] == FAR


def test_a_shorter_way_asked_for_narrows_it_too(far):
    choose(far, "add")
    assert FAR not in units(far, filters={"max_travel_minutes": 45})


def test_what_a_hand_put_there_has_no_chance_and_its_contact_no_rank(far):
    choose(far, "add")
    listed = made(far)
    shown = far.database.read("shown_lists").filter(list_id=listed["list_id"])
    chances = dict(shown.select("orgnr", "propensity").iter_rows())
    assert [unit for unit, chance in chances.items() if chance is None] == [FAR]
    contact = {"participant_id": "p-1", "channel": "visit", "result": "meeting", "list_id": listed["list_id"]}
    for unit in (FAR, listed["suggestions"][1]["orgnr"]):
        assert far.client.post("/v1/contacts", json=contact | {"orgnr": unit}).status_code == 201
    rows = far.database.read("contacts").sort(pl.col("orgnr") == FAR)
    assert rows["rank_shown"].to_list() == [2, None]


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("employer_notices", NOTICE, PAUSED),
        ("workplaces", PLACE | {"closed_on": "2026-01-15", "recorded_on": "2026-01-30"}, NOT_THERE),
        ("participants", PERSON | {"excluded_workplaces": [FAR], "updated_on": "2026-01-30"}, VETOED),
        ("participants", PERSON | {"unwanted_occupations": ["9112"], "updated_on": "2026-01-30"}, UNWANTED),
    ],
    ids=["paused", "closed", "vetoed", "unwanted"],
)
def test_what_else_keeps_it_off_is_said(far, specialist, table, row, why):
    job = {"placement_id": "s-9", "hours_per_week": 20.0, "starts_on": "2025-11-01", "observed_until": "2026-01-30"}
    far.store("placements", LEFT | job)
    far.store(table, row)
    listed = made(far)["list_id"]
    sent = {"list_id": listed, "orgnr": FAR, "valg": "add"}
    page = far.client.post("/valg", data=sent, headers=specialist)
    assert f"Lagret, men ikke på listen: <strong>LANGT BORTE</strong>. {why}" in page.text
    assert FAR not in units(far)


def test_what_the_specialist_did_is_why_the_first_places_changed(far):
    today = made(far, as_of="2026-02-02")
    choose(far, "add", "pin")
    choose(far, "hide", unit=today["suggestions"][0]["orgnr"])
    far.app.dependency_overrides[today_in_oslo] = lambda: TODAY.replace(day=10)
    told = {change["orgnr"]: change["why"] for change in made(far)["changes"]}
    assert told == {FAR: "Festet av deg", today["suggestions"][0]["orgnr"]: "Tatt av listen av deg"}
