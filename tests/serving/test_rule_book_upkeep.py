from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from features.follow_up.book import load_follow_up_book
from features.subsidies import book as shipped
from features.subsidies.book import load_book
from features.subsidies.upkeep import Concern
from serving.api.seams import today_in_oslo

LAST_CHECK = max(entry.checked_on for entry in load_book().basic_amount.entries)
LATER = LAST_CHECK + timedelta(days=181)
"""A day on which every value has gone unchecked for too long."""


@pytest.fixture
def later(service):
    service.app.dependency_overrides[today_in_oslo] = lambda: LATER
    return service.client


@pytest.fixture
def broken(monkeypatch, tmp_path, request):
    """The client of a service that starts with a rule book that cannot be read."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "wages.yaml").write_text("parameters:\n  monthly_wage: 1\n  monthly_wage: 2\n", "utf-8")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "book")
    return request.getfixturevalue("service").client


def to_look_at(day):
    """What somebody has to look at in both books."""
    return [*load_book().warnings(day), *load_follow_up_book().warnings(day)]


def warned(text: str) -> dict[str, float]:
    found = re.findall(r'rettplass_rulebook_warnings\{concern="(\w+)"\} ([\d.]+)', text)
    return {concern: float(number) for concern, number in found}


def test_metrics_count_what_needs_attention_that_day(service, later):
    expected = to_look_at(LATER)
    text = later.get("/internal/metrics").text
    assert warned(text) == {c.value: sum(w.concern is c for w in expected) for c in Concern}
    assert warned(text)["not_checked"] > 0
    assert f'rettplass_rulebook_live{{version="{load_book().version}"}} 1.0' in text


def test_the_operations_page_shows_what_is_live_and_what_needs_attention(client, later):
    page = later.get("/drift").text
    assert "rettplass, versjon 7" in page
    assert load_book().version in page
    assert all(warning.text in page for warning in to_look_at(LATER))
    assert not re.search(r"\w_\w+: ", page), "an identifier is no word for a person"
    assert f"{len(to_look_at(LATER))} verdier må ses på." in page


def test_the_operations_page_says_so_when_all_is_well(service):
    quiet = next(d for d in (date(2026, 1, 1) + timedelta(n) for n in range(60)) if not to_look_at(d))
    service.app.dependency_overrides[today_in_oslo] = lambda: quiet
    assert "Alle verdier er kontrollert" in service.client.get("/drift").text


def test_warnings_are_logged_once_at_start_and_not_with_each_call(service, capsys):
    capsys.readouterr()
    with TestClient(service.app) as client:
        for path in ("/drift", "/internal/metrics", "/drift"):
            client.get(path)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [line for line in lines if line["event"] == "rule book"]
    assert len(told) == len(to_look_at(today_in_oslo()))
    assert all({"parameter", "concern", "day"} <= set(line) and line["level"] == "warning" for line in told)


def test_lists_go_on_without_a_readable_rule_book_and_say_so(broken, specialist):
    made = broken.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    assert made["rulebook_version"] is None
    assert made["suggestions"]
    assert {(s["subsidies"], s["employer_cost"]) for s in made["suggestions"]} == {(None, None)}
    page = broken.get(f"/forslag/{made['list_id']}", headers=specialist).text
    assert "Må avklares – regelboken kan ikke leses nå" in page
    assert "Regelboken kan ikke leses." in broken.get("/drift").text
    assert 'rettplass_rulebook_live{version="none"} 1.0' in broken.get("/internal/metrics").text
