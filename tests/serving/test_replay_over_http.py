"""A list made again, whatever came since: what was recorded later changes nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from serving.journal import INLINE_SECONDS
from serving.permissions import ROUTES
from tests.builders import orgnr

DAY_AFTER = "2026-02-01"
CONTACT = {
    "participant_id": "p-1", "orgnr": orgnr(1), "specialist_id": "Z990001", "contacted_on": "2026-02-02",
    "channel": "visit", "result": "need_recorded",
}  # fmt: skip
CHOICE = {
    "choice_id": "k-1", "participant_id": "p-1", "orgnr": orgnr(0), "kind": "pin", "chosen_on": "2026-02-02",
}  # fmt: skip
PLACEMENT = {
    "placement_id": "s-1", "participant_id": "p-2", "orgnr": orgnr(2), "occupation": "5223", "form": "permanent",
    "paid": True, "hours_per_week": 20.0, "starts_on": "2025-01-10", "observed_until": "2026-02-01",
}  # fmt: skip


def shown(service, **asked):
    return service.client.post("/v1/suggestions", json={"participant_id": "p-1"} | asked).json()


def replayed(service, made, status=200, **headers):
    answer = service.client.post(f"/v1/suggestions/{made['list_id']}/replay", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def much_happens(service, person):
    """Something new in every table that a list is made from, all of it on the day of the list or earlier."""
    service.store("workplaces", {"orgnr": orgnr(1), "name": "NYTT NAVN", "org_form": "BEDR", "municipality": "4001"})
    service.store("workplaces", {"orgnr": orgnr(9), "name": "NY", "org_form": "BEDR", "municipality": "4003"})
    need = {"need_id": "n-1", "orgnr": orgnr(1), "occupation": "9112", "source": "phone", "recorded_on": "2026-02-02"}
    service.store("employer_needs", need, need | {"need_id": "n-2", "orgnr": orgnr(3)})
    service.store("contacts", CONTACT | {"contact_id": "c-1"})
    service.store("placements", PLACEMENT)
    service.store("choices", CHOICE)
    service.store("employer_notices", {"orgnr": orgnr(2), "kind": "bankruptcy", "starts_on": "2026-01-02"})
    service.store("participants", person(wished_occupations=["9112"], max_travel_minutes=20))
    service.store("participants", person(updated_on="2026-02-02", hours_max=37.5))


def test_a_list_comes_out_the_same_whatever_came_since(service, person):
    service.store("placements", PLACEMENT | {"ends_on": "2025-03-01", "end_reason": "tasks"})
    made = shown(service)
    assert replayed(service, made) == {"identical": True, "list": made}
    much_happens(service, person)
    assert shown(service)["suggestions"] != made["suggestions"]
    assert replayed(service, made) == {"identical": True, "list": made}


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": 2},
        {"as_of": "2026-01-10"},
        {"shown": False},
        {"filters": {"max_travel_minutes": 30, "never_used": True}},
    ],
    ids=["limit", "an earlier day", "looking ahead", "filters"],
)
def test_what_was_asked_is_asked_again(service, person, asked):
    made = shown(service, **asked)
    much_happens(service, person)
    assert replayed(service, made) == {"identical": True, "list": made}


def test_what_was_shown_the_week_before_has_the_same_say(service, person):
    rows = [
        {"list_id": "l-1", "orgnr": orgnr(n), "participant_id": who, "shown_on": "2026-01-28", "rank": n}
        for n in (1, 2, 3) for who in ("p-1", "p-2")
    ]  # fmt: skip
    service.store("shown_lists", *({**row, "list_id": f"l-{row['participant_id']}"} for row in rows))
    made = shown(service)
    service.store("shown_lists", *({**row, "list_id": "late", "rank": 4 - row["rank"]} for row in rows[:1]))
    assert made["changes"] is not None
    assert replayed(service, made) == {"identical": True, "list": made}


def test_after_a_new_model_the_old_one_makes_the_list_again(service, matcher):
    made = shown(service)
    likelier = replace(matcher.outlook, start_weights=matcher.outlook.start_weights + 1.0)
    replace(matcher, outlook=likelier, version="8").save(service.settings.model_dir)
    assert shown(service)["model"]["version"] == "8"
    assert replayed(service, made) == {"identical": True, "list": made}


def test_a_model_that_is_no_longer_kept_is_said_plainly(service, matcher):
    made = shown(service)
    matcher.named("8").save(service.settings.model_dir)
    shown(service)
    assert service.app.state.held.kept_models.drop(set()) == 1
    assert "no longer kept" in replayed(service, made, status=409)["detail"]


def test_a_list_that_was_changed_in_the_journal_is_not_identical(service):
    made = shown(service)
    with service.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal_payloads SET payload = replace(payload, 'EKSEMPEL 1', 'EKSEMPEL X')")
    again = replayed(service, made)
    assert again == {"identical": False, "list": made}


def test_after_erasure_there_is_nothing_to_make_again(service):
    made = shown(service)
    assert service.client.delete("/v1/participants/p-1").status_code == 200
    replayed(service, made, status=404)
    assert service.client.get(f"/v1/suggestions/{made['list_id']}").status_code == 404


def test_an_inline_list_is_made_again_within_the_hour(service, inline, person, monkeypatch):
    now = 0.0
    monkeypatch.setattr(service.app.state.journal, "_seconds", lambda: now)
    rules = {"birth_date": "1990-01-01", "support_need_group": "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE"}
    made = service.client.post("/v1/suggestions", json={"participant": inline(), "participant_rules": rules}).json()
    much_happens(service, person)
    now = INLINE_SECONDS - 1.0
    assert replayed(service, made) == {"identical": True, "list": made}
    replayed(service, made, status=404, **{"X-Development-User": "Z990001", "X-Development-Roles": "specialist"})
    now = float(INLINE_SECONDS)
    replayed(service, made, status=404)


def test_an_auditor_makes_it_again_without_the_name(service):
    made = shown(service)
    again = replayed(service, made, **{"X-Development-User": "A", "X-Development-Roles": "auditor"})
    assert again == {"identical": True, "list": made | {"participant_id": None}}
    replayed(service, made, status=404, **{"X-Development-User": "Z990002", "X-Development-Roles": "specialist"})
    assert ("POST", "/v1/suggestions/{list_id}/replay") in ROUTES


def test_making_it_again_keeps_nothing(service):
    made = shown(service)
    before = service.database.versions(), service.database.journal.verify().anchor
    replayed(service, made)
    assert (service.database.versions(), service.database.journal.verify().anchor) == before
    assert json.loads(service.database.journal.of_list(made["list_id"]).payload)["list"] == made
    assert np.isfinite(made["suggestions"][0]["score"])
