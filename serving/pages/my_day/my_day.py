"""«Min dag»: meetings, what is due, where it grates, and whom to visit."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Today
from serving.pages.layout.page import Shown

ROUTER = APIRouter(include_in_schema=False)


@ROUTER.get("/")
def my_day(caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """The caller's day."""
    rows, _ = state.access.caseload(caller, state.snapshot().people, "", 20, looking_on=today)
    return page("my_day/my_day.html", people=rows.to_dicts(), today=today, simulated=any(rows["simulated"]))
