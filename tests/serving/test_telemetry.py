"""Traces are sent to a collector where there is one, and say nothing of anybody."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from serving.app import create_app
from serving.telemetry import open_traces
from tests.serving.collector import attributes, collecting

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def collector():
    with collecting() as server:
        yield server


@pytest.fixture
def traced(shared, collector, monkeypatch):
    """A service that sends its traces to the collector; they are all there once it is closed."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
    return TestClient(create_app(shared.settings))


def test_a_call_and_its_statements_are_one_trace_that_goes_on_with_the_callers(traced, collector, capsys):
    capsys.readouterr()
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "Nav-Call-Id": "abc"}
    with traced as client:
        assert client.get("/v1/participants/p-1?secret=hemmelig", headers=headers).status_code == 200
    (line,) = [json.loads(one) for one in capsys.readouterr().out.splitlines() if '"call"' in one]
    assert line["trace_id"] == TRACE
    mine = [span for span in collector.spans() if span.trace_id.hex() == TRACE]
    (call,) = [span for span in mine if span.parent_span_id.hex() == PARENT]
    assert call.name == "GET /v1/participants/{participant_id}"
    assert attributes(call)["http.response.status_code"] == 200
    statements = [span for span in mine if span.parent_span_id == call.span_id]
    assert statements
    assert {span.name for span in statements} == {"SELECT"}
    assert "data_version" in str(attributes(statements[0])["db.query.text"])


def test_no_trace_holds_a_person_or_a_caller(traced, collector):
    headers = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist"}
    with traced as client:
        made = client.post("/v1/suggestions", json={"participant_id": "p-1"}, headers=headers).json()
        client.get(f"/v1/suggestions/{made['list_id']}", headers=headers)
        client.get("/v1/participants?cursor=p-secret", headers=headers)
        client.get("/deltaker/p-secret")
    sent = b"".join(collector.bodies)
    assert b"/v1/suggestions/{list_id}" in sent
    for word in (b"p-1", b"p-secret", b"Z990001", made["list_id"].encode()):
        assert word not in sent


def test_without_an_address_nothing_is_traced(client, capsys):
    assert not open_traces({}).sent
    assert not open_traces({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}).sent
    capsys.readouterr()
    client.get("/internal/isalive")
    assert "trace_id" not in capsys.readouterr().out


def test_a_collector_that_is_gone_takes_nothing_with_it(shared, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with TestClient(create_app(shared.settings)) as client:
        assert client.get("/v1/participants/p-1").status_code == 200
