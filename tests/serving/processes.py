"""The service as a process that can be killed, and clients that write to it and remember what it acknowledged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Condition, Thread
from typing import Any
from uuid import UUID

import httpx2 as httpx

from features.database import Database
from features.database.journal import JournalStore
from models.bundle import Matcher
from tests.builders import orgnr
from tests.serving.conftest import Service

ROOT = Path(__file__).parents[2]
PEOPLE, WORKPLACES = ("p-1", "p-2", "p-3", "p-4"), 4


def prepared(folder: Path, url: str, matcher: Matcher) -> dict[str, str]:
    """A settled database and a champion in the folder; the settings of a service that uses them."""
    database = Database(url)
    database.migrate()
    Service(None, None, database, None).settle()  # type: ignore[arg-type]
    database.engine.dispose()
    return settings_for(folder, url, matcher)


def settings_for(folder: Path, url: str, matcher: Matcher) -> dict[str, str]:
    """The settings of a service over a database that is filled, with the matcher as its champion.

    No caller is slowed down, and the store of runs cannot be reached.
    """
    matcher.save(folder / "champion")
    return {
        "RETTPLASS_DATABASE_URL": url,
        "RETTPLASS_MODEL_DIR": str(folder / "champion"),
        "RETTPLASS_AUDIT_LOG": str(folder / "audit.log"),
        "RETTPLASS_CALLS_PER_SECOND": "100000",
        "RETTPLASS_CALLS_AT_ONCE": "100000",
        "MLFLOW_TRACKING_URI": "http://127.0.0.1:9",
    }


@dataclass
class Running:
    """A service that answers at `address`; its log goes to the file `log`."""

    process: subprocess.Popen[bytes]
    address: str

    def kill(self) -> None:
        """As the kernel does when memory runs out: at once, without a word."""
        self.process.kill()
        self.process.wait()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, trust_env=False, timeout=120)


@contextmanager
def running(folder: Path, settings: dict[str, str]) -> Iterator[Running]:
    """The service on a free port, until the end of the block at the latest."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RETTPLASS_", "PORT"))}
    command = [sys.executable, "-m", "serving", "--port", "0"]
    log = folder / "log.jsonl"
    with log.open("ab") as sink:
        began = sink.tell()
        with subprocess.Popen(command, cwd=ROOT, env=kept | settings, stdout=sink, stderr=subprocess.STDOUT) as process:
            try:
                yield Running(process, _address(process, log, began))
            finally:
                process.kill()


def _address(process: subprocess.Popen[bytes], log: Path, began: int) -> str:
    """Where it says that it answers; it reads its tables before it does."""
    with log.open("rb") as said:
        said.seek(began)
        while True:
            line = said.readline()
            if line.startswith(b"Rettplass svarer"):
                return line.decode().split()[-1]
            if not line:
                try:
                    process.wait(0.02)
                except subprocess.TimeoutExpired:
                    continue
                raise AssertionError("the service did not start")


@dataclass
class Writers:
    """Clients that write without a pause until the service is gone: contacts, choices and lists, each in turn.

    `acknowledged` says by key what was answered; `asked` holds every call that was ever sent, by key.
    """

    at_once: int
    random: Random
    asked: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)

    def until(self, service: Running, more: int) -> None:
        """Write until so many more calls are acknowledged, and kill the service in the middle of the next ones."""
        threads = [Thread(target=self._write, args=(service,), daemon=True) for _ in range(self.at_once)]
        enough = len(self.acknowledged) + more
        for thread in threads:
            thread.start()
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.acknowledged) >= enough or self.refused, timeout=120)
        service.kill()
        for thread in threads:
            thread.join()
        assert not self.refused, self.refused

    def again(self, service: Running) -> int:
        """Send once more what was never acknowledged, and some of what was; says how many calls were in doubt."""
        doubtful = sorted(self.asked.keys() - self.acknowledged.keys())
        known = self.random.sample(sorted(self.acknowledged), min(3, len(self.acknowledged)))
        with service.client() as client:
            for key in (*doubtful, *known):
                answer = self._send(client, key)
                assert answer.status_code in (200, 201), answer.text
                if key in known and _is_written_once(self.asked[key][0]):
                    assert answer.json() == self.acknowledged[key]
                self.acknowledged[key] = answer.json()
        return len(doubtful)

    def _write(self, service: Running) -> None:
        with service.client() as client:
            while True:
                with self._changed:
                    key = str(UUID(int=self.random.getrandbits(128)))
                    self.asked[key] = _call(self.random)
                try:
                    answer = self._send(client, key)
                except httpx.TransportError:
                    return
                with self._changed:
                    if answer.status_code in (200, 201):
                        self.acknowledged[key] = answer.json()
                    else:
                        self.refused.append(answer.text)
                    self._changed.notify_all()

    def _send(self, client: httpx.Client, key: str) -> httpx.Response:
        path, body = self.asked[key]
        return client.post(path, json=body, headers={"Idempotency-Key": key})

    def check(self, url: str, service: Running) -> dict[str, int]:
        """Every acknowledged write is there exactly once, nothing else is, and the journal's chain holds."""
        database = Database(url)
        counts = {}
        for path, name in (("/v1/contacts", "contact_id"), ("/v1/choices", "choice_id")):
            stored = database.read(path.removeprefix("/v1/"))[name]
            wanted = [row[name] for key, row in self.acknowledged.items() if self.asked[key][0] == path]
            assert sorted(stored) == sorted(wanted)
            counts[path] = len(stored)
        lists = [made for key, made in self.acknowledged.items() if self.asked[key][0] == "/v1/suggestions"]
        with service.client() as client:
            for made in lists:
                assert client.get(f"/v1/suggestions/{made['list_id']}").json() == made
        counts["/v1/suggestions"] = len(lists)
        store = JournalStore(database.engine)
        verified = store.verify()
        assert verified.flaws == []
        database.engine.dispose()
        return counts


def _is_written_once(path: str) -> bool:
    return path != "/v1/suggestions"


def _call(random: Random) -> tuple[str, dict[str, Any]]:
    pair = {"participant_id": random.choice(PEOPLE), "orgnr": orgnr(random.randrange(WORKPLACES))}
    turn = random.random()
    if turn < 0.5:
        return "/v1/contacts", pair | {"channel": "phone", "result": random.choice(["no_answer", "not_now", "meeting"])}
    if turn < 0.85:
        return "/v1/choices", pair | {"kind": random.choice(["pin", "add", "undo"])}
    return "/v1/suggestions", {"participant_id": pair["participant_id"]}
