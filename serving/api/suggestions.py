"""Lists: making one, and reading what was shown."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Journalled, Today
from serving.lists import make_list, read_list
from serving.problems import not_found
from serving.schemas import SuggestionList, SuggestionRequest

ROUTER = APIRouter(prefix="/v1/suggestions", tags=["lists"], responses=PROBLEMS)


@ROUTER.post("", summary="Make a list for one person")
def post_suggestions(
    body: SuggestionRequest, caller: Calling, state: Held, journal: Journalled, today: Today
) -> SuggestionList:
    """Workplaces to visit next, best first, for a stored or an inline person. What is shown is journalled."""
    return make_list(body, caller, state, journal, today)


@ROUTER.get("/{list_id}", summary="What was shown", response_model=SuggestionList)
def get_list(list_id: str, caller: Calling, state: Held, journal: Journalled) -> JSONResponse:
    """The list exactly as it was answered."""
    if not is_list_id(list_id):
        raise not_found()
    payload: dict[str, Any] = read_list(list_id, caller, state, journal)
    return JSONResponse(payload)


def is_list_id(given: str) -> bool:
    """Whether it could be the id of a list."""
    return re.fullmatch("[0-9a-f]{32}", given) is not None
