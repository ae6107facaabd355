"""`make soak`: an hour of the service's life in some minutes, on this machine alone. It is too long for every change.

    load    50 clients read and write for a minute; no answer is a server error
    kills   the service is killed 50 times while it writes; every acknowledged write is there exactly once
    fuzz    Schemathesis sends 10,000 requests made from the OpenAPI document; no answer is a server error

Each runs on SQLite, and on PostgreSQL where RETTPLASS_TEST_POSTGRES_URL names a server, in a database of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import polars as pl

from features.database import Database
from features.loading import load as load_directory
from features.simulator import simulate
from tests.conftest import SERVER, made
from tests.serving.conftest import matcher_of_chance
from tests.serving.processes import Running, Writers, prepared, running, settings_for

UNTIL = date(2026, 6, 30)
PEOPLE, WORKPLACES = 300, 4000


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/soak.db"
    else:
        with made() as url:
            yield url


def load(kind: str, folder: Path, clients: int, seconds: float) -> bool:
    """Clients that read and write all at once over a simulated county."""
    with database_url(kind, folder) as url:
        database = Database(url)
        database.migrate()
        simulate(folder / "county", seed=3, participants=PEOPLE, workplaces=WORKPLACES, until=UNTIL)
        load_directory(database, folder / "county", UNTIL)
        people = database.read("participants").filter(pl.col("left_on").is_null())["participant_id"].unique().to_list()
        units = database.read("workplaces")["orgnr"].to_list()
        database.engine.dispose()
        with running(folder, settings_for(folder, url, matcher_of_chance())) as service:
            crowd = Crowd(people, units)
            took = crowd.run(service, clients, seconds)
            print(
                f"### load on {kind}: {clients} clients, {took:.0f} s, {len(people)} people, {len(units)} workplaces\n"
            )
            return crowd.report(took)


class Crowd:
    """What many clients do at once, how long each call took and how it was answered."""

    def __init__(self, people: list[str], units: list[str]) -> None:
        self._people, self._units = people, units
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._answers: Counter[tuple[str, int]] = Counter()

    def run(self, service: Running, clients: int, seconds: float) -> float:
        """Call until the time is up; says how long it took."""
        began = time.perf_counter()
        threads = [Thread(target=self._client, args=(service, n, began + seconds)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - began

    def _client(self, service: Running, number: int, until: float) -> None:
        random = Random(number)
        with service.client() as client:
            while time.perf_counter() < until:
                name, method, path, body = self._call(random)
                began = time.perf_counter()
                try:
                    key = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
                    status = client.request(method, path, json=body, headers=key).status_code
                except httpx.TransportError:
                    status = 0
                self._seconds[name].append(time.perf_counter() - began)
                self._answers[name, status] += 1

    def _call(self, random: Random) -> tuple[str, str, str, Any]:
        person, unit = random.choice(self._people), random.choice(self._units)
        pair = {"participant_id": person, "orgnr": unit}
        calls = (
            (20, "participants", "GET", "/v1/participants?limit=20", None),
            (15, "participant", "GET", f"/v1/participants/{person}", None),
            (15, "workplaces", "GET", f"/v1/workplaces?q={unit[:5]}", None),
            (10, "follow-ups", "GET", "/v1/follow-ups?status=due,overdue", None),
            (20, "list", "POST", "/v1/suggestions", {"participant_id": person}),
            (8, "contact", "POST", "/v1/contacts", pair | {"channel": "phone", "result": "not_now"}),
            (8, "choice", "POST", "/v1/choices", pair | {"kind": random.choice(["pin", "add", "undo"])}),
            (4, "need", "POST", f"/v1/workplaces/{unit}/needs", {"occupation": "5223", "source": "visit"}),
        )
        ((_, *chosen),) = random.choices(calls, [weight for weight, *_ in calls])
        return chosen[0], chosen[1], chosen[2], chosen[3]

    def report(self, took: float) -> bool:
        """Print a table, and say whether nobody met a server error."""
        print("| call | answers | p50 ms | p95 ms | p99 ms | statuses |\n|---|---:|---:|---:|---:|---|")
        for name, seconds in sorted(self._seconds.items()):
            cuts = quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
            statuses = ", ".join(f"{s} × {n}" for (who, s), n in sorted(self._answers.items()) if who == name)
            p50, p95, p99 = (round(1000 * cuts[at]) for at in (49, 94, 98))
            print(f"| {name} | {len(seconds)} | {p50} | {p95} | {p99} | {statuses} |")
        total = sum(map(len, self._seconds.values()))
        failed = sum(n for (_, status), n in self._answers.items() if status == 0 or status >= 500)
        print(f"\n{total} calls, {total / took:.0f} a second, {failed} server errors or lost connections\n", flush=True)
        return failed == 0


def kills(kind: str, folder: Path, times: int, seed: int) -> bool:
    """A service that is killed again and again while eight clients write."""
    with database_url(kind, folder) as url:
        settings, writers, doubtful = prepared(folder, url, matcher_of_chance()), Writers(8, Random(seed)), 0
        began = time.perf_counter()
        for _ in range(times):
            with running(folder, settings) as service:
                doubtful += writers.again(service)
                writers.until(service, more=writers.random.randrange(1, 40))
        with running(folder, settings) as service:
            doubtful += writers.again(service)
            counts = writers.check(url, service)
        print(f"### kills on {kind}: {times} kills in {time.perf_counter() - began:.0f} s\n")
        print("| call | acknowledged, there exactly once |\n|---|---:|")
        for path, count in counts.items():
            print(f"| {path} | {count} |")
        print(f"\n{doubtful} calls were under way when the service was killed and were sent again\n", flush=True)
        return True


def fuzz(kind: str, folder: Path, requests: int, seed: int) -> bool:
    """Schemathesis against every operation of the OpenAPI document."""
    with database_url(kind, folder) as url, running(folder, prepared(folder, url, matcher_of_chance())) as service:
        with service.client() as client:
            operations = sum(len(methods) for methods in client.get("/openapi.json").json()["paths"].values())
        report = folder / "fuzz.ndjson"
        command = [
            str(Path(sys.executable).parent / "st"), "run", f"{service.address}/openapi.json",
            "--checks", "not_a_server_error", "--phases", "examples,fuzzing", "--continue-on-failure", "--no-color",
            "--max-examples", str(-(-2 * requests // operations)), "--seed", str(seed), "--request-timeout", "60",
            "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off",
            "--generation-with-security-parameters", "false",
            "--header", "X-Development-User: Z990001", "--header", f"X-Development-Roles: {ROLES}",
            "--report", "ndjson", "--report-ndjson-path", str(report),
        ]  # fmt: skip
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        statuses = answers(folder / "log.jsonl")
        total, failed = sum(statuses.values()), sum(n for status, n in statuses.items() if status >= 500)
        print(f"### fuzz on {kind}: {total} requests to {operations} operations, seed {seed}\n")
        print("| status | answers |\n|---|---:|")
        for status, count in sorted(statuses.items()):
            print(f"| {status} | {count} |")
        print(f"\n{failed} server errors\n", flush=True)
        if failed or ended.returncode:
            print(ended.stdout[-6000:], ended.stderr[-2000:], sep="\n")
        return failed == 0 and total >= requests


ROLES = "specialist,supervisor,case_system,operator,auditor"


def answers(log: Path) -> Counter[int]:
    """How often each status was answered, by the service's own log."""
    lines = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{"))
    return Counter(line["status"] for line in lines if line.get("event") == "call")


def main() -> None:
    """Run what is asked for, all of it by default; exit code 1 when anything did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help="load, kills, fuzz (all)")
    parser.add_argument("--on", nargs="*", default=["sqlite", "postgresql"] if SERVER else ["sqlite"])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    held = True
    for kind in said.on:
        for part in said.parts or ["load", "kills", "fuzz"]:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                if part == "load":
                    held &= load(kind, folder, said.clients, said.seconds)
                elif part == "kills":
                    held &= kills(kind, folder, said.kills, said.seed)
                elif part == "fuzz":
                    held &= fuzz(kind, folder, said.requests, said.seed)
                else:
                    parser.error(f"{part} is none of load, kills, fuzz")
    sys.exit(not held)


if __name__ == "__main__":
    main()
