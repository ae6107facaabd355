"""What GET gave can be put back: unchanged it changes nothing, changed it holds from today."""

from __future__ import annotations

import pytest

from serving.corrections import ChangedMeanwhileError, correct
from serving.schemas import ParticipantAnswer
from tests.builders import orgnr
from tests.serving.conftest import TODAY

P1 = "/v1/participants/p-1"
W1 = f"/v1/workplaces/{orgnr(1)}"


def put(service, address, body, status=200, **headers):
    answer = service.client.put(address, json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("address", [P1, "/v1/participants/p-2", W1])
def test_putting_back_what_get_gave_changes_nothing(service, address):
    held, version = service.client.get(address).json(), service.database.version()
    assert put(service, address, held) == held
    assert service.database.version() == version
    assert service.client.get(address).json() == held


def test_a_correction_is_a_new_version_from_today_and_the_next_list_follows_it(service):
    held = service.client.get(P1).json()
    assert held["updated_on"] == "2025-10-01"
    answer = put(service, P1, held | {"excluded_workplaces": [orgnr(1)]})
    assert answer == held | {
        "excluded_workplaces": [orgnr(1)], "updated_on": "2026-02-02", "recorded_on": "2026-02-02",
    }  # fmt: skip
    assert service.client.get(P1).json() == answer

    def units(**asked):
        made = service.client.post("/v1/suggestions", json={"participant_id": "p-1", **asked}).json()
        return [s["orgnr"] for s in made["suggestions"]]

    assert orgnr(1) not in units()
    assert orgnr(1) in units(as_of="2026-02-01"), "the past stays as it was known"
    again = put(service, P1, answer | {"excluded_workplaces": []})
    assert again["updated_on"] == "2026-02-02"
    assert orgnr(1) in units()
    assert len(service.database.read("participants").filter(participant_id="p-1")) == 2


def test_a_correction_made_from_a_row_that_is_no_longer_stored_writes_nothing(service):
    read = service.database.rows("participants", ["p-1"])
    held = service.client.get(P1).json()
    put(service, P1, held | {"max_travel_minutes": 30})
    person = service.app.state.held.snapshot().people.find("p-1")
    body = ParticipantAnswer.model_validate(held | {"max_travel_minutes": 60})
    with pytest.raises(ChangedMeanwhileError):
        correct(service.database, person, body, TODAY, read)
    assert service.client.get(P1).json()["max_travel_minutes"] == 30


def test_rules_are_corrected_in_the_same_body(service):
    held = service.client.get(P1).json()
    rules = held["rules"] | {"months_used": {"mentor_subsidy": 6}}
    assert put(service, P1, held | {"rules": rules})["rules"] == rules | {"recorded_on": "2026-02-02"}
    assert len(service.database.read("participants").filter(participant_id="p-1")) == 1


def test_a_body_that_says_nothing_of_rules_or_protection_leaves_them(service):
    held = service.client.get(P1).json()
    assert put(service, P1, held | {"rules": None}) == held
    rules = {name: value for name, value in held["rules"].items() if name != "protection"}
    assert put(service, P1, held | {"rules": rules}) == held


def test_who_becomes_protected_is_gone_for_those_without_the_group_and_lives_nowhere(service):
    held = service.client.get(P1).json()
    put(service, P1, held | {"rules": held["rules"] | {"protection": "confidential"}})
    assert service.client.get(P1).status_code == 404
    assert service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).status_code == 404
    (row,) = service.database.read("participants").filter(participant_id="p-1").to_dicts()
    assert (row["latitude"], row["longitude"]) == (None, None)
    put(service, P1, held, status=404)


@pytest.mark.parametrize("who", ["nobody", "p-protected", "p-real", "p-4"])
def test_whom_the_caller_does_not_see_is_corrected_like_nobody(service, person, specialist, who):
    version = service.database.version()
    put(service, f"/v1/participants/{who}", person(participant_id=who, simulated=True), 404, **specialist)
    assert service.database.version() == version


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"participant_id": "p-2"}, "participant_id"),
        ({"simulated": False}, "simulated"),
        ({"updated_on": "2025-09-30"}, "updated_on"),
        ({"updated_on": "2026-02-03"}, "updated_on"),
        ({"wished_occupations": ["12"]}, "wished_occupations.0"),
        ({"municipality": "9999"}, "municipality"),
        ({"skills_text": "ring 010190 10046"}, "skills_text"),
        ({"rules": {"birth_date": "2030-01-01"}}, "birth_date"),
        ({"diagnosis": "F20"}, "diagnosis"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(service, changes, where):
    held, version = service.client.get(P1).json(), service.database.version()
    answer = put(service, P1, held | changes, status=422)
    assert [fault["where"] for fault in answer["errors"]] == [where]
    assert service.database.version() == version


def test_a_former_municipality_is_put_as_the_one_of_today(service):
    assert put(service, P1, service.client.get(P1).json() | {"municipality": "0806"})["municipality"] == "4003"


def test_a_workplace_is_corrected_with_its_history(service):
    held = service.client.get(W1).json()
    answer = put(service, W1, held | {"employees": 50, "capacity": 3})
    assert answer == held | {"employees": 50, "capacity": 3, "recorded_on": "2026-02-02"}
    assert service.client.get(W1).json() == answer
    (former,) = service.database.read("workplaces_history").to_dicts()
    assert (former["employees"], str(former["replaced_on"])) == (11, "2026-02-02")
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["suggestions"]
    assert next(s for s in made if s["orgnr"] == orgnr(1))["capacity"] == {"active": 0, "room": 3}


def test_a_new_workplace_is_registered_and_can_be_suggested(service):
    body = service.client.get(W1).json() | {"orgnr": orgnr(70), "name": "NYÅPNET KAFÉ"}
    assert put(service, f"/v1/workplaces/{orgnr(70)}", body)["name"] == "NYÅPNET KAFÉ"
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["suggestions"]
    assert orgnr(70) in [s["orgnr"] for s in made]


def test_a_workplace_does_not_become_real(service):
    held = service.client.get(W1).json()
    assert put(service, W1, held | {"simulated": False}, 422)["errors"][0]["where"] == "simulated"
    assert put(service, W1, held | {"orgnr": orgnr(2)}, 422)["errors"][0]["where"] == "orgnr"


def test_workplaces_are_found_by_name_or_number_page_by_page(shared):
    def found(**asked):
        page = shared.client.get("/v1/workplaces", params=asked).json()
        return [w["orgnr"] for w in page["items"]], page["next_cursor"]

    everyone = sorted(orgnr(n) for n in range(4))
    assert found() == (everyone, None)
    assert found(q="eksempel 2") == ([orgnr(2)], None)
    assert found(q=orgnr(3)) == ([orgnr(3)], None)
    assert found(q=f"{orgnr(3)[:3]} {orgnr(3)[3:6]} {orgnr(3)[6:]}") == ([orgnr(3)], None)
    assert found(q="%") == ([], None)
    first, cursor = found(limit=3)
    assert (first, found(limit=3, cursor=cursor)) == (everyone[:3], (everyone[3:], None))
    assert shared.client.get(f"/v1/workplaces/{orgnr(99)}").status_code == 404
