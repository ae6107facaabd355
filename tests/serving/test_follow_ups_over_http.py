from __future__ import annotations

import pytest

from tests.builders import orgnr
from tests.serving.followed_people import headers, placement


def items(service, who=None, **params):
    answer = service.client.get("/v1/follow-ups", params=params, headers=who or headers())
    assert answer.status_code == 200, answer.text
    return [(i["placement_id"], i["due_on"], i["with_whom"], i["kind"], i["status"]) for i in answer.json()["items"]]


def test_a_missed_week_is_overdue_until_it_is_logged(service):
    service.store("placements", placement())
    late = ("s-1", "2026-01-26", "both", "contact", "overdue")
    assert items(service, status="overdue") == [late]
    body = {"placement_id": "s-1", "due_on": "2026-01-26", "with_whom": "both", "done_on": "2026-02-01"}
    made = service.client.post("/v1/follow-ups", json=body, headers=headers())
    assert made.status_code == 201
    assert made.json() == body | {"done_by": "Z990001", "recorded_on": "2026-02-02"}
    assert items(service, status="overdue") == []
    assert items(service, status="done") == [(*late[:4], "done")]


def test_what_is_answered_is_what_the_contract_says_and_what_one_reads(service):
    service.store("placements", placement())
    (item,) = service.client.get("/v1/follow-ups?status=due", headers=headers()).json()["items"]
    assert item == {
        "placement_id": "s-1",
        "due_on": "2026-02-02",
        "with_whom": "both",
        "kind": "contact",
        "status": "due",
        "done_on": None,
        "owner_id": "Z990001",
        "participant_id": "p-1",
        "orgnr": orgnr(1),
        "how": "visit",
        "text": "Besøk og snakk med begge (EKSEMPEL 1).",
    }


def test_filters_by_status_placement_and_owner(service):
    service.store(
        "placements", placement(), placement(placement_id="s-2", participant_id="p-2", owner_id=None),
        placement(placement_id="s-3", participant_id="p-2", owner_id="Z990009"),
    )  # fmt: skip
    assert items(service, status="orphaned") == [("s-2", "2026-01-12", "both", "owner", "orphaned")]
    assert {key for key, *_ in items(service, status="due,overdue")} == {"s-1", "s-2", "s-3"}
    assert {key for key, *_ in items(service, placement_id="s-3")} == {"s-3"}
    assert {key for key, *_ in items(service, specialist_id="Z990001")} == {"s-1", "s-2"}
    assert {status for *_, status in items(service)} == {"due", "overdue", "orphaned", "planned"}


@pytest.mark.parametrize("status", ["late", ",", "due;overdue"])
def test_an_unknown_status_is_refused(service, status):
    answer = service.client.get("/v1/follow-ups", params={"status": status}, headers=headers())
    assert answer.status_code == 422


def test_nobody_sees_or_writes_the_follow_up_of_others_people(service):
    service.store("placements", placement(), placement(placement_id="s-9", participant_id="p-protected"))
    other = headers("Z990003", office="0301")
    assert items(service, other) == []
    body = {"placement_id": "s-1", "due_on": "2026-01-26", "with_whom": "both"}
    hidden = service.client.post("/v1/follow-ups", json=body, headers=other)
    unknown = service.client.post("/v1/follow-ups", json=body | {"placement_id": "s-0"}, headers=other)
    assert hidden.status_code == unknown.status_code == 404
    assert {key for key, *_ in items(service)} == {"s-1"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"due_on": "2026-01-11"}, "due_on"),
        ({"done_on": "2026-03-01"}, "done_on"),
        ({"with_whom": "mother"}, "with_whom"),
        ({"note": "x"}, "note"),
    ],
)
def test_what_cannot_be_is_refused_by_its_column(service, change, where):
    service.store("placements", placement())
    body = {"placement_id": "s-1", "due_on": "2026-01-26", "with_whom": "both"} | change
    answer = service.client.post("/v1/follow-ups", json=body, headers=headers())
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["errors"]] == [where]


def test_the_same_key_logs_it_once(service):
    service.store("placements", placement())
    body = {"placement_id": "s-1", "due_on": "2026-01-26", "with_whom": "both", "done_on": "2026-02-01"}
    once = headers() | {"Idempotency-Key": "k-1"}
    first, again = (service.client.post("/v1/follow-ups", json=body, headers=once) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = service.client.post("/v1/follow-ups", json=body | {"with_whom": "worker"}, headers=once)
    assert other.status_code == 409


def test_the_agenda_is_the_callers_own_and_a_case_system_sees_its_offices(service):
    service.store("placements", placement(), placement(placement_id="s-2", participant_id="p-3", owner_id="Z990002"))
    mine = service.client.get("/v1/agenda", headers=headers()).json()
    assert {task["placement_id"] for task in mine["overdue"] + mine["due"]} == {"s-1"}
    theirs = service.client.get("/v1/agenda", headers=headers("sys", "case_system")).json()
    assert {task["placement_id"] for task in theirs["overdue"] + theirs["due"]} == {"s-1", "s-2"}
    assert mine["owner"] == "Z990001"
    assert theirs["owner"] is None


def test_every_person_shown_is_a_look_in_the_audit_log(service):
    service.store("placements", placement())
    before = service.settings.audit_log.read_text().count("duid=p-1 ")
    items(service)
    lines = service.settings.audit_log.read_text()
    assert lines.count("duid=p-1 ") == before + 1
    assert "duid=p-2 " not in lines, "nothing was shown of somebody without a placement"
