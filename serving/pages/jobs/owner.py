"""The follow-up of a job is taken with one tap, or given to somebody."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from serving.api.owners import post_owner
from serving.api.seams import Calling, Held, Now, Today
from serving.auth import Caller
from serving.pages.hand_over.colleagues import is_known
from serving.pages.jobs.jobs import show
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.problems import ProblemError
from serving.schemas.follow_up import OwnerChange

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
ME, COLLEAGUE, PROVIDER = "meg", "kollega", "arrangor"


@ROUTER.post("/jobb/{placement_id}/eier")
def change(
    placement_id: str,
    request: Request,
    caller: Calling,
    state: Held,
    today: Today,
    now: Now,
    page: Shown,
    fields: Filled,
) -> Response:
    """Take it, or give it to a colleague or a provider; what is missing is said where it is to be put right."""
    whom, name = only(fields, "hvem"), only(fields, "navn").strip()
    new = _new_owner(fields, caller)
    fault = "hvem" if new is None else ""
    if new is not None and whom == COLLEAGUE and only(fields, "ny") != "ja" and not is_known(state, name):
        fault = "ukjent"
    if new is None or fault:
        given = {"hvem": whom, "navn": name, "arrangor": only(fields, "arrangor"), "fault": fault}
        return show(placement_id, caller, state, today, now, page, status=422, given=given)
    once = once_by_form(request, caller, state, now, fields, whom)
    try:
        post_owner(placement_id, new, caller, state, today, once)
    except ProblemError as refused:
        if refused.status != 409:
            raise
        return RedirectResponse(f"/jobb/{placement_id}?gjort=tatt", status_code=303)
    return RedirectResponse(f"/jobb/{placement_id}?gjort=eier", status_code=303)


def _new_owner(fields: Fields, caller: Caller) -> OwnerChange | None:
    """What is asked for; None where it does not say who, or says it in a way that cannot be."""
    whom, name, provider = only(fields, "hvem"), only(fields, "navn").strip() or None, only(fields, "arrangor") or None
    wanted = {ME: (caller.user, None), COLLEAGUE: (name, None), PROVIDER: (name if provider else None, provider)}
    owner_id, provider_id = wanted.get(whom, (None, None))
    try:
        return OwnerChange(owner_id=owner_id, provider_id=provider_id, instead_of=only(fields, "eier") or None)
    except ValidationError:
        return None
