"""«Forstod vi deg rett?»: what a person's own words are taken to say, to be confirmed, and a search in words.

What is confirmed is used for one list, made for the profile with it; the stored profile is not changed. Words are sent
in bodies, never in addresses, and are not kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from features.world.facts import day_number
from serving.api.participants import rules_of
from serving.api.seams import Calling, Held, Journalled, Today
from serving.api.texts import as_schema, understood
from serving.auth import Caller
from serving.lists import make_list
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.permissions import check_ranking
from serving.problems import bad_input, not_found
from serving.schemas import (
    InlineParticipant,
    ParticipantRules,
    SuggestionRequest,
    TextsRequest,
    TextUnderstood,
)
from serving.state import State
from serving.word_search import Found, Sign, places_with_work

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
MOST_PLACES = 20
SURE = 0.3
"""Score from which an occupation that a search was understood as is searched for; the likeliest always is."""
SIGNS = {Sign.ASKED_FOR: "spør etter dette nå", Sign.SEEN: "har hatt slikt arbeid", Sign.COMMON: "vanlig i bransjen"}


@ROUTER.get("/forstod")
def ask(_caller: Calling, page: Shown) -> HTMLResponse:
    """A field for the words of somebody who is not stored."""
    return page("understood.html", person=None, simulated=False)


@ROUTER.post("/forstod")
def show(caller: Calling, state: Held, today: Today, page: Shown, fields: Filled) -> HTMLResponse:
    """What the stored person's texts say, or those written in; and with `sok` the places that a search leads to."""
    search = only(fields, "sok").strip()
    if "participant_id" not in fields:
        text = only(fields, "tekst").strip()
        return page("understood.html", person=None, text=text, said=what_is_said(text)[0], simulated=False)
    person = _person(caller, state, only(fields, "participant_id"))
    wish, skills, sought = what_is_said(person["wished_text"], person["skills_text"], search)
    found = _search(state, caller, person, sought, today) if sought is not None else None
    return page(
        "understood.html",
        person=person,
        said=wish,
        skills=skills,
        search=search,
        sought=sought,
        found=found,
        signs=SIGNS,
        simulated=person["simulated"],
    )


@ROUTER.post("/forstod/forslag")
def confirm(caller: Calling, state: Held, journal: Journalled, today: Today, fields: Filled) -> Response:
    """Make a list for the profile with what was confirmed, and lead to it."""
    person = _person(caller, state, only(fields, "participant_id"))
    rules = state.snapshot().people.rules(person["participant_id"])
    request = _with_confirmed(person, rules, fields)
    made = make_list(request, caller, state, journal, today)
    return RedirectResponse(f"/forslag/{made.list_id}", status_code=303)


def _person(caller: Caller, state: State, participant_id: str) -> dict[str, Any]:
    """The newest row of somebody the caller may see; 404 otherwise."""
    try:
        asked = SuggestionRequest(participant_id=participant_id).participant_id
    except ValidationError:
        raise not_found() from None
    people = state.snapshot().people
    state.access.person(caller, people, str(asked))
    return people.row(str(asked))


def what_is_said(*texts: str | None) -> list[TextUnderstood | None]:
    """What each text says; None where there is none. 422 for a text that may not be sent."""
    given = [text for text in texts if text]
    try:
        checked = TextsRequest(texts=given).texts
    except ValidationError as refused:
        raise bad_input("tekst", refused.errors()[0]["msg"].removeprefix("Value error, ")) from None
    said = iter([as_schema(one) for one in understood(checked)] if checked else [])
    return [next(said) if text else None for text in texts]


def _search(state: State, caller: Caller, person: dict[str, Any], sought: TextUnderstood, today: date) -> Found | None:
    """Places within the person's reach that have the work; None where the words were not understood."""
    codes = [c.code for i, c in enumerate(sought.codes) if i == 0 or c.score >= SURE]
    if not codes:
        return None
    snapshot = state.snapshot()
    check_ranking(state.access.person(caller, snapshot.people, person["participant_id"]), state.settings)
    profile = snapshot.people.profile(person["participant_id"], today)
    if profile is None:
        return None
    return places_with_work(snapshot.pipeline, profile, codes, day_number(today), MOST_PLACES)


def _with_confirmed(person: dict[str, Any], rules: dict[str, Any] | None, fields: Fields) -> SuggestionRequest:
    """A request for a list for the stored profile with the ticked occupations and conditions."""
    conditions = [c for c in person["work_conditions"] or [] if c not in fields.get("nei", [])]
    wished = list(dict.fromkeys([*(person["wished_occupations"] or []), *fields.get("yrke", [])]))
    changed = {
        "wished_occupations": wished,
        "work_conditions": list(dict.fromkeys([*conditions, *fields.get("ja", [])])),
    }
    columns = {name: person[name] for name in InlineParticipant.model_fields if name in person}
    given = columns | changed | {"participant_id": None}
    try:
        inline = InlineParticipant.model_validate(given)
        own = None if rules is None else ParticipantRules.model_validate(rules_of(rules))
        return SuggestionRequest(participant=inline, participant_rules=own)
    except ValidationError:
        raise bad_input("body", "this is not our form") from None
