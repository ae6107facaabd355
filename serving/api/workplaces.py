"""Workplaces and what is known of them: found, read, corrected, and told news about."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Path, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response

from features import tables
from features.database import Writing
from features.declaration import Table
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.idempotency import Answer
from serving.problems import bad_input, not_found
from serving.schemas import Agreement, Notice, Workplace, WorkplaceCondition, WorkplaceNeed, WorkplacePage
from serving.schemas.fields import Orgnr, Schema
from serving.settings import Auth
from serving.state import State
from serving.writes import as_answer, as_frame, checked, columns_of, created, new_id, put_row

ROUTER = APIRouter(prefix="/v1/workplaces", tags=["workplaces"], responses=PROBLEMS)
Number = Annotated[Orgnr, Path(examples=["310000124"])]


@ROUTER.get("", summary="Find workplaces", response_model=WorkplacePage)
def get_workplaces(
    _caller: Calling,
    state: Held,
    q: Annotated[str, Query(max_length=200, description="part of the name, or the first digits of the number")] = "",
    cursor: Annotated[str, Query(max_length=9, description="next_cursor of the previous page")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """Workplaces by organisation number; all of them without `q`."""
    found = state.snapshot().workplaces.find(q, cursor, limit + 1)
    items = [_answer(row) for row in found.head(limit).iter_rows(named=True)]
    following = items[-1]["orgnr"] if len(found) > limit else None
    return JSONResponse(jsonable_encoder({"items": items, "next_cursor": following}))


@ROUTER.get("/{orgnr}", summary="One workplace", response_model=Workplace)
def get_workplace(orgnr: Number, _caller: Calling, state: Held) -> JSONResponse:
    """The columns of the table."""
    row = state.snapshot().workplaces.row(orgnr)
    if row is None:
        raise not_found()
    return JSONResponse(jsonable_encoder(_answer(row)))


@ROUTER.put("/{orgnr}", summary="Register or correct a workplace", response_model=Workplace)
def put_workplace(orgnr: Number, body: Workplace, _caller: Calling, state: Held, today: Today) -> JSONResponse:
    """Takes what GET answers; what is put back unchanged changes nothing. What was known before is kept as history."""
    if body.orgnr != orgnr:
        raise bad_input("orgnr", "is another number than that of the address")
    row, table = columns_of(tables.WORKPLACES, body), tables.WORKPLACES
    held = state.snapshot().workplaces.row(orgnr)
    if held is not None and held["simulated"] != body.simulated:
        raise bad_input("simulated", "is not what is stored: a workplace does not become real or simulated")
    frame = checked(state.database, table, as_frame(table, row), simulated=body.simulated, latest=today)
    with state.database.writing() as writing:
        writing.lock(table.name)
        before = writing.rows(table.name, [orgnr])
        if before.height and before["recorded_on"].eq_missing(frame["recorded_on"]).all():
            if before.select(table.column_names).equals(frame):
                return JSONResponse(jsonable_encoder(as_answer(table, before.row(0, named=True)) | _mark(body)))
            frame = frame.with_columns(recorded_on=pl.lit(today))
        stored = put_row(writing, table, frame, simulated=body.simulated, today=today, is_new=False)
    return JSONResponse(jsonable_encoder(stored | _mark(body)))


@ROUTER.post(
    "/{orgnr}/notices", status_code=201, summary="A layoff, dismissal, bankruptcy or closure", response_model=Notice
)
def post_notice(orgnr: Number, body: Notice, _caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """Pauses the workplace at once, or every workplace of the legal entity, until the notice ends."""
    return _add(tables.EMPLOYER_NOTICES, orgnr, body, state, today, once, entities=True)


@ROUTER.post("/{orgnr}/needs", status_code=201, summary="Labour that it needs", response_model=WorkplaceNeed)
def post_need(
    orgnr: Number, body: WorkplaceNeed, _caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """A need counts from the next list on, ad or no ad."""
    return _add(tables.EMPLOYER_NEEDS, orgnr, body, state, today, once)


@ROUTER.post("/{orgnr}/conditions", status_code=201, summary="What it offers", response_model=WorkplaceCondition)
def post_condition(
    orgnr: Number, body: WorkplaceCondition, _caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """A work condition that is offered, or known not to be."""
    return _add(tables.WORKPLACE_CONDITIONS, orgnr, body, state, today, once)


@ROUTER.post("/{orgnr}/agreements", status_code=201, summary="A cooperation agreement", response_model=Agreement)
def post_agreement(
    orgnr: Number, body: Agreement, _caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """An agreement of the workplace, or of its legal entity when `covers` says so."""
    return _add(tables.AGREEMENTS, orgnr, body, state, today, once, entities=True)


def _add(
    table: Table, orgnr: str, body: Schema, state: State, today: Today, once: Written, *, entities: bool = False
) -> Response:
    """Store a row about a workplace, or where `entities` are allowed a legal entity; 404 for a number unknown here."""
    if not state.snapshot().workplaces.knows(orgnr, entities=entities):
        raise not_found()
    row = columns_of(table, body)
    if row["orgnr"] not in (None, orgnr):
        raise bad_input("orgnr", "is another number than that of the address")
    row |= {"orgnr": orgnr, "recorded_on": row["recorded_on"] or today.isoformat()}
    if "need_id" in row and row["need_id"] is None:
        row["need_id"] = new_id("need")
    simulated = state.settings.auth is Auth.DEVELOPMENT
    frame = checked(state.database, table, as_frame(table, row), simulated=simulated, latest=today)

    def act(writing: Writing) -> Answer:
        return created(writing, table, frame, about=None, simulated=simulated, today=today)

    return once(body.model_dump(mode="json"), act)


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    return as_answer(tables.WORKPLACES, row) | {"simulated": row["simulated"]}


def _mark(body: Workplace) -> dict[str, Any]:
    return {"simulated": body.simulated}
