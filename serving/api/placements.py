"""Trials and jobs: begun, and ended."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Path
from fastapi.responses import Response

from features import tables
from features.database import Writing
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.auth import Caller
from serving.idempotency import Answer
from serving.permissions import Person
from serving.problems import bad_input, not_found
from serving.schemas import Placement, PlacementEnd
from serving.schemas.fields import Key
from serving.state import State
from serving.writes import as_frame, checked, columns_of, created, new_id, put_row

ROUTER = APIRouter(prefix="/v1/placements", tags=["placements"], responses=PROBLEMS)
PlacementId = Annotated[Key, Path(examples=["s-1"])]


@ROUTER.post("", status_code=201, summary="A trial or job that began", response_model=Placement)
def post_placement(body: Placement, caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """A trial or a job. Without an owner the participant's specialist owns the follow-up: no placement is without."""
    person = state.access.person(caller, state.snapshot().people, body.participant_id)
    row = columns_of(tables.PLACEMENTS, body) | {"placement_id": body.placement_id or new_id("placement")}
    row["recorded_on"] = row["recorded_on"] or today.isoformat()
    row["observed_until"] = row["observed_until"] or row["ends_on"] or today.isoformat()
    if row["owner_id"] is None and row["provider_id"] is None:
        row["owner_id"] = person.specialist_id
    frame = checked(
        state.database, tables.PLACEMENTS, as_frame(tables.PLACEMENTS, row), simulated=person.simulated, latest=today
    )

    def act(writing: Writing) -> Answer:
        about = body.participant_id
        return created(writing, tables.PLACEMENTS, frame, about=about, simulated=person.simulated, today=today)

    return once(body.model_dump(mode="json"), act)


@ROUTER.post("/{placement_id}/end", summary="The last day", response_model=Placement)
def post_end(
    placement_id: PlacementId, body: PlacementEnd, caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """Ends a trial or a job that is running. The row as it is afterwards is answered."""
    table = tables.PLACEMENTS
    person, found = placement_of(placement_id, caller, state)
    checked(state.database, table, _ended(found, body), simulated=person.simulated, latest=today)

    def act(writing: Writing) -> Answer:
        writing.lock(table.name)
        row = _ended(writing.rows(table.name, [placement_id]), body)
        ended = put_row(writing, table, row, simulated=person.simulated, today=today, is_new=False)
        return Answer(ended, str(person.participant_id), status=200)

    return once(body.model_dump(mode="json"), act)


def placement_of(placement_id: str, caller: Caller, state: State) -> tuple[Person, pl.DataFrame]:
    """Whose placement it is, and its row, where there is one for the caller; else 404."""
    found = state.database.rows(tables.PLACEMENTS.name, [placement_id])
    if found.is_empty():
        raise not_found()
    return state.access.person(caller, state.snapshot().people, found["participant_id"][0]), found


def _ended(row: pl.DataFrame, body: PlacementEnd) -> pl.DataFrame:
    """The stored row with its end; 422 when it has another end already."""
    if row.is_empty():
        raise not_found()
    given = (body.ends_on, body.end_reason and body.end_reason.value)
    if row["ends_on"][0] is not None and (row["ends_on"][0], row["end_reason"][0]) != given:
        raise bad_input("ends_on", "has been given already: this placement has ended")
    return row.with_columns(
        ends_on=pl.lit(given[0]),
        end_reason=pl.lit(given[1], dtype=pl.String),
        observed_until=pl.max_horizontal("observed_until", pl.lit(given[0])),
    )
