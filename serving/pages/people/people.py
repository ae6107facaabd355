"""The caller's participants who look for work, and what is known of one of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from features.completeness import completeness
from features.naming import registered_as
from serving.api.seams import Calling, Held, Today
from serving.pages.layout.page import Shown
from serving.state import State

ROUTER = APIRouter(include_in_schema=False)
PEOPLE_ON_A_PAGE = 20


@ROUTER.get("/deltakere")
def caseload(
    caller: Calling, state: Held, today: Today, page: Shown, etter: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """The caller's participants who are looking for work, by key."""
    people = state.snapshot().people
    rows, more = state.access.caseload(caller, people, etter, PEOPLE_ON_A_PAGE, looking_on=today)
    shown = rows.to_dicts()
    following = shown[-1]["participant_id"] if more else None
    simulated = any(person["simulated"] for person in shown)
    return page("people/caseload.html", people=shown, following=following, first=not etter, simulated=simulated)


@ROUTER.get("/deltaker/{participant_id}")
def profile(participant_id: str, caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """One participant: what the list rests on, and what may be shared with an employer."""
    snapshot = state.snapshot()
    person = state.access.person(caller, snapshot.people, participant_id)
    row, known = snapshot.people.row(participant_id), snapshot.people.profile(participant_id, today)
    vetoed = {orgnr: (snapshot.workplaces.row(orgnr) or {}).get("name") for orgnr in row["excluded_workplaces"] or []}
    return page(
        "people/person.html",
        person=row,
        complete=None if known is None else completeness(known),
        vetoed=vetoed,
        jobs=_jobs(state, participant_id),
        today=today,
        simulated=person.simulated,
    )


def _jobs(state: State, participant_id: str) -> list[dict[str, Any]]:
    """The person's jobs and trials with the workplace's name, the newest first."""
    directory = state.snapshot().workplaces
    rows = state.database.rows("placements", [participant_id], "participant_id").sort("starts_on", descending=True)
    return [
        row | {"name": row["orgnr"] if (place := directory.row(row["orgnr"])) is None else registered_as(place)}
        for row in rows.iter_rows(named=True)
    ]
