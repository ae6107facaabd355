"""One tap on a card: pin, not now, not for this participant, something is wrong, and undo. Nothing needs a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from features.text.health_words import health_question, health_words
from features.vocabulary import ChoiceKind
from serving.api.contacts import post_choice
from serving.api.seams import Calling, Held, Journalled, Now, Today
from serving.api.suggestions import is_list_id
from serving.lists import make_list, read_list
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Page, Shown
from serving.pages.people.parts import NOT_HEALTH
from serving.pages.suggestions.filters import filters_of, in_address
from serving.problems import bad_input, not_found
from serving.reports import Wrong, reason_of
from serving.schemas import Choice, SuggestionRequest

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
NOTES = (ChoiceKind.WRONG, ChoiceKind.NONE_OF_THESE)
"""Choices that move nothing, so that the list stays as it is."""


@ROUTER.post("/valg")
def decide(
    request: Request,
    caller: Calling,
    state: Held,
    journal: Journalled,
    today: Today,
    now: Now,
    page: Shown,
    fields: Filled,
) -> Response:
    """Keep what was decided, and lead to the list as it is from now on."""
    list_id, orgnr, kind = only(fields, "list_id"), only(fields, "orgnr"), only(fields, "valg")
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    if shown["participant_id"] is None:
        raise not_found()
    given = {"participant_id": shown["participant_id"], "orgnr": orgnr, "kind": kind, "list_id": list_id}
    choice = _choice(given)
    place = state.snapshot().workplaces.row(orgnr)
    if place is None:
        raise not_found()
    reason = reason_of(only(fields, "hva"), only(fields, "tekst").strip()) if choice.kind is ChoiceKind.WRONG else None
    if reason is not None:
        asked = None if only(fields, NOT_HEALTH) else health_question(health_words(only(fields, "tekst")))
        try:
            choice = Choice.model_validate(given | {"reason": reason})
        except ValidationError:
            return _wrong_again(page, list_id, place, fields, {"tekst": ""})
        if asked:
            return _wrong_again(page, list_id, place, fields, {"health": asked})
    post_choice(choice, caller, state, today, once_by_form(request, caller, state, now, fields, kind, orgnr))
    filters = filters_of(parse_qs(only(fields, "sporring")))
    done, leads_to = ("told" if reason else kind), list_id
    if choice.kind not in NOTES:
        wanted = SuggestionRequest(participant_id=choice.participant_id, filters=filters)
        made = make_list(wanted, caller, state, journal, today)
        leads_to = made.list_id
        if choice.kind is ChoiceKind.ADD and orgnr not in {s.orgnr for s in made.suggestions}:
            done = "not_listed"
    query = "&".join(filter(None, [in_address(filters), urlencode({"gjort": done, "orgnr": orgnr})]))
    return RedirectResponse(f"/forslag/{leads_to}?{query}", status_code=303)


def _choice(given: Mapping[str, Any]) -> Choice:
    try:
        return Choice.model_validate(given)
    except ValidationError:
        raise bad_input("valg", "this is not our form") from None


def _wrong_again(
    page: Page, list_id: str, place: Mapping[str, Any], fields: Fields, faults: Mapping[str, str]
) -> Response:
    """What was written of something wrong, to be put right."""
    written = {name: values[0] for name, values in fields.items()}
    given = {"list_id": list_id, "place": place, "written": written, "faults": faults, "kinds": list(Wrong)}
    return page("choices/wrong_again.html", 422, simulated=bool(place["simulated"]), **given)
