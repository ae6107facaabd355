"""A change of specialist or provider, and the sheet for whoever takes over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Path
from fastapi.responses import Response

from features import tables
from features.database import Writing
from features.follow_up.book import load_follow_up_book
from features.follow_up.hand_over import Transfer, promised_to_employers, sheet
from features.follow_up.tables import HAND_OVERS
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.auth import Caller, Role
from serving.followed import rows_about
from serving.hand_over import hand_over
from serving.idempotency import Answer
from serving.problems import bad_input, not_found
from serving.schemas.fields import Key
from serving.schemas.follow_up import HandOverDone, HandOverRequest, HandOverSheet
from serving.state import State

ROUTER = APIRouter(prefix="/v1/hand-overs", tags=["follow-up"], responses=PROBLEMS)


@ROUTER.post("", status_code=201, summary="Change specialist or provider", response_model=HandOverDone)
def post_hand_over(body: HandOverRequest, caller: Calling, state: Held, once: Written) -> Response:
    """People, their running placements and open frictions change hands in one operation, and are counted.

    A specialist hands over own people; a supervisor and a case system those of their offices.
    """
    people = state.snapshot().people
    if body.participant_ids is None:
        candidates = state.access.candidates(caller, people)["participant_id"].to_list()
        whose = _with(state, candidates, body.from_)
        chosen = state.access.seen(caller, people, whose)
    else:
        chosen = {str(state.access.person(caller, people, one).participant_id) for one in body.participant_ids}
    _check_own(caller, body.from_)
    transfer = Transfer(body.from_, body.to, _providers(state, body), body.provider_id, body.caseload)

    def act(writing: Writing) -> Answer:
        every = body.participant_ids is not None
        made = hand_over(writing, sorted(chosen), transfer, caller.user, once.at, chosen=every)
        return Answer(made.model_dump(mode="json", by_alias=True), None)

    return once(body.model_dump(mode="json", by_alias=True), act)


@ROUTER.get("/{hand_over_id}", summary="The hand-over sheet")
def get_hand_over(hand_over_id: Annotated[Key, Path()], caller: Calling, state: Held, today: Today) -> HandOverSheet:
    """What the new owner needs to know about each person, as things stand today; only people whom the caller sees."""
    lines = state.database.rows(HAND_OVERS.name, [hand_over_id])
    people = state.snapshot().people
    seen = state.access.seen(caller, people, lines["participant_id"].to_list())
    shown = lines.filter(pl.col("participant_id").is_in(sorted(seen)))
    if shown.is_empty():
        raise not_found()
    candidates = state.access.candidates(caller, people).filter(pl.col("participant_id").is_in(sorted(seen)))
    first = shown.row(0, named=True)
    rows = rows_about(state.database, candidates, visited_by=[first["from_id"]])
    made = sheet(rows, sorted(seen), load_follow_up_book(), today)
    promised = promised_to_employers(rows, first["from_id"], today) if shown["caseload"].any() else []
    return HandOverSheet.model_validate(
        {"hand_over_id": hand_over_id, "from_": first["from_id"], "to": first["to_id"]}
        | {"handed_on": first["handed_on"], "people": [asdict(one) for one in made], "employer_steps": promised}
    )


def _with(state: State, candidates: list[str], owner: str) -> list[str]:
    """Those of the candidates who have the owner as specialist, or a placement that the owner follows up."""
    rows = state.database.rows(tables.PARTICIPANTS.name, candidates).filter(specialist_id=owner)
    placements = state.database.rows(tables.PLACEMENTS.name, candidates, "participant_id")
    followed = placements.filter((pl.col("owner_id") == owner) | (pl.col("provider_id") == owner))
    return pl.concat([rows["participant_id"], followed["participant_id"]]).unique().to_list()


def _check_own(caller: Caller, owner: str) -> None:
    """A specialist hands over what is their own; whoever has an office, what is anybody's there."""
    if owner != caller.user and not caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}:
        raise bad_input("from", "is somebody else: a specialist hands over own people")


def _providers(state: State, body: HandOverRequest) -> frozenset[str]:
    """Which of the keys are providers; 422 for a provider that nobody knows."""
    asked = [key for key in (body.from_, body.to, body.provider_id) if key is not None]
    known = frozenset(state.database.rows(tables.PROVIDERS.name, asked)["provider_id"].to_list())
    if body.provider_id is not None and body.provider_id not in known:
        raise bad_input("provider_id", "is not a provider that is known here")
    return known
