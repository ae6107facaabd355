"""A change of specialist or provider in one operation: what changes, what is counted before and after, and the sheet.

A person owns follow-up by `owner_id`, an organisation by `provider_id`; where both are given the person does it on the
organisation's behalf. A caseload (`specialist_id`) goes to a specialist, never to a provider.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from features.follow_up import words
from features.follow_up.book import FollowUpBook
from features.follow_up.calendar import Status, calendar, running
from features.follow_up.endings import endings
from features.follow_up.friction import OSLO, read_moment
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


@dataclass(frozen=True)
class SheetPlacement:
    """One running placement on the sheet; `text` is it in bokmål, and `notes` what the new owner must know."""

    placement_id: str
    orgnr: str
    next_due_on: date | None
    overdue: int
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SheetPerson:
    """What the new owner reads about one person."""

    participant_id: str
    placements: tuple[SheetPlacement, ...]
    next_steps: tuple[str, ...]


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
    steps = _promised(rows.contacts.join(people, on="participant_id", how="semi"), today)
    return Counts(
        participants=people.height,
        placements=placements.height,
        planned=status.count(Status.PLANNED.value),
        due=status.count(Status.DUE.value),
        overdue=status.count(Status.OVERDUE.value),
        frictions=frictions.height,
        next_steps=steps.height,
    )


def _promised(contacts: pl.DataFrame, today: date) -> pl.DataFrame:
    return contacts.filter(pl.col("next_step_on") >= today).sort("next_step_on", "contact_id")


def sheet(rows: Rows, participant_ids: Collection[str], book: FollowUpBook, today: date) -> list[SheetPerson]:
    """The hand-over sheet, by participant: running placements with what is due and open, and what has been promised."""
    chosen = pl.col("participant_id").is_in(sorted(participant_ids))
    still = running(rows.followed, today).filter(chosen)
    items = calendar(still, rows.follow_ups, rows.subsidies, book, today)
    known = rows.workplaces.select("orgnr", "parent_orgnr").clear()
    ending = endings(still, rows.subsidies, rows.needs, rows.agreements, known, book, today)
    steps = _promised(rows.contacts.filter(chosen), today)
    return [
        SheetPerson(
            participant_id=one,
            placements=tuple(
                _on_sheet(row, rows, items, ending) for row in still.filter(participant_id=one).iter_rows(named=True)
            ),
            next_steps=tuple(_step(row, rows) for row in steps.filter(participant_id=one).iter_rows(named=True)),
        )
        for one in sorted(participant_ids)
    ]


def promised_to_employers(rows: Rows, from_id: str, today: date) -> list[str]:
    """What the one who handed over has promised workplaces for nobody in particular, in words."""
    alone = rows.contacts.filter(pl.col("participant_id").is_null(), pl.col("specialist_id") == from_id)
    return [_step(row, rows) for row in _promised(alone, today).iter_rows(named=True)]


def _step(contact: dict[str, Any], rows: Rows) -> str:
    said = words.next_step_text(contact["next_step"], rows.name(contact["orgnr"]))
    return f"{words.written(contact['next_step_on'])}: {said}"


def _on_sheet(placement: dict[str, object], rows: Rows, items: pl.DataFrame, ending: pl.DataFrame) -> SheetPlacement:
    key, orgnr = str(placement["placement_id"]), str(placement["orgnr"])
    where, own = rows.name(orgnr), items.filter(placement_id=key)
    overdue = own.filter(pl.col("status") == Status.OVERDUE.value)
    coming = own.filter(pl.col("status").is_in([Status.DUE.value, Status.PLANNED.value]))["due_on"].min()
    notes = [words.contact_text(item, where) for item in overdue.iter_rows(named=True)]
    notes += [
        words.ending_text(row["kind"], row["what"], row["ends_on"], row["days_left"], where)
        for row in ending.filter(placement_id=key).iter_rows(named=True)
    ]
    notes += [
        f"Det butter. Svar innen {_local(row['due_at']):%d.%m.%Y} kl. {_local(row['due_at']):%H.%M}."
        for row in rows.open_frictions.filter(placement_id=key).iter_rows(named=True)
    ]
    if placement["owner"] is None:
        notes.insert(0, f"Ingen eier oppfølgingen hos {where}. Hvem tar den?")
    since = placement["starts_on"]
    begun = words.written(since) if isinstance(since, date) else ""
    coming_on = coming if isinstance(coming, date) else None
    then = "" if coming_on is None else f" Neste oppfølging {words.written(coming_on)}."
    return SheetPlacement(key, orgnr, coming_on, overdue.height, f"{where} siden {begun}.{then}", tuple(notes))


def _local(kept: str) -> datetime:
    return read_moment(kept).astimezone(OSLO)
