"""A form that writes: done once however often it is sent, by the same functions as the interface calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from serving.auth import Caller
from serving.idempotency import Once
from serving.pages.layout.forms import Fields, only
from serving.pages.layout.tokens import FIELD
from serving.state import State


def once_by_form(request: Request, caller: Caller, state: State, fields: Fields, *told_apart: str) -> Once:
    """How what a drawn form asks for is done once. `told_apart` parts what the same form may do several of."""
    key = "-".join([only(fields, FIELD), *told_apart])
    return Once(state.database, caller.user, f"{request.method} {request.url.path}", key, datetime.now(UTC))


def row_of(answer: Response) -> dict[str, Any]:
    """The row that a call of the interface answers."""
    row: dict[str, Any] = json.loads(bytes(answer.body))
    return row
