from __future__ import annotations

import json

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller, Role
from serving.journal import INLINE_SECONDS, Journal
from serving.permissions import Person
from serving.schemas import LIST_EXAMPLE, SuggestionList, SuggestionRequest

CALLER = Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset())


def test_an_inline_list_is_whole_for_an_hour_and_then_says_nothing_of_the_person(service, inline, today):
    now = 0.0
    journal = Journal(service.database, lambda: now)
    made = SuggestionList.model_validate(LIST_EXAMPLE | {"as_of": today.isoformat()})
    request = SuggestionRequest.model_validate({"participant": inline()})
    person = Person(ParticipantId(""), None, None, simulated=True, protection=Protection.NONE)
    journal.write(made, request, CALLER, person, today)
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


def test_what_was_asked_is_kept_with_the_list_so_that_it_can_be_made_again(service, today):
    made = service.client.post(
        "/v1/suggestions", json={"participant_id": "p-1", "limit": 3, "filters": {"never_used": True}}
    ).json()
    entry = service.database.journal.of_list(made["list_id"])
    assert (entry.participant_id, entry.as_of, entry.shown_on, entry.model_version) == ("p-1", today, today, "7")
    asked = json.loads(entry.payload)["asked"]
    assert (asked["limit"], asked["shown"], asked["filters"]["never_used"]) == (3, True, True)
    assert json.loads(entry.payload)["list"] == made
