"""A value of the rule book through time: what it is, from when, by which source, and who says so at which level."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from features.errors import InputError

T = TypeVar("T")


class BeforeFirstEntryError(InputError):
    """The rule book has no value yet on that day. Nothing is said about what held then."""


class EndedError(InputError):
    """The rule book says that the value had ended on that day."""


class Level(StrEnum):
    """Who has decided a rule. Only law and regulation may say that a scheme does not fit."""

    LAW = "law"
    REGULATION = "regulation"
    EEA = "eea"
    CIRCULAR = "circular"
    PRACTICE = "practice"
    INFORMATION = "information"

    @property
    def blocks(self) -> bool:
        """Whether a rule of this level may refuse; the others ask."""
        return self in (Level.LAW, Level.REGULATION)


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One value from `starts_on`; None means ended. `valid_until` is the last day it is known to hold, None for no end.

    `checked_on` is the day somebody last read the source.
    """

    starts_on: date
    value: T | None
    source: str
    level: Level
    checked_on: date
    valid_until: date | None = None

    @property
    def ended(self) -> bool:
        """Whether this entry says that there is no value any more."""
        return self.value is None

    @property
    def held(self) -> T:
        """The value; EndedError when it has ended."""
        if self.value is None:
            raise EndedError(f"Verdien er avsluttet fra {self.starts_on:%d.%m.%Y} ({self.source})")
        return self.value

    def known_on(self, day: date) -> bool:
        """Whether the value is known to hold that day; after `valid_until` it is only the last one known."""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True)
class Dated(Generic[T]):
    """The entries of one parameter in the order of their dates."""

    name: str
    entries: tuple[Entry[T], ...]

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(entry.starts_on for entry in self.entries)

    @property
    def begins_on(self) -> date:
        """The day of the first entry."""
        return self.entries[0].starts_on

    @cached_property
    def last_day(self) -> date | None:
        """The day before the value ended; None when no end is known."""
        last = self.entries[-1]
        return last.starts_on - timedelta(days=1) if last.ended else None

    def on(self, day: date) -> Entry[T]:
        """The entry of that day, which may say «ended». BeforeFirstEntryError on an earlier day."""
        position = bisect_right(self._days, day)
        if not position:
            raise BeforeFirstEntryError(
                f"{self.name}: regelboken har ingen verdi før {self.begins_on:%d.%m.%Y} (spurt om {day:%d.%m.%Y})"
            )
        return self.entries[position - 1]


def holding(parameter: Dated[T] | None, day: date) -> Entry[T] | None:
    """The entry of a rule that may not exist: None where there is no such rule, or where it has ended."""
    if parameter is None:
        return None
    entry = parameter.on(day)
    return None if entry.ended else entry
