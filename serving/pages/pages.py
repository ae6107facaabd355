"""The pages: choose a participant, and read the list.

Choosing makes a list and leads to its own address, so that reading it again shows the same list and journals nothing
new. Nothing about a person stands in an address but the opaque key of a list.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader
from pydantic import ValidationError

from serving.api.seams import Calling, Held, Journalled, Today
from serving.api.suggestions import is_list_id
from serving.lists import make_list, read_list
from serving.pages import words
from serving.problems import ProblemError, bad_input, not_found
from serving.schemas import Problem, SuggestionRequest

HERE = Path(__file__).parent
PEOPLE_ON_A_PAGE = 20
FIELDS_IN_THE_FORM = 10
OWN_PAGES = ("same-origin", "none")
"""Values of Sec-Fetch-Site that a browser sends from our own pages, or for an address typed in."""

ERRORS = {
    401: "Vi vet ikke hvem du er. Logg inn på nytt.",
    403: "Du har ikke tilgang til dette.",
    404: "Vi finner ikke det du leter etter, eller du har ikke tilgang til det.",
    422: "Noe i forespørselen kan ikke brukes. Gå tilbake og prøv igjen.",
    503: "Tjenesten er ikke klar. Vent litt, og prøv igjen.",
}
SOMETHING_ELSE = "Noe gikk galt hos oss. Prøv igjen om litt."

ROUTER = APIRouter(include_in_schema=False)
_TEMPLATES = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_TEMPLATES.globals["w"] = words


@ROUTER.get("/")
def start(
    caller: Calling,
    state: Held,
    today: Today,
    etter: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The caller's participants who are looking for work, by key."""
    people = state.snapshot().people
    rows = people.caseload(caller, state.settings, etter, PEOPLE_ON_A_PAGE + 1, looking_on=today).to_dicts()
    shown = rows[:PEOPLE_ON_A_PAGE]
    following = shown[-1]["participant_id"] if len(rows) > PEOPLE_ON_A_PAGE else None
    return _page(
        "start.html", people=shown, following=following, first=not etter, simulated=any(p["simulated"] for p in shown)
    )


async def _chosen(request: Request) -> str:
    """The participant of the form; only our own pages may send it."""
    if request.headers.get("sec-fetch-site", "none") not in OWN_PAGES:
        raise ProblemError(403)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, max_num_fields=FIELDS_IN_THE_FORM)
    except ValueError:
        raise bad_input("body", "this is not our form") from None
    return fields.get("participant_id", [""])[0]


@ROUTER.post("/forslag")
def choose(
    caller: Calling, state: Held, journal: Journalled, today: Today, chosen: Annotated[str, Depends(_chosen)]
) -> Response:
    """Make the list and lead to it."""
    try:
        request = SuggestionRequest(participant_id=chosen)
    except ValidationError:
        raise not_found() from None
    made = make_list(request, caller, state, journal, today)
    return RedirectResponse(f"/forslag/{made.list_id}", status_code=303)


@ROUTER.get("/forslag/{list_id}")
def show(list_id: str, caller: Calling, state: Held, journal: Journalled) -> HTMLResponse:
    """A list as it was shown."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    people = state.snapshot().people
    person = people.row(shown["participant_id"]) if people.find(shown["participant_id"] or "") else None
    return _page("list.html", list=shown, person=person, simulated=shown["simulated"])


@ROUTER.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The HTTP interface, drawn from OpenAPI without scripts."""
    description = request.app.openapi()
    calls = [
        (method.upper(), path, call)
        for path, methods in description["paths"].items()
        for method, call in methods.items()
    ]
    return _page(
        "docs.html",
        info=description["info"],
        calls=calls,
        schemas=description["components"]["schemas"],
        simulated=False,
    )


@ROUTER.get("/stil.css")
def stylesheet() -> Response:
    """The one stylesheet."""
    return Response((HERE / "style.css").read_bytes(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def error_page(problem: Problem) -> HTMLResponse:
    """A refusal for a person to read."""
    text = ERRORS.get(problem.status, SOMETHING_ELSE)
    return _page("error.html", problem.status, text=text, problem=problem, simulated=False)


def _page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    return HTMLResponse(_TEMPLATES.get_template(template).render(shown), status)
