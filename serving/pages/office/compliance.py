"""How much of the follow-up that fell due was held, for an office as a whole: never by person, and no small numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from features.follow_up.book import FollowUpBook
from features.follow_up.calendar import calendar, kept, one_sided, running
from features.follow_up.rows import Rows

LOOKS_BACK_DAYS = 90


@dataclass(frozen=True)
class Compliance:
    """The last `LOOKS_BACK_DAYS` days; None is not shown: fewer than `smallest` are behind it."""

    since: date
    smallest: int
    due: int | None
    done: int | None
    running: int | None
    without_owner: int | None
    one_sided: int | None

    @property
    def share(self) -> float | None:
        """Share of what fell due that was held; None where that is not shown or nothing fell due."""
        return None if self.due is None or self.done is None or not self.due else self.done / self.due


def compliance(rows: Rows, book: FollowUpBook, today: date) -> Compliance:
    """The numbers of some offices together; nothing is shown that fewer people, or owners, than allowed are behind."""
    smallest = book.limits.whole("smallest_number", today)
    since = today - timedelta(days=LOOKS_BACK_DAYS)
    items = calendar(rows.followed, rows.follow_ups, rows.subsidies, book, today)
    fell_due = kept(items, since, today)
    owners = rows.followed.join(fell_due, on="placement_id", how="semi")["owner"].drop_nulls().n_unique()
    enough = fell_due["participant_id"].n_unique() >= smallest and owners >= smallest
    now = running(rows.followed, today)
    alone = now.filter(pl.col("owner").is_null())
    sided = one_sided(rows.followed, rows.follow_ups, book, today)
    due, done = int(fell_due["due"].sum()), int(fell_due["done"].sum())
    return Compliance(
        since=since,
        smallest=smallest,
        due=due if enough else None,
        done=done if enough and _may_show(done, smallest) and _may_show(due - done, smallest) else None,
        running=_shown(len(now), smallest),
        without_owner=_shown(len(alone), smallest),
        one_sided=_shown(len(sided), smallest),
    )


def _shown(number: int, smallest: int) -> int | None:
    return number if _may_show(number, smallest) else None


def _may_show(number: int, smallest: int) -> bool:
    return number == 0 or number >= smallest
