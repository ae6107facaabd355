"""One tap on a card: pin, not now, not for this participant, something is wrong, and undo. Nothing needs a reason."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from features.vocabulary import ChoiceKind
from serving.api.contacts import post_choice
from serving.api.seams import Calling, Held, Journalled, Now, Today
from serving.api.suggestions import is_list_id
from serving.lists import make_list, read_list
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.suggestions.filters import filters_of, in_address
from serving.problems import bad_input, not_found
from serving.schemas import Choice, SuggestionRequest

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
NOTES = (ChoiceKind.WRONG, ChoiceKind.NONE_OF_THESE)
"""Choices that move nothing, so that the list stays as it is."""


@ROUTER.post("/valg")
def decide(
    request: Request, caller: Calling, state: Held, journal: Journalled, today: Today, now: Now, fields: Filled
) -> Response:
    """Keep what was decided, and lead to the list as it is from now on."""
    list_id, orgnr, kind = only(fields, "list_id"), only(fields, "orgnr"), only(fields, "valg")
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    if shown["participant_id"] is None:
        raise not_found()
    try:
        choice = Choice.model_validate(
            {"participant_id": shown["participant_id"], "orgnr": orgnr, "kind": kind, "list_id": list_id}
        )
    except ValidationError:
        raise bad_input("valg", "this is not our form") from None
    if state.snapshot().workplaces.row(orgnr) is None:
        raise not_found()
    post_choice(choice, caller, state, today, once_by_form(request, caller, state, now, fields, kind, orgnr))
    filters = filters_of(parse_qs(only(fields, "sporring")))
    done, leads_to = kind, list_id
    if choice.kind not in NOTES:
        wanted = SuggestionRequest(participant_id=choice.participant_id, filters=filters)
        made = make_list(wanted, caller, state, journal, today)
        leads_to = made.list_id
        if choice.kind is ChoiceKind.ADD and orgnr not in {s.orgnr for s in made.suggestions}:
            done = "not_listed"
    query = "&".join(filter(None, [in_address(filters), urlencode({"gjort": done, "orgnr": orgnr})]))
    return RedirectResponse(f"/forslag/{leads_to}?{query}", status_code=303)
