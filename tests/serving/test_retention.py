"""Who is due for erasure, by arithmetic on months, and what the job and its commands do and say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.errors import InputError
from serving.__main__ import app
from serving.retention import due, hold, retention
from tests.builders import orgnr, rows, tables

TODAY, NOON = date(2026, 2, 2), datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
LONG_AGO, RECENTLY = date(2023, 2, 2), date(2023, 2, 3)


def people(**left):
    return rows("participants", *({"participant_id": who, "left_on": day} for who, day in left.items()))


def test_thirty_six_months_after_leaving_and_not_a_day_before():
    frames = tables(participants=people(a=LONG_AGO, b=RECENTLY, c=None))
    assert due(frames, frozenset(), TODAY, 36).erased == ["a"]
    assert due(frames, frozenset(), TODAY, 35).erased == ["a", "b"]


def test_a_later_contact_or_job_keeps_somebody():
    frames = tables(
        participants=people(a=LONG_AGO, b=LONG_AGO, c=LONG_AGO, d=LONG_AGO),
        contacts=rows("contacts", {"participant_id": "b", "contacted_on": RECENTLY}),
        placements=rows(
            "placements",
            {"placement_id": "s-1", "participant_id": "c", "observed_until": TODAY},
            {"placement_id": "s-2", "participant_id": "d", "ends_on": date(2022, 1, 1), "observed_until": TODAY},
        ),
    )
    assert due(frames, frozenset(), TODAY, 36).erased == ["a", "d"]


def test_who_came_back_has_not_left():
    again = {"participant_id": "a", "left_on": None, "updated_on": date(2025, 1, 1)}
    frames = tables(participants=rows("participants", {"participant_id": "a", "left_on": LONG_AGO}, again))
    assert due(frames, frozenset(), TODAY, 36).erased == []


def test_legal_hold_keeps_somebody_who_is_due():
    found = due(tables(participants=people(a=LONG_AGO, b=LONG_AGO)), frozenset({"b"}), TODAY, 36)
    assert (found.erased, found.held) == (["a"], ["b"])


def test_the_job_erases_who_is_due_and_drops_models_that_no_list_needs(service, matcher, person):
    service.client.post("/v1/suggestions", json={"participant_id": "p-left"})
    matcher.named("8").save(service.settings.model_dir)
    service.client.post("/v1/suggestions", json={"participant_id": "p-1"})
    kept = Path(f"{service.settings.model_dir}.kept")
    assert len(list(kept.iterdir())) == 2
    service.store("participants", person(participant_id="p-left", left_on="2023-01-15"))
    assert retention(service.settings, TODAY, NOON, dry_run=True).erased == ["p-left"]
    assert service.client.get("/v1/participants/p-left").status_code == 200
    assert retention(service.settings, TODAY, NOON, dry_run=False).erased == ["p-left"]
    assert service.client.get("/v1/participants/p-left").status_code == 404
    assert len(list(kept.iterdir())) == 1
    assert retention(service.settings, TODAY, NOON, dry_run=False).erased == []
    assert '"retention"' in noted(service)


def noted(service):
    with service.database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT payload FROM journal_payloads WHERE payload LIKE '%because%'")
        return found.scalar_one()


def test_a_hold_is_set_on_somebody_known_and_released_once(service):
    hold(service.settings, "p-1", "Klagesak", TODAY)
    assert service.database.rights.holds()["p-1"].because == "Klagesak"
    hold(service.settings, "p-1", None, TODAY)
    for who, because in (("p-1", None), ("p-nobody", "Klagesak")):
        with pytest.raises(InputError):
            hold(service.settings, who, because, TODAY)


@pytest.fixture
def run(service, monkeypatch):
    """A command with the settings of the service."""
    monkeypatch.setenv("RETTPLASS_DATABASE_URL", service.settings.database_url)
    monkeypatch.setenv("RETTPLASS_MODEL_DIR", str(service.settings.model_dir))
    return lambda *words: CliRunner().invoke(app, words)


def test_the_dry_run_says_how_many_and_names_nobody(service, run, person, tmp_path):
    service.store("participants", person(participant_id="p-left", left_on="2020-01-15"))
    keys = tmp_path / "keys.txt"
    done = run("retention", "--dry-run", "--keys", str(keys))
    assert done.output == "1 people would be erased, 0 kept on legal hold\n"
    assert keys.read_text() == "p-left\n"
    assert run("legal-hold", "p-left", "--because", "Klagesak").exit_code == 0
    assert run("retention").output == "0 people erased, 1 kept on legal hold\n"


def test_the_journal_is_verified_from_the_command_line(service, run):
    for _ in range(3):
        service.client.post("/v1/suggestions", json={"participant_id": "p-1"})
    done = run("verify-journal")
    assert done.exit_code == 0
    assert done.output.startswith("3 entries, 0 of them erased: the journal holds. Anchor: 3:")
    anchor = done.output.split("Anchor: ")[1].strip()
    with service.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal_payloads SET payload = '{}' WHERE sequence = 2")
    done = run("verify-journal", "--anchor", anchor)
    assert done.exit_code == 1
    assert "the payload of entry 2 was changed" in done.output
    assert orgnr(1) not in done.output
