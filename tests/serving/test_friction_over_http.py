from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.serving.followed_people import NOW, at, headers, later, placement


@pytest.fixture
def placed(service):
    service.store("placements", placement())
    with at(service):
        yield service


def report(service, who=None, placement_id="s-1", **body):
    body = {"reported_by": "worker"} | body
    return service.client.post(f"/v1/placements/{placement_id}/friction", json=body, headers=who or headers())


def frictions(service, **params):
    answer = service.client.get("/v1/frictions", params=params, headers=headers())
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize("who", ["worker", "employer", "specialist"])
def test_one_call_makes_a_task_with_a_deadline_a_day_away(placed, who):
    made = report(placed, reported_by=who)
    assert made.status_code == 201
    assert datetime.fromisoformat(made.json()["due_at"]) == NOW + timedelta(hours=24)
    (item,) = frictions(placed)
    assert (item["friction_id"], item["reported_by"], item["status"]) == (made.json()["friction_id"], who, "open")
    assert item["owner_id"] == "Z990001"


def test_both_sides_are_asked_within_the_deadline(placed):
    report(placed)
    asked = placed.database.rows("follow_ups", ["s-1"]).select("due_on", "with_whom", "done_on").rows()
    assert asked == [(date(2026, 2, 3), "employer", None), (date(2026, 2, 3), "worker", None)]


def test_an_employer_whom_the_person_has_not_agreed_to_is_not_asked(placed, person):
    placed.store("participants", person(may_contact_employers=False))
    assert report(placed).json()["ask"] == ["worker"]
    assert placed.database.rows("follow_ups", ["s-1"])["with_whom"].to_list() == ["worker"]


def test_the_owner_is_told_and_the_message_names_nobody(placed):
    report(placed, text="Kari sier det er for mye støy")
    (message,) = placed.database.rows("outbox", ["s-1"], "placement_id").to_dicts()
    assert message["to_id"] == "Z990001"
    assert message["text"] == (
        "Arbeidstakeren sier at det butter i en jobb du følger opp. Svar innen 03.02.2026 kl. 10.30. "
        "Spør begge sider hva som skjer."
    )


def test_the_message_can_be_read_once_by_those_who_see_the_person(placed):
    report(placed)

    def messages(who=None, **params):
        return placed.client.get("/v1/outbox", params=params, headers=who or headers("sys", "case_system")).json()[
            "items"
        ]

    (message,) = messages()
    assert (message["to_id"], message["about"]) == ("Z990001", "friction")
    assert messages(after=message["message_id"]) == []
    assert messages(headers("sys", "case_system", "0301")) == []


@pytest.mark.parametrize(
    ("columns", "told"), [({"owner_id": None, "provider_id": "v-1"}, "v-1"), ({"owner_id": None}, "Z990001")]
)
def test_a_provider_that_owns_it_is_told_and_else_the_specialist(service, columns, told):
    service.store("placements", placement(**columns))
    with at(service):
        assert report(service).json()["owner_id"] == told
    assert service.database.rows("outbox", ["s-1"], "placement_id")["to_id"].to_list() == [told]


def test_it_is_overdue_after_the_deadline_and_closed_with_a_reason(placed):
    key = report(placed).json()["friction_id"]
    with at(placed, later(hours=25)):
        assert [item["status"] for item in frictions(placed, status="overdue")] == ["overdue"]
        body = {"reason": "Flyttet til pakkeriet", "asked": ["worker"]}
        closed = placed.client.post(f"/v1/frictions/{key}/close", json=body, headers=headers())
        assert closed.status_code == 200
        again = placed.client.post(f"/v1/frictions/{key}/close", json=body, headers=headers())
        assert again.status_code == 409
        assert frictions(placed) == []
        (item,) = frictions(placed, status="closed")
    assert (item["status"], item["reason"], item["asked"], item["closed_by"]) == (
        "closed",
        "Flyttet til pakkeriet",
        ["worker"],
        "Z990001",
    )
    done = placed.database.rows("follow_ups", ["s-1"]).select("with_whom", "done_on").rows()
    assert done == [("employer", None), ("worker", date(2026, 2, 3))], "the employer is still to be asked"


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x", "asked": ["mother"]}])
def test_it_is_not_closed_without_a_reason(placed, body):
    key = report(placed).json()["friction_id"]
    assert placed.client.post(f"/v1/frictions/{key}/close", json=body, headers=headers()).status_code == 422
    assert len(frictions(placed)) == 1


def test_a_placement_that_has_ended_has_no_friction(service):
    service.store("placements", placement(ends_on="2026-01-30"))
    assert report(service).status_code == 422


def test_what_is_others_and_what_is_not_there_are_alike(placed):
    other = headers("Z990003", office="0301")
    hidden, unknown = report(placed, other), report(placed, other, placement_id="s-0")
    assert hidden.status_code == unknown.status_code == 404
    key = report(placed).json()["friction_id"]
    close = {"json": {"reason": "x"}, "headers": other}
    hidden, unknown = (placed.client.post(f"/v1/frictions/{k}/close", **close) for k in (key, "friction-0"))
    assert hidden.status_code == unknown.status_code == 404


def test_the_same_key_makes_one_task(placed):
    once = headers() | {"Idempotency-Key": "tap"}
    first, again = report(placed, once), report(placed, once)
    assert first.json() == again.json()
    assert len(frictions(placed)) == 1
    assert len(placed.database.rows("outbox", ["s-1"], "placement_id")) == 1


def test_erasing_a_person_takes_friction_messages_and_links_along(placed):
    report(placed, text="hemmelig")
    placed.client.post("/v1/placements/s-1/friction-links", json={"side": "worker"}, headers=headers())
    placed.database.rights.erase("p-1", NOW, "request")
    for name in ("frictions", "friction_links", "outbox", "follow_ups", "placements"):
        assert placed.database.read(name).is_empty(), name
