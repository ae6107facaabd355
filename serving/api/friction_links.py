"""What somebody with a link sees: the same, whatever the link is. The page says nothing about anybody."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Held, Now
from serving.friction_links import press
from serving.problems import ProblemError

ROUTER = APIRouter(prefix="/butter", tags=["friction"], responses=PROBLEMS)
Token = Annotated[str, Path(max_length=200)]
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
}
_PAGE = """<!doctype html>
<html lang="nb">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/statisk/rettplass.css"></head>
<body><main><h1>{title}</h1>{body}</main></body>
</html>
"""
ASK = _PAGE.format(
    title="Er det noe som butter på jobben?",
    body="<p>Trykk på knappen, så tar noen kontakt. Du trenger ikke å forklare noe her.</p>"
    '<form method="post"><button type="submit">Si fra</button></form>',
)
THANKS = _PAGE.format(
    title="Takk",
    body="<p>Hvis lenken fortsatt gjelder, har vi sagt fra, og noen tar kontakt.</p>"
    "<p>Haster det, så ring den du pleier å snakke med.</p>",
)
WAIT = _PAGE.format(
    title="Vent litt",
    body="<p>Det er trykket mange ganger på kort tid. Vent et minutt, og prøv igjen.</p>"
    "<p>Haster det, så ring den du pleier å snakke med.</p>",
)


@ROUTER.get("/{token}", summary="The button", response_class=HTMLResponse)
def get_button(token: Token) -> HTMLResponse:
    """A page with one button. Opening it presses nothing: mail programs look at links."""
    del token
    return HTMLResponse(ASK, headers=HEADERS)


@ROUTER.post("/{token}", summary="Press the button", response_class=HTMLResponse)
def post_button(token: Token, request: Request, state: Held, now: Now) -> HTMLResponse:
    """Thanks, in the same words for a link that holds, is used, has expired or never was; 429 for too many presses."""
    try:
        state.presses.take(token, request.client.host if request.client else "", time.monotonic())
    except ProblemError as refused:
        return HTMLResponse(WAIT, refused.status, headers=HEADERS | refused.headers)
    if state.links is not None:
        press(state.links, state.database, token, now)
    return HTMLResponse(THANKS, headers=HEADERS)
