"""A form that writes: done once however often it is sent, by the same functions as the interface calls."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from serving.auth import Caller
from serving.idempotency import Once
from serving.pages.layout.forms import Fields, only
from serving.pages.layout.tokens import FIELD
from serving.state import State


def once_by_form(request: Request, caller: Caller, state: State, now: datetime, fields: Fields, *apart: str) -> Once:
    """How what a drawn form asks for is done once; `apart` tells the several things from each other that it may do."""
    key = "-".join([only(fields, FIELD), *apart])
    return Once(state.database, caller.user, f"{request.method} {request.url.path}", key, now)


def row_of(answer: Response) -> dict[str, Any]:
    """The row that a call of the interface answers."""
    row: dict[str, Any] = json.loads(bytes(answer.body))
    return row
