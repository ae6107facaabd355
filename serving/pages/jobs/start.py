"""A job or trial that begins: filled in from what is known, so that one tap is enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from features.occupations import occupation_codes, occupation_name
from features.vocabulary import TRIAL_FORMS, ContactResult, PlacementForm, Stream
from serving.api.placements import post_placement
from serving.api.seams import Calling, Held, Journalled, Now, Today
from serving.api.suggestions import is_list_id
from serving.auth import Caller
from serving.journal import Journal
from serving.lists import read_list
from serving.pages.layout.doing import once_by_form, row_of
from serving.pages.layout.forms import Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.problems import bad_input, not_found
from serving.schemas import Placement
from serving.state import State

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
LAST_LETTER = str.maketrans("å", "\u00ff")
"""Unicode has å before æ and ø."""


@ROUTER.get("/start/{list_id}/{orgnr}")
def ask(
    list_id: str,
    orgnr: str,
    caller: Calling,
    state: Held,
    journal: Journalled,
    today: Today,
    page: Shown,
    etter: Annotated[str, Query(max_length=20)] = ContactResult.HIRED.value,
) -> HTMLResponse:
    """The form, filled in."""
    person, workplace, simulated = _whose(list_id, orgnr, caller, state, journal)
    likely = [*(person["wished_occupations"] or []), *(person["experience_occupations"] or [])]
    return page(
        "jobs/start.html",
        list_id=list_id,
        person=person,
        workplace=workplace,
        forms=list(PlacementForm),
        form=_form(person, trial=etter == ContactResult.TRIAL_AGREED.value),
        likely=list(dict.fromkeys(likely)),
        occupations=by_name(),
        today=today,
        simulated=simulated,
    )


@ROUTER.post("/start/{list_id}/{orgnr}")
def begin(
    list_id: str,
    orgnr: str,
    request: Request,
    caller: Calling,
    state: Held,
    journal: Journalled,
    today: Today,
    now: Now,
    fields: Filled,
) -> Response:
    """Keep the placement and lead to it."""
    person, _, _ = _whose(list_id, orgnr, caller, state, journal)
    try:
        form = PlacementForm(only(fields, "form"))
        placement = Placement.model_validate(
            {
                "participant_id": person["participant_id"],
                "orgnr": orgnr,
                "occupation": only(fields, "yrke"),
                "form": form,
                "paid": form not in TRIAL_FORMS,
                "hours_per_week": float(only(fields, "timer").replace(",", ".")),
                "starts_on": only(fields, "dato") or today.isoformat(),
            }
        )
    except (ValidationError, ValueError):
        raise bad_input("form", "this cannot be used") from None
    kept = row_of(post_placement(placement, caller, state, today, once_by_form(request, caller, state, now, fields)))
    return RedirectResponse(f"/jobb/{kept['placement_id']}?gjort=start", status_code=303)


def _whose(
    list_id: str, orgnr: str, caller: Caller, state: State, journal: Journal
) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """The list's person, the workplace, and whether they are invented."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    snapshot = state.snapshot()
    workplace = snapshot.workplaces.row(orgnr)
    if workplace is None or snapshot.people.find(shown["participant_id"] or "") is None:
        raise not_found()
    return snapshot.people.row(shown["participant_id"]), workplace, shown["simulated"]


def by_name() -> dict[str, str]:
    """Every occupation's name by its code, in the order of the Norwegian alphabet."""
    named = ((code, occupation_name(code)) for code in occupation_codes())
    return dict(sorted(named, key=lambda one: one[1].casefold().translate(LAST_LETTER)))


def _form(person: Mapping[str, Any], *, trial: bool) -> PlacementForm:
    """What a job most likely is; adapted work is what somebody in VTO begins in."""
    if trial:
        return PlacementForm.JOB_TASTER
    return PlacementForm.ADAPTED_WORK_ORDINARY if person["stream"] == Stream.VTO else PlacementForm.PERMANENT
