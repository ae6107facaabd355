"""A hand-over in one transaction: locked, counted before, written, counted again; equal, or nothing is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

import polars as pl

from features.database import Writing
from features.follow_up.book import load_follow_up_book
from features.follow_up.hand_over import Counts, Moved, Transfer, counts, moved
from features.follow_up.tables import FRICTIONS, HAND_OVERS, OUTBOX
from serving.followed import newest, rows_about
from serving.friction import tell_new_owner
from serving.journal import DATASET
from serving.problems import bad_input, unavailable
from serving.schemas.follow_up import HandOverCounts, HandOverDone
from serving.writes import new_id


def hand_over(
    writing: Writing, people: Collection[str], transfer: Transfer, by: str, today: date, at: datetime, *, chosen: bool
) -> HandOverDone:
    """Hand over what `from_id` has of these people, all of whom the caller sees.

    422 when that is nothing, or, with `chosen`, when one of them is not with `from_id` at all; 503 when what was
    counted is not the same afterwards, and then nothing has changed.
    """
    book = load_follow_up_book()
    writing.lock("participants", "participant_rules", "placements", FRICTIONS.name, HAND_OVERS.name, OUTBOX.name)
    rows = rows_about(writing, newest(writing.rows("participants", people)))
    what = moved(rows, transfer, today)
    if chosen and set(what.participant_ids) != set(people):
        raise bad_input("participant_ids", "somebody here is not with the one who hands over")
    if not what.participant_ids:
        raise bad_input("from", "has nobody that you see")
    before = counts(rows, what, transfer.from_id, book, today)
    hand_over_id = new_id("hand-over")
    _store(writing, what, transfer, hand_over_id, by, today, at)
    again = rows_about(writing, newest(writing.rows("participants", people)))
    after = counts(again, what, transfer.to_id, book, today)
    if before != after:
        raise unavailable("Something would have been lost, so nothing was handed over. Try again shortly.")
    return HandOverDone(
        hand_over_id=hand_over_id,
        from_=transfer.from_id,
        to=transfer.to_id,
        handed_on=today,
        people=len(what.participant_ids),
        before=_as_schema(before),
        after=_as_schema(after),
    )


def _store(
    writing: Writing,
    what: Moved,
    transfer: Transfer,
    hand_over_id: str,
    by: str,
    today: date,
    at: datetime,
) -> None:
    for name, frame in (
        ("participants", what.people),
        ("placements", what.placements),
        (FRICTIONS.name, what.frictions),
    ):
        for (simulated,), part in frame.group_by("simulated"):
            writing.store(name, part, DATASET, bool(simulated), today)
    tell_new_owner(writing, what.frictions, transfer.to_id, today, at)
    marks = pl.concat([f.select("participant_id", "simulated") for f in (what.people, what.placements)]).unique()
    own = what.placements.group_by("participant_id").agg(placements=pl.len().cast(pl.Int64))
    lines = marks.join(own, on="participant_id", how="left").with_columns(
        pl.col("placements").fill_null(0),
        hand_over_id=pl.lit(hand_over_id),
        from_id=pl.lit(transfer.from_id),
        to_id=pl.lit(transfer.to_id),
        handed_on=pl.lit(today),
        made_by=pl.lit(by),
        caseload=pl.col("participant_id").is_in(what.people["participant_id"].implode()),
    )
    for (simulated,), part in lines.group_by("simulated"):
        writing.store(HAND_OVERS.name, part, DATASET, bool(simulated), today)


def _as_schema(held: Counts) -> HandOverCounts:
    return HandOverCounts.model_validate(asdict(held))
