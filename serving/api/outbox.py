"""What owners of follow-up are to be told, for whoever delivers messages: this service sends none itself."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Query

from features import tables
from features.follow_up.tables import OUTBOX
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held
from serving.schemas.fields import Key
from serving.schemas.follow_up import Message, Messages

ROUTER = APIRouter(prefix="/v1/outbox", tags=["friction"], responses=PROBLEMS)


@ROUTER.get("", summary="What owners are to be told")
def get_outbox(
    caller: Calling,
    state: Held,
    after: Annotated[Key | None, Query(description="the last message_id that was read")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Messages:
    """Messages about placements of the people whom the caller sees, oldest first."""
    people = state.snapshot().people
    whose = state.access.candidates(caller, people)["participant_id"].to_list()
    placements = state.database.rows(tables.PLACEMENTS.name, whose, "participant_id")
    known = placements.select("placement_id", "participant_id")
    written = state.database.rows(OUTBOX.name, known["placement_id"].to_list(), "placement_id")
    found = written.join(known, on="placement_id", how="inner").sort("message_id")
    if after is not None:
        found = found.filter(pl.col("message_id") > after)
    found = found.head(limit)
    seen = state.access.seen(caller, people, found["participant_id"].to_list())
    shown = found.filter(pl.col("participant_id").is_in(sorted(seen)))
    return Messages(items=[Message.model_validate(row) for row in shown.select(list(Message.model_fields)).to_dicts()])
