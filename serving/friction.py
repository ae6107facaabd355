"""A friction that is reported: the task, the two contacts it asks for and the owner's message, in one transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from features import tables
from features.cells import TYPES
from features.database import Writing
from features.declaration import Table
from features.follow_up.book import load_follow_up_book
from features.follow_up.friction import answer_by, day_of, moment, read_moment, told_new_owner, told_owner
from features.follow_up.tables import FRICTIONS, OUTBOX, ReportedBy
from features.vocabulary import FollowUpWith, PlacementForm
from serving.journal import DATASET
from serving.schemas.follow_up import FrictionReported
from serving.writes import new_id


def one_row(table: Table, **columns: Any) -> pl.DataFrame:
    """A row of a table that the service keeps itself; columns that are left out are empty."""
    return pl.DataFrame(
        [[columns.get(c.name) for c in table.columns]],
        schema={c.name: TYPES[c.kind] for c in table.columns},
        orient="row",
    )


def report(
    writing: Writing,
    placement: dict[str, Any],
    person: dict[str, Any],
    reported_by: ReportedBy,
    day: date,
    at: datetime,
    *,
    text: str | None = None,
    link_id: str | None = None,
) -> FrictionReported:
    """Make the task for a row of `placements` (with `simulated`) and the newest row of its person.

    The owner of the follow-up answers; where nobody owns it, the person's specialist. Both sides are asked, but for an
    employer whom the person has not agreed to contact with: their contacts stand in the calendar until they are held.
    """
    writing.lock(tables.FOLLOW_UPS.name, FRICTIONS.name, OUTBOX.name)
    book = load_follow_up_book()
    at = at.replace(microsecond=0)
    due = answer_by(at, book.limits.whole("response_hours", day))
    owner = placement["owner_id"] or placement["provider_id"] or person["specialist_id"]
    alone = placement["form"] == PlacementForm.SELF_EMPLOYED.value or person["may_contact_employers"] is False
    ask = [FollowUpWith.WORKER] if alone else [FollowUpWith.WORKER, FollowUpWith.EMPLOYER]
    friction_id, simulated, key = new_id("friction"), placement["simulated"], placement["placement_id"]

    def store(table: Table, **columns: Any) -> None:
        writing.store(table.name, one_row(table, placement_id=key, **columns), DATASET, simulated, day)

    store(
        FRICTIONS,
        friction_id=friction_id,
        reported_by=reported_by.value,
        link_id=link_id,
        text=text,
        reported_at=moment(at),
        due_at=moment(due),
        owner_id=owner,
    )
    message = told_owner(reported_by, due, both_sides=not alone)
    store(
        OUTBOX,
        message_id=new_id("message"),
        to_id=owner,
        about="friction",
        made_at=moment(at),
        due_at=moment(due),
        text=message,
    )
    last = placement["ends_on"]
    due_on = day_of(due) if last is None else max(placement["starts_on"], min(day_of(due), last))
    held = writing.rows(tables.FOLLOW_UPS.name, [key]).filter(due_on=due_on)["with_whom"].to_list()
    for side in ask:
        if side.value not in held and FollowUpWith.BOTH.value not in held:
            store(tables.FOLLOW_UPS, due_on=due_on, with_whom=side.value, recorded_on=day)
    return FrictionReported(friction_id=friction_id, due_at=due, owner_id=owner, ask=ask)


def mark_asked(writing: Writing, friction: dict[str, Any], sides: list[str], by: str, day: date) -> None:
    """Mark the contacts that a friction asked for as held on a day, for the sides that were asked."""
    due_on = day_of(datetime.fromisoformat(friction["due_at"]))
    rows = writing.rows(tables.FOLLOW_UPS.name, [friction["placement_id"]])
    near = pl.col("due_on").is_between(due_on - timedelta(days=1), due_on)
    asked = rows.filter(near, pl.col("with_whom").is_in(sides), pl.col("done_on").is_null())
    for simulated, part in asked.group_by("simulated"):
        done = part.with_columns(done_on=pl.lit(day), done_by=pl.lit(by))
        writing.store(tables.FOLLOW_UPS.name, done, DATASET, bool(simulated[0]), day)


def tell_new_owner(writing: Writing, frictions: pl.DataFrame, to: str, today: date, at: datetime) -> None:
    """Tell whoever answers for these open frictions (with `simulated`) from now on, a message for each."""
    for friction in frictions.iter_rows(named=True):
        message = one_row(
            OUTBOX,
            message_id=new_id("message"),
            to_id=to,
            about="hand_over",
            placement_id=friction["placement_id"],
            made_at=moment(at),
            due_at=friction["due_at"],
            text=told_new_owner(read_moment(friction["due_at"])),
        )
        writing.store(OUTBOX.name, message, DATASET, friction["simulated"], today)
