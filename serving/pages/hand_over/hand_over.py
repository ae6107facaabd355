"""«Overlevering»: whom, to whom, what was counted before and after, and the sheet."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from serving.api.hand_overs import get_hand_over, post_hand_over
from serving.api.seams import Calling, Held, Now, Today
from serving.auth import Caller
from serving.pages.hand_over.choosing import choosing
from serving.pages.hand_over.colleagues import is_known
from serving.pages.jobs.owned import providers_of
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.problems import ProblemError
from serving.schemas.follow_up import HandOverDone, HandOverRequest, HandOverSheet
from serving.state import State

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
Chosen = Annotated[str, Query(max_length=200)]
ALL = "alle"
FAULTS = {
    "to": "Skriv hvem som tar over.",
    "same": "Den som overleverer og den som tar over, er den samme.",
    "both": "Velg enten en jobbspesialist eller en tiltaksarrangør, ikke begge.",
    "new": "Vi kjenner ingen jobbspesialist med denne identen. Er det en ny kollega, så kryss av for det.",
    "nobody": "Kryss av minst én deltaker, eller velg alle.",
    "from": "Her er det ingenting å overlevere. Se over hvem du overleverer fra.",
    "participant_ids": "En av dem du krysset av, har ikke noe som kan overleveres slik. Se over listen.",
    "provider_id": "Vi kjenner ikke denne tiltaksarrangøren.",
}
"""What is to be put right, in the words of the page."""


@ROUTER.get("/overlevering")
def ask(
    caller: Calling, state: Held, today: Today, page: Shown, fra: Chosen = "", deltaker: Chosen = ""
) -> HTMLResponse:
    """Whom to hand over from, then whom and to whom."""
    shown = choosing(caller, state, fra, today)
    given = {"deltaker": [deltaker] if deltaker else []}
    return page("hand_over/choose.html", chosen=shown, given=given, fault=None, simulated=shown.simulated)


@ROUTER.post("/overlevering")
def over(
    request: Request, caller: Calling, state: Held, today: Today, now: Now, page: Shown, fields: Filled
) -> Response:
    """Hand over, and show what was counted with the sheet; what cannot be done comes back in the form."""
    simulated = bool(state.access.candidates(caller, state.snapshot().people)["simulated"].any())
    asked = _asked(fields, state)
    fault = asked if isinstance(asked, str) else None
    if isinstance(asked, HandOverRequest):
        try:
            once = once_by_form(request, caller, state, now, fields)
            done = HandOverDone.model_validate(_body(post_hand_over(asked, caller, state, today, once)))
        except ProblemError as refused:
            if refused.status != 422:
                raise
            fault = refused.faults[0][0]
        else:
            sheet = _sheet(done.hand_over_id, caller, state, today)
            providers = providers_of(state)
            return page("hand_over/sheet.html", done=done, sheet=sheet, providers=providers, simulated=simulated)
    shown = choosing(caller, state, only(fields, "fra"), today)
    said = FAULTS.get(fault or "", FAULTS["from"])
    return page(
        "hand_over/choose.html", 422, chosen=shown, given=fields, fault=fault, said=said, simulated=shown.simulated
    )


@ROUTER.get("/overlevering/{hand_over_id}")
def read(hand_over_id: str, caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """The sheet as things stand today, for whoever sees the people."""
    sheet = get_hand_over(hand_over_id, caller, state, today)
    providers, simulated = providers_of(state), _simulated(sheet, state)
    return page("hand_over/sheet.html", done=None, sheet=sheet, providers=providers, simulated=simulated)


def _asked(fields: Fields, state: State) -> HandOverRequest | str:
    """What is asked for, or the key of what is to be put right."""
    from_id, to, provider, there = (only(fields, name).strip() for name in ("fra", "til", "arrangor", "veileder"))
    people = None if only(fields, "hvem") == ALL else fields.get("deltaker", [])
    if not (to or provider):
        return "to"
    if to and provider:
        return "both"
    if from_id == (to or there or provider):
        return "same"
    if people == []:
        return "nobody"
    if to and only(fields, "ny") != "ja" and not is_known(state, to):
        return "new"
    body = {"from": from_id, "to": to or there or provider, "participant_ids": people}
    try:
        return HandOverRequest.model_validate(body | {"provider_id": provider if there else None})
    except ValidationError as refused:
        return str(refused.errors()[0]["loc"][0])


def _body(answer: Response) -> Any:
    return json.loads(bytes(answer.body))


def _sheet(hand_over_id: str, caller: Caller, state: State, today: date) -> HandOverSheet | None:
    """The sheet where the caller still sees somebody on it; a specialist who handed over own people does not."""
    try:
        return get_hand_over(hand_over_id, caller, state, today)
    except ProblemError as refused:
        if refused.status != 404:
            raise
        return None


def _simulated(sheet: HandOverSheet, state: State) -> bool:
    people = state.snapshot().people
    return any(people.row(one.participant_id)["simulated"] for one in sheet.people)
