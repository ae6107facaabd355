from __future__ import annotations

import json

import pytest

from features.errors import StorageError

JSON = {"content-type": "application/json"}


def assert_problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "instance", "call_id"} <= body.keys()
    assert body["status"] == status
    assert body["call_id"] == answer.headers["nav-call-id"]
    return body


def test_addresses_and_methods_that_do_not_exist(client):
    assert_problem(client.get("/v1/nothing"), 404)
    assert_problem(client.get("/v1/suggestions/not-an-id"), 404)
    assert_problem(client.get("/v1/suggestions/" + "0" * 32), 404)
    answer = client.delete("/v1/model")
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"p-1"',
        b"[" * 100_000,
        b'{"limit": ' + b"9" * 5000 + b"}",
        b'{"participant_id": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"participant_id": "a\\u0000b"}',
        b'{"participant_id": ["p-1"]}',
        b'{"participant_id": "p-1", "participant_id": 1}',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_unreadable_bodies_are_bad_input(client, body):
    faults = assert_problem(client.post("/v1/suggestions", content=body, headers=JSON), 422)["errors"]
    assert all(fault["where"] and fault["what"] for fault in faults)


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 51}, "limit"),
        ({"limit": "10"}, "limit"),
        ({"limit": True}, "limit"),
        ({"shown": "yes"}, "shown"),
        ({"as_of": "02.02.2026"}, "as_of"),
        ({"as_of": 0}, "as_of"),
        ({"as_of": "0001-01-01"}, "as_of"),
        ({"as_of": "1999-12-31"}, "as_of"),
        ({"diagnosis": "x"}, "diagnosis"),
        ({"filters": {"need": "perhaps"}}, "filters.need"),
        ({"filters": {"occupations": ["12"]}}, "filters.occupations.0"),
        ({"filters": {"municipalities": ["9999"]}}, "filters.municipalities"),
        ({"filters": {"max_travel_minutes": -1}}, "filters.max_travel_minutes"),
    ],
    ids=str,
)
def test_the_field_at_fault_is_named(client, asked, where):
    faults = assert_problem(client.post("/v1/suggestions", json={"participant_id": "p-1", **asked}), 422)["errors"]
    assert [fault["where"] for fault in faults] == [where]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"simulated": False}, "simulated"),
        ({"simulated": None}, "simulated"),
        ({"municipality": "9999"}, "municipality"),
        ({"hours_min": float("nan")}, "hours_min"),
        ({"hours_max": float("inf")}, "hours_max"),
        ({"hours_min": 30, "hours_max": 20}, "participant"),
        ({"latitude": 3.0}, "latitude"),
        ({"wished_text": "ring 010190 10046"}, "wished_text"),
        ({"skills_text": "x" * 4001}, "skills_text"),
        ({"unavailable_times": ["terapi på tirsdag"]}, "unavailable_times.0"),
        ({"work_conditions": ["silence"]}, "work_conditions.0"),
        ({"diagnosis": "F20"}, "diagnosis"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_column_of_an_inline_person_is_named_without_its_value(client, inline, changes, where):
    body = json.dumps({"participant": inline(**changes)})
    answer = client.post("/v1/suggestions", content=body, headers=JSON)
    assert [fault["where"] for fault in assert_problem(answer, 422)["errors"]] == [where]
    assert "010190" not in answer.text
    assert "F20" not in answer.text


def test_an_unknown_municipality_is_named(client, inline):
    answer = client.post("/v1/suggestions", json={"participant": inline(municipality="9999")})
    assert "9999" in answer.json()["errors"][0]["what"]


def test_one_person_at_a_time(client, inline):
    for body in ({}, {"participant_id": "p-1", "participant": inline()}):
        assert_problem(client.post("/v1/suggestions", json=body), 422)


def test_a_body_over_the_limit_is_refused_with_and_without_a_declared_length(client, shared):
    large = b" " * (shared.settings.max_body_bytes + 1)
    assert_problem(client.post("/v1/suggestions", content=large, headers=JSON), 413)
    assert_problem(client.post("/v1/suggestions", content=iter([large]), headers=JSON), 413)


def test_a_database_that_is_down_is_said_with_when_to_come_back(shared, client, monkeypatch):
    def down():
        raise StorageError("no route to secret-host")

    monkeypatch.setattr(shared.app.state.held.database, "versions", down)
    answer = client.get("/v1/participants")
    assert_problem(answer, 503)
    assert answer.headers["retry-after"] == "5"
    assert "secret-host" not in answer.text
    assert_problem(client.get("/internal/isready"), 503)
    assert client.get("/internal/isalive").status_code == 200


def test_what_nobody_expected_says_nothing_of_what_happened(shared, client, monkeypatch, capsys):
    def broken():
        raise RuntimeError("Kari Nordmann, 010190 10046")

    monkeypatch.setattr(shared.app.state.held, "snapshot", broken)
    answer = client.get("/v1/participants/p-1")
    assert_problem(answer, 500)
    assert "Kari" not in answer.text
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    failed = next(line for line in lines if line["event"] == "call failed")
    assert failed["error"] == "RuntimeError"
    assert failed["call_id"] == answer.json()["call_id"]
    assert "Kari" not in json.dumps(lines)
    assert "p-1" not in json.dumps(lines)
