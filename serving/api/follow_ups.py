"""Follow-up: what is due, what was held, and what one has to do."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Query
from fastapi.responses import Response

from features import tables
from features.database import Writing
from features.follow_up import words
from features.follow_up.agenda import agenda
from features.follow_up.book import load_follow_up_book
from features.follow_up.calendar import Status, calendar
from serving.api.placements import placement_of
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Now, Today, Written
from serving.auth import Role
from serving.followed import rows_about
from serving.idempotency import Answer
from serving.problems import bad_input
from serving.schemas.fields import Key
from serving.schemas.follow_up import AgendaAnswer, FollowUp, FollowUpItem, FollowUpItems
from serving.writes import as_frame, checked, columns_of, created

ROUTER = APIRouter(prefix="/v1", tags=["follow-up"], responses=PROBLEMS)
ASKED_FOR = (Status.DUE, Status.OVERDUE, Status.ORPHANED, Status.PLANNED)
"""What is answered when no status is asked for."""


@ROUTER.get("/follow-ups", summary="Follow-up by status")
def get_follow_ups(
    caller: Calling,
    state: Held,
    today: Today,
    status: Annotated[str, Query(max_length=100, description=f"some of {', '.join(Status)}, with commas")] = "",
    placement_id: Key | None = None,
    specialist_id: Annotated[Key | None, Query(description="who owns it; for what nobody owns, the specialist")] = None,
) -> FollowUpItems:
    """Contacts of running placements, by due day, 90 days ahead; missed and held ones when asked for."""
    wanted = _statuses(status)
    people = state.snapshot().people
    rows = rows_about(state.database, state.access.candidates(caller, people), placements_only=True)
    chosen = rows.followed
    if placement_id is not None:
        chosen = chosen.filter(placement_id=placement_id)
    if specialist_id is not None:
        chosen = chosen.filter(pl.coalesce("owner", "specialist_id") == specialist_id)
    items = calendar(chosen, rows.follow_ups, rows.subsidies, load_follow_up_book(), today)
    items = items.filter(pl.col("status").is_in(wanted))
    seen = state.access.seen(caller, people, items["participant_id"].unique().to_list())
    shown = items.filter(pl.col("participant_id").is_in(sorted(seen))).drop("entered")
    return FollowUpItems(
        items=[
            FollowUpItem(**item, text=words.contact_text(item, rows.name(item["orgnr"])))
            for item in shown.iter_rows(named=True)
        ]
    )


@ROUTER.post("/follow-ups", status_code=201, summary="A contact planned or held", response_model=FollowUp)
def post_follow_up(body: FollowUp, caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """A contact with the worker, the employer or both. Saying it again with the same day and side corrects it."""
    person, placement = placement_of(body.placement_id, caller, state)
    if body.due_on < placement["starts_on"][0]:
        raise bad_input("due_on", "is before the placement began")
    row = columns_of(tables.FOLLOW_UPS, body)
    row["recorded_on"] = row["recorded_on"] or today.isoformat()
    if row["done_on"] is not None and row["done_by"] is None:
        row["done_by"] = caller.user
    simulated = person.simulated
    frame = checked(
        state.database, tables.FOLLOW_UPS, as_frame(tables.FOLLOW_UPS, row), simulated=simulated, latest=today
    )

    def act(writing: Writing) -> Answer:
        about = str(person.participant_id)
        return created(writing, tables.FOLLOW_UPS, frame, about=about, simulated=simulated, today=today)

    return once(body.model_dump(mode="json"), act)


@ROUTER.get("/agenda", summary="What one has to do")
def get_agenda(caller: Calling, state: Held, today: Today, now: Now) -> AgendaAnswer:
    """The caller's own follow-up, friction, deadlines and what soon ends; a case system's is that of its offices."""
    people = state.snapshot().people
    candidates = state.access.candidates(caller, people)
    seen = state.access.seen(caller, people, candidates["participant_id"].to_list())
    owner = caller.user if Role.SPECIALIST in caller.roles else None
    known = candidates.filter(pl.col("participant_id").is_in(sorted(seen)))
    rows = rows_about(state.database, known, visited_by=() if owner is None else [owner])
    return AgendaAnswer.model_validate(asdict(agenda(owner, rows, load_follow_up_book(), today, now)))


def _statuses(given: str) -> list[str]:
    if not given:
        return [status.value for status in ASKED_FOR]
    parts = [part for part in re.split(r"[,\s]+", given) if part]
    if not parts or not set(parts) <= set(Status):
        raise bad_input("status", f"give some of {', '.join(Status)}, with commas between")
    return parts
