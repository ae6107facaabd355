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
from features.follow_up.hand_over import Transfer
from features.follow_up.hand_over_sheet import promised_to_employers, sheet
from features.follow_up.rows import Rows
from features.follow_up.tables import HAND_OVERS
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.auth import Caller, Role
from serving.followed import rows_about
from serving.hand_over import hand_over
from serving.idempotency import Answer
from serving.problems import ProblemError, bad_input, not_found
from serving.schemas.fields import Key
from serving.schemas.follow_up import HandOverDone, HandOverRequest, HandOverSheet
from serving.state import State

ROUTER = APIRouter(prefix="/v1/hand-overs", tags=["follow-up"], responses=PROBLEMS)


@ROUTER.post("", status_code=201, summary="Change specialist or provider", response_model=HandOverDone)
def post_hand_over(body: HandOverRequest, caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """People, their running placements and open frictions change hands in one operation, and are counted.

    A specialist hands over own people; a supervisor and a case system those of their offices.
    """
    check_own(caller, body.from_)
    chosen, refused = _chosen(body, caller, state)
    keys = [key for key in (body.from_, body.to, body.provider_id) if key is not None]
    providers = known_providers(state, keys, body.provider_id)
    transfer = Transfer(body.from_, body.to, providers, body.provider_id, body.caseload)

    def act(writing: Writing) -> Answer:
        if refused is not None:
            raise refused
        every = body.participant_ids is not None
        made = hand_over(writing, sorted(chosen), transfer, caller.user, today, once.at, chosen=every)
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
    candidates = state.access.candidates(caller, people)
    first = shown.row(0, named=True)
    chosen = candidates.filter(pl.col("participant_id").is_in(sorted(seen)))
    rows = rows_about(state.database, chosen, visited_by=[first["from_id"]])
    made = sheet(rows, sorted(seen), told_of(state, rows, candidates), load_follow_up_book(), today)
    promised = promised_to_employers(rows, first["from_id"], today) if shown["caseload"].any() else []
    return HandOverSheet.model_validate(
        {"hand_over_id": hand_over_id, "from_": first["from_id"], "to": first["to_id"]}
        | {"handed_on": first["handed_on"], "people": [asdict(one) for one in made], "employer_steps": promised}
    )


def held_by(state: State, candidates: list[str], owner: str) -> list[str]:
    """Those of the candidates who have the owner as specialist, or a placement that the owner follows up."""
    rows = state.database.rows(tables.PARTICIPANTS.name, candidates).filter(specialist_id=owner)
    placements = state.database.rows(tables.PLACEMENTS.name, candidates, "participant_id")
    followed = placements.filter((pl.col("owner_id") == owner) | (pl.col("provider_id") == owner))
    return pl.concat([rows["participant_id"], followed["participant_id"]]).unique().to_list()


def told_of(state: State, rows: Rows, candidates: pl.DataFrame) -> pl.DataFrame:
    """Contacts that tell who knows the workplaces of placements: about people the caller may see, or about nobody."""
    contacts = state.database.rows(tables.CONTACTS.name, rows.placements["orgnr"].unique().to_list(), "orgnr")
    about = pl.col("participant_id")
    return contacts.filter(about.is_null() | about.is_in(candidates["participant_id"].implode()))


def known_providers(state: State, keys: list[str], needed: str | None) -> frozenset[str]:
    """Which of the keys are providers; 422 when the needed one is a provider that nobody knows."""
    known = frozenset(state.database.rows(tables.PROVIDERS.name, keys)["provider_id"].to_list())
    if needed is not None and needed not in known:
        raise bad_input("provider_id", "is not a provider that is known here")
    return known


def check_own(caller: Caller, owner: str) -> None:
    """A specialist hands over what is their own; whoever has an office, what is anybody's there."""
    if owner != caller.user and not caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}:
        raise bad_input("from", "is somebody else: a specialist hands over own people")


def _chosen(body: HandOverRequest, caller: Caller, state: State) -> tuple[set[str], ProblemError | None]:
    """Whom it is about, or why not: a call that was done before is answered though its people are no longer seen."""
    people = state.snapshot().people
    if body.participant_ids is None:
        candidates = state.access.candidates(caller, people)["participant_id"].to_list()
        return state.access.seen(caller, people, held_by(state, candidates, body.from_)), None
    try:
        return {str(state.access.person(caller, people, one).participant_id) for one in body.participant_ids}, None
    except ProblemError as refused:
        if refused.status != 404:
            raise
        return set(), refused
