"""The page of the sheet, to be printed before the meeting."""

from __future__ import annotations

import polars as pl
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Journalled, Today
from serving.api.suggestions import is_list_id
from serving.lists import read_list
from serving.pages.layout.page import Shown
from serving.pages.meeting_sheet.sheet import meeting_sheet
from serving.pages.words import workplace_name
from serving.problems import not_found

ROUTER = APIRouter(include_in_schema=False)
MOST_NEEDS = 3


@ROUTER.get("/samtaleark/{list_id}/{orgnr}")
def show(
    list_id: str, orgnr: str, caller: Calling, state: Held, journal: Journalled, today: Today, page: Shown
) -> HTMLResponse:
    """The sheet for one suggestion."""
    if not is_list_id(list_id):
        raise not_found()
    kept = read_list(list_id, caller, state, journal)
    people = state.snapshot().people
    suggestion = next((s for s in kept["suggestions"] if s["orgnr"] == orgnr), None)
    if suggestion is None or people.find(kept["participant_id"] or "") is None:
        raise not_found()
    holds = pl.col("valid_until").is_null() | (pl.col("valid_until") >= today)
    needs = state.database.rows("employer_needs", [orgnr], "orgnr").filter(holds)
    newest = needs.sort("recorded_on", descending=True).head(MOST_NEEDS).to_dicts()
    made = meeting_sheet(state.book(), suggestion, newest, people.row(kept["participant_id"]))
    return page(
        "meeting_sheet/meeting_sheet.html",
        sheet=made,
        name=workplace_name(suggestion["workplace"]),
        municipality=suggestion["workplace"]["municipality"],
        list_id=list_id,
        orgnr=orgnr,
        today=today,
        simulated=kept["simulated"],
    )
