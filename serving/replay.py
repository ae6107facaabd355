"""A list made again from what it was made from, to see whether the same comes out.

The tables are read as they were in the versions that the list was made from, and the model is the one that was live
then, by its seal. What was erased since is in no version: a list that rested on it does not come out the same, and
`identical` says so. So it does when the rule book or this program has changed what it says.
"""

from __future__ import annotations

import json
from typing import Any

from features.world.facts import day_number
from models.bundle import Matcher
from serving.auth import Caller
from serving.inline import inline_person, inline_profile
from serving.journal import Journal, MadeFrom
from serving.lists import Subject, compose, looks_back, readable
from serving.problems import ProblemError, not_found
from serving.schemas import SuggestionRequest
from serving.snapshots import Snapshot
from serving.state import State

BEFORE_REPLAY = "This list is from before lists kept what they were made from, so it cannot be made again."
MODEL_GONE = "The model that this list was made with is no longer kept, so the list cannot be made again."
PERSON_GONE = "What was known about the person when the list was made is no longer held."


def replay(list_id: str, caller: Caller, state: State, journal: Journal) -> dict[str, Any]:
    """`identical`, and the `list` as it comes out now, for those who may read it.

    404 where there is no such list, it was erased, or it was of an inline person and is older than an hour. 409 when
    what it was made from is gone.
    """
    kept, named = readable(list_id, caller, state, journal)
    if kept.request is None:
        raise not_found()
    if kept.made_from is None:
        raise ProblemError(409, BEFORE_REPLAY)
    again = _again(list_id, kept.request, kept.made_from, state)
    identical = _bytes(again) == _bytes(kept.payload)
    return {"identical": identical, "list": again if named else again | {"participant_id": None}}


def _again(list_id: str, request: SuggestionRequest, made_from: MadeFrom, state: State) -> dict[str, Any]:
    matcher = None if made_from.objected else _matcher(made_from, state)
    snapshot = state.past(made_from.versions)
    subject = _subject(request, snapshot, state)
    as_of = request.as_of
    assert as_of is not None
    shown = snapshot.shown.before(day_number(as_of)) if looks_back(request) else None
    made = compose(subject, request, as_of, list_id, snapshot, matcher, state.book(), shown)
    return made.model_dump(mode="json")


def _matcher(made_from: MadeFrom, state: State) -> Matcher:
    live, seal = state.live()
    if live is not None and seal == made_from.bundle:
        return live
    kept = None if made_from.bundle is None else state.kept_models.load(made_from.bundle)
    if kept is None:
        raise ProblemError(409, MODEL_GONE)
    return kept


def _subject(request: SuggestionRequest, snapshot: Snapshot, state: State) -> Subject:
    if request.participant is not None and request.as_of is not None:
        given, rules = request.participant, request.participant_rules
        row = None if rules is None else rules.model_dump()
        return Subject(inline_person(given, rules), inline_profile(given, request.as_of, state.settings), row)
    participant_id = str(request.participant_id)
    found = snapshot.people.find(participant_id)
    profile = None if request.as_of is None else snapshot.people.profile(participant_id, request.as_of)
    if found is None or profile is None:
        raise ProblemError(409, PERSON_GONE)
    return Subject(found, profile, snapshot.people.rules(participant_id))


def _bytes(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
