"""Quotes from the subsidy rule book: a case system can use it alone."""

from __future__ import annotations

from datetime import date

import polars as pl
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from features.errors import StorageError
from features.subsidies.book import load_book
from features.subsidies.question import QuestionError
from features.subsidies.quote import as_json, quote
from features.subsidies.reading import BookError
from features.world.facts import day_number
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today
from serving.problems import ProblemError, bad_input, unavailable
from serving.schemas import QuoteAnswer, QuoteRequest
from serving.state import State

ROUTER = APIRouter(prefix="/v1/subsidies", tags=["subsidies"], responses=PROBLEMS)


@ROUTER.post("/quote", summary="What each subsidy gives", response_model=QuoteAnswer)
def post_quote(body: QuoteRequest, _caller: Calling, state: Held, today: Today) -> JSONResponse:
    """Every scheme for one match, with amounts by month where it fits. Guidance, not a decision; nothing is kept."""
    if body.workplace.orgnr is not None:
        _check_unit(state, body.workplace.orgnr, today)
    try:
        answer = quote(load_book(), body.question(), today)
    except QuestionError as refused:
        raise ProblemError(422, faults=refused.faults) from refused
    except BookError as broken:
        raise unavailable("The rule book cannot be read. Try again shortly.") from broken
    return JSONResponse(as_json(answer))


def _check_unit(state: State, orgnr: str, today: date) -> None:
    """Refuse a number that our own tables know as a legal unit or as closed; a number they do not know may be right."""
    try:
        world = state.snapshot().pipeline.world
    except StorageError:
        return
    number = pl.Series([orgnr])
    unit, entity = world.units.find(number), world.entities.find(number)[0]
    if unit[0] < 0:
        if entity >= 0 and entity in world.workplaces.entity:
            raise bad_input("workplace.orgnr", "this is a legal unit: give the number of its sub-unit (underenhet)")
        return
    version = world.workplaces.version(unit, day_number(today))[0]
    if world.workplaces.closes[version] <= day_number(today):
        raise bad_input("workplace.orgnr", "this sub-unit is deleted: give the number of one that is active")
