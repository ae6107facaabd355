"""One list, from the request to the journal: who it is for, whether it may be made, and what is kept of it.

The page and the interface both come through here, so that neither can show what the other would refuse.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.places import current_municipality
from features.shown import ShownBefore
from features.subsidies.book import Book
from features.tables import SHOWN_LISTS
from features.vocabulary import Protection
from models.bundle import Matcher
from serving.auth import Caller, Role
from serving.inline import inline_person, inline_profile
from serving.journal import Journal, Kept, MadeFrom
from serving.permissions import Person, check_ranking
from serving.problems import bad_input, not_found, unavailable
from serving.schemas import Filters, SuggestionList, SuggestionRequest
from serving.snapshots import Snapshot
from serving.state import State
from serving.subsidies import RuleBook
from serving.suggest import suggest
from serving.unranked import unranked


def make_list(
    request: SuggestionRequest,
    caller: Caller,
    state: State,
    journal: Journal,
    today: date,
    *,
    in_batch: bool = False,
) -> SuggestionList:
    """Make the list and journal it. 422, 404 or 403 by the request; 503 without a champion.

    In a batch there are no protected people.
    """
    as_of = request.as_of or today
    if as_of > today:
        raise bad_input("as_of", "this day has not come yet")
    request = request.model_copy(update={"filters": _with_current_municipalities(request.filters)})
    snapshot = state.snapshot()
    person, profile, rules = _subject(request, caller, state, snapshot, as_of, in_batch=in_batch)
    check_ranking(person, state.settings)
    matcher, bundle = state.live()
    objected = request.participant_id in snapshot.objectors
    if matcher is None and not objected:
        raise unavailable("No model is live, so no list can be made: train and promote one.")
    before, number = state.shown_before(snapshot, as_of) if looks_back(request) else (None, 0)
    subject = Subject(person, profile, rules)
    ranker = None if objected else matcher
    made = compose(subject, request, as_of, str(uuid.uuid4()), snapshot, ranker, state.book(), before)
    versions = dict(snapshot.versions) | ({SHOWN_LISTS.name: number} if before is not None else {})
    made_from = MadeFrom(versions, None if objected else bundle, objected)
    journal.write(made, request, caller, person, made_from, today, state.now())
    state.metrics.lists.labels("stored" if request.participant is None else "inline").inc()
    state.metrics.suggested.inc(len(made.suggestions))
    state.metrics.abstained.inc(int(made.abstained is not None))
    return made


@dataclass(frozen=True)
class Subject:
    """Who a list is for, the profile as known on the day, and the row of rules for the rule book alone."""

    person: Person
    profile: pl.DataFrame
    rules: dict[str, Any] | None


def compose(
    subject: Subject,
    request: SuggestionRequest,
    as_of: date,
    list_id: str,
    snapshot: Snapshot,
    matcher: Matcher | None,
    book: Book | None,
    shown: ShownBefore | None,
) -> SuggestionList:
    """The list from these facts and nothing else, so that it can be made again; without a matcher it is unranked."""
    profile, pipeline, capacity = subject.profile, snapshot.pipeline, snapshot.capacity
    rulebook = None if book is None else RuleBook.for_row(book, subject.rules, profile["stream"][0], as_of)
    decided = snapshot.decisions.of(request.participant_id, as_of)
    if matcher is None:
        made = unranked(pipeline, capacity, profile, request, as_of, list_id, rulebook, decided)
    else:
        made = suggest(pipeline, capacity, matcher, profile, request, as_of, list_id, rulebook, shown, decided)
    whose = str(subject.person.participant_id) or None
    return made.model_copy(update={"simulated": subject.person.simulated, "participant_id": whose})


def looks_back(request: SuggestionRequest) -> bool:
    """Whether what was shown in the weeks before has a say."""
    return request.shown and not request.filters.active


def read_list(list_id: str, caller: Caller, state: State, journal: Journal) -> dict[str, Any]:
    """The list as it was answered, for those who may see the person; for an auditor without the person's key."""
    kept, named = readable(list_id, caller, state, journal)
    return kept.payload if named else kept.payload | {"participant_id": None}


def readable(list_id: str, caller: Caller, state: State, journal: Journal) -> tuple[Kept, bool]:
    """What the journal keeps of a list, for those who may read it, and whether with the person's key; else 404."""
    kept = journal.read(list_id)
    if kept is None:
        raise not_found()
    if kept.participant_id is not None:
        named = state.access.reads(caller, state.snapshot().people, kept.participant_id)
    else:
        named = kept.made_by == caller.user
        if not named and Role.AUDITOR not in caller.roles:
            raise not_found()
    return kept, named


def _subject(
    request: SuggestionRequest, caller: Caller, state: State, snapshot: Snapshot, as_of: date, *, in_batch: bool
) -> tuple[Person, pl.DataFrame, dict[str, Any] | None]:
    """Who the list is for, the profile as known on the day, and the row of rules for the rule book alone."""
    if request.participant is not None:
        person = inline_person(request.participant, request.participant_rules)
        if person.protection not in (Protection.NONE, *caller.protections):
            raise not_found()
        rules = None if request.participant_rules is None else request.participant_rules.model_dump()
        return person, inline_profile(request.participant, as_of, state.settings), rules
    participant_id = str(request.participant_id)
    found = state.access.person(caller, snapshot.people, participant_id, in_batch=in_batch)
    known = snapshot.people.profile(participant_id, as_of)
    if known is None:
        raise bad_input("as_of", "nothing was known about this person on that day")
    return found, known, snapshot.people.rules(participant_id)


def _with_current_municipalities(filters: Filters) -> Filters:
    codes = {code: current_municipality(code) for code in filters.municipalities}
    for given, current in codes.items():
        if current is None:
            raise bad_input("filters.municipalities", f"{given} is not a municipality")
    return filters.model_copy(update={"municipalities": sorted({c for c in codes.values() if c is not None})})
