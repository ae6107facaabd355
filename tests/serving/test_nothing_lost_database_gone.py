"""The database goes and comes back while the service runs: nothing is lost or done twice, and nobody restarts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from models.bundle import Matcher
from serving.app import create_app
from serving.settings import ServiceSettings
from tests.builders import orgnr
from tests.serving.conftest import Service, serving
from tests.serving.line import Line, line_to

CONTACT = {"orgnr": orgnr(1), "participant_id": "p-1", "channel": "visit", "result": "meeting"}


@pytest.fixture
def line(postgresql_url: str) -> Iterator[tuple[Line, str]]:
    with line_to(postgresql_url) as made:
        yield made


@pytest.fixture
def reached(line: tuple[Line, str], tmp_path: Path, matcher: Matcher) -> Iterator[Service]:
    """The service, which reaches its PostgreSQL over the line."""
    with serving(tmp_path, matcher, database_url=line[1]) as service:
        yield service


def post(client: TestClient, key: str, **changes: Any) -> Any:
    return client.post("/v1/contacts", json=CONTACT | changes, headers={"Idempotency-Key": key})


def is_told_to_come_back(answer: Any) -> bool:
    problem = answer.headers["content-type"].startswith("application/problem+json")
    return answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 and problem


CALLS = [
    ("GET", "/internal/isready", None),
    ("GET", "/v1/participants", None),
    ("GET", "/v1/participants/p-1", None),
    ("GET", "/v1/workplaces", None),
    ("POST", "/v1/suggestions", {"participant_id": "p-1"}),
    ("POST", "/v1/contacts", CONTACT),
    ("POST", "/v1/choices", {"participant_id": "p-1", "orgnr": orgnr(1), "kind": "pin"}),
    ("GET", "/v1/model/history", None),
]


def test_while_it_is_gone_everybody_is_told_to_come_back_and_then_all_is_as_before(
    reached: Service, line: tuple[Line, str]
) -> None:
    client = reached.client
    assert post(client, "before").status_code == 201
    shown = client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    line[0].cut()
    for method, path, body in CALLS:
        assert is_told_to_come_back(client.request(method, path, json=body)), path
    assert client.get("/internal/isalive").status_code == 200
    assert "rettplass_ready 0.0" in client.get("/internal/metrics").text
    line[0].mend()
    assert client.get("/internal/isready").status_code == 200
    assert "rettplass_ready 1.0" in client.get("/internal/metrics").text
    assert client.get(f"/v1/suggestions/{shown['list_id']}").json() == shown
    assert post(client, "after").status_code == 201
    assert reached.database.read("contacts").height == 2


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_line_cut_as_the_write_is_sealed_neither_loses_nor_doubles_it(
    reached: Service, line: tuple[Line, str], when: str
) -> None:
    client = reached.client
    cuts = iter([True])

    def seals(said: bytes) -> bool:
        return b"COMMIT" in said and next(cuts, False)

    setattr(line[0], when, seals)
    assert is_told_to_come_back(post(client, "k-1"))
    assert next(cuts, None) is None
    answers = [post(client, "k-1") for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    stored = reached.database.read("contacts")
    assert stored["contact_id"].to_list() == [answers[0].json()["contact_id"]]


def test_it_starts_without_a_database_and_prepares_it_when_it_comes(
    bare_postgresql_url: str, tmp_path: Path, matcher: Matcher
) -> None:
    matcher.save(tmp_path / "champion")
    with line_to(bare_postgresql_url) as (line, url):
        line.cut()
        settings = ServiceSettings(database_url=url, model_dir=tmp_path / "champion", audit_log=tmp_path / "audit.log")
        with TestClient(create_app(settings)) as client:
            assert is_told_to_come_back(client.get("/internal/isready"))
            assert is_told_to_come_back(client.get("/v1/participants"))
            line.mend()
            assert client.get("/internal/isready").status_code == 200
            assert client.get("/v1/participants").json()["items"] == []
