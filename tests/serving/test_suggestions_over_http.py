from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import polars as pl
import pytest

from serving.schemas import LIST_EXAMPLE, SuggestionList


def rows_shown(service, made) -> pl.DataFrame:
    return service.database.read("shown_lists").filter(pl.col("list_id") == made["list_id"]).sort("rank")


def test_a_list_for_a_stored_participant_has_every_part_of_the_contract(client, today):
    answer = client.post("/v1/suggestions", json={"participant_id": "p-1", "limit": 3})
    assert answer.status_code == 200
    body = answer.json()
    assert body.keys() == LIST_EXAMPLE.keys()
    assert all(s.keys() == LIST_EXAMPLE["suggestions"][0].keys() for s in body["suggestions"])
    assert (body["participant_id"], body["simulated"], body["as_of"]) == ("p-1", True, today.isoformat())
    assert body["model"] == {"name": "rettplass", "version": "7"}
    assert [s["rank"] for s in body["suggestions"]] == [1, 2, 3]
    SuggestionList.model_validate(body)


def test_reading_a_list_again_gives_what_was_shown_to_those_who_see_the_person(client, specialist):
    made = client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    path = f"/v1/suggestions/{made['list_id']}"
    assert client.get(path, headers=specialist).json() == made
    other = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist"}
    assert client.get(path, headers=other).status_code == 404
    auditor = {"X-Development-User": "Z990009", "X-Development-Roles": "auditor"}
    assert client.get(path, headers=auditor).json() == made | {"participant_id": None}


def test_what_a_specialist_saw_today_is_kept_as_shown_rows(client, shared, today):
    made = client.post("/v1/suggestions", json={"participant_id": "p-1", "limit": 2}).json()
    rows = rows_shown(shared, made)
    assert rows["orgnr"].to_list() == [s["orgnr"] for s in made["suggestions"]]
    assert rows["rank"].to_list() == [1, 2]
    assert rows["participant_id"].unique().to_list() == ["p-1"]
    assert rows["shown_on"].unique().to_list() == [today]
    assert rows["model_version"].unique().to_list() == ["7"]
    assert rows["simulated"].all()


@pytest.mark.parametrize(
    "asked",
    [
        {"shown": False},
        {"filters": {"max_travel_minutes": 60}},
        {"filters": {"need": "known"}},
        {"filters": {"municipalities": ["0806"]}},
        {"as_of": "2026-01-10"},
    ],
    ids=str,
)
def test_what_nobody_saw_as_it_is_today_trains_nothing_but_can_be_read(client, shared, asked):
    answer = client.post("/v1/suggestions", json={"participant_id": "p-1", **asked})
    assert answer.status_code == 200
    assert rows_shown(shared, answer.json()).is_empty()
    assert client.get(f"/v1/suggestions/{answer.json()['list_id']}").json() == answer.json()


def test_an_inline_person_gets_a_list_of_which_the_journal_keeps_nothing_about_the_person(client, shared, inline):
    answer = client.post("/v1/suggestions", json={"participant": inline(participant_id="from-elsewhere")})
    assert answer.status_code == 200
    made = answer.json()
    assert made["participant_id"] == "from-elsewhere"
    assert made["suggestions"]
    assert rows_shown(shared, made).is_empty()
    kept = shared.database.journal.of_list(made["list_id"])
    assert kept.participant_id is None
    assert "from-elsewhere" not in kept.payload
    assert all(word not in kept.payload for word in ("Butikk", "heavy", "ips", "59.21"))
    assert client.get(f"/v1/suggestions/{made['list_id']}").json() == made
    somebody = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist,supervisor"}
    assert client.get(f"/v1/suggestions/{made['list_id']}", headers=somebody).status_code == 404


def test_the_key_of_a_stored_person_given_inline_reaches_nothing_stored(client, inline):
    plain = client.post("/v1/suggestions", json={"participant": inline()}).json()
    keyed = client.post("/v1/suggestions", json={"participant": inline(participant_id="p-protected")}).json()
    assert keyed["suggestions"] == plain["suggestions"]


def test_a_former_municipality_code_means_the_same_place(client, inline):
    new = client.post("/v1/suggestions", json={"participant": inline(municipality="4003")}).json()
    old = client.post("/v1/suggestions", json={"participant": inline(municipality="0806")}).json()
    assert old["suggestions"] == new["suggestions"]


def test_a_past_day_uses_the_profile_of_that_day(service, person):
    client = service.client
    service.store("participants", person(participant_id="p-2", updated_on="2026-01-20", max_travel_minutes=0))
    assert client.post("/v1/suggestions", json={"participant_id": "p-2", "as_of": "2026-01-10"}).json()["suggestions"]
    before = client.post("/v1/suggestions", json={"participant_id": "p-2", "as_of": "2025-01-01"})
    assert before.status_code == 422
    assert before.json()["errors"] == [{"where": "as_of", "what": "nothing was known about this person on that day"}]


def test_a_future_day_is_refused(client, today):
    tomorrow = (today + timedelta(days=1)).isoformat()
    answer = client.post("/v1/suggestions", json={"participant_id": "p-1", "as_of": tomorrow})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "as_of"


def test_unknown_and_unseen_people_get_the_same_answer(client, specialist):
    def body(participant_id, headers=None):
        answer = client.post("/v1/suggestions", json={"participant_id": participant_id}, headers=headers)
        assert answer.status_code == 404
        return {k: v for k, v in answer.json().items() if k not in ("call_id", "instance")}

    unknown = body("nobody")
    assert body("p-protected") == unknown
    assert body("p-real") == unknown
    assert body("p-3", specialist) == unknown


def test_a_protected_inline_person_is_not_found(client, inline):
    rules = {"birth_date": "1990-01-01", "protection": "shielded"}
    answer = client.post("/v1/suggestions", json={"participant": inline(), "participant_rules": rules})
    assert answer.status_code == 404


def test_without_a_champion_lists_wait_and_the_rest_works(untrained):
    answer = untrained.post("/v1/suggestions", json={"participant_id": "p-1"})
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert untrained.get("/internal/isready").status_code == 503
    assert untrained.get("/internal/isalive").status_code == 200
    assert untrained.get("/v1/participants/p-1").status_code == 200
    assert untrained.get("/v1/model").json()["version"] is None
    assert untrained.get("/").status_code == 200


def test_a_new_champion_is_taken_up_without_a_restart(service, matcher):
    client, settings = service.client, service.settings
    assert client.get("/v1/model").json()["version"] == "7"
    matcher.named("8-new").save(settings.model_dir)
    assert client.get("/v1/model").json()["version"] == "8-new"
    (settings.model_dir / "manifest.json").write_text("{}")
    assert client.get("/v1/model").json()["version"] == "8-new"
    assert client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["model"]["version"] == "8-new"


def test_new_facts_are_taken_up_and_lists_shown_are_not_new_facts(service, person):
    client, held = service.client, service.app.state.held
    first = held.snapshot()
    client.post("/v1/suggestions", json={"participant_id": "p-1"})
    assert held.snapshot() is first
    service.store("participants", person(participant_id="p-new"))
    assert client.post("/v1/suggestions", json={"participant_id": "p-new"}).status_code == 200
    assert held.snapshot() is not first


def test_many_at_once_each_get_and_leave_their_own_list(service):
    def ask(_):
        return service.client.post("/v1/suggestions", json={"participant_id": "p-1", "limit": 2}).json()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(ask, range(24)))
    assert len({one["list_id"] for one in made}) == 24
    assert all(one["suggestions"] == made[0]["suggestions"] for one in made)
    assert len(service.database.read("shown_lists")) == 24 * 2
