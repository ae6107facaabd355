"""«Det butter»: said in one call, answered within the deadline, closed with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from features.database import Writing
from features.follow_up.calendar import running
from features.follow_up.friction import FrictionStatus, friction_status, moment
from features.follow_up.tables import FRICTION_LINKS, FRICTIONS
from serving.api.placements import PlacementId, placement_of
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Now, Today, Written
from serving.followed import rows_about
from serving.friction import mark_asked, one_row, report
from serving.friction_links import expires, link_row, new_link_id
from serving.idempotency import Answer
from serving.journal import DATASET
from serving.problems import ProblemError, bad_input, not_found, unavailable
from serving.schemas.fields import Key
from serving.schemas.follow_up import (
    FrictionClose,
    FrictionItem,
    FrictionItems,
    FrictionLink,
    FrictionLinkRequest,
    FrictionReport,
    FrictionReported,
)

ROUTER = APIRouter(prefix="/v1", tags=["friction"], responses=PROBLEMS)
FrictionId = Annotated[Key, Path(examples=["friction-1"])]
ENDED = "has ended: log a contact instead"


@ROUTER.post(
    "/placements/{placement_id}/friction", status_code=201, summary="Det butter", response_model=FrictionReported
)
def post_friction(
    placement_id: PlacementId, body: FrictionReport, caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """A task with a deadline for whoever owns the follow-up, who is told; both sides are to be asked."""
    person, found = placement_of(placement_id, caller, state)
    if running(found, today).is_empty():
        raise bad_input("placement_id", ENDED)
    row = state.snapshot().people.row(str(person.participant_id))

    def act(writing: Writing) -> Answer:
        made = report(writing, found.to_dicts()[0], row, body.reported_by, today, once.at, text=body.text)
        return Answer(made.model_dump(mode="json"), str(person.participant_id))

    return once(body.model_dump(mode="json"), act)


@ROUTER.get("/frictions", summary="Where something grates")
def get_frictions(
    caller: Calling,
    state: Held,
    now: Now,
    status: Annotated[
        Literal["open", "overdue", "closed", "all"], Query(description="open ones also when overdue")
    ] = "open",
    placement_id: Key | None = None,
) -> FrictionItems:
    """Frictions of the people whom the caller sees, the first due first."""
    people = state.snapshot().people
    rows = rows_about(state.database, state.access.candidates(caller, people), placements_only=True)
    known = rows.placements.select("placement_id", "participant_id", "orgnr")
    found = rows.frictions.join(known, on="placement_id", how="inner").sort("due_at", "friction_id")
    if placement_id is not None:
        found = found.filter(placement_id=placement_id)
    items = [_item(row, now) for row in found.iter_rows(named=True)]
    several: dict[str, set[str]] = {"open": {"open", "overdue"}, "all": {one.value for one in FrictionStatus}}
    wanted = several.get(status, {status})
    items = [item for item in items if item.status.value in wanted]
    seen = state.access.seen(caller, people, {item.participant_id for item in items})
    return FrictionItems(items=[item for item in items if item.participant_id in seen])


@ROUTER.post("/frictions/{friction_id}/close", summary="Close it with a reason", response_model=FrictionItem)
def post_close(
    friction_id: FrictionId, body: FrictionClose, caller: Calling, state: Held, today: Today, once: Written
) -> Response:
    """Closes it. The sides that were asked are marked as spoken with; one that was not stays in the calendar."""
    found = state.database.rows(FRICTIONS.name, [friction_id])
    if found.is_empty():
        raise not_found()
    person, placement = placement_of(found["placement_id"][0], caller, state)

    def act(writing: Writing) -> Answer:
        writing.lock("follow_ups", FRICTIONS.name)
        held = writing.rows(FRICTIONS.name, [friction_id])
        if held["closed_at"][0] is not None:
            raise ProblemError(409, "This friction has been closed already.")
        asked = sorted(set(body.asked))
        closed = held.with_columns(
            closed_at=pl.lit(moment(once.at)),
            closed_by=pl.lit(caller.user),
            reason=pl.lit(body.reason),
            asked=pl.Series([asked], dtype=pl.List(pl.String)),
        )
        writing.store(FRICTIONS.name, closed, DATASET, person.simulated, today)
        mark_asked(writing, held.to_dicts()[0], [*asked], caller.user, today)
        about = {"participant_id": str(person.participant_id), "orgnr": placement["orgnr"][0]}
        item = _item(closed.to_dicts()[0] | about, once.at)
        return Answer(item.model_dump(mode="json"), str(person.participant_id), status=200)

    return once(body.model_dump(mode="json"), act)


@ROUTER.post(
    "/placements/{placement_id}/friction-links", status_code=201, summary="A link to say it without an account"
)
def post_friction_link(
    placement_id: PlacementId, body: FrictionLinkRequest, caller: Calling, state: Held, today: Today, now: Now
) -> FrictionLink:
    """A signed link for the worker or the employer of a running placement. It is shown now and kept nowhere."""
    person, found = placement_of(placement_id, caller, state)
    if state.links is None:
        raise unavailable("No links can be made: RETTPLASS_LINK_KEY is not set.")
    if running(found, today).is_empty():
        raise bad_input("placement_id", ENDED)
    row = link_row(new_link_id(), placement_id, body.side, caller.user, now)
    state.database.store(FRICTION_LINKS.name, one_row(FRICTION_LINKS, **row), DATASET, person.simulated, today)
    return FrictionLink(path=f"/butter/{state.links.token(row['link_id'])}", side=body.side, expires_at=expires(now))


def _item(row: dict[str, Any], now: datetime) -> FrictionItem:
    names = FrictionItem.model_fields.keys() - {"status", "asked"}
    status = friction_status(row["due_at"], row["closed_at"], now)
    return FrictionItem.model_validate({n: row[n] for n in names} | {"status": status, "asked": row["asked"] or []})
