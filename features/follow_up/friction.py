"""«Det butter»: from a tap to an answer within the deadline, with both sides asked and a reason at the end.

Moments carry their time zone; they are kept as text in UTC, so that the order of the texts is that of time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from features.follow_up.tables import ReportedBy

OSLO = ZoneInfo("Europe/Oslo")


class FrictionStatus(StrEnum):
    """Where a friction stands at a moment."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


def moment(at: datetime) -> str:
    """A moment as it is kept."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def read_moment(kept: str) -> datetime:
    """A moment that was kept."""
    return datetime.fromisoformat(kept)


def answer_by(reported_at: datetime, response_hours: int) -> datetime:
    """The moment by which somebody has answered: hours on the clock, weekends too."""
    return reported_at + timedelta(hours=response_hours)


def day_of(at: datetime) -> date:
    """The day of a moment, in Oslo."""
    return at.astimezone(OSLO).date()


def friction_status(due_at: str, closed_at: str | None, now: datetime) -> FrictionStatus:
    """Where it stands; what is closed late is closed all the same."""
    if closed_at is not None:
        return FrictionStatus.CLOSED
    return FrictionStatus.OVERDUE if read_moment(due_at) < now else FrictionStatus.OPEN


_FROM = {
    ReportedBy.WORKER: "Arbeidstakeren sier at det butter",
    ReportedBy.EMPLOYER: "Arbeidsgiver sier at det butter",
    ReportedBy.SPECIALIST: "Det er meldt at det butter",
}


def told_owner(reported_by: ReportedBy, due_at: datetime, *, both_sides: bool) -> str:
    """What the owner is told: who said it and by when, and nothing about anybody."""
    local = due_at.astimezone(OSLO)
    ask = "Spør begge sider hva som skjer." if both_sides else "Spør arbeidstakeren hva som skjer."
    return f"{_FROM[reported_by]} i en jobb du følger opp. Svar innen {local:%d.%m.%Y} kl. {local:%H.%M}. {ask}"


def told_new_owner(due_at: datetime) -> str:
    """What somebody who takes over an open friction is told."""
    local = due_at.astimezone(OSLO)
    return f"Du har overtatt en sak der det butter. Fristen er {local:%d.%m.%Y} kl. {local:%H.%M}."
