"""What plans and ending subsidies ask for in placements, whatever has been held: one row for each placement and day."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from features.follow_up.book import FollowUpBook, PlanName
from features.follow_up.plan import HOWS, KINDS, ContactKind, planned_contacts
from features.vocabulary import FollowUpNeed, FollowUpWith

KIND_CODES, HOW_CODES = {k.value: i for i, k in enumerate(KINDS)}, {h.value: i for i, h in enumerate(HOWS)}
STRICT = KIND_CODES[ContactKind.CONFIRMATION]
"""From this kind on a contact is answered on its own day alone, and by all of its sides: money hangs on it."""
LONGEST_PAUSE = timedelta(days=100)
"""No plan lets more days than this pass between contacts with one side."""


def asked_for(
    placements: pl.DataFrame, subsidies: pl.DataFrame, book: FollowUpBook, today: date, last: date
) -> pl.DataFrame:
    """Contacts from the start of each placement (of `calendar.followed`) to the day `last`, by the rules of `today`.

    Columns: `placement_id`, `due_on`, whether it is with the `worker` and the `employer`, `kind_code`, `how_code`, and
    `next_due`, after which it is too late: the day by which all of its sides are asked for again; where the plan is
    over, a month later; for a confirmation or a review the day of the next, or null.
    """
    return _with_next(_contacts(placements, subsidies, book, today, last + LONGEST_PAUSE)).filter(
        pl.col("due_on") <= last
    )


def _contacts(
    placements: pl.DataFrame, subsidies: pl.DataFrame, book: FollowUpBook, today: date, last: date
) -> pl.DataFrame:
    """What plans and ending subsidies ask for: one row for each placement and day, with the sides as flags."""
    begun = placements.filter(pl.col("starts_on") <= last)
    earliest = begun["starts_on"].min()
    span = (last - earliest).days + 1 if isinstance(earliest, date) else 0
    steps = [
        (name.value, need.value, one.after, one.with_whom.value, KIND_CODES[one.kind], HOW_CODES[one.how])
        for name in PlanName
        for need in FollowUpNeed
        for one in planned_contacts(book.plans[name], need, today, span)
    ]
    names = ("plan", "need", "after", "with_whom", "kind_code", "how_code")
    kinds = (pl.String, pl.String, pl.String, pl.String, pl.Int64, pl.Int64)
    table = pl.DataFrame(steps, schema=dict(zip(names, kinds, strict=True)), orient="row")
    planned = begun.join(table, on=["plan", "need"], how="inner").with_columns(
        due_on=pl.col("starts_on").dt.offset_by(pl.col("after"))
    )
    both = pl.concat([planned.select(_NEEDED), _around_subsidy_end(begun, subsidies, book, today).select(_NEEDED)])
    wanted = both.filter(
        pl.col("due_on") > pl.col("starts_on"),
        pl.col("due_on") <= last,
        pl.col("ends_on").is_null() | (pl.col("due_on") <= pl.col("ends_on")),
        pl.col("both_sides") | (pl.col("with_whom") != FollowUpWith.EMPLOYER.value),
    )
    worker = pl.col("with_whom") != FollowUpWith.EMPLOYER.value
    employer = (pl.col("with_whom") != FollowUpWith.WORKER.value) & pl.col("both_sides")
    return wanted.group_by("placement_id", "due_on").agg(
        worker=worker.any(),
        employer=employer.any(),
        kind_code=pl.col("kind_code").max(),
        how_code=pl.col("how_code").max(),
    )


_NEEDED = ["placement_id", "starts_on", "ends_on", "both_sides", "due_on", "with_whom", "kind_code", "how_code"]


def _around_subsidy_end(
    placements: pl.DataFrame, subsidies: pl.DataFrame, book: FollowUpBook, today: date
) -> pl.DataFrame:
    """A talk before a subsidy ends and one after it, in placements that go on."""
    ends = subsidies.filter(pl.col("ends_on").is_not_null()).select("placement_id", subsidy_ends="ends_on").unique()
    joined = placements.join(ends, on="placement_id", how="inner")
    before, after = (book.limits.whole(f"{when}_subsidy_end_days", today) for when in ("before", "after"))
    return pl.concat(
        [
            joined.with_columns(
                due_on=pl.col("subsidy_ends") + pl.duration(days=days),
                with_whom=pl.lit(FollowUpWith.BOTH.value),
                kind_code=pl.lit(KIND_CODES[ContactKind.SUBSIDY_END], dtype=pl.Int64),
                how_code=pl.lit(len(HOWS) - 1, dtype=pl.Int64),
            )
            for days in (-before, after)
        ]
    )


def _with_next(asked: pl.DataFrame) -> pl.DataFrame:
    """Contacts with `next_due`."""
    over = pl.col("due_on") + pl.duration(days=31)
    strict = pl.col("kind_code") >= STRICT
    again = [
        pl.when(pl.col(side)).then(pl.coalesce(_next_where(pl.col(side)), over)) for side in ("worker", "employer")
    ]
    return asked.sort("placement_id", "due_on").with_columns(
        next_due=pl.when(strict).then(_next_where(strict)).otherwise(pl.max_horizontal(again))
    )


def _next_where(holds: pl.Expr) -> pl.Expr:
    """The day of the placement's next contact for which it holds."""
    day = pl.when(holds).then(pl.col("due_on"))
    return day.shift(-1).backward_fill().over("placement_id", order_by="due_on")
