"""The calendar of placements: what is due, overdue, one-sided or orphaned on a day, from the rows and the plans.

A placement's contacts come from two places: rows of `follow_ups`, and its plan. A row stands in for the nearest contact
of the plan with its side, if it is near enough; so a contact that was held clears that one and no other. That only one
side was spoken with is another matter, see `one_sided`. What the plan asked for and nobody held is overdue until the
next contact with the same sides is overdue too; then it is missed, which counts in the office's numbers and is nobody's
task any more. A row that somebody has entered stays for a quarter of a year, or until it is held or the placement ends.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from features.follow_up.asked_for import HOW_CODES, KIND_CODES, STRICT, asked_for
from features.follow_up.book import FollowUpBook
from features.follow_up.plan import HOWS, plan_names
from features.vocabulary import FollowUpWith, PlacementForm


class Status(StrEnum):
    """Where a contact stands on a day; `orphaned` is a running placement whose follow-up nobody owns."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    ORPHANED = "orphaned"
    MISSED = "missed"
    DONE = "done"


OPEN = (Status.DUE, Status.OVERDUE, Status.ORPHANED)
"""What somebody has to do something about."""
OWNER = "owner"
"""The kind of an orphaned placement's line: what is missing is an owner."""
ITEMS: dict[str, pl.DataType] = {
    "placement_id": pl.String(),
    "participant_id": pl.String(),
    "orgnr": pl.String(),
    "due_on": pl.Date(),
    "with_whom": pl.String(),
    "kind": pl.String(),
    "how": pl.String(),
    "status": pl.String(),
    "done_on": pl.Date(),
    "owner_id": pl.String(),
    "entered": pl.Boolean(),
}
"""Columns of a calendar; `entered` says that the contact is a row of `follow_ups`, and not only asked for by a plan."""
_SIDES = {
    FollowUpWith.WORKER: ["worker"],
    FollowUpWith.EMPLOYER: ["employer"],
    FollowUpWith.BOTH: ["worker", "employer"],
}


