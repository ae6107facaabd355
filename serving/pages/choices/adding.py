"""«Legg til»: an employer found by name or number and put on a participant's list, however far away it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from features.places import municipality_name
from serving.api.seams import Calling, Held, Journalled
from serving.api.suggestions import is_list_id
from serving.lists import read_list
from serving.pages.layout.page import Shown
from serving.problems import not_found

ROUTER = APIRouter(include_in_schema=False)
SHORTEST, MOST_FOUND = 2, 20


@ROUTER.get("/legg-til/{list_id}")
def add(
    list_id: str,
    caller: Calling,
    state: Held,
    journal: Journalled,
    page: Shown,
    q: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """A field for the name or number, and the registered workplaces that match it."""
    if not is_list_id(list_id):
        raise not_found()
    shown = read_list(list_id, caller, state, journal)
    said = q.strip()
    found = state.snapshot().workplaces.find(said, "", MOST_FOUND).to_dicts() if len(said) >= SHORTEST else []
    places = [row | {"place": municipality_name(row["municipality"] or "")} for row in found]
    return page(
        "choices/adding.html",
        list=shown,
        said=said,
        places=places,
        asked=len(said) >= SHORTEST,
        most=MOST_FOUND,
        simulated=shown["simulated"],
    )
