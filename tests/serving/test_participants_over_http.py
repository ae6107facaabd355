from __future__ import annotations

import pytest

from features import tables


def ids(answer):
    return [item["participant_id"] for item in answer.json()["items"]]


def test_one_participant_flat_with_rules(client, person):
    body = client.get("/v1/participants/p-1").json()
    assert body.keys() == {*tables.PARTICIPANTS.column_names, "simulated", "rules"}
    assert {k: v for k, v in body.items() if k in person()} == person()
    assert body["simulated"] is True
    assert body["rules"]["months_used"] == {"mentor_subsidy": 3}
    assert body["rules"]["protection"] == "none"
    assert client.get("/v1/participants/p-2").json()["rules"] is None


def test_the_newest_row_is_answered(service, person):
    service.store("participants", person(updated_on="2026-01-20", hours_max=30.0))
    assert service.client.get("/v1/participants/p-1").json()["hours_max"] == 30.0


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, ["p-1", "p-2", "p-3", "p-4", "p-left"]),
        ({"X-Development-User": "Z990001", "X-Development-Roles": "specialist"}, ["p-1", "p-2", "p-left"]),
        (
            {"X-Development-User": "x", "X-Development-Roles": "supervisor", "X-Development-Offices": "0806"},
            ["p-1", "p-2", "p-3", "p-left"],
        ),
        (
            {"X-Development-User": "x", "X-Development-Roles": "case_system", "X-Development-Offices": "0301"},
            ["p-4"],
        ),
        ({"X-Development-User": "x", "X-Development-Roles": "supervisor"}, []),
    ],
    ids=lambda value: str(value),
)
def test_everybody_lists_exactly_whom_they_may_open(client, headers, expected):
    assert ids(client.get("/v1/participants", headers=headers)) == expected
    everybody = ["p-1", "p-2", "p-3", "p-4", "p-left", "p-protected", "p-real"]
    opened = [p for p in everybody if client.get(f"/v1/participants/{p}", headers=headers).status_code == 200]
    assert opened == expected


def test_the_cursor_walks_through_everybody_once(client):
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/v1/participants", params={"limit": 2, "cursor": cursor})
        seen += ids(page)
        cursor = page.json()["next_cursor"]
    assert seen == ["p-1", "p-2", "p-3", "p-4", "p-left"]


def test_protected_and_real_people_are_answered_like_unknown_ones(client):
    def body(participant_id):
        answer = client.get(f"/v1/participants/{participant_id}")
        assert answer.status_code == 404
        return {k: v for k, v in answer.json().items() if k not in ("call_id", "instance")}

    assert body("p-protected") == body("p-real") == body("nobody")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=" + "x" * 201])
def test_bad_queries(client, query):
    assert client.get(f"/v1/participants?{query}").status_code == 422
