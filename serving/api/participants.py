"""The caller's own participants: read, and corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from features import tables
from features.declaration import Kind
from features.restricted import PARTICIPANT_RULES
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today
from serving.corrections import correct
from serving.schemas import ParticipantAnswer, ParticipantPage

ROUTER = APIRouter(prefix="/v1/participants", tags=["participants"], responses=PROBLEMS)


@ROUTER.get("", summary="Own participants", response_model=ParticipantPage)
def get_participants(
    caller: Calling,
    state: Held,
    cursor: Annotated[str, Query(max_length=200, description="next_cursor of the previous page")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """The caller's participants by id, without the rules. `next_cursor` asks for those that follow."""
    rows, more = state.access.caseload(caller, state.snapshot().people, cursor, limit)
    items = [columns_of_row(row) for row in rows.iter_rows(named=True)]
    following = items[-1]["participant_id"] if more else None
    return JSONResponse(jsonable_encoder({"items": items, "next_cursor": following}))


@ROUTER.get("/{participant_id}", summary="One participant", response_model=ParticipantAnswer)
def get_participant(participant_id: str, caller: Calling, state: Held) -> JSONResponse:
    """The columns of the table flat, with the person's rules."""
    people = state.snapshot().people
    state.access.person(caller, people, participant_id)
    rules = people.rules(participant_id)
    answer = columns_of_row(people.row(participant_id)) | {"rules": None if rules is None else rules_of(rules)}
    return JSONResponse(jsonable_encoder(answer))


@ROUTER.put("/{participant_id}", summary="Correct a participant", response_model=ParticipantAnswer)
def put_participant(
    participant_id: str, body: ParticipantAnswer, caller: Calling, state: Held, today: Today
) -> JSONResponse:
    """Takes what GET answers; what is put back unchanged changes nothing. The next list follows the correction."""
    person = state.access.person(caller, state.snapshot().people, participant_id)
    correct(state.database, person, body, today)
    newest = state.database.rows(tables.PARTICIPANTS.name, [participant_id]).row(-1, named=True)
    rules = state.database.rows(PARTICIPANT_RULES.name, [participant_id]).to_dicts()
    return JSONResponse(jsonable_encoder(columns_of_row(newest) | {"rules": rules_of(rules[0]) if rules else None}))


def columns_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row by column; a list that is not known is empty, as when it came in."""
    columns = {c.name: row[c.name] for c in tables.PARTICIPANTS.columns}
    empty: dict[str, Any] = {
        c.name: [] for c in tables.PARTICIPANTS.columns if c.kind is Kind.LIST and row[c.name] is None
    }
    return columns | empty | {"simulated": row["simulated"]}


def rules_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row of rules by column, with the months used as an object."""
    columns = {name: row[name] for name in PARTICIPANT_RULES.column_names if name != "participant_id"}
    return columns | {"months_used": json.loads(row["months_used"] or "{}")}