def followed(placements: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Placements with what decides their plan: `need`, `both_sides`, `plan`, and `owner` (a person, else a provider).

    `people` has one row for each participant, as known now. A placement of somebody who is not there is left out.
    """
    known = people.select(
        "participant_id", "stream", "specialist_id", need="follow_up_need", may="may_contact_employers"
    )
    joined = placements.join(known, on="participant_id", how="inner", maintain_order="left")
    alone = pl.col("form") == PlacementForm.SELF_EMPLOYED.value
    return joined.with_columns(
        owner=pl.coalesce("owner_id", "provider_id"),
        plan=plan_names(pl.col("form"), pl.col("stream")),
        both_sides=pl.col("may").fill_null(True) & ~alone,
    )


def running(placements: pl.DataFrame, today: date) -> pl.DataFrame:
    """Those of the placements that have begun and not ended by the day."""
    return placements.filter(pl.col("starts_on") <= today, pl.col("ends_on").is_null() | (pl.col("ends_on") >= today))


def calendar(
    placements: pl.DataFrame,
    follow_ups: pl.DataFrame,
    subsidies: pl.DataFrame,
    book: FollowUpBook,
    today: date,
    *,
    until: date | None = None,
) -> pl.DataFrame:
    """Every contact of placements (a frame of `followed`), from their start to the day `until`, as `ITEMS` by due day.

    `follow_ups` and `subsidies` are rows of their tables; those of other placements are ignored. Nothing is due before
    a placement's start or after its end. Without `until` it goes 90 days ahead.
    """
    last = until or today + timedelta(days=90)
    asked = asked_for(placements, subsidies, book, today, last)
    rows = _entered(placements, follow_ups)
    stood_for = _stood_for(rows, asked, book.limits.whole("stands_in_days", today))
    soon = today + timedelta(days=book.limits.whole("due_within_days", today))
    old = today - timedelta(days=book.limits.whole("missed_after_days", today))
    held = pl.concat(
        [
            _still_asked_for(asked, stood_for).with_columns(status=_status(today, soon, pl.col("next_due") < today)),
            _as_items(rows, stood_for).with_columns(
                status=pl.when(pl.col("done_on") <= today)
                .then(pl.lit(Status.DONE.value))
                .otherwise(_status(today, soon, pl.col("due_on") < old))
            ),
            _orphaned(placements, today),
        ],
        how="diagonal",
    ).select(_HELD)
    held = _missed_where_ended(held, placements, today)
    known = placements.select("placement_id", "participant_id", "orgnr", owner_id="owner")
    joined = held.join(known, on="placement_id", how="left", maintain_order="left")
    return joined.select(list(ITEMS)).sort("due_on", "placement_id", "with_whom", "status", maintain_order=True)


def one_sided(placements: pl.DataFrame, follow_ups: pl.DataFrame, book: FollowUpBook, today: date) -> pl.DataFrame:
    """Running placements where only one side has been spoken with lately: `placement_id`, `missing` (the other side).

    Lately, and how long a placement must have run, are limits of the book. Where the participant has not agreed to
    contact with the employer, nothing is missing.
    """
    since = today - timedelta(days=book.limits.whole("one_sided_days", today))
    begun = today - timedelta(days=book.limits.whole("one_sided_after_days", today))
    old = running(placements, today).filter(pl.col("both_sides"), pl.col("starts_on") <= begun)
    held = follow_ups.filter(pl.col("done_on").is_not_null(), pl.col("done_on") <= today, pl.col("done_on") > since)
    sides = (
        _sides(held.join(old, on="placement_id", how="semi"))
        .group_by("placement_id")
        .agg(sides=pl.col("side").unique())
    )
    other = pl.when(pl.col("sides").list.first() == "worker").then(pl.lit("employer")).otherwise(pl.lit("worker"))
    return sides.filter(pl.col("sides").list.len() == 1).select("placement_id", missing=other).sort("placement_id")


def kept(items: pl.DataFrame, since: date, today: date) -> pl.DataFrame:
    """Of the contacts due from `since` to the day before `today`, by placement: `due` and `done`; for aggregates only.

    What was due before `since` and was held later does not count; an orphan's line is no contact.
    """
    fell_due = items.filter(pl.col("due_on") >= since, pl.col("due_on") < today, pl.col("kind") != OWNER)
    return fell_due.group_by("placement_id", "participant_id", maintain_order=True).agg(
        due=pl.len(), done=(pl.col("status") == Status.DONE.value).sum()
    )


def _sides(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `follow_ups`, one for each side."""
    lists = pl.DataFrame({"with_whom": [w.value for w in _SIDES], "side": list(_SIDES.values())})
    return rows.join(lists, on="with_whom", how="inner", maintain_order="left").explode("side")


def _entered(placements: pl.DataFrame, follow_ups: pl.DataFrame) -> pl.DataFrame:
    """Rows of `follow_ups` of these placements that were held, or fall within the placement."""
    spans = placements.select("placement_id", "starts_on", "ends_on")
    joined = follow_ups.select("placement_id", "due_on", "with_whom", "done_on").join(
        spans, on="placement_id", how="inner", maintain_order="left"
    )
    within = (pl.col("due_on") >= pl.col("starts_on")) & (
        pl.col("ends_on").is_null() | (pl.col("due_on") <= pl.col("ends_on"))
    )
    return joined.filter(within | pl.col("done_on").is_not_null()).select(
        "placement_id", "due_on", "with_whom", "done_on"
    )


def _stood_for(rows: pl.DataFrame, asked: pl.DataFrame, within_days: int) -> pl.DataFrame:
    """The sides of contacts of plans that rows stand in for: `placement_id`, `due_on`, `side`, `kind_code`, `how_code`,
    and of the row `entered_on`, `with_whom`. A confirmation or a review is answered on its own day alone: money and
    rights hang on it."""
    ours = _sides(rows).select("placement_id", "side", "with_whom", entered_on="due_on").sort("entered_on")
    columns = ["placement_id", "due_on", "kind_code", "how_code"]
    theirs = pl.concat(
        [asked.filter(pl.col(side)).select(*columns, side=pl.lit(side)) for side in ("worker", "employer")]
    ).sort("due_on")
    by = ["placement_id", "side"]
    same_day = ours.with_columns(due_on="entered_on").join(theirs, on=[*by, "due_on"], how="inner")
    near = ours.join(same_day, on=[*by, "entered_on"], how="anti", maintain_order="left").join_asof(
        theirs.filter(pl.col("kind_code") < STRICT),
        left_on="entered_on",
        right_on="due_on",
        by=by,
        strategy="nearest",
        tolerance=timedelta(days=within_days),
        coalesce=False,
        check_sortedness=False,
    )
    columns = [*by, "with_whom", "entered_on", "due_on", "kind_code", "how_code"]
    return pl.concat([same_day.select(columns), near.filter(pl.col("due_on").is_not_null()).select(columns)])


def _still_asked_for(asked: pl.DataFrame, stood_for: pl.DataFrame) -> pl.DataFrame:
    """Contacts that no row stands in for, as items; of a confirmation or a review what is left of its sides."""
    held = stood_for.group_by("placement_id", "due_on").agg(
        had_worker=(pl.col("side") == "worker").any(), had_employer=(pl.col("side") == "employer").any()
    )
    known = asked.join(held, on=["placement_id", "due_on"], how="left", maintain_order="left").with_columns(
        pl.col("had_worker", "had_employer").fill_null(False)
    )
    answered = (pl.col("kind_code") < STRICT) & (pl.col("had_worker") | pl.col("had_employer"))
    left = known.with_columns(
        worker=pl.col("worker") & ~pl.col("had_worker") & ~answered,
        employer=pl.col("employer") & ~pl.col("had_employer") & ~answered,
    ).filter(pl.col("worker") | pl.col("employer"))
    whom = (
        pl.when(pl.col("worker") & pl.col("employer"))
        .then(pl.lit(FollowUpWith.BOTH.value))
        .when("worker")
        .then(pl.lit(FollowUpWith.WORKER.value))
        .otherwise(pl.lit(FollowUpWith.EMPLOYER.value))
    )
    return left.with_columns(
        with_whom=whom,
        kind=_named("kind_code", KIND_CODES),
        how=_named("how_code", HOW_CODES),
        done_on=pl.lit(None, dtype=pl.Date),
        entered=pl.lit(False),
    )


def _status(today: date, soon: date, superseded: pl.Expr) -> pl.Expr:
    return (
        pl.when((pl.col("due_on") < today) & superseded.fill_null(False))
        .then(pl.lit(Status.MISSED.value))
        .when(pl.col("due_on") < today)
        .then(pl.lit(Status.OVERDUE.value))
        .when(pl.col("due_on") < soon)
        .then(pl.lit(Status.DUE.value))
        .otherwise(pl.lit(Status.PLANNED.value))
    )


_HELD = ["placement_id", "due_on", "with_whom", "kind", "how", "status", "done_on", "entered"]


def _named(codes: str, names: dict[str, int]) -> pl.Expr:
    return pl.col(codes).replace_strict(list(names.values()), list(names), return_dtype=pl.String)


def _as_items(rows: pl.DataFrame, stood_for: pl.DataFrame) -> pl.DataFrame:
    """Rows as items, each of the kind of the contact it stands in for."""
    keys = ["placement_id", "due_on", "with_whom"]
    kinds = (
        stood_for.drop("due_on")
        .rename({"entered_on": "due_on"})
        .group_by(keys)
        .agg(pl.col("kind_code").max(), pl.col("how_code").max())
    )
    named = rows.join(kinds, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("kind_code", "how_code").fill_null(0)
    )
    return named.with_columns(
        kind=_named("kind_code", KIND_CODES), how=_named("how_code", HOW_CODES), entered=pl.lit(True)
    )


def _missed_where_ended(items: pl.DataFrame, placements: pl.DataFrame, today: date) -> pl.DataFrame:
    """What was not held in a placement that has ended is missed: there is nothing left to do about it."""
    ended = placements.filter(pl.col("ends_on") < today)["placement_id"]
    late = pl.col("placement_id").is_in(ended.implode()) & (pl.col("status") == Status.OVERDUE.value)
    return items.with_columns(status=pl.when(late).then(pl.lit(Status.MISSED.value)).otherwise("status"))


def _orphaned(placements: pl.DataFrame, today: date) -> pl.DataFrame:
    alone = running(placements, today).filter(pl.col("owner").is_null())
    return alone.select(
        "placement_id",
        due_on="starts_on",
        with_whom=pl.lit(FollowUpWith.BOTH.value),
        kind=pl.lit(OWNER),
        how=pl.lit(HOWS[0].value),
        status=pl.lit(Status.ORPHANED.value),
        done_on=pl.lit(None, dtype=pl.Date),
        entered=pl.lit(False),
    )
