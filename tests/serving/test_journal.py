from __future__ import annotations

import json
from datetime import UTC, datetime

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller, Role
from serving.journal import INLINE_SECONDS, Journal, MadeFrom
from serving.permissions import Person
from serving.schemas import LIST_EXAMPLE, SuggestionList, SuggestionRequest

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
CALLER = Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset())


def test_an_inline_list_is_whole_for_an_hour_and_then_says_nothing_of_the_person(service, inline, today):
    now = 0.0
    journal = Journal(service.database, lambda: now)
    made = SuggestionList.model_validate(LIST_EXAMPLE | {"as_of": today.isoformat()})
    request = SuggestionRequest.model_validate({"participant": inline()})
    person = Person(ParticipantId(""), None, None, simulated=True, protection=Protection.NONE)
    journal.write(made, request, CALLER, person, MadeFrom({}, None, False), today, NOON)
    now = INLINE_SECONDS - 1.0
    whole = journal.read(made.list_id)
    assert whole.payload == json.loads(made.model_dump_json())
    assert (whole.participant_id, whole.made_by) == (None, "Z990001")
    now = float(INLINE_SECONDS)
    kept = journal.read(made.list_id).payload
    assert kept.keys() == LIST_EXAMPLE.keys()
    assert (kept["participant_id"], kept["completeness"]) == (None, None)
    first = kept["suggestions"][0]
    assert first.keys() == LIST_EXAMPLE["suggestions"][0].keys()
    assert (first["orgnr"], first["rank"], first["score"]) == ("310000124", 1, 1.37)
    assert (first["reasons"], first["fit"], first["travel_minutes"]) == ([], None, None)


def test_what_was_asked_and_made_from_is_kept_with_the_list_so_that_it_can_be_made_again(service):
    made = service.client.post(
        "/v1/suggestions", json={"participant_id": "p-1", "limit": 3, "filters": {"never_used": True}}
    ).json()
    entry = service.database.journal.of_list(made["list_id"])
    assert (entry.kind, entry.participant_id) == ("list", "p-1")
    kept = json.loads(entry.payload)
    asked = kept["asked"]
    assert (asked["limit"], asked["shown"], asked["filters"]["never_used"]) == (3, True, True)
    assert kept["list"] == made
    assert kept["made_from"]["versions"]["workplaces"] == 1
    assert kept["made_from"]["bundle"] == entry.bundle == service.app.state.held.kept_models.seal()


def test_a_list_that_cannot_be_journalled_is_not_shown(service):
    service.client.get("/v1/participants")
    with service.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal_head")
    answer = service.client.post("/v1/suggestions", json={"participant_id": "p-1"})
    assert answer.status_code == 503
    assert service.database.read("shown_lists").is_empty()


def test_lists_and_choices_are_one_chain(service):
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    orgnr = made["suggestions"][0]["orgnr"]
    choice = {"participant_id": "p-1", "orgnr": orgnr, "kind": "hide", "chosen_on": "2026-02-02"}
    answer = service.client.post("/v1/choices", json=choice, headers={"Idempotency-Key": "k"})
    again = service.client.post("/v1/choices", json=choice, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, again.json()) == (201, answer.json())
    found = service.database.journal.verify()
    assert (found.flaws, found.anchor.count) == ([], 2)
    told = json.loads(service.database.journal.about("p-1")[1].payload)
    assert "hide" in json.dumps(told)
