"""What every route may ask for: the state, the caller, today's date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from serving.auth import Caller, development_caller
from serving.journal import Journal
from serving.permissions import check_route
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


def permitted(request: Request) -> Caller:
    """The caller, who may use this route; 401 or 403 otherwise."""
    caller = development_caller(request.headers)
    check_route(caller, request.method, request.scope["route"].path)
    return caller


def today_in_oslo() -> date:
    """The day a request is made."""
    return datetime.now(OSLO).date()


Held = Annotated[State, Depends(state_of)]
Journalled = Annotated[Journal, Depends(journal_of)]
Calling = Annotated[Caller, Depends(permitted)]
Today = Annotated[date, Depends(today_in_oslo)]
