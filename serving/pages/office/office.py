"""«Kontoret»: jobs nobody follows up, follow-up in aggregate, and outcomes. There is no number about a colleague."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from features.follow_up.book import load_follow_up_book
from features.follow_up.calendar import running
from features.follow_up.rows import Rows
from serving.api.outcomes import get_outcomes
from serving.api.seams import Calling, Held, Today
from serving.auth import Caller
from serving.followed import rows_about
from serving.pages.layout.page import Shown
from serving.pages.office.compliance import compliance
from serving.state import State

ROUTER = APIRouter(include_in_schema=False)


@ROUTER.get("/kontor")
def office(caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """The caller's offices, together."""
    people = state.access.candidates(caller, state.snapshot().people)
    rows = rows_about(state.database, people)
    return page(
        "office/office.html",
        offices=None if caller.offices is None else sorted(caller.offices),
        orphans=_orphans(caller, state, rows, today),
        kept=compliance(rows, load_follow_up_book(), today),
        outcomes=get_outcomes(caller, state, today),
        simulated=bool(people["simulated"].any()),
    )


def _orphans(caller: Caller, state: State, rows: Rows, today: date) -> list[dict[str, Any]]:
    """Running placements that nobody follows up, the longest first, with the workplace's name; each is a look."""
    alone = running(rows.followed, today).filter(pl.col("owner").is_null()).sort("starts_on", "placement_id")
    seen = state.access.seen(caller, state.snapshot().people, alone["participant_id"].to_list())
    shown = alone.filter(pl.col("participant_id").is_in(sorted(seen)))
    columns = ("placement_id", "participant_id", "orgnr", "starts_on")
    return [row | {"name": rows.name(row["orgnr"])} for row in shown.select(columns).iter_rows(named=True)]
