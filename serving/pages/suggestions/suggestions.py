"""A participant's list: made on a tap, read at its own address, ordered and taken along.

Making leads to the list's own address, so that reading it again shows the same list and journals nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from models.outlook import Outlook
from serving.api.seams import Calling, Held, Journalled, Today
from serving.api.suggestions import is_list_id
from serving.compare import compare
from serving.lists import make_list, read_list
from serving.not_listed import why_not_listed
from serving.pages.layout.forms import Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.pages.suggestions.chance import EVEN, ChanceDrawing, chance_drawing
from serving.pages.suggestions.costs import CostDrawing, cost_drawing
from serving.pages.suggestions.directory import directory
from serving.pages.suggestions.filters import filters_of, in_address
from serving.pages.suggestions.map import MapDrawing, map_drawing
from serving.pages.suggestions.order import LABELS, Order, in_order
from serving.pages.suggestions.sheet import as_csv
from serving.pages.words import workplace_name
from serving.problems import not_found
from serving.reports import Wrong
from serving.schemas import SuggestionRequest
from serving.schemas.fields import Orgnr
from serving.snapshots import Snapshot
from serving.state import State
from serving.unranked import NO_MODEL

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
MOST_QUERY = 2000


@dataclass(frozen=True)
class Drawings:
    """What is drawn on one card; None where there is nothing to draw."""

    chance: ChanceDrawing | None
    cost: CostDrawing | None


@ROUTER.post("/forslag")
def choose(caller: Calling, state: Held, journal: Journalled, today: Today, fields: Filled) -> Response:
    """Make the list and lead to it."""
    filters = filters_of(fields)
    try:
        request = SuggestionRequest(participant_id=only(fields, "participant_id"), filters=filters)
    except ValidationError:
        raise not_found() from None
    made = make_list(request, caller, state, journal, today)
    query = in_address(filters)
    return RedirectResponse(f"/forslag/{made.list_id}" + (f"?{query}" if query else ""), status_code=303)


@ROUTER.get("/forslag/{list_id}")
def show(
    list_id: str,
    request: Request,
    caller: Calling,
    state: Held,
    journal: Journalled,
    today: Today,
    page: Shown,
    sorter: Order = Order.LIST,
    gjort: Annotated[str, Query(max_length=40)] = "",
    orgnr: Annotated[str, Query(max_length=9)] = "",
    sok: Annotated[str, Query(max_length=100)] = "",
    fra: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """A list as it was shown, in the order asked for; `gjort` and `orgnr` say what was just done.

    An unranked list, which may be long, is searched (`sok`) and read a part at a time (`fra`).
    """
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    snapshot = state.snapshot()
    people, suggestions = snapshot.people, shown["suggestions"]
    found = directory(suggestions, sok, fra) if shown["model"]["name"] == NO_MODEL.name else None
    if found is not None:
        suggestions = found.shown
    person = people.row(shown["participant_id"]) if people.find(shown["participant_id"] or "") else None
    query = request.url.query[:MOST_QUERY]
    filters = filters_of(parse_qs(query))
    done, outlook = snapshot.workplaces.row(orgnr) if gjort else None, made_by(state, shown)
    why_not = None
    if done is not None and gjort == "not_listed" and person is not None:
        profile = people.profile(person["participant_id"], today)
        why_not = why_not_listed(snapshot.pipeline, profile, orgnr, today)
    return page(
        "suggestions/list.html",
        list=shown,
        person=person,
        suggestions=in_order(suggestions, sorter),
        directory=found,
        sorter=sorter,
        orders=LABELS,
        filters=filters,
        query=in_address(filters),
        drawings={s["orgnr"]: drawings(s, outlook) for s in suggestions},
        map=None if person is None else drawn_map(snapshot, person, suggestions),
        done=gjort if done else "",
        why_not=why_not,
        kinds_of_wrong=list(Wrong),
        done_with=done,
        simulated=shown["simulated"],
    )


@ROUTER.get("/forslag/{list_id}/liste.csv")
def sheet(list_id: str, caller: Calling, state: Held, journal: Journalled) -> Response:
    """The list for a spreadsheet."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    name = f"forslag-{shown['as_of']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(shown), media_type="text/csv; charset=utf-8", headers=headers)


@ROUTER.get("/forslag/{list_id}/hvorfor")
def why(
    list_id: str, over: Orgnr, under: Orgnr, caller: Calling, state: Held, journal: Journalled, page: Shown
) -> HTMLResponse:
    """Why one suggestion stands above another."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    compared = compare(shown, over, under).model_dump(mode="json")
    names = {s["orgnr"]: workplace_name(s["workplace"]) for s in shown["suggestions"]}
    return page("suggestions/comparison.html", c=compared, names=names, simulated=shown["simulated"])


def made_by(state: State, shown: Mapping[str, Any]) -> Outlook | None:
    """The outlook that a list's chances come from; None where the model that made it is not live any more."""
    matcher, model = state.matcher(), shown["model"]
    is_live = matcher is not None and (matcher.name, matcher.version) == (model["name"], model["version"])
    return matcher.outlook if matcher is not None and is_live else None


def drawings(suggestion: Mapping[str, Any], by: Outlook | None = None) -> Drawings:
    """The drawings of one card."""
    outlook, cost = suggestion["outlook"], suggestion["employer_cost"]
    course = EVEN if outlook is None or by is None else by.course(outlook["stays_26w"]["estimate"])
    chance = None if outlook is None else chance_drawing(outlook, course)
    return Drawings(chance, None if cost is None else cost_drawing(cost))


def drawn_map(
    snapshot: Snapshot, person: Mapping[str, Any], suggestions: Sequence[Mapping[str, Any]]
) -> MapDrawing | None:
    """The map of a list: workplaces as they are registered now."""
    places = []
    for suggestion in suggestions:
        row = snapshot.workplaces.row(suggestion["orgnr"])
        if row is not None:
            name = workplace_name(suggestion["workplace"])
            where = {key: row[key] for key in ("municipality", "latitude", "longitude")}
            places.append({"rank": suggestion["rank"], "name": name, **where})
    return map_drawing(person, places)
