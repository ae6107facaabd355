"""«Kontoret»: follow-up in aggregate and outcomes, for a method supervisor. There is no number about a colleague."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from features.follow_up.book import load_follow_up_book
from serving.api.outcomes import get_outcomes
from serving.api.seams import Calling, Held, Today
from serving.followed import rows_about
from serving.pages.layout.page import Shown
from serving.pages.office.compliance import compliance

ROUTER = APIRouter(include_in_schema=False)


@ROUTER.get("/kontor")
def office(caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """The caller's offices, together."""
    people = state.access.candidates(caller, state.snapshot().people)
    return page(
        "office/office.html",
        offices=None if caller.offices is None else sorted(caller.offices),
        kept=compliance(rows_about(state.database, people), load_follow_up_book(), today),
        outcomes=get_outcomes(caller, state, today),
        simulated=bool(people["simulated"].any()),
    )
