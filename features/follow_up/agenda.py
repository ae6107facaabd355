"""What one owner of follow-up has to do: overdue and due contacts, friction, clocks that run, and what soon ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from features.follow_up import words
from features.follow_up.book import FollowUpBook
from features.follow_up.calendar import Status, calendar, one_sided
from features.follow_up.endings import endings
from features.follow_up.first_meeting import first_meetings
from features.follow_up.friction import OSLO, FrictionStatus, friction_status, read_moment
from features.follow_up.rows import Rows


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, by which day, and the sentence. None where it is about no such thing."""

    text: str
    on: date
    participant_id: str | None = None
    placement_id: str | None = None
    orgnr: str | None = None
    with_whom: str | None = None
    friction_id: str | None = None


@dataclass(frozen=True)
class Agenda:
    """What to do, each part the most urgent first. `next_steps` are what was agreed for today and the coming week."""

    owner: str | None
    today: date
    frictions: tuple[Task, ...]
    overdue: tuple[Task, ...]
    due: tuple[Task, ...]
    orphaned: tuple[Task, ...]
    one_sided: tuple[Task, ...]
    first_meetings: tuple[Task, ...]
    endings: tuple[Task, ...]
    next_steps: tuple[Task, ...]


def agenda(owner: str | None, rows: Rows, book: FollowUpBook, today: date, now: datetime) -> Agenda:
    """The agenda of somebody who owns follow-up; with None, of all the people in `rows`.

    What nobody owns, and what is about a person and no placement, belongs to the participant's specialist.
    """
    items = calendar(rows.followed, rows.follow_ups, rows.subsidies, book, today)
    mine = _owned(items, rows, owner)
    caseload = rows.people if owner is None else rows.people.filter(pl.col("specialist_id") == owner)
    return Agenda(
        owner=owner,
        today=today,
        frictions=tuple(_frictions(rows, owner, now)),
        overdue=tuple(_contacts(mine, rows, Status.OVERDUE)),
        due=tuple(_contacts(mine, rows, Status.DUE)),
        orphaned=tuple(_contacts(mine, rows, Status.ORPHANED)),
        one_sided=tuple(_one_sided(rows, owner, book, today)),
        first_meetings=tuple(_first_meetings(rows, caseload, book, today)),
        endings=tuple(_endings(rows, owner, book, today)),
        next_steps=tuple(_next_steps(rows, owner, caseload, today)),
    )


def _owned(frame: pl.DataFrame, rows: Rows, owner: str | None) -> pl.DataFrame:
    """Rows about placements that the owner follows up, or that nobody does and the owner has the person."""
    if owner is None:
        return frame
    theirs = rows.followed.filter(pl.coalesce("owner", "specialist_id") == owner)
    return frame.join(theirs, on="placement_id", how="semi", maintain_order="left")


def _contacts(items: pl.DataFrame, rows: Rows, status: Status) -> Iterator[Task]:
    for item in items.filter(pl.col("status") == status.value).iter_rows(named=True):
        text = words.contact_text(item, rows.name(item["orgnr"]))
        yield Task(text, item["due_on"], **_about(item), with_whom=item["with_whom"])


def _about(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("participant_id", "placement_id", "orgnr")}


def _frictions(rows: Rows, owner: str | None, now: datetime) -> Iterator[Task]:
    for row in rows.open_frictions.iter_rows(named=True):
        if owner not in (None, row["owner_id"]):
            continue
        due = read_moment(row["due_at"]).astimezone(OSLO)
        late = friction_status(row["due_at"], None, now) is FrictionStatus.OVERDUE
        by = f"Fristen var {due:%d.%m.%Y} kl. {due:%H.%M}." if late else f"Svar innen {due:%d.%m.%Y} kl. {due:%H.%M}."
        yield Task(
            f"Det butter hos {rows.name(row['orgnr'])}. {by}", due.date(), **_about(row), friction_id=row["friction_id"]
        )


def _one_sided(rows: Rows, owner: str | None, book: FollowUpBook, today: date) -> Iterator[Task]:
    found = _owned(one_sided(rows.followed, rows.follow_ups, book, today), rows, owner)
    known = found.join(rows.placements, on="placement_id", how="inner", maintain_order="left")
    for row in known.iter_rows(named=True):
        text = words.one_sided_text(row["missing"], rows.name(row["orgnr"]))
        yield Task(text, today, **_about(row), with_whom=row["missing"])


def _first_meetings(rows: Rows, people: pl.DataFrame, book: FollowUpBook, today: date) -> Iterator[Task]:
    """Of those who have no job or trial yet: the clock is about coming into contact with employers."""
    waiting = people.join(rows.placements, on="participant_id", how="anti")
    clocks = first_meetings(waiting, rows.contacts, book, today).filter(pl.col("status").is_in(["running", "overdue"]))
    for row in clocks.iter_rows(named=True):
        text = words.first_meeting_text(row["status"], row["due_on"], today)
        yield Task(text, row["due_on"], participant_id=row["participant_id"])


def _endings(rows: Rows, owner: str | None, book: FollowUpBook, today: date) -> Iterator[Task]:
    """Subsidies of own placements, and needs and agreements of workplaces that the owner has had to do with."""
    placements = _owned(rows.followed, rows, owner)
    visited = rows.contacts if owner is None else rows.contacts.filter(pl.col("specialist_id") == owner)
    known = pl.concat([placements["orgnr"], visited["orgnr"]]).unique()
    workplaces = rows.workplaces.filter(pl.col("orgnr").is_in(known.implode())).select("orgnr", "parent_orgnr")
    found = endings(placements, rows.subsidies, rows.needs, rows.agreements, workplaces, book, today)
    for row in found.iter_rows(named=True):
        text = words.ending_text(row["kind"], row["what"], row["ends_on"], row["days_left"], rows.name(row["orgnr"]))
        yield Task(text, row["ends_on"], **_about(row))


def _next_steps(rows: Rows, owner: str | None, caseload: pl.DataFrame, today: date) -> Iterator[Task]:
    """Steps agreed for today and the coming week, with own people and by oneself."""
    due = rows.contacts.filter(pl.col("next_step_on").is_between(today, today + timedelta(days=7)))
    if owner is not None:
        theirs = pl.col("participant_id").is_in(caseload["participant_id"].implode()).fill_null(False)
        alone = pl.col("participant_id").is_null() & (pl.col("specialist_id") == owner)
        due = due.filter(theirs | alone)
    for row in due.sort("next_step_on", "contact_id").iter_rows(named=True):
        text = words.next_step_text(row["next_step"], rows.name(row["orgnr"]))
        yield Task(text, row["next_step_on"], participant_id=row["participant_id"], orgnr=row["orgnr"])
