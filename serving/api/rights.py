"""What people can ask about themselves: a copy of everything, not to be ranked, erasure."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Journalled, Today
from serving.rights import erase, export
from serving.schemas.rights import Erased, Export, Objection

ROUTER = APIRouter(prefix="/v1/participants", tags=["participants"], responses=PROBLEMS)


@ROUTER.get("/{participant_id}/export", summary="Everything held about a person", response_model=Export)
def get_export(participant_id: str, caller: Calling, state: Held) -> JSONResponse:
    """All rows, former rows, lists, choices and answers about the person, as they are kept."""
    state.access.person(caller, state.snapshot().people, participant_id)
    return JSONResponse(jsonable_encoder(export(participant_id, state.database, state.now())))


@ROUTER.post("/{participant_id}/objection", summary="Not to be ranked")
def post_objection(participant_id: str, caller: Calling, state: Held, today: Today) -> Objection:
    """From the next list on the person gets every workplace within reach by name, and is in no `rank-all`."""
    state.access.person(caller, state.snapshot().people, participant_id)
    since = state.database.rights.object(participant_id, today, caller.user, state.now())
    return Objection(participant_id=participant_id, objected_on=since)


@ROUTER.delete("/{participant_id}/objection", summary="To be ranked again")
def delete_objection(participant_id: str, caller: Calling, state: Held) -> Objection:
    """Takes the objection back; the same answer where there was none."""
    state.access.person(caller, state.snapshot().people, participant_id)
    state.database.rights.take_back(participant_id, caller.user, state.now())
    return Objection(participant_id=participant_id, objected_on=None)


@ROUTER.delete("/{participant_id}", summary="Erase a person")
def delete_participant(participant_id: str, caller: Calling, state: Held, journal: Journalled) -> Erased:
    """Everything about the person goes for good. 409 on legal hold. The person is unknown here afterwards."""
    state.access.person(caller, state.snapshot().people, participant_id)
    return Erased(erased=erase(participant_id, state, journal, "request"))
