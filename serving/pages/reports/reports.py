"""The open reports, by workplace."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Today
from serving.pages.layout.page import Shown
from serving.reports import open_reports

ROUTER = APIRouter(include_in_schema=False)
MOST = 100


@ROUTER.get("/feil")
def reports(caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """What is said to be wrong with which workplaces; words only of the people whom the caller sees."""
    snapshot = state.snapshot()
    readable = set(state.access.candidates(caller, snapshot.people)["participant_id"].to_list())
    found = open_reports(snapshot.frames, today, readable)
    simulated = snapshot.frames["choices"]["simulated"].any() if len(snapshot.frames["choices"]) else False
    return page(
        "reports/reports.html",
        reports=found[:MOST],
        more=max(0, len(found) - MOST),
        places={one.orgnr: snapshot.workplaces.row(one.orgnr) for one in found[:MOST]},
        simulated=simulated,
    )
