"""Tilgangsmaskinen as a process of its own, and what the service does with its answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE, Popen
from typing import ClassVar
from urllib.request import ProxyHandler, build_opener

import pytest

REASONS = ("AVVIST_STRENGT_FORTROLIG_ADRESSE", "AVVIST_FORTROLIG_ADRESSE", "AVVIST_SKJERMING", "AVVIST_GEOGRAFISK")


class Stand(BaseHTTPRequestHandler):
    """Answers what is written down about a person; 204 where nothing is."""

    answers: ClassVar[dict[str, int]] = {}
    asked: ClassVar[list[dict[str, str | None]]] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/answers":
            Stand.answers, status = said, 200
        elif self.path == "/api/v1/komplett":
            token, call = self.headers["authorization"], self.headers["nav-call-id"]
            self.asked.append({"whom": said, "token": token, "call": call})
            status = self.answers.get(said, 204)
        else:
            status = 400
        self.answer(status, {"title": REASONS[0], "status": status} if status != 204 else None)

    def do_GET(self) -> None:
        self.answer(200, self.asked)
        self.asked.clear()

    def answer(self, status: int, said: object) -> None:
        body = b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        if status in range(300, 400):
            self.send_header("location", "/anywhere")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Running:
    def __init__(self, process: Popen[str]) -> None:
        self.process, self.address = process, process.stdout.readline().strip()
        self._open = build_opener(ProxyHandler({})).open

    def answering(self, **answers: int) -> None:
        """What to say about people, by key with `_` for `-`."""
        said = {name.replace("_", "-"): status for name, status in answers.items()}
        self._open(f"{self.address}/answers", json.dumps(said).encode(), timeout=10).close()

    def asked(self) -> list[dict[str, str | None]]:
        """What was asked since last time."""
        with self._open(f"{self.address}/asked", timeout=10) as answer:
            return json.loads(answer.read())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def running() -> Iterator[Running]:
    with Popen([sys.executable, str(Path(__file__))], stdout=PIPE, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


@pytest.fixture
def stand():
    with running() as one:
        yield one


@pytest.fixture
def asking(tmp_path, matcher, served, stand):
    """A service that asks."""
    with served(tmp_path, matcher, tilgangsmaskinen_url=stand.address) as service:
        yield service


def statuses(client, participant_id):
    """Of everything that takes a person."""
    return {
        client.get(f"/v1/participants/{participant_id}").status_code,
        client.post("/v1/suggestions", json={"participant_id": participant_id}).status_code,
        client.post("/forslag", data={"participant_id": participant_id}).status_code,
    }


def test_yes_opens(asking):
    assert statuses(asking.client, "p-1") == {200}


@pytest.mark.parametrize("status", [403, 404])
def test_no_is_answered_like_an_unknown_person(asking, stand, status):
    unknown = asking.client.get("/v1/participants/nobody")
    stand.answering(p_1=status)
    refused = asking.client.get("/v1/participants/p-1")
    assert refused.status_code == 404
    same = {"call_id": "", "instance": ""}
    assert refused.json() | same == unknown.json() | same
    assert statuses(asking.client, "p-1") == {404}
    assert statuses(asking.client, "p-2") == {200}


@pytest.mark.parametrize("status", [200, 202, 302, 400, 401, 418, 429, 500, 503])
def test_anything_else_refuses_and_asks_to_come_back(asking, stand, status):
    stand.answering(p_1=status)
    answer = asking.client.get("/v1/participants/p-1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert statuses(asking.client, "p-1") == {503}


def test_when_it_cannot_be_reached_nobody_is_told_from_nobody(asking, stand):
    stand.stop()
    known, unknown, protected = (
        asking.client.get(f"/v1/participants/{one}", headers={"Nav-Call-Id": "x"})
        for one in ("p-1", "nobody", "p-protected")
    )
    assert known.status_code == 503
    bodies = [{**answer.json(), "instance": ""} for answer in (known, unknown, protected)]
    assert bodies[0] == bodies[1] == bodies[2]
    assert statuses(asking.client, "p-1") == {503}
    assert asking.client.get("/v1/participants").status_code == 503
    assert asking.client.get("/").status_code == 503
    assert asking.client.get("/internal/isready").status_code == 200


def test_our_own_rules_hold_whatever_it_says(asking):
    for one in ("p-protected", "p-real", "nobody"):
        assert asking.client.get(f"/v1/participants/{one}").status_code == 404


def test_lists_that_were_shown_are_asked_about_too(asking, stand):
    made = asking.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    path = f"/v1/suggestions/{made['list_id']}"
    assert asking.client.get(path).status_code == 200
    stand.answering(p_1=403)
    assert asking.client.get(path).status_code == 404
    assert asking.client.get(path, headers={"X-Development-Roles": "auditor"}).status_code == 404
    assert asking.client.get(f"/forslag/{made['list_id']}").status_code == 404


def test_a_caseload_leaves_out_whom_it_refuses_and_names_nobody_of_them(asking, stand):
    stand.answering(p_2=403, p_4=404)
    seen, cursor = [], ""
    while cursor is not None:
        page = asking.client.get("/v1/participants", params={"limit": 1, "cursor": cursor}).json()
        seen += [one["participant_id"] for one in page["items"]]
        cursor = page["next_cursor"]
        assert cursor not in ("p-2", "p-4")
    assert seen == ["p-1", "p-3", "p-left"]
    assert "p-2" not in asking.client.get("/").text


def test_refusing_everybody_is_an_empty_caseload(asking, stand):
    stand.answering(**dict.fromkeys(("p_1", "p_2", "p_3", "p_4", "p_left"), 403))
    assert asking.client.get("/v1/participants?limit=2").json() == {"items": [], "next_cursor": None}


def test_it_is_asked_once_a_look_with_the_calls_id(asking, stand):
    asking.client.get("/v1/participants/p-1", headers={"Nav-Call-Id": "abc-123"})
    assert stand.asked() == [{"whom": "p-1", "token": None, "call": "abc-123"}]
    asking.client.get("/v1/participants", headers={"X-Development-User": "Z990002"})
    assert [one["whom"] for one in stand.asked()] == ["p-3"]


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stand)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
