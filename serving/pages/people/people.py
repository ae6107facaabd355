"""The caller's participants who look for work, and what is known of one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Today
from serving.pages.layout.page import Shown
from serving.pages.people.profile import profile_page

ROUTER = APIRouter(include_in_schema=False)
PEOPLE_ON_A_PAGE = 20


@ROUTER.get("/deltakere")
def caseload(
    caller: Calling, state: Held, today: Today, page: Shown, etter: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """The caller's participants who are looking for work, by key."""
    people = state.snapshot().people
    rows, more = state.access.caseload(caller, people, etter, PEOPLE_ON_A_PAGE, looking_on=today)
    shown = rows.to_dicts()
    following = shown[-1]["participant_id"] if more else None
    simulated = any(person["simulated"] for person in shown)
    return page("people/caseload.html", people=shown, following=following, first=not etter, simulated=simulated)


@ROUTER.get("/deltaker/{participant_id}")
def profile(participant_id: str, caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """One participant: what the list rests on, and what may be shared with an employer."""
    state.access.person(caller, state.snapshot().people, participant_id)
    return profile_page(page, state, participant_id, today)
