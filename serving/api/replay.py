"""A list made again, to see whether the same comes out."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Journalled
from serving.api.suggestions import is_list_id
from serving.problems import not_found
from serving.replay import replay
from serving.schemas.rights import Replayed

ROUTER = APIRouter(prefix="/v1/suggestions", tags=["lists"], responses=PROBLEMS)


@ROUTER.post("/{list_id}/replay", summary="Make a list again", response_model=Replayed)
def post_replay(list_id: str, caller: Calling, state: Held, journal: Journalled) -> JSONResponse:
    """The list from the tables and the model as they were; `identical` when it comes out byte for byte. Keeps nothing.

    404 after erasure, and for an inline list after an hour; 409 when the model that it was made with is gone.
    """
    if not is_list_id(list_id):
        raise not_found()
    return JSONResponse(replay(list_id, caller, state, journal))
