"""One job or trial: what is due in it, «det butter» in one tap, and its last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from features.follow_up.book import load_follow_up_book
from features.follow_up.calendar import Status, calendar, running
from features.follow_up.tables import ReportedBy
from features.follow_up.words import contact_text
from features.occupations import is_occupation, occupation_name
from features.vocabulary import EndReason
from serving.api.follow_ups import post_follow_up
from serving.api.frictions import post_close, post_friction, post_friction_link
from serving.api.placements import placement_of, post_end
from serving.api.seams import Calling, Held, Now, Today
from serving.auth import Caller, Role
from serving.followed import rows_about
from serving.pages.hand_over.colleagues import colleagues
from serving.pages.jobs.owned import owned, providers_of
from serving.pages.layout.doing import once_by_form
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Page, Shown
from serving.problems import ProblemError, bad_input
from serving.schemas import PlacementEnd
from serving.schemas.follow_up import FollowUp, FrictionClose, FrictionLinkRequest, FrictionReport
from serving.state import State

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
OPEN = [Status.DUE.value, Status.OVERDUE.value, Status.ORPHANED.value]
AHEAD = 6
"""So many planned contacts are shown."""


@ROUTER.get("/jobb/{placement_id}")
def job(
    placement_id: str, caller: Calling, state: Held, today: Today, now: Now, page: Shown, gjort: str = ""
) -> HTMLResponse:
    """The placement, its calendar and what grates in it."""
    return show(placement_id, caller, state, today, now, page, done=gjort)


def show(
    placement_id: str,
    caller: Caller,
    state: State,
    today: date,
    now: datetime,
    page: Page,
    *,
    done: str = "",
    status: int = 200,
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page of a job; `done` is what was just done, `given` what was filled in about a new owner and is at fault."""
    person, found = placement_of(placement_id, caller, state)
    row = found.row(0, named=True)
    people = state.snapshot().people
    known = pl.DataFrame([people.row(str(person.participant_id))], infer_schema_length=None)
    rows = rows_about(state.database, known)
    chosen = rows.followed.filter(placement_id=placement_id)
    items = calendar(chosen, rows.follow_ups, rows.subsidies, load_follow_up_book(), today)
    told = [item | {"text": contact_text(item, rows.name(item["orgnr"]))} for item in items.iter_rows(named=True)]
    providers = providers_of(state)
    return page(
        "jobs/job.html",
        status,
        placement=row,
        occupation=occupation_name(row["occupation"]) if is_occupation(row["occupation"]) else row["occupation"],
        name=rows.name(row["orgnr"]).replace(row["orgnr"], f"Virksomhet {row['orgnr']}"),
        owned=owned(row, caller, providers),
        providers=providers,
        specialist=person.specialist_id,
        colleagues=colleagues(caller, state, known) if Role.SUPERVISOR in caller.roles else [],
        given=given or {},
        runs=not running(found, today).is_empty(),
        open_items=[item for item in told if item["status"] in OPEN and item["kind"] != "owner"],
        planned=[item for item in told if item["status"] == Status.PLANNED.value][:AHEAD],
        past=[item for item in told if item["status"] in (Status.DONE.value, Status.MISSED.value)][::-1],
        frictions=rows.open_frictions.filter(placement_id=placement_id).to_dicts(),
        reasons=list(EndReason),
        today=today,
        now=now,
        has_links=state.links is not None,
        done=done,
        simulated=person.simulated,
    )


@ROUTER.post("/oppfolging")
def followed_up(request: Request, caller: Calling, state: Held, today: Today, now: Now, fields: Filled) -> Response:
    """A contact that was held today."""
    given = {name: only(fields, name) for name in ("placement_id", "due_on", "with_whom")}
    held = _read(FollowUp, given | {"done_on": today.isoformat()})
    once = once_by_form(request, caller, state, now, fields, held.due_on.isoformat(), held.with_whom.value)
    post_follow_up(held, caller, state, today, once)
    return _back(fields, f"/jobb/{held.placement_id}?gjort=oppfolging")


@ROUTER.post("/jobb/{placement_id}/butter")
def grates(
    placement_id: str, request: Request, caller: Calling, state: Held, today: Today, now: Now, fields: Filled
) -> Response:
    """«Det butter», for the worker, the employer or oneself."""
    said = _read(FrictionReport, {"reported_by": only(fields, "hvem") or ReportedBy.SPECIALIST.value})
    once = once_by_form(request, caller, state, now, fields, said.reported_by.value)
    post_friction(placement_id, said, caller, state, today, once)
    return RedirectResponse(f"/jobb/{placement_id}?gjort=butter", status_code=303)


@ROUTER.post("/jobb/{placement_id}/lenke")
def link(
    placement_id: str,
    request: Request,
    caller: Calling,
    state: Held,
    today: Today,
    now: Now,
    page: Shown,
    fields: Filled,
) -> HTMLResponse:
    """A link by which the worker or the employer says «det butter» without an account, shown this once."""
    asked = _read(FrictionLinkRequest, {"side": only(fields, "hvem")})
    made = post_friction_link(placement_id, asked, caller, state, today, now)
    person, _ = placement_of(placement_id, caller, state)
    whole = str(request.base_url).rstrip("/") + made.path
    return page("jobs/link.html", placement_id=placement_id, whole=whole, made=made, simulated=person.simulated)


@ROUTER.post("/sak/{friction_id}/lukk")
def close(
    friction_id: str, request: Request, caller: Calling, state: Held, today: Today, now: Now, fields: Filled
) -> Response:
    """Somebody has asked both sides, and it can be closed."""
    closed = _read(FrictionClose, {"reason": only(fields, "grunn").strip(), "asked": fields.get("spurt", [])})
    try:
        post_close(friction_id, closed, caller, state, today, once_by_form(request, caller, state, now, fields))
    except ProblemError as refused:
        if refused.status != 409:
            raise
    return _back(fields, "/")


@ROUTER.post("/jobb/{placement_id}/slutt")
def end(
    placement_id: str, request: Request, caller: Calling, state: Held, today: Today, now: Now, fields: Filled
) -> Response:
    """The last day: today, or the day that was given. A reason may be given."""
    given = {"ends_on": only(fields, "dato") or today.isoformat(), "end_reason": only(fields, "grunn") or None}
    ended = _read(PlacementEnd, given)
    post_end(placement_id, ended, caller, state, today, once_by_form(request, caller, state, now, fields))
    return RedirectResponse(f"/jobb/{placement_id}?gjort=slutt", status_code=303)


def _read(body: Any, given: dict[str, Any]) -> Any:
    try:
        return body.model_validate(given)
    except ValidationError as refused:
        raise bad_input(str(refused.errors()[0]["loc"][0]), "this cannot be used") from None


def _back(fields: Fields, otherwise: str) -> Response:
    """To the page the form stood on, where that is one of ours."""
    wanted = only(fields, "tilbake")
    ours = wanted == "/" or wanted.startswith(("/jobb/", "/deltaker/"))
    return RedirectResponse(wanted if ours else otherwise, status_code=303)
