"""The service is killed while it writes: what it acknowledged is there exactly once, and what it did not may be sent
again. The store of runs cannot be reached all the while."""

from __future__ import annotations

from pathlib import Path
from random import Random

from models.bundle import RANKER, Matcher
from tests.builders import orgnr
from tests.serving.processes import Writers, prepared, running

TIMES, MORE = 2, 12


def test_what_was_acknowledged_before_a_kill_is_there_exactly_once(
    either_url: str, tmp_path: Path, matcher: Matcher
) -> None:
    settings, writers = prepared(tmp_path, either_url, matcher), Writers(3, Random(1))
    for _ in range(TIMES):
        with running(tmp_path, settings) as service:
            writers.again(service)
            writers.until(service, more=MORE)
    with running(tmp_path, settings) as service:
        writers.again(service)
        counts = writers.check(either_url, service)
    assert sum(counts.values()) >= TIMES * MORE
    assert min(counts.values()) > 0


def test_it_starts_beside_a_broken_model_takes_writes_and_takes_up_a_whole_one(
    tmp_path: Path, matcher: Matcher
) -> None:
    settings = prepared(tmp_path, f"sqlite:///{tmp_path}/test.db", matcher)
    broken = tmp_path / "champion" / RANKER
    broken.write_bytes(broken.read_bytes()[:100])
    with running(tmp_path, settings) as service, service.client() as client:
        for refused in (
            client.get("/internal/isready"),
            client.post("/v1/suggestions", json={"participant_id": "p-1"}),
        ):
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) > 0
        contact = {"orgnr": orgnr(1), "channel": "visit", "result": "meeting"}
        assert client.post("/v1/contacts", json=contact).status_code == 201
        assert "rettplass_models_refused_total 1.0" in client.get("/internal/metrics").text
        matcher.named("8").save(tmp_path / "champion")
        assert client.get("/internal/isready").status_code == 200
        made = client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
        assert made["model"]["version"] == "8"
