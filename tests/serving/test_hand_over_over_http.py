from __future__ import annotations

import pytest

from tests.builders import orgnr
from tests.serving.followed_people import at, headers, placement

SUPERVISOR = headers("sup", "supervisor")
PROTECTED = {"participant_id": "p-protected"}


@pytest.fixture
def placed(service):
    service.store(
        "placements",
        placement(),
        placement(placement_id="s-2", participant_id="p-2"),
        placement(placement_id="s-3", participant_id="p-3", owner_id="Z990002"),
    )
    service.store("providers", {"provider_id": "v-1", "name": "Solbakk Vekst", "kind": "growth_enterprise"})
    with at(service):
        yield service


def hand_over(service, who=None, **body):
    body = {"from": "Z990001", "to": "Z990002"} | body
    return service.client.post("/v1/hand-overs", json=body, headers=who or headers())


def owners(service):
    rows = service.database.read("placements").select("placement_id", "owner_id", "provider_id").rows()
    return {key: (owner, provider) for key, owner, provider in rows}


def specialists(service):
    rows = service.database.read("participants", simulated=True).sort("participant_id", "updated_on")
    return {row["participant_id"]: row["specialist_id"] for row in rows.to_dicts()}


def test_a_whole_caseload_changes_hands_in_one_call_and_nothing_is_lost(placed):
    placed.client.post("/v1/placements/s-1/friction", json={"reported_by": "worker"}, headers=headers())
    made = hand_over(placed)
    assert made.status_code == 201, made.text
    body = made.json()
    assert body["before"] == body["after"]
    assert (body["people"], body["before"]["placements"], body["before"]["frictions"]) == (3, 2, 1)
    assert owners(placed)["s-1"] == owners(placed)["s-2"] == ("Z990002", None)
    found = specialists(placed)
    assert {key for key, who in found.items() if who == "Z990002"} == {"p-1", "p-2", "p-left", "p-3"}
    assert found["p-protected"] == "Z990001", "whom the caller does not see is not touched"


def test_the_new_specialist_sees_the_people_and_reads_the_sheet_and_the_former_does_not(placed):
    key = hand_over(placed).json()["hand_over_id"]
    new = headers("Z990002")
    ids = [item["participant_id"] for item in placed.client.get("/v1/participants", headers=new).json()["items"]]
    assert ids == ["p-1", "p-2", "p-3", "p-left"]
    sheet = placed.client.get(f"/v1/hand-overs/{key}", headers=new)
    assert sheet.status_code == 200
    assert [one["participant_id"] for one in sheet.json()["people"]] == ["p-1", "p-2", "p-left"]
    assert sheet.json()["people"][0]["placements"][0]["overdue"] == 1
    assert placed.client.get(f"/v1/hand-overs/{key}", headers=headers()).status_code == 404
    assert placed.client.get("/v1/participants", headers=headers()).json()["items"] == []


def test_one_person_to_a_provider_changes_follow_up_and_not_the_specialist(placed):
    body = hand_over(placed, to="v-1", participant_ids=["p-1"]).json()
    assert (body["before"]["participants"], body["after"]["placements"]) == (0, 1)
    assert owners(placed)["s-1"] == (None, "v-1")
    assert specialists(placed)["p-1"] == "Z990001"
    back = hand_over(placed, **{"from": "v-1", "to": "Z990001"}, who=SUPERVISOR)
    assert back.status_code == 201, back.text
    assert owners(placed)["s-1"] == ("Z990001", None)


def test_a_supervisor_at_a_growth_enterprise_can_own_it(placed):
    assert hand_over(placed, to="Vera", provider_id="v-1", participant_ids=["p-1"]).status_code == 201
    assert owners(placed)["s-1"] == ("Vera", "v-1")
    assert hand_over(placed, to="Vera", provider_id="v-0", participant_ids=["p-2"]).status_code == 422


def test_what_was_promised_an_employer_for_nobody_in_particular_is_on_the_sheet(placed):
    step = {"next_step": "Kaffe med sjefen", "next_step_on": "2026-02-10", "channel": "visit", "result": "meeting"}
    who = {"specialist_id": "Z990001", "contacted_on": "2026-01-20"}
    placed.store("contacts", {"contact_id": "c-1", "orgnr": orgnr(1)} | step | who)
    for body, promised in (({"caseload": False, "participant_ids": ["p-1"]}, []), ({}, ["10.02.2026"])):
        key = hand_over(placed, **body).json()["hand_over_id"]
        sheet = placed.client.get(f"/v1/hand-overs/{key}", headers=SUPERVISOR).json()
        assert [said[:10] for said in sheet["employer_steps"]] == promised


