"""«Besøk»: what to know before the meeting, and the contact logged after it in at most five inputs.

The employer is known, a visit is what most contacts are, and the next step has a date to begin from; so what is left to
say is what came of it. A form that cannot be kept comes back with everything that was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from features.vocabulary import Channel, ContactResult
from serving.api.contacts import post_contact
from serving.api.seams import Calling, Held, Journalled, Now, Today
from serving.api.suggestions import is_list_id
from serving.auth import Caller
from serving.journal import Journal
from serving.lists import make_list, read_list
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Page, Shown
from serving.problems import ProblemError, not_found
from serving.schemas import Contact, SuggestionRequest
from serving.state import State

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
NEXT_STEP_DAYS = 14
"""The next cup of coffee is proposed a fortnight on."""
LEADS_TO_A_JOB = (ContactResult.HIRED, ContactResult.TRIAL_AGREED)


@ROUTER.get("/besok/{list_id}/{orgnr}")
def visit(
    list_id: str, orgnr: str, caller: Calling, state: Held, journal: Journalled, today: Today, page: Shown
) -> HTMLResponse:
    """The employer as the list showed it, and the form."""
    return _filled_in(page, _shown(list_id, orgnr, caller, state, journal), {}, today)


@ROUTER.post("/besok/{list_id}/{orgnr}")
def log(
    list_id: str,
    orgnr: str,
    request: Request,
    caller: Calling,
    state: Held,
    journal: Journalled,
    today: Today,
    now: Now,
    page: Shown,
    fields: Filled,
) -> Response:
    """Keep the contact, and lead to a new list, or to the job that came of it."""
    found = _shown(list_id, orgnr, caller, state, journal)
    participant_id = found["list"]["participant_id"]
    try:
        contact = _contact(fields, orgnr, participant_id, list_id)
        post_contact(contact, caller, state, today, once_by_form(request, caller, state, now, fields))
    except ProblemError as refused:
        if refused.status != 422:
            raise
        return _filled_in(page, found, fields, today, refused.faults)
    if contact.result in LEADS_TO_A_JOB and participant_id is not None:
        return RedirectResponse(f"/start/{list_id}/{orgnr}?etter={contact.result.value}", status_code=303)
    leads_to = list_id
    if participant_id is not None:
        made = make_list(SuggestionRequest(participant_id=participant_id), caller, state, journal, today)
        leads_to = made.list_id
    return RedirectResponse(f"/forslag/{leads_to}?gjort=contact&orgnr={orgnr}", status_code=303)


def _shown(list_id: str, orgnr: str, caller: Caller, state: State, journal: Journal) -> dict[str, Any]:
    """The list, its suggestion of the employer (None where it is not on it), and the employer as registered."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    workplace = state.snapshot().workplaces.row(orgnr)
    if workplace is None:
        raise not_found()
    suggestion = next((s for s in shown["suggestions"] if s["orgnr"] == orgnr), None)
    return {"list": shown, "s": suggestion, "workplace": workplace}


def _contact(fields: Fields, orgnr: str, participant_id: str | None, list_id: str) -> Contact:
    given = {
        "orgnr": orgnr,
        "participant_id": participant_id,
        "list_id": list_id,
        "channel": only(fields, "kanal"),
        "result": only(fields, "resultat"),
        "decision_maker": bool(only(fields, "beslutningstaker")),
        "next_step": only(fields, "neste").strip() or None,
        "next_step_on": (only(fields, "dato") or None) if only(fields, "neste").strip() else None,
    }
    try:
        return Contact.model_validate(given)
    except ValidationError as refused:
        faults = [(str(e["loc"][0]), e["msg"].removeprefix("Value error, ")) for e in refused.errors()]
        raise ProblemError(422, faults=faults) from None


def _filled_in(page: Page, found: Mapping[str, Any], fields: Fields, today: date, faults: Any = ()) -> HTMLResponse:
    """The form with what has been written in it so far, and what has to be put right."""
    return page(
        "contacts/contact.html",
        422 if faults else 200,
        **found,
        written={name: values[0] for name, values in fields.items()},
        faults=dict(faults),
        channels=list(Channel),
        today=today,
        next_on=today + timedelta(days=NEXT_STEP_DAYS),
        simulated=found["list"]["simulated"],
    )
