from __future__ import annotations

import pytest

from tests.serving.followed_people import headers, placement


@pytest.fixture
def county(service, person):
    people = [
        (f"q-{office}-{n}", office) for office, number in (("0806", 6), ("0301", 8), ("1103", 2)) for n in range(number)
    ]
    service.store("participants", *(person(participant_id=key, office_id=office) for key, office in people))
    begun = {"starts_on": "2025-06-01", "observed_until": "2026-02-01", "form": "permanent"}
    service.store("placements", *(placement(placement_id=f"s-{key}", participant_id=key, **begun) for key, _ in people))
    hidden = {"birth_date": "1990-01-01", "protection": "shielded"}
    service.store("participant_rules", {"participant_id": "q-0301-0", **hidden})
    return service


def shown(service, who):
    answer = service.client.get("/v1/outcomes", headers=who)
    assert answer.status_code == 200, answer.text
    return {o["office_id"]: o["known"] for o in answer.json()["outcomes"] if o["months"] == 6}


def test_small_offices_are_pooled_and_the_protected_are_not_counted(county):
    assert shown(county, headers("rev", "auditor")) == {"0301": 7, "others": 8, None: 15}


def test_a_supervisor_sees_the_own_office_what_is_pooled_and_all_the_same_as_everybody(county):
    assert shown(county, headers("sup", "supervisor", "0301")) == {"0301": 7, "others": 8, None: 15}
    assert shown(county, headers("sup", "supervisor", "0806")) == {"others": 8, None: 15}


def test_where_nothing_can_be_shown_it_says_so(service):
    service.store("placements", placement(starts_on="2025-01-12", form="permanent"))
    body = service.client.get("/v1/outcomes", headers=headers("rev", "auditor")).json()
    assert (body["outcomes"], body["too_few"], body["smallest"]) == ([], [3, 6, 12], 5)


def test_a_specialist_has_no_league_table(county):
    assert county.client.get("/v1/outcomes", headers=headers()).status_code == 403


def test_pathways_lead_on_and_back(client):
    body = client.get("/v1/pathways/adapted", headers=headers()).json()
    assert {(step["end"], step["back"]) for step in body["steps"]} == {
        ("wage_subsidy", False),
        ("ordinary", False),
        ("trial", True),
        ("sheltered", True),
    }
    assert all(step["needs"] and step["source"] for step in body["steps"])
    assert client.get("/v1/pathways/moon", headers=headers()).status_code == 422
