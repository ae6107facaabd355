"""What every route may ask for: the state, the caller, today's date."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Request
from fastapi.security import HTTPBearer

from serving.auth import Caller, Callers
from serving.idempotency import Once
from serving.journal import Journal
from serving.permissions import check_route
from serving.problems import ProblemError
from serving.state import State

OSLO = ZoneInfo("Europe/Oslo")


def state_of(request: Request) -> State:
    """What the application holds."""
    state: State = request.app.state.held
    return state


def journal_of(request: Request) -> Journal:
    """The application's journal."""
    journal: Journal = request.app.state.journal
    return journal


BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="In oidc; in development leave it out.")
"""Says in OpenAPI what to bring. `request.app.state.callers` reads it, so that every refusal is a problem."""


def permitted(request: Request, _bearer: Annotated[object, Depends(BEARER)]) -> Caller:
    """The caller, who may use this route; 401 or 403 otherwise. A person in the path of a refused route was a look."""
    callers: Callers = request.app.state.callers
    known, route = callers.caller(request.headers, time.time()), request.scope["route"].path
    state_of(request).rates.take(known.user, time.monotonic())
    caller = replace(known, errand=f"{request.method} {route}")
    try:
        check_route(caller, request.method, route)
    except ProblemError:
        if "participant_id" in request.path_params:
            state_of(request).access.refused(caller, request.path_params["participant_id"])
        raise
    return caller


def today_in_oslo() -> date:
    """The day a request is made."""
    return datetime.now(OSLO).date()


def now_in_utc() -> datetime:
    """The moment a request is made."""
    return datetime.now(UTC)


IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern="^[\x20-\x7e]+$",
        description="The same key again does nothing again and gives the same answer, for 30 days.",
    ),
]


def once(
    request: Request,
    caller: Annotated[Caller, Depends(permitted)],
    at: Annotated[datetime, Depends(now_in_utc)],
    idempotency_key: IdempotencyKey = None,
) -> Once:
    """How a call that writes is done once."""
    errand = f"{request.method} {request.url.path}"
    return Once(state_of(request).database, caller.user, errand, idempotency_key, at)


Held = Annotated[State, Depends(state_of)]
Journalled = Annotated[Journal, Depends(journal_of)]
Calling = Annotated[Caller, Depends(permitted)]
Written = Annotated[Once, Depends(once)]
Today = Annotated[date, Depends(today_in_oslo)]
Now = Annotated[datetime, Depends(now_in_utc)]
