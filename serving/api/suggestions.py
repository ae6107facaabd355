"""Lists: making one, and reading what was shown."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, StreamingResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Journalled, Today
from serving.batch import lines
from serving.compare import compare
from serving.lists import make_list, read_list
from serving.problems import bad_input, not_found, unavailable
from serving.schemas import BatchRequest, Comparison, SuggestionList, SuggestionRequest
from serving.schemas.fields import Orgnr

NDJSON: dict[int | str, dict[str, Any]] = {
    200: {"description": "One list or problem a line.", "content": {"application/x-ndjson": {}}}
}
ROUTER = APIRouter(prefix="/v1/suggestions", tags=["lists"], responses=PROBLEMS)


@ROUTER.post("", summary="Make a list for one person")
def post_suggestions(
    body: SuggestionRequest, caller: Calling, state: Held, journal: Journalled, today: Today
) -> SuggestionList:
    """Workplaces to visit next, best first, for a stored or an inline person. What is shown is journalled."""
    return make_list(body, caller, state, journal, today)


@ROUTER.post("/batch", summary="Make lists for many people", response_class=StreamingResponse, responses=NDJSON)
def post_batch(
    body: BatchRequest, caller: Calling, state: Held, journal: Journalled, today: Today
) -> StreamingResponse:
    """One line of JSON for each participant, in order and as soon as it is made: the list, or the problem there is."""
    if body.as_of is not None and body.as_of > today:
        raise bad_input("as_of", "this day has not come yet")
    if state.matcher() is None:
        raise unavailable("No model is live, so no list can be made: train and promote one.")

    def make(participant_id: str) -> SuggestionList:
        return make_list(body.of(participant_id), caller, state, journal, today, in_batch=True)

    return StreamingResponse(lines(body.participant_ids, make), media_type="application/x-ndjson")


@ROUTER.get("/{list_id}", summary="What was shown", response_model=SuggestionList)
def get_list(list_id: str, caller: Calling, state: Held, journal: Journalled) -> JSONResponse:
    """The list exactly as it was answered."""
    if not is_list_id(list_id):
        raise not_found()
    payload: dict[str, Any] = read_list(list_id, caller, state, journal)
    return JSONResponse(payload)


@ROUTER.get("/{list_id}/compare", summary="Why this one stands above that one")
def get_comparison(
    list_id: str,
    caller: Calling,
    state: Held,
    journal: Journalled,
    above: Annotated[Orgnr, Query(description="the upper of the two")],
    below: Annotated[Orgnr, Query(description="the lower of the two")],
) -> Comparison:
    """What decided the order of two suggestions, and where they differ, as of the day the list was shown."""
    if not is_list_id(list_id):
        raise not_found()
    return compare(read_list(list_id, caller, state, journal), above, below)


def is_list_id(given: str) -> bool:
    """Whether it could be the id of a list."""
    return re.fullmatch("[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", given) is not None
