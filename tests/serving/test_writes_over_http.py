"""What callers write is stored as the tables have it, answered whole, and followed by the next list."""

from __future__ import annotations

import pytest

from features import tables
from tests.builders import orgnr

CONTACT = {"orgnr": orgnr(1), "participant_id": "p-1", "channel": "visit", "result": "meeting"}
PLACEMENT = {
    "participant_id": "p-1", "orgnr": orgnr(1), "occupation": "5223", "form": "permanent", "paid": True,
    "hours_per_week": 20, "starts_on": "2026-01-12",
}  # fmt: skip
CONDITION = {"condition": "small_team", "offered": False, "source": "visit"}
TODAY = "2026-02-02"


def units(service, **asked):
    body = service.client.post("/v1/suggestions", json={"participant_id": "p-1", **asked}).json()
    return [s["orgnr"] for s in body["suggestions"]]


def suggestion(service, unit):
    body = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    return next((s for s in body["suggestions"] if s["orgnr"] == unit), None)


def choose(service, kind, unit, participant_id="p-1"):
    body = {"participant_id": participant_id, "orgnr": unit, "kind": kind}
    answer = service.client.post("/v1/choices", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def faults(answer):
    assert answer.status_code == 422, answer.text
    return {fault["where"]: fault["what"] for fault in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("path", "body", "table", "made"),
    [
        ("contacts", CONTACT, tables.CONTACTS, {"contacted_on": TODAY, "specialist_id": "Z990000"}),
        (
            "choices",
            {"participant_id": "p-1", "orgnr": orgnr(1), "kind": "wrong"},
            tables.CHOICES,
            {"chosen_on": TODAY},
        ),
        ("placements", PLACEMENT, tables.PLACEMENTS, {"observed_until": TODAY, "owner_id": "Z990001"}),
        (
            f"workplaces/{orgnr(1)}/needs",
            {"occupation": "5223", "source": "phone"},
            tables.EMPLOYER_NEEDS,
            {"orgnr": orgnr(1)},
        ),
        (
            f"workplaces/{orgnr(1)}/notices",
            {"kind": "closure", "starts_on": "2026-02-01"},
            tables.EMPLOYER_NOTICES,
            {"orgnr": orgnr(1), "ends_on": None},
        ),
        (
            f"workplaces/{orgnr(1)}/conditions",
            CONDITION,
            tables.WORKPLACE_CONDITIONS,
            {"orgnr": orgnr(1)},
        ),
        (
            f"workplaces/{orgnr(1)}/agreements",
            {"programme": "Vi inkluderer", "level": "local", "covers": "unit", "starts_on": "2026-01-01"},
            tables.AGREEMENTS,
            {"orgnr": orgnr(1)},
        ),
    ],
    ids=lambda value: value.rsplit("/", 1)[-1] if isinstance(value, str) else "",
)
def test_201_answers_the_whole_row_as_it_is_stored(service, path, body, table, made):
    answer = service.client.post(f"/v1/{path}", json=body)
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert list(row) == list(table.column_names)
    assert row | made | body | {"recorded_on": TODAY} == row
    stored = service.database.read(table.name).with_columns(table_date=1).to_dicts()
    assert row in [
        {n: str(v) if n.endswith(("_on", "_until")) and v else v for n, v in r.items() if n in row} for r in stored
    ]


@pytest.mark.parametrize(
    ("path", "body", "where", "what"),
    [
        ("contacts", CONTACT | {"contacted_on": "2026-02-03"}, "contacted_on", "is in the future"),
        ("contacts", CONTACT | {"orgnr": "310000125"}, "orgnr", "wrong check digit"),
        ("contacts", CONTACT | {"orgnr": orgnr(9)}, "orgnr", "names a workplace that is not among the workplaces"),
        ("contacts", CONTACT | {"next_step": "ring 010190 10046"}, "next_step", "national identity number"),
        ("placements", PLACEMENT | {"occupation": "9999"}, "occupation", "is not an occupation"),
        ("placements", PLACEMENT | {"ends_on": "2026-01-01"}, "starts_on", "is after ends_on"),
        (f"workplaces/{orgnr(1)}/conditions", CONDITION | {"orgnr": orgnr(2)}, "orgnr", "that of the address"),
    ],
)
def test_what_a_load_would_refuse_is_refused_in_the_same_words(shared, path, body, where, what):
    assert what in faults(shared.client.post(f"/v1/{path}", json=body))[where]


def test_an_id_stands_for_one_row(service):
    assert service.client.post("/v1/contacts", json=CONTACT | {"contact_id": "c-1"}).status_code == 201
    assert service.client.post("/v1/contacts", json=CONTACT | {"contact_id": "c-1"}).status_code == 201
    other = service.client.post("/v1/contacts", json=CONTACT | {"contact_id": "c-1", "result": "no"})
    assert other.status_code == 409
    assert service.database.read("contacts")["result"].to_list() == ["meeting"]


def test_a_contact_without_a_participant_is_one_with_the_workplace(service):
    body = {name: value for name, value in CONTACT.items() if name != "participant_id"}
    assert service.client.post("/v1/contacts", json=body).json()["participant_id"] is None
    assert suggestion(service, orgnr(1))["relation"]["known_by"] is None
    assert service.database.read("contacts")["simulated"].to_list() == [True]


def test_a_specialist_logs_own_contacts_and_a_case_system_says_whose(service, specialist):
    somebody = CONTACT | {"specialist_id": "Z990002"}
    assert "specialist_id" in faults(service.client.post("/v1/contacts", json=somebody, headers=specialist))
    own = service.client.post("/v1/contacts", json=CONTACT, headers=specialist)
    assert own.json()["specialist_id"] == "Z990001"
    system = {"X-Development-User": "sys", "X-Development-Roles": "case_system", "X-Development-Offices": "0806"}
    assert service.client.post("/v1/contacts", json=somebody, headers=system).json()["specialist_id"] == "Z990002"


def test_a_contact_from_a_list_has_the_rank_and_chance_it_was_shown_with(service):
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    third = made["suggestions"][2]
    body = CONTACT | {"orgnr": third["orgnr"], "list_id": made["list_id"], "rank_shown": 1, "propensity": 0.9}
    row = service.client.post("/v1/contacts", json=body).json()
    shown = service.database.read("shown_lists").filter(orgnr=third["orgnr"])
    assert (row["rank_shown"], row["propensity"]) == (3, shown["propensity"][0])


def test_what_was_posted_is_in_the_next_list(service):
    headers = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist"}
    assert suggestion(service, orgnr(2))["need"]["status"] == "unknown"
    need = {"occupation": "5223", "source": "visit", "text": "To i kassa"}
    assert service.client.post(f"/v1/workplaces/{orgnr(2)}/needs", json=need).status_code == 201
    assert suggestion(service, orgnr(2))["need"]["text"] == "To i kassa"
    service.client.post("/v1/contacts", json=CONTACT | {"orgnr": orgnr(2)}, headers=headers)
    assert suggestion(service, orgnr(2))["relation"]["known_by"] == "Z990001"
    conditions = {"condition": "no_heavy_lifting", "offered": True, "source": "visit"}
    service.client.post(f"/v1/workplaces/{orgnr(2)}/conditions", json=conditions)
    assert suggestion(service, orgnr(2))["fit"]["environment"] == pytest.approx(1.0, abs=0.5)


def test_a_notice_pauses_the_workplace_at_once_and_until_it_ends(service):
    assert orgnr(2) in units(service)
    notice = {"kind": "temporary_layoff", "starts_on": "2026-02-01", "ends_on": "2026-06-30"}
    assert service.client.post(f"/v1/workplaces/{orgnr(2)}/notices", json=notice).status_code == 201
    assert orgnr(2) not in units(service)
    ended = notice | {"ends_on": "2026-02-01"}
    assert service.client.post(f"/v1/workplaces/{orgnr(2)}/notices", json=ended).json()["ends_on"] == "2026-02-01"
    assert orgnr(2) in units(service)


def test_a_notice_for_a_legal_entity_pauses_all_its_workplaces(service):
    held = service.client.get(f"/v1/workplaces/{orgnr(2)}").json()
    service.client.put(f"/v1/workplaces/{orgnr(2)}", json=held | {"parent_orgnr": orgnr(50)})
    notice = {"kind": "bankruptcy", "starts_on": "2026-02-01"}
    assert service.client.post(f"/v1/workplaces/{orgnr(50)}/notices", json=notice).status_code == 201
    assert orgnr(2) not in units(service)
    assert service.client.post(f"/v1/workplaces/{orgnr(51)}/notices", json=notice).status_code == 404


@pytest.mark.parametrize("kind", ["hide", "not_for_this_participant"])
def test_what_is_hidden_is_off_that_persons_lists_until_it_is_undone(service, kind):
    first = units(service)[0]
    choose(service, kind, first)
    assert first not in units(service)
    other = service.client.post("/v1/suggestions", json={"participant_id": "p-2"}).json()["suggestions"]
    assert first in [s["orgnr"] for s in other]
    choose(service, "undo", first)
    assert units(service)[0] == first
    choose(service, kind, first)
    assert first not in units(service)


def test_what_is_pinned_stands_first_with_the_models_own_rank_beside_it(service):
    last = units(service)[-1]
    choose(service, "pin", last)
    pinned = suggestion(service, last)
    assert pinned["rank"] == 1
    assert pinned["order_by"] == {"model": 4, "exploration": False, "pin": True, "added": False}
    assert [s["order_by"]["pin"] for s in [suggestion(service, u) for u in units(service)[1:]]] == [False] * 3
    assert units(service, limit=1) == [last]
    choose(service, "undo", last)
    assert units(service)[-1] == last


def test_what_is_added_is_put_on_a_list_that_had_no_room_for_it(service):
    last = units(service)[-1]
    assert last not in units(service, limit=2)
    choose(service, "add", last)
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1", "limit": 2}).json()["suggestions"]
    assert [s["orgnr"] for s in made][-1] == last
    assert made[-1]["order_by"] == {"model": 4, "exploration": False, "pin": False, "added": True}


@pytest.mark.parametrize("kind", ["wrong", "none_of_these"])
def test_a_note_moves_nothing(service, kind):
    before = units(service)
    choose(service, kind, before[0])
    assert units(service) == before
    assert service.database.read("choices")["kind"].to_list() == [kind]


def test_a_choice_holds_from_its_day_on(service):
    first = units(service, as_of="2026-01-31")[0]
    choose(service, "hide", first)
    assert first in units(service, as_of="2026-01-31")


def test_a_placement_ends_once(service):
    made = service.client.post("/v1/placements", json=PLACEMENT).json()
    address = f"/v1/placements/{made['placement_id']}/end"
    ended = service.client.post(address, json={"ends_on": "2026-01-30", "end_reason": "better_job"})
    assert ended.status_code == 200
    assert ended.json() == made | {"ends_on": "2026-01-30", "end_reason": "better_job"}
    assert service.client.post(address, json={"ends_on": "2026-01-30", "end_reason": "better_job"}).status_code == 200
    assert "ends_on" in faults(service.client.post(address, json={"ends_on": "2026-01-29"}))
    assert "starts_on" in faults(
        service.client.post(
            f"/v1/placements/{service.client.post('/v1/placements', json=PLACEMENT).json()['placement_id']}/end",
            json={"ends_on": "2026-01-01"},
        )
    )
    assert service.client.post("/v1/placements/nothing/end", json={"ends_on": "2026-01-30"}).status_code == 404


def test_a_placement_counts_at_once(service):
    before = suggestion(service, orgnr(1))["capacity"]
    trial = PLACEMENT | {"form": "work_training", "paid": False, "participant_id": "p-2"}
    service.client.post("/v1/placements", json=trial)
    assert suggestion(service, orgnr(1))["capacity"]["active"] == before["active"] + 1
