from __future__ import annotations

import json

import pytest

from serving.logs import begin_call


def logged(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_call_id_of_the_caller_is_echoed_and_logged(client, capsys):
    capsys.readouterr()
    answer = client.get("/v1/participants/p-1", headers={"Nav-Call-Id": "abc-123", "Nav-Consumer-Id": "jobbsporet"})
    assert answer.headers["nav-call-id"] == "abc-123"
    line = logged(capsys)[-1]
    assert (line["call_id"], line["consumer"], line["status"]) == ("abc-123", "jobbsporet", 200)
    assert line["route"] == "/v1/participants/{participant_id}"
    assert "p-1" not in json.dumps(line)


def test_a_call_id_is_made_where_none_is_given(client):
    first, second = (client.get("/internal/isalive").headers["nav-call-id"] for _ in range(2))
    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize("hostile", ["", "a b", '{"x":1}', "a\x1b[31m", "é", "<script>", "x" * 65, "a,b"])
def test_a_hostile_call_id_is_replaced(client, capsys, hostile):
    capsys.readouterr()
    raw = hostile.encode("utf-8")
    answer = client.get("/internal/isalive", headers={b"Nav-Call-Id": raw, b"Nav-Consumer-Id": raw})
    assert answer.status_code == 200
    made = answer.headers["nav-call-id"]
    assert len(made) == 32
    line = logged(capsys)[-1]
    assert line["call_id"] == made
    assert line["consumer"] is None


def test_a_line_break_cannot_reach_the_log():
    assert len(begin_call("abc\n{}")) == 32


def test_a_search_or_an_unknown_address_leaves_no_trace_of_what_was_asked(client, capsys):
    capsys.readouterr()
    client.get("/v1/participants?cursor=p-secret")
    client.get("/deltaker/p-secret")
    assert "p-secret" not in json.dumps(logged(capsys))
    assert "p-secret" not in client.get("/internal/metrics").text


def test_metrics_count_calls_and_lists(service):
    client = service.client
    client.post("/v1/suggestions", json={"participant_id": "p-1", "limit": 2})
    text = client.get("/internal/metrics").text
    assert 'rettplass_lists_total{kind="stored"} 1.0' in text
    assert "rettplass_suggestions_total 2.0" in text
    assert 'rettplass_calls_total{method="POST",route="/v1/suggestions",status="200"} 1.0' in text
    assert 'rettplass_model_live{name="rettplass",version="7"} 1.0' in text


def test_answers_carry_the_headers_that_browsers_need(client):
    for path in ("/", "/v1/participants", "/docs"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
