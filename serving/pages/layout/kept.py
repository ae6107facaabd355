"""A form that could not be taken now comes back with what was written in it, to be sent again.

It carries the token it came with, or, where ours has only become old, a new one: a form that is not ours gets no
further for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from serving.pages.layout.forms import OldFormError, read_fields
from serving.pages.layout.page import answer
from serving.pages.layout.tokens import FIELD
from serving.problems import ProblemError

WAIT = "Tjenesten er ikke klar. Ingenting er gått tapt: vent litt, og send på nytt."
WHY = {
    401: "Du er logget ut. Ingenting er gått tapt: logg inn i en annen fane, kom tilbake hit, og send på nytt.",
    422: "Skjemaet har stått åpent for lenge. Ingenting er gått tapt: se over, og send på nytt.",
    429: WAIT,
    503: WAIT,
}
SHOWN_FROM = 20
"""Values longer than this were written by somebody, and are shown."""


class FormRoute(APIRoute):
    """A route whose forms come back when they cannot be taken now."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with what was written kept."""
        handle = super().get_route_handler()

        async def keeping(request: Request) -> Response:
            try:
                return await handle(request)
            except ProblemError as refused:
                again = isinstance(refused, OldFormError) or refused.status in (401, 429, 503)
                if request.method != "POST" or not again:
                    raise
                return _again(request, refused, (await request.body()).decode("utf-8", "replace"))

        return keeping


def _again(request: Request, refused: ProblemError, body: str) -> Response:
    try:
        fields = read_fields(body)
    except ValueError:
        raise refused from None
    if isinstance(refused, OldFormError):
        fields[FIELD] = [request.app.state.form_tokens.draw(refused.user, time.time())]
    written = [value for name, values in fields.items() if name != FIELD for value in values if len(value) > SHOWN_FROM]
    why, action = WHY[refused.status], request.url.path
    page = answer("layout/again.html", refused.status, action=action, fields=fields, written=written, why=why)
    page.headers.update(refused.headers)
    return page
