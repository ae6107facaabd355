"""One list, from the request to the journal: who it is for, whether it may be made, and what is kept of it.

The page and the interface both come through here, so that neither can show what the other would refuse.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import polars as pl

from features.places import current_municipality
from features.vocabulary import Protection
from serving.auth import Caller, Role
from serving.inline import inline_person, inline_profile
from serving.journal import Journal
from serving.permissions import Person, check_ranking, may_see
from serving.problems import bad_input, not_found, unavailable
from serving.schemas import Filters, SuggestionList, SuggestionRequest
from serving.state import Snapshot, State
from serving.suggest import suggest


def make_list(
    request: SuggestionRequest, caller: Caller, state: State, journal: Journal, today: date
) -> SuggestionList:
    """Make the list and journal it. 422, 404 or 403 by the request; 503 without a champion."""
    as_of = request.as_of or today
    if as_of > today:
        raise bad_input("as_of", "this day has not come yet")
    request = request.model_copy(update={"filters": _with_current_municipalities(request.filters)})
    snapshot = state.snapshot()
    person, profile = _subject(request, caller, state, snapshot, as_of)
    check_ranking(person, state.settings)
    matcher = state.matcher()
    if matcher is None:
        raise unavailable("No model is live, so no list can be made: train and promote one.")
    made = suggest(snapshot.pipeline, snapshot.capacity, matcher, profile, request, as_of, uuid.uuid4().hex)
    whose = str(person.participant_id) or None
    made = made.model_copy(update={"simulated": person.simulated, "participant_id": whose})
    journal.write(made, request, caller, person, today)
    state.metrics.lists.labels("stored" if request.participant is None else "inline").inc()
    state.metrics.suggested.inc(len(made.suggestions))
    state.metrics.abstained.inc(int(made.abstained is not None))
    return made


def read_list(list_id: str, caller: Caller, state: State, journal: Journal) -> dict[str, Any]:
    """The list as it was answered, for those who may see the person; for an auditor without the person's key."""
    kept = journal.read(list_id)
    if kept is None:
        raise not_found()
    if kept.participant_id is None:
        mine = kept.made_by == caller.user
    else:
        person = state.snapshot().people.find(kept.participant_id)
        mine = person is not None and may_see(caller, person, state.settings)
    if mine:
        return kept.payload
    if Role.AUDITOR in caller.roles:
        return kept.payload | {"participant_id": None}
    raise not_found()


def _subject(
    request: SuggestionRequest, caller: Caller, state: State, snapshot: Snapshot, as_of: date
) -> tuple[Person, pl.DataFrame]:
    """Who the list is for, and the profile as known on the day."""
    if request.participant is not None:
        person = inline_person(request.participant, request.participant_rules)
        if person.protection is not Protection.NONE:
            raise not_found()
        return person, inline_profile(request.participant, as_of, state.settings)
    participant_id = str(request.participant_id)
    found = snapshot.people.find(participant_id)
    if found is None or not may_see(caller, found, state.settings):
        raise not_found()
    known = snapshot.people.profile(participant_id, as_of)
    if known is None:
        raise bad_input("as_of", "nothing was known about this person on that day")
    return found, known


def _with_current_municipalities(filters: Filters) -> Filters:
    codes = {code: current_municipality(code) for code in filters.municipalities}
    for given, current in codes.items():
        if current is None:
            raise bad_input("filters.municipalities", f"{given} is not a municipality")
    return filters.model_copy(update={"municipalities": sorted({c for c in codes.values() if c is not None})})
