"""What somebody with a link sees: the same, whatever the link is. The page says nothing about anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Held, Now
from serving.friction_links import press

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


@ROUTER.get("/{token}", summary="The button", response_class=HTMLResponse)
def get_button(token: Token) -> HTMLResponse:
    """A page with one button. Opening it presses nothing: mail programs look at links."""
    del token
    return HTMLResponse(ASK, headers=HEADERS)


@ROUTER.post("/{token}", summary="Press the button", response_class=HTMLResponse)
def post_button(token: Token, state: Held, now: Now) -> HTMLResponse:
    """Thanks, in the same words for a link that holds, is used, has expired or never was."""
    if state.links is not None:
        press(state.links, state.database, token, now)
    return HTMLResponse(THANKS, headers=HEADERS)
