"""A protected person, byte for byte as one who is not there.

Each call is made while the person is stored and again when nothing about the person is, with the same call id: the
answers must be the same in status, headers and body.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from features.vocabulary import Protection
from serving.auth import Caller, Role
from serving.permissions import ROUTES
from serving.problems import ProblemError
from tests.builders import orgnr

WHO = "p-protected"
CONTACT = {
    "orgnr": orgnr(1), "specialist_id": "Z990001", "contacted_on": "2026-01-10", "channel": "visit", "result": "no",
}  # fmt: skip
PLACEMENT = {
    "orgnr": orgnr(1), "occupation": "5223", "form": "permanent", "paid": True, "hours_per_week": 20.0,
    "starts_on": "2026-01-10", "observed_until": "2026-02-01",
}  # fmt: skip
CHOICE = {"orgnr": orgnr(1), "kind": "hide", "chosen_on": "2026-01-10"}
PLAN = {"specialist_id": "Z990001"}
FORM = {"participant_id": WHO}
OVER = {"fra": "Z990001", "til": "Z990002", "hvem": "noen"}


def calls(person):
    """One call or several for every route that takes a person: what is sent, by route."""
    body = person(participant_id=WHO) | {"simulated": True}
    rules = {"birth_date": "1990-01-01", "months_used": {}}
    return {
        ("POST", "/v1/suggestions"): [{"json": {"participant_id": WHO}}, {"json": {"participant_id": WHO, "limit": 0}}],
        ("POST", "/v1/suggestions/batch"): [{"json": {"participant_ids": [WHO]}}],
        ("GET", "/v1/participants"): [{}, {"params": {"limit": 1, "cursor": "p-4"}}],
        ("GET", "/v1/participants/{participant_id}"): [{}],
        ("PUT", "/v1/participants/{participant_id}"): [{"json": body}, {"json": body | {"rules": rules}}, {"json": {}}],
        ("DELETE", "/v1/participants/{participant_id}"): [{}],
        ("GET", "/v1/participants/{participant_id}/export"): [{}],
        ("POST", "/v1/participants/{participant_id}/objection"): [{}, {"json": {}}],
        ("DELETE", "/v1/participants/{participant_id}/objection"): [{}],
        ("POST", "/v1/contacts"): [{"json": CONTACT | {"participant_id": WHO}}],
        ("POST", "/v1/choices"): [{"json": CHOICE | {"participant_id": WHO}}],
        ("POST", "/v1/placements"): [{"json": PLACEMENT | {"participant_id": WHO}}],
        ("POST", "/v1/hand-overs"): [{"json": {"from": "Z990001", "to": "Z990002", "participant_ids": [WHO]}}],
        ("GET", "/v1/follow-ups"): [{}],
        ("GET", "/v1/frictions"): [{}, {"params": {"status": "all"}}],
        ("GET", "/v1/agenda"): [{}],
        ("GET", "/v1/outbox"): [{}],
        ("POST", "/v1/caseload/plan"): [{"json": PLAN}],
        ("GET", "/"): [{}],
        ("GET", "/overlevering"): [{}, {"params": {"fra": "Z990001", "deltaker": WHO}}],
        ("POST", "/overlevering"): [
            {"data": OVER | {"hvem": "noen", "deltaker": WHO}},
            {"data": OVER | {"hvem": "noen"}},
        ],
        ("POST", "/forslag"): [{"data": FORM}],
        ("GET", "/deltakere"): [{}],
        ("GET", "/deltaker/{participant_id}"): [{}],
        ("GET", "/deltaker/{participant_id}/endre/{part}"): [{}],
        ("POST", "/deltaker/{participant_id}/endre/{part}"): [
            {"data": {"maate": "car", "minutter": "30"}},
            {"data": {"gjor": "finn", "sok": "lager"}},
        ],
        ("POST", "/forstod"): [{"data": FORM}],
        ("POST", "/forstod/forslag"): [{"data": FORM}],
    }


AFTER_A_LIST = "reached by the key of a list, a placement or a friction"
ELSEWHERE = {
    ("GET", "/v1/suggestions/{list_id}"): AFTER_A_LIST,
    ("GET", "/v1/suggestions/{list_id}/compare"): AFTER_A_LIST,
    ("POST", "/v1/suggestions/{list_id}/replay"): AFTER_A_LIST,
    ("GET", "/forslag/{list_id}"): AFTER_A_LIST,
    ("GET", "/forslag/{list_id}/hvorfor"): AFTER_A_LIST,
    ("GET", "/forslag/{list_id}/liste.csv"): AFTER_A_LIST,
    ("POST", "/valg"): AFTER_A_LIST,
    ("GET", "/legg-til/{list_id}"): AFTER_A_LIST,
    ("GET", "/besok/{list_id}/{orgnr}"): AFTER_A_LIST,
    ("POST", "/besok/{list_id}/{orgnr}"): AFTER_A_LIST,
    ("GET", "/samtaleark/{list_id}/{orgnr}"): AFTER_A_LIST,
    ("GET", "/start/{list_id}/{orgnr}"): AFTER_A_LIST,
    ("POST", "/start/{list_id}/{orgnr}"): AFTER_A_LIST,
    ("GET", "/jobb/{placement_id}"): AFTER_A_LIST,
    ("POST", "/jobb/{placement_id}/eier"): AFTER_A_LIST,
    ("POST", "/jobb/{placement_id}/butter"): AFTER_A_LIST,
    ("POST", "/jobb/{placement_id}/slutt"): AFTER_A_LIST,
    ("POST", "/jobb/{placement_id}/lenke"): AFTER_A_LIST,
    ("POST", "/oppfolging"): AFTER_A_LIST,
    ("POST", "/sak/{friction_id}/lukk"): AFTER_A_LIST,
    ("POST", "/v1/placements/{placement_id}/end"): AFTER_A_LIST,
    ("POST", "/v1/placements/{placement_id}/friction"): AFTER_A_LIST,
    ("POST", "/v1/follow-ups"): AFTER_A_LIST,
    ("POST", "/v1/frictions/{friction_id}/close"): AFTER_A_LIST,
    ("POST", "/v1/placements/{placement_id}/friction-links"): AFTER_A_LIST,
    ("GET", "/v1/hand-overs/{hand_over_id}"): AFTER_A_LIST,
    ("GET", "/overlevering/{hand_over_id}"): AFTER_A_LIST,
    ("POST", "/v1/placements/{placement_id}/owner"): AFTER_A_LIST,
}

CALLERS = {
    "developer": {},
    "own specialist": {"X-Development-User": "Z990001", "X-Development-Roles": "specialist"},
    "case system": {"X-Development-User": "sys", "X-Development-Roles": "case_system", "X-Development-Offices": "0806"},
    "supervisor": {"X-Development-User": "sup", "X-Development-Roles": "supervisor", "X-Development-Offices": "0806"},
}
PEOPLE_ROUTES = [route for route, rule in ROUTES.items() if rule is not None and rule.people and route not in ELSEWHERE]


def headers_of(answer):
    """Without the length, which the drawn tokens make a little longer or shorter when compressed."""
    return sorted((name, value) for name, value in answer.headers.multi_items() if name != "content-length")


def without_tokens(body):
    """A page without the tokens of its forms, which are new every time."""
    return re.sub(rb'(name="skjema" value=")[^"]*', rb"\1", body)


def test_every_route_about_people_is_tried(person):
    missing = set(PEOPLE_ROUTES) - calls(person).keys()
    assert not missing, "say above how a protected person would be reached by these"


@pytest.mark.parametrize("route", PEOPLE_ROUTES, ids=" ".join)
def test_a_protected_person_is_answered_like_nobody(service, person, route):
    def answers():
        for who, headers in CALLERS.items():
            for number, sent in enumerate(calls(person)[route]):
                given = {"Nav-Call-Id": f"call-{number}", "Idempotency-Key": f"{who}-{number}".replace(" ", "-")}
                address = route[1].replace("{participant_id}", WHO).replace("{part}", "reise")
                answer = service.client.request(route[0], address, headers=headers | given, **sent)
                yield who, number, answer.status_code, headers_of(answer), without_tokens(answer.content)

    held = list(answers())
    assert {status for _, _, status, _, _ in held} <= {200, 404, 422}
    service.database.rights.erase(WHO, datetime(2026, 2, 2, tzinfo=UTC), "request")
    assert list(answers()) == held


def listed(service):
    """A list that was shown for the person before the protection was known."""
    rules = {"participant_id": WHO, "birth_date": "1990-01-01"}
    service.store("participant_rules", rules | {"protection": "none"})
    made = service.client.post("/v1/suggestions", json={"participant_id": WHO}).json()["list_id"]
    service.store("participant_rules", rules | {"protection": "strictly_confidential"})
    return made


@pytest.mark.parametrize("route", [r for r in ROUTES if "{list_id}" in r[1]], ids=" ".join)
def test_a_list_for_a_protected_person_is_answered_like_no_list(service, route):
    made, nothing = listed(service), "0" * 32
    pair = {"above": orgnr(1), "below": orgnr(2), "over": orgnr(1), "under": orgnr(2)}

    def answer(list_id, role):
        headers = {"X-Development-Roles": role.value, "Nav-Call-Id": "call-1"}
        address, form = route[1].replace("{list_id}", list_id), {} if not route[1].startswith("/v1/") else None
        sent = {"data": form} if route[0] == "POST" else {}
        got = service.client.request(route[0], address, params=pair, headers=headers, **sent)
        body = got.content.replace(list_id.encode(), b"")
        return got.status_code, headers_of(got), body

    for role in Role:
        assert answer(made, role) == answer(nothing, role)
        assert answer(made, role)[0] in (403, 404)


def test_no_coordinates_of_a_protected_person_are_in_the_database(service):
    rows = service.database.read("participants")
    places = {row["participant_id"]: (row["latitude"], row["longitude"]) for row in rows.to_dicts()}
    assert places["p-1"] == (59.21, 9.61)
    assert places[WHO] == (None, None)


def test_the_batch_leaves_protected_people_out_for_anybody(service):
    everything = Caller("Z990001", frozenset(Role), None, frozenset(Protection))
    people, access = service.app.state.held.snapshot().people, service.app.state.held.access
    assert access.person(everything, people, WHO).protection is Protection.CONFIDENTIAL
    with pytest.raises(ProblemError) as refused:
        access.person(everything, people, WHO, in_batch=True)
    assert refused.value.status == 404
