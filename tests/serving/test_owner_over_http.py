from __future__ import annotations

import pytest

from tests.serving.followed_people import at, headers, placement

SUPERVISOR = headers("sup", "supervisor")
ME = {"owner_id": "Z990001"}


@pytest.fixture
def placed(service):
    """A job that nobody follows up, and one that Z990001 does."""
    service.store("placements", placement(owner_id=None), placement(placement_id="s-2", participant_id="p-2"))
    service.store("providers", {"provider_id": "v-1", "name": "Solbakk Vekst", "kind": "growth_enterprise"})
    with at(service):
        yield service


def give(service, placement_id="s-1", who=None, **body):
    return service.client.post(f"/v1/placements/{placement_id}/owner", json=body, headers=who or headers())


def owner(service, placement_id="s-1"):
    (row,) = service.database.rows("placements", [placement_id]).to_dicts()
    return row["owner_id"], row["provider_id"]


def agenda(service, who=None):
    return service.client.get("/v1/agenda", headers=who or headers()).json()


def test_what_nobody_owns_is_taken_in_one_call_and_is_on_the_day_of_who_took_it(placed):
    assert [task["placement_id"] for task in agenda(placed)["orphaned"]] == ["s-1"]
    before = agenda(placed)
    taken = give(placed, **ME)
    assert taken.status_code == 200, taken.text
    assert taken.json()["owner_id"] == "Z990001"
    after = agenda(placed)
    assert after["orphaned"] == []
    assert (after["overdue"], after["due"]) == (before["overdue"], before["due"])
    assert {task["placement_id"] for task in after["overdue"]} == {"s-1", "s-2"}


def test_nothing_but_the_owner_of_that_placement_is_changed(placed):
    (before,) = placed.database.rows("placements", ["s-1"]).to_dicts()
    other = owner(placed, "s-2")
    give(placed, **ME)
    (after,) = placed.database.rows("placements", ["s-1"]).to_dicts()
    assert after == before | {"owner_id": "Z990001"}
    assert owner(placed, "s-2") == other


def test_open_friction_goes_along_and_the_new_owner_is_told(placed):
    placed.client.post("/v1/placements/s-1/friction", json={"reported_by": "worker"}, headers=headers())
    give(placed, who=SUPERVISOR, provider_id="v-1")
    (item,) = placed.client.get("/v1/frictions", headers=SUPERVISOR).json()["items"]
    assert item["owner_id"] == "v-1"
    assert placed.database.read("outbox").filter(about="hand_over")["to_id"].to_list() == ["v-1"]


def test_who_comes_second_is_told_that_somebody_has_it_and_the_first_keeps_it(placed):
    assert give(placed, **ME).status_code == 200
    assert give(placed, **ME).status_code == 200, "what is so already is left as it is"
    late = give(placed, who=SUPERVISOR, owner_id="sup")
    assert late.status_code == 409
    assert owner(placed) == ("Z990001", None)


def test_a_provider_gets_the_follow_up_and_the_office_sees_what_is_due_as_before(placed):
    def due():
        items = placed.client.get("/v1/follow-ups", params={"placement_id": "s-2"}, headers=SUPERVISOR).json()["items"]
        return [(item["due_on"], item["with_whom"], item["status"]) for item in items], {i["owner_id"] for i in items}

    before, _ = due()
    assert before
    assert give(placed, "s-2", provider_id="v-1", instead_of="Z990001").status_code == 200
    assert owner(placed, "s-2") == (None, "v-1")
    assert due() == (before, {"v-1"})
    (kept,) = placed.database.read("hand_overs").to_dicts()
    assert (kept["from_id"], kept["to_id"], kept["made_by"], kept["caseload"]) == ("Z990001", "v-1", "Z990001", False)


def test_somebody_at_a_growth_enterprise_owns_it_without_an_account(placed):
    assert give(placed, owner_id="Vera", provider_id="v-1").status_code == 200
    assert owner(placed) == ("Vera", "v-1")
    assert [row["specialist_id"] for row in placed.database.rows("participants", ["p-1"]).to_dicts()] == ["Z990001"]


def test_a_colleague_who_does_not_have_the_participant_gets_both(placed):
    assert give(placed, who=SUPERVISOR, owner_id="Z990002").status_code == 200
    assert owner(placed) == ("Z990002", None)
    new = agenda(placed, headers("Z990002"))
    assert {task["placement_id"] for task in new["overdue"]} == {"s-1"}
    assert placed.client.get("/v1/participants/p-1", headers=headers("Z990002")).status_code == 200
    assert {task["placement_id"] for task in agenda(placed)["overdue"]} == {"s-2"}


def test_who_had_it_is_kept_also_where_the_participant_comes_along(placed):
    give(placed, provider_id="v-1")
    assert give(placed, who=SUPERVISOR, owner_id="Z990002", instead_of="v-1").status_code == 200
    kept = placed.database.read("hand_overs").select("from_id", "to_id", "caseload").sort("from_id").rows()
    assert kept == [("Z990001", "Z990002", True), ("v-1", "Z990002", False)]
    assert owner(placed) == ("Z990002", None)


def test_a_specialist_does_not_take_what_is_somebody_elses(placed):
    give(placed, provider_id="v-1")
    refused = give(placed, **ME, instead_of="v-1")
    assert refused.status_code == 422
    assert owner(placed) == (None, "v-1")
    assert give(placed, who=SUPERVISOR, **ME, instead_of="v-1").status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"provider_id": "v-0"}, {"owner_id": "v-1"}, {"owner_id": ""}, {"owner_id": "Z990001", "extra": 1}]
)
def test_what_cannot_be_an_owner_is_refused(placed, body):
    assert give(placed, **body).status_code == 422
    assert owner(placed) == (None, None)


def test_a_job_that_has_ended_gets_no_owner(placed):
    placed.store("placements", placement(owner_id=None, ends_on="2026-01-31"))
    assert give(placed, **ME).status_code == 422


def test_somebody_one_does_not_see_is_somebody_unknown(placed):
    placed.store("placements", placement(placement_id="s-9", participant_id="p-protected", owner_id=None))
    for key in ("s-1", "s-9", "s-0"):
        assert give(placed, key, headers("Z990003", office="0301"), owner_id="Z990003").status_code == 404
    hidden, unknown = (give(placed, key, SUPERVISOR, owner_id="sup") for key in ("s-9", "s-0"))
    assert hidden.status_code == unknown.status_code == 404
    assert owner(placed, "s-9") == (None, None)


def test_the_same_key_gives_it_once(placed):
    once = headers() | {"Idempotency-Key": "mine"}
    first, again = give(placed, who=once, **ME), give(placed, who=once, **ME)
    assert (first.status_code, first.content) == (again.status_code, again.content)
