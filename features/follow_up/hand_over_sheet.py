"""The sheet of a hand-over: what somebody who takes over has to know about each person, as things stand on a day."""

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
from features.follow_up.hand_over import promised
from features.follow_up.rows import Rows

KNOWN_BY = 3
"""So many of those who know a workplace are named."""


@dataclass(frozen=True)
class SheetPlacement:
    """One running placement on the sheet; `text` is it in bokmål, and `notes` what the new owner must know.

    `owner` is who follows it up now, by key; `known_by` who has had contact with the workplace, the latest first, in
    words.
    """

    placement_id: str
    orgnr: str
    owner: str | None
    next_due_on: date | None
    due: int
    overdue: int
    text: str
    notes: tuple[str, ...]
    known_by: tuple[str, ...]


@dataclass(frozen=True)
class SheetPerson:
    """What the new owner reads about one person."""

    participant_id: str
    placements: tuple[SheetPlacement, ...]
    next_steps: tuple[str, ...]


def sheet(
    rows: Rows, participant_ids: Collection[str], known: pl.DataFrame, book: FollowUpBook, today: date
) -> list[SheetPerson]:
    """The hand-over sheet, by participant: running placements with what is due and open, and what has been promised.

    `known` is rows of `contacts` that may tell who knows the workplaces.
    """
    chosen = pl.col("participant_id").is_in(sorted(participant_ids))
    still = running(rows.followed, today).filter(chosen)
    items = calendar(still, rows.follow_ups, rows.subsidies, book, today)
    nowhere = rows.workplaces.select("orgnr", "parent_orgnr").clear()
    ending = endings(still, rows.subsidies, rows.needs, rows.agreements, nowhere, book, today)
    steps = promised(rows.contacts.filter(chosen), today)
    return [
        SheetPerson(
            participant_id=one,
            placements=tuple(
                _on_sheet(row, rows, items, ending, known)
                for row in still.filter(participant_id=one).iter_rows(named=True)
            ),
            next_steps=tuple(_step(row, rows) for row in steps.filter(participant_id=one).iter_rows(named=True)),
        )
        for one in sorted(participant_ids)
    ]


def promised_to_employers(rows: Rows, from_id: str, today: date) -> list[str]:
    """What the one who handed over has promised workplaces for nobody in particular, in words."""
    alone = rows.contacts.filter(pl.col("participant_id").is_null(), pl.col("specialist_id") == from_id)
    return [_step(row, rows) for row in promised(alone, today).iter_rows(named=True)]


def _step(contact: dict[str, Any], rows: Rows) -> str:
    said = words.next_step_text(contact["next_step"], rows.name(contact["orgnr"]))
    return f"{words.written(contact['next_step_on'])}: {said}"


def known_by(contacts: pl.DataFrame, orgnr: str) -> tuple[str, ...]:
    """The three who last had contact with a workplace, and when, in words."""
    latest = contacts.filter(orgnr=orgnr).group_by("specialist_id").agg(pl.col("contacted_on").max())
    ordered = latest.sort("contacted_on", "specialist_id", descending=[True, False]).head(KNOWN_BY)
    return tuple(f"{who}, sist kontakt {words.written(day)}" for who, day in ordered.iter_rows())


def _on_sheet(
    placement: dict[str, object], rows: Rows, items: pl.DataFrame, ending: pl.DataFrame, known: pl.DataFrame
) -> SheetPlacement:
    key, orgnr, owner = str(placement["placement_id"]), str(placement["orgnr"]), placement["owner"]
    where, own = rows.name(orgnr), items.filter(placement_id=key)
    overdue = own.filter(pl.col("status") == Status.OVERDUE.value)
    coming = own.filter(pl.col("status").is_in([Status.DUE.value, Status.PLANNED.value]))["due_on"].min()
    due = own.filter(pl.col("status") == Status.DUE.value)
    notes = [words.contact_text(item, where) for item in overdue.iter_rows(named=True)]
    notes += [
        f"{words.contact_text(item, where)} Forfaller {words.written(item['due_on'])}."
        for item in due.iter_rows(named=True)
    ]
    notes += [
        words.ending_text(row["kind"], row["what"], row["ends_on"], row["days_left"], where)
        for row in ending.filter(placement_id=key).iter_rows(named=True)
    ]
    notes += [
        f"Det butter. Svar innen {_local(row['due_at']):%d.%m.%Y} kl. {_local(row['due_at']):%H.%M}."
        for row in rows.open_frictions.filter(placement_id=key).iter_rows(named=True)
    ]
    if owner is None:
        notes.insert(0, f"Ingen eier oppfølgingen hos {where}. Hvem tar den?")
    since = placement["starts_on"]
    begun = words.written(since) if isinstance(since, date) else ""
    coming_on = coming if isinstance(coming, date) else None
    then = "" if coming_on is None else f" Neste oppfølging {words.written(coming_on)}."
    return SheetPlacement(
        placement_id=key,
        orgnr=orgnr,
        owner=None if owner is None else str(owner),
        next_due_on=coming_on,
        due=due.height,
        overdue=overdue.height,
        text=f"{where} siden {begun}.{then}",
        notes=tuple(notes),
        known_by=known_by(known, orgnr),
    )


def _local(kept: str) -> datetime:
    return read_moment(kept).astimezone(OSLO)
