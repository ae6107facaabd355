"""The caller's own participants, for reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from features import tables
from features.declaration import Kind
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held
from serving.permissions import may_see
from serving.problems import not_found
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
    rows = state.snapshot().people.caseload(caller, state.settings, cursor, limit + 1).to_dicts()
    items = [_columns(row) for row in rows[:limit]]
    following = items[-1]["participant_id"] if len(rows) > limit else None
    return JSONResponse(jsonable_encoder({"items": items, "next_cursor": following}))


@ROUTER.get("/{participant_id}", summary="One participant", response_model=ParticipantAnswer)
def get_participant(participant_id: str, caller: Calling, state: Held) -> JSONResponse:
    """The columns of the table flat, with the person's rules."""
    people = state.snapshot().people
    person = people.find(participant_id)
    if person is None or not may_see(caller, person, state.settings):
        raise not_found()
    rules = people.rules(participant_id)
    answer = _columns(people.row(participant_id)) | {"rules": None if rules is None else _rules(rules)}
    return JSONResponse(jsonable_encoder(answer))


def _columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row by column; a list that is not known is empty, as when it came in."""
    columns = {c.name: row[c.name] for c in tables.PARTICIPANTS.columns}
    empty: dict[str, Any] = {
        c.name: [] for c in tables.PARTICIPANTS.columns if c.kind is Kind.LIST and row[c.name] is None
    }
    return columns | empty | {"simulated": row["simulated"]}


def _rules(row: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: row[name] for name in tables.PARTICIPANT_RULES.column_names if name != "participant_id"}
    return columns | {"months_used": json.loads(row["months_used"] or "{}")}
