"""A change of specialist or provider in one operation: what changes, and what is counted before and after.

A person owns follow-up by `owner_id`, an organisation by `provider_id`; where both are given the person does it on the
organisation's behalf. A caseload (`specialist_id`) goes to a specialist, never to a provider.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from features.follow_up.book import FollowUpBook
from features.follow_up.calendar import Status, calendar, running
from features.follow_up.rows import Rows


@dataclass(frozen=True)
class Transfer:
    """Who hands over to whom. `providers` are the keys that are organisations; `provider_id` is the organisation that
    the person `to_id` works for, if any. `caseload` says that people change specialist too."""

    from_id: str
    to_id: str
    providers: frozenset[str]
    provider_id: str | None = None
    caseload: bool = True

    @property
    def moves_people(self) -> bool:
        """Whether people change specialist, and not only follow-up."""
        return self.caseload and self.provider_id is None and not self.providers & {self.from_id, self.to_id}


@dataclass(frozen=True)
class Moved:
    """The rows as they are afterwards, only those that change: of `participants`, `placements` and `frictions`."""

    people: pl.DataFrame
    placements: pl.DataFrame
    frictions: pl.DataFrame

    @property
    def participant_ids(self) -> list[str]:
        """Everybody who is handed over, each once."""
        return pl.concat([self.people["participant_id"], self.placements["participant_id"]]).unique().sort().to_list()


@dataclass(frozen=True)
class Counts:
    """What somebody has of what was handed over: nothing is lost when it is the same before and after."""

    participants: int
    placements: int
    planned: int
    due: int
    overdue: int
    frictions: int
    next_steps: int


def moved(rows: Rows, transfer: Transfer, today: date, only: Collection[str] | None = None) -> Moved:
    """What changes; with `only`, for these participants alone. Placements that have ended keep the owner they had."""
    wanted = pl.lit(True) if only is None else pl.col("participant_id").is_in(sorted(only))
    people = rows.people.filter(wanted, pl.lit(transfer.moves_people), pl.col("specialist_id") == transfer.from_id)
    still = running(rows.placements, today).filter(wanted)
    mine = still.filter(_owned_by(transfer.from_id))
    return Moved(
        people=people.with_columns(
            specialist_id=pl.lit(transfer.to_id),
            updated_on=pl.max_horizontal("updated_on", pl.lit(today)),
            recorded_on=pl.lit(today),
        ),
        placements=_with_new_owner(mine, transfer),
        frictions=_handed_frictions(rows, people, mine, transfer),
    )


def _owned_by(owner: str) -> pl.Expr:
    return (pl.col("owner_id") == owner).fill_null(False) | (pl.col("provider_id") == owner).fill_null(False)


def _with_new_owner(placements: pl.DataFrame, transfer: Transfer) -> pl.DataFrame:
    none = pl.lit(None, dtype=pl.String)
    if transfer.to_id in transfer.providers:
        return placements.with_columns(owner_id=none, provider_id=pl.lit(transfer.to_id))
    kept = pl.when(pl.col("provider_id") != transfer.from_id).then(pl.col("provider_id"))
    provider = kept if transfer.provider_id is None else pl.lit(transfer.provider_id)
    return placements.with_columns(owner_id=pl.lit(transfer.to_id), provider_id=provider)


def _handed_frictions(rows: Rows, people: pl.DataFrame, mine: pl.DataFrame, transfer: Transfer) -> pl.DataFrame:
    """Open frictions that the one who hands over was to answer, in what is handed over."""
    theirs = pl.col("placement_id").is_in(mine["placement_id"].implode())
    about = rows.placements.join(people, on="participant_id", how="semi")["placement_id"]
    answers = pl.col("owner_id") == transfer.from_id
    open_ = rows.frictions.filter(
        pl.col("closed_at").is_null(), answers, theirs | pl.col("placement_id").is_in(about.implode())
    )
    return open_.with_columns(owner_id=pl.lit(transfer.to_id))


def counts(rows: Rows, what: Moved, owner: str, book: FollowUpBook, today: date) -> Counts:
    """What `owner` has of what is, or was, handed over."""
    people = rows.people.join(what.people, on="participant_id", how="semi").filter(pl.col("specialist_id") == owner)
    placements = rows.followed.join(what.placements, on="placement_id", how="semi").filter(_owned_by(owner))
    status = calendar(placements, rows.follow_ups, rows.subsidies, book, today)["status"].to_list()
    frictions = rows.frictions.join(what.frictions, on="friction_id", how="semi").filter(pl.col("owner_id") == owner)
    steps = promised(rows.contacts.join(people, on="participant_id", how="semi"), today)
    return Counts(
        participants=people.height,
        placements=placements.height,
        planned=status.count(Status.PLANNED.value),
        due=status.count(Status.DUE.value),
        overdue=status.count(Status.OVERDUE.value),
        frictions=frictions.height,
        next_steps=steps.height,
    )


def promised(contacts: pl.DataFrame, today: date) -> pl.DataFrame:
    """Contacts that promised a next step which is still ahead, the nearest first."""
    return contacts.filter(pl.col("next_step_on") >= today).sort("next_step_on", "contact_id")
