"""The owner of a placement's follow-up: where nobody has it, and where it changes hands."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from features.database import Writing
from serving.api.hand_overs import check_own, known_providers
from serving.api.placements import PlacementId, placement_of
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.idempotency import Answer
from serving.owning import NewOwner, give
from serving.problems import bad_input
from serving.schemas import Placement
from serving.schemas.follow_up import OwnerChange

ROUTER = APIRouter(prefix="/v1/placements", tags=["follow-up"], responses=PROBLEMS)


@ROUTER.post("/{placement_id}/owner", summary="Take or give the follow-up", response_model=Placement)
def post_owner(
    placement_id: PlacementId, body: OwnerChange, caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """One placement's follow-up gets an owner, with its open frictions; what nobody owns may be taken by who sees it.

    A specialist gives away what is their own; a supervisor and a case system what is anybody's in their offices. A
    specialist who does not have the participant gets the participant too, so that the new owner sees what to do.
    """
    person, _ = placement_of(placement_id, caller, state)
    if body.instead_of is not None:
        check_own(caller, body.instead_of)
    keys = [key for key in (body.owner_id, body.provider_id) if key is not None]
    if body.owner_id in known_providers(state, keys, body.provider_id):
        raise bad_input("owner_id", "is a provider: give it as provider_id")
    new = NewOwner(body.owner_id, body.provider_id, body.instead_of)

    def act(writing: Writing) -> Answer:
        row = give(writing, placement_id, new, caller.user, today, once.at)
        return Answer(row, str(person.participant_id), status=200)

    return once(body.model_dump(mode="json"), act)
