"""The clock of the first employer meeting: within 30 days of the start, as Jobbsporet counts it."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.follow_up.book import FollowUpBook
from features.vocabulary import Channel, ContactResult

MEETING_CHANNELS = (Channel.VISIT.value, Channel.DIGITAL.value)
"""A meeting is face to face or on a screen; a call is a call."""


def first_meetings(people: pl.DataFrame, contacts: pl.DataFrame, book: FollowUpBook, today: date) -> pl.DataFrame:
    """When each person's first employer meeting was held, or is due.

    `people` has one row for each participant. Columns: `participant_id`, `due_on`, `held_on` (the first meeting about
    the person from the registration on, by today), `days` (from registration to the meeting, or to today), and
    `status`: held, held_late, running, overdue. Somebody who has left, or who has not agreed to contact with employers,
    is not clocked.
    """
    limit = book.limits.whole("first_meeting_days", today)
    met = contacts.filter(
        pl.col("channel").is_in(MEETING_CHANNELS),
        pl.col("result") != ContactResult.NO_ANSWER.value,
        pl.col("contacted_on") <= today,
    )
    clocked = people.filter(
        pl.col("may_contact_employers").fill_null(True),
        pl.col("left_on").is_null() | (pl.col("left_on") > today),
        pl.col("registered_on") <= today,
    ).select("participant_id", "registered_on")
    first = (
        clocked.join(met.select("participant_id", "contacted_on"), on="participant_id", how="inner")
        .filter(pl.col("contacted_on") >= pl.col("registered_on"))
        .group_by("participant_id")
        .agg(held_on=pl.col("contacted_on").min())
    )
    due = pl.col("registered_on") + pl.duration(days=limit)
    held, late = pl.col("held_on").is_not_null(), pl.col("due_on") < pl.coalesce("held_on", pl.lit(today))
    status = (
        pl.when(held & ~late)
        .then(pl.lit("held"))
        .when(held)
        .then(pl.lit("held_late"))
        .when(late)
        .then(pl.lit("overdue"))
        .otherwise(pl.lit("running"))
    )
    return (
        clocked.join(first, on="participant_id", how="left")
        .with_columns(due_on=due)
        .with_columns(
            status=status, days=(pl.coalesce("held_on", pl.lit(today)) - pl.col("registered_on")).dt.total_days()
        )
        .select("participant_id", "due_on", "held_on", "days", "status")
        .sort("due_on", "participant_id")
    )
