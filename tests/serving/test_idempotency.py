"""The same key, the same answer and one row: after a restart, in a race, and when something fails half-way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from fastapi.testclient import TestClient

from features.database import Database
from serving.api.seams import today_in_oslo
from serving.app import create_app
from serving.idempotency import Answer, Once
from serving.problems import ProblemError
from tests.builders import orgnr, rows

CONTACT = {"orgnr": orgnr(1), "participant_id": "p-1", "channel": "visit", "result": "meeting"}
NOW = datetime(2026, 2, 2, 8, tzinfo=UTC)


def post(client, body, key, **headers):
    return client.post("/v1/contacts", json=body, headers={"Idempotency-Key": key} | headers)


def test_the_same_key_gives_the_same_answer_and_one_row(service):
    first, again = (post(service.client, CONTACT, "k-1") for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
    assert len(service.database.read("contacts")) == 1
    assert post(service.client, CONTACT, "k-2").json()["contact_id"] != first.json()["contact_id"]


def test_it_survives_a_restart(service, today):
    first = post(service.client, CONTACT, "k-1")
    app = create_app(service.settings)
    app.dependency_overrides[today_in_oslo] = lambda: today
    with TestClient(app) as restarted:
        assert post(restarted, CONTACT, "k-1").content == first.content
    assert len(service.database.read("contacts")) == 1


def test_another_body_or_another_call_under_the_key_is_a_conflict(service):
    post(service.client, CONTACT, "k-1")
    assert post(service.client, CONTACT | {"result": "no"}, "k-1").status_code == 409
    address = f"/v1/workplaces/{orgnr(1)}/needs"
    need = {"occupation": "5223", "source": "visit"}
    assert service.client.post(address, json=need, headers={"Idempotency-Key": "k-1"}).status_code == 409
    other = f"/v1/workplaces/{orgnr(2)}/needs"
    assert service.client.post(address, json=need, headers={"Idempotency-Key": "k-2"}).status_code == 201
    assert service.client.post(other, json=need, headers={"Idempotency-Key": "k-2"}).status_code == 409


def test_keys_are_the_callers_own(service, specialist):
    mine = post(service.client, CONTACT, "k-1", **specialist)
    theirs = post(service.client, CONTACT, "k-1")
    assert mine.json()["contact_id"] != theirs.json()["contact_id"]


def test_a_refusal_keeps_nothing(service):
    assert post(service.client, CONTACT | {"contacted_on": "2026-02-03"}, "k-1").status_code == 422
    assert post(service.client, CONTACT, "k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "blåbær"])
def test_a_key_that_is_none_is_said(client, key):
    answer = client.post("/v1/contacts", json=CONTACT, headers={"Idempotency-Key": key.encode()})
    assert answer.status_code == 422


def test_an_answer_goes_with_the_person_it_tells_of(service):
    post(service.client, CONTACT | {"next_step": "Kaffe med Kari"}, "k-1")
    assert service.client.delete("/v1/participants/p-1").status_code < 300
    assert b"Kaffe med Kari" not in post(service.client, CONTACT, "k-1").content


@pytest.fixture
def either(either_url):
    database = Database(either_url)
    database.migrate()
    for name in ("workplaces", "participants"):
        database.store(name, rows(name, {}), "test", True, NOW.date())
    yield database
    database.engine.dispose()


def once(database, key="k-1", at=NOW):
    return Once(database, "Z990001", "POST /v1/contacts", key, at)


def writing(name):
    def act(writing):
        row = rows("contacts", {"contact_id": name})
        writing.store("contacts", row, "service", True, NOW.date())
        return Answer({"contact_id": name}, "p-1")

    return act


def test_a_race_has_one_winner_and_one_row(either):
    begin = Barrier(4)

    def call(number):
        begin.wait(10)
        return once(either)({"same": "body"}, writing(f"race-{number}"))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(4)))
    assert len({answer.body for answer in answers}) == 1
    assert [name for name in either.read("contacts")["contact_id"] if name.startswith("race")] == [
        answers[0].body.decode().split('"')[3]
    ]


def test_what_fails_half_way_leaves_neither_row_nor_answer(either):
    before = either.read("contacts")

    def breaking(opened):
        writing("half")(opened)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(either)({}, breaking)
    assert either.read("contacts").equals(before)
    assert once(either)({}, writing("whole")).body == b'{"contact_id": "whole"}'


def test_an_answer_is_kept_as_long_as_is_said(either):
    once(either)({}, writing("first"))
    assert either.forget_answers(NOW) == 0
    with pytest.raises(ProblemError):
        once(either)({"another": "body"}, writing("second"))
    assert either.forget_answers(NOW + timedelta(seconds=1)) == 1
    assert once(either)({"another": "body"}, writing("second")).status_code == 201
