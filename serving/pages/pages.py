"""The pages: choose a participant, and read the list.

Choosing makes a list and leads to its own address, so that reading it again shows the same list and journals nothing
new. Nothing about a person stands in an address but the opaque key of a list.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader
from pydantic import ValidationError

from serving.api.seams import Calling, Held, Journalled, Today
from serving.api.suggestions import is_list_id
from serving.compare import compare
from serving.lists import make_list, read_list
from serving.pages import money, words
from serving.pages.forms import Fields, form, only
from serving.problems import not_found
from serving.schemas import Problem, SuggestionRequest
from serving.schemas.fields import Orgnr

HERE = Path(__file__).parent
PEOPLE_ON_A_PAGE = 20

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
_TEMPLATES.globals |= {"w": words, "m": money}


@ROUTER.get("/")
def start(
    caller: Calling,
    state: Held,
    today: Today,
    etter: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The caller's participants who are looking for work, by key."""
    people = state.snapshot().people
    rows, more = state.access.caseload(caller, people, etter, PEOPLE_ON_A_PAGE, looking_on=today)
    shown = rows.to_dicts()
    following = shown[-1]["participant_id"] if more else None
    return page(
        "start.html", people=shown, following=following, first=not etter, simulated=any(p["simulated"] for p in shown)
    )


async def _chosen(fields: Annotated[Fields, Depends(form)]) -> str:
    """The participant of the form."""
    return only(fields, "participant_id")


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
    return page("list.html", list=shown, person=person, simulated=shown["simulated"])


@ROUTER.get("/forslag/{list_id}/hvorfor")
def why(list_id: str, over: Orgnr, under: Orgnr, caller: Calling, state: Held, journal: Journalled) -> HTMLResponse:
    """Why one suggestion stands above another."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    compared = compare(shown, over, under).model_dump(mode="json")
    return page("comparison.html", c=compared, simulated=shown["simulated"])


@ROUTER.get("/drift")
def operations(_caller: Calling, state: Held, today: Today) -> HTMLResponse:
    """What is live, and what somebody has to look at."""
    warnings, book = state.check_book(today), state.book()
    return page("operations.html", model=state.matcher(), book=book, warnings=warnings, simulated=False)


@ROUTER.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The HTTP interface, drawn from OpenAPI without scripts."""
    description = request.app.openapi()
    calls = [
        (method.upper(), path, call)
        for path, methods in description["paths"].items()
        for method, call in methods.items()
    ]
    return page(
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
    return page("error.html", problem.status, text=text, problem=problem, simulated=False)


def page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A template filled in; `simulated` must be among what is shown."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(shown), status)
