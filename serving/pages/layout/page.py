"""A template filled in for a caller: with the menu they may use, and tokens for the forms they may send."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from serving.api.seams import permitted
from serving.auth import Caller
from serving.pages import labels, money, words
from serving.pages.layout.assets import AKSEL, ICON, PLAIN_STYLE, SCRIPT, address
from serving.pages.layout.tokens import FIELD
from serving.permissions import ROUTES
from serving.schemas import Problem

PAGES = Path(__file__).parents[1]
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'",
    "Vary": "Accept-Encoding, HX-Request",
}
MENU = {
    "/": "Min dag",
    "/deltakere": "Mine deltakere",
    "/kontor": "Kontoret",
    "/feil": "Meldte feil",
    "/drift": "Drift",
}
ERRORS = {
    401: "Vi vet ikke hvem du er. Logg inn på nytt.",
    403: "Du har ikke tilgang til dette.",
    404: "Vi finner ikke det du leter etter, eller du har ikke tilgang til det.",
    409: "Dette er lagret fra før. Åpne siden på nytt for å se det, og for å skrive noe nytt.",
    413: "Det du sendte, er for stort. Gå tilbake, og kort det ned.",
    422: "Noe i skjemaet kan ikke brukes. Gå tilbake og prøv igjen.",
    429: "Det kom mange forespørsler på en gang. Vent litt, og prøv igjen.",
    503: "Tjenesten er ikke klar. Vent litt, og prøv igjen.",
}
SOMETHING_ELSE = "Noe gikk galt hos oss. Prøv igjen om litt."
COMPRESSED_FROM_BYTES = 2000

TEMPLATES = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
TEMPLATES.globals |= {
    "w": words, "m": money, "labels": labels, "address": address, "FIELD": FIELD,
    "ICON": ICON, "AKSEL": AKSEL, "PLAIN_STYLE": PLAIN_STYLE, "SCRIPT": SCRIPT,
    "menu": {}, "here": None, "user": None, "simulated": False,
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Fills in templates for one request."""

    request: Request
    caller: Caller

    def __call__(self, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """The template with what is shown; `simulated` says whether it is about invented people."""
        route = self.request.scope["route"].path
        frame = {"token": self._token(), "menu": menu(self.caller), "here": route, "user": self.caller.user}
        return answer(template, status, "gzip" in self.request.headers.get("accept-encoding", ""), **frame, **shown)

    def _token(self) -> Callable[[], str]:
        tokens, now = self.request.app.state.form_tokens, time.time()
        return lambda: str(tokens.draw(self.caller.user, now))


def _page(request: Request, caller: Annotated[Caller, Depends(permitted)]) -> Page:
    return Page(request, caller)


Shown = Annotated[Page, Depends(_page)]


def menu(caller: Caller) -> dict[str, str]:
    """The pages of the menu that the caller may use, by address."""
    rules = {path: ROUTES.get(("GET", path)) for path in MENU}
    return {path: name for path, name in MENU.items() if (rule := rules[path]) and caller.roles & rule.roles}


def answer(template: str, status: int = 200, compressed: bool = False, **shown: Any) -> HTMLResponse:
    """A page with what it is filled with, safe to show in a browser."""
    body = TEMPLATES.get_template(template).render(shown).encode()
    if not compressed or len(body) < COMPRESSED_FROM_BYTES:
        return HTMLResponse(body, status, headers=SAFE)
    return HTMLResponse(gzip.compress(body, 6), status, headers=SAFE | {"Content-Encoding": "gzip"})


def error_page(problem: Problem) -> HTMLResponse:
    """A refusal for a person to read, with a way out; that is not the page which was refused."""
    text = ERRORS.get(problem.status, SOMETHING_ELSE)
    way_out = "/drift" if problem.instance == "/" and problem.status == HTTPStatus.FORBIDDEN else "/"
    named = MENU[way_out]
    return answer("layout/error.html", problem.status, text=text, problem=problem, way_out=way_out, name=named)
