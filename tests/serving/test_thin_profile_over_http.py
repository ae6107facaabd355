"""Somebody of whom little is known, and somebody with little around: both get a list or a plan that says so."""

from __future__ import annotations

import re

import pytest

from tests.builders import orgnr

UNKNOWN = {
    "wished_occupations": [],
    "wished_text": None,
    "experience_occupations": [],
    "work_conditions": [],
    "norwegian_level": None,
}


@pytest.fixture
def thin(service, person):
    """A service that knows one workplace well, and a person of whom little is known."""
    service.store("participants", person(participant_id="p-thin", **UNKNOWN))
    contact = {"participant_id": "p-2", "specialist_id": "Z990001", "channel": "visit", "orgnr": orgnr(2)}
    service.store("contacts", *(
        contact | {"contact_id": f"c-{n}", "contacted_on": f"2025-0{n}-01", "result": "meeting"} for n in (3, 4)
    ))  # fmt: skip
    service.store("placements", {
        "placement_id": "s-1", "participant_id": "p-2", "orgnr": orgnr(2), "occupation": "9112", "form": "permanent",
        "paid": True, "hours_per_week": 20.0, "starts_on": "2025-04-10", "observed_until": "2026-02-01",
    })  # fmt: skip
    return service.client


def test_below_half_known_the_list_is_in_history_order_says_so_and_is_neither_empty_nor_padded(thin):
    made = thin.post("/v1/suggestions", json={"participant_id": "p-thin"}).json()
    assert made["completeness"]["share"] < 0.5
    assert "tidligere erfaring" in made["abstained"]["reason"]
    assert made["completeness"]["missing"][0] == "wished_occupations"
    assert len(made["suggestions"]) == 4
    scores = [s["score"] for s in made["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    assert made["suggestions"][0]["orgnr"] == orgnr(2)


def test_in_history_order_nothing_but_history_is_given_as_a_reason(thin):
    made = thin.post("/v1/suggestions", json={"participant_id": "p-thin"}).json()
    codes = {reason["code"] for s in made["suggestions"] for reason in s["reasons"]}
    assert codes == {"history"}
    assert made["suggestions"][0]["reasons"][0]["text"] == "Har hatt én som ble værende i minst et halvt år"


def test_how_much_each_suggestion_rests_on_is_graded_and_thin_ground_is_said(thin):
    made = thin.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    grades = {s["orgnr"]: s["evidence"]["grade"] for s in made["suggestions"]}
    assert grades == {orgnr(2): "moderate"} | dict.fromkeys([orgnr(n) for n in (0, 1, 3)], "weak")
    page = thin.post("/forslag", data={"participant_id": "p-1"}).text
    assert "Tynt grunnlag for 3 av 4 forslag" in page


def test_what_was_used_is_told_with_dates_and_what_was_not(thin):
    basis = thin.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["basis"]
    used = {fact["what"]: (fact["number"], fact["oldest"], fact["newest"]) for fact in basis["used"]}
    assert used["deltakerens ønsker og behov"] == (1, "2025-10-01", "2025-10-01")
    assert used["behov meldt av arbeidsgiver"] == (1, "2026-01-20", "2026-01-20")
    assert used["kontakter med arbeidsplassene"] == (2, "2025-03-01", "2025-04-01")
    assert used["jobber og utprøvinger der"] == (1, "2025-04-10", "2025-04-10")
    assert used["utlyste stillinger"] == (0, None, None)
    assert {"alder", "kjønn", "opprinnelse"} < set(basis["not_used"])
    page = thin.post("/forslag", data={"participant_id": "p-1"}).text
    assert "Kontakter med arbeidsplassene: 2, fra 1. mars 2025 til 1. april 2025" in page


def test_with_nothing_within_reach_there_is_a_plan_and_no_empty_page(service, person):
    far = person(participant_id="p-far", municipality="5501", latitude=69.65, longitude=18.95)
    service.store("participants", far)
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-far"}).json()
    assert made["suggestions"] == []
    assert [entry["kind"] for entry in made["widening"]] == ["longer_travel"]
    page = re.sub(r"<[^>]+>", " ", service.client.post("/forslag", data={"participant_id": "p-far"}).text)
    assert "30 minutter lengre reisevei gir ingen arbeidsplasser til." in page
    assert "oppgaver satt sammen på nytt" in " ".join(page.split())