def test_open_friction_follows_and_the_new_owner_is_told(placed):
    placed.client.post("/v1/placements/s-1/friction", json={"reported_by": "worker"}, headers=headers())
    hand_over(placed)
    (item,) = placed.client.get("/v1/frictions", headers=headers("Z990002")).json()["items"]
    assert item["owner_id"] == "Z990002"
    told = placed.database.read("outbox").filter(about="hand_over").select("to_id", "text").rows()
    assert told == [("Z990002", "Du har overtatt en sak der det butter. Fristen er 03.02.2026 kl. 10.30.")]


def test_a_specialist_hands_over_own_people_alone_and_a_supervisor_those_of_the_office(placed):
    assert hand_over(placed, headers("Z990003", office="0301")).status_code == 422
    assert hand_over(placed, SUPERVISOR).status_code == 201


@pytest.mark.parametrize("whom", [["p-3"], ["p-0"], ["p-protected"], ["p-1", "p-0"]])
def test_somebody_one_does_not_see_is_somebody_unknown_and_nothing_changes(placed, whom):
    before = owners(placed), specialists(placed)
    answer = hand_over(placed, participant_ids=whom)
    assert answer.status_code == 404
    assert (owners(placed), specialists(placed)) == before


def test_somebody_who_is_not_with_the_one_who_hands_over_is_refused(placed):
    assert hand_over(placed, SUPERVISOR, participant_ids=["p-1", "p-3"]).status_code == 422
    assert owners(placed)["s-1"] == ("Z990001", None)


def test_to_oneself_or_with_nobody_is_refused(placed):
    assert hand_over(placed, to="Z990001").status_code == 422
    assert hand_over(placed, SUPERVISOR, **{"from": "Z990077"}).status_code == 422


def test_the_same_key_hands_over_once(placed):
    once = headers() | {"Idempotency-Key": "over"}
    first, again = hand_over(placed, once), hand_over(placed, once)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert placed.database.read("hand_overs")["hand_over_id"].n_unique() == 1


def test_the_same_key_is_answered_though_the_named_people_are_no_longer_seen(placed):
    once = headers() | {"Idempotency-Key": "over"}
    first, again = (hand_over(placed, once, participant_ids=["p-1"]) for _ in range(2))
    assert first.status_code == 201
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert hand_over(placed, participant_ids=["p-1"]).status_code == 404, "another call is about somebody unknown"


def test_it_is_done_on_the_day_of_the_request_as_everything_else(service):
    service.store("placements", placement())
    assert hand_over(service).json()["handed_on"] == "2026-02-02"
    made = service.client.post("/v1/placements/s-1/friction", json={"reported_by": "worker"}, headers=SUPERVISOR)
    assert made.status_code == 201
    assert {str(row["recorded_on"]) for row in service.database.read("follow_ups").to_dicts()} == {"2026-02-02"}


def test_the_sheet_says_who_knows_the_workplace_and_nothing_of_what_happened_to_a_protected_person(placed):
    told = {"orgnr": orgnr(1), "channel": "visit", "result": "meeting"}
    placed.store(
        "contacts",
        told | {"contact_id": "c-1", "specialist_id": "Z990005", "contacted_on": "2026-01-20"},
        told | {"contact_id": "c-2", "specialist_id": "Z990006", "contacted_on": "2026-01-28", "participant_id": "p-2"},
        told | {"contact_id": "c-3", "specialist_id": "Z990009", "contacted_on": "2026-01-30"} | PROTECTED,
    )
    key = hand_over(placed).json()["hand_over_id"]
    sheet = placed.client.get(f"/v1/hand-overs/{key}", headers=SUPERVISOR).json()
    (job,) = sheet["people"][0]["placements"]
    assert job["known_by"] == ["Z990006, sist kontakt 28.01.2026", "Z990005, sist kontakt 20.01.2026"]
    assert job["owner"] == "Z990002"


def test_what_is_kept_of_the_answer_names_nobody(placed):
    assert not any(f"p-{n}" in hand_over(placed).text for n in (1, 2, 3))
