"""What is live, and what somebody has to look at."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Today
from serving.pages.layout.page import Shown

ROUTER = APIRouter(include_in_schema=False)
SHOWN_BEFORE = 10


@ROUTER.get("/drift")
def operations(_caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """"""
    history = state.database.model_history()
    return page(
        "operations/operations.html",
        model=state.matcher(),
        history=list(reversed(history))[:SHOWN_BEFORE],
        book=state.book(),
        warnings=state.check_book(today),
    )
