"""What a table declaration is: columns with meaning and trustworthiness, and what makes a row known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    FREE_TEXT = "free text"
    INTEGER = "whole number"
    NUMBER = "number"
    BOOLEAN = "true or false"
    DATE = "date"
    LIST = "list"
    JSON = "JSON object"


class Trust(Enum):
    """How far a column can be trusted, and who vouches for it."""

    REGISTER = "official register: correct when published, may be months late or suppressed"
    STATED = "stated by the participant: leads, may change"
    NOTED = "noted by a specialist: true on the day, ages"
    EVENT = "an event kept by a case system: right when present, often late"
    SHOWN = "written by the service that showed the list"
    RULE = "for the rule book and permissions: never ranks"
    AUDIT = "for aggregated fairness reports: never ranks"
    KEY = "an identifier"


class Format(Enum):
    """A form that a text must have, beyond being text."""

    ORGNR = "organisation number"
    MUNICIPALITY = "municipality"
    OCCUPATION = "occupation"
    OFFICE = "office"
    POSTCODE = "postcode"
    INDUSTRY = "industry"
    PARTICIPANT = "participant"
    PROTECTION = "protection"
    """What cannot be read counts as the strictest there is: nobody is seen because of a slip."""


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning and what a valid cell is.

    `happened` marks a date that says what has happened, which may not lie in the future; `refers_to` names the table
    whose key must exist for the row to be stored; `low` and `high` are inclusive limits.
    """

    name: str
    kind: Kind
    meaning: str
    trust: Trust
    required: bool = True
    key: bool = False
    values: type[StrEnum] | None = None
    format: Format | None = None
    happened: bool = False
    refers_to: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: its columns, the date a row is known from, and pairs of columns that are in order.

    `known_from` names the date column that makes a row known when `recorded_on` is empty; None means that the row was
    known from the beginning. `ordered` pairs say which date or number may not exceed which. `history` says that
    replaced rows are kept with the day they were replaced.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    known_from: str | None = None
    ordered: tuple[tuple[str, str], ...] = ()
    history: bool = False
    required: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(c.name for c in self.columns if c.key)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """Look up a column by name; StopIteration when the table has no such column."""
        return next(c for c in self.columns if c.name == name)


RECORDED_ON = Column("recorded_on", Kind.DATE, "the day we learnt it", Trust.EVENT, required=False, happened=True)


def table(name: str, meaning: str, columns: Iterable[Column], **rest: object) -> Table:
    """A table with `recorded_on` added where it is not already a column."""
    listed = tuple(columns)
    if all(c.name != "recorded_on" for c in listed):
        listed = (*listed, RECORDED_ON)
    return Table(name, meaning, listed, **rest)  # type: ignore[arg-type]


def orgnr(meaning: str, *, key: bool = False, required: bool = True, known: bool = True) -> Column:
    """The organisation number of a workplace; `known` says that the workplace must be in the tables."""
    return Column(
        "orgnr",
        Kind.TEXT,
        meaning,
        Trust.KEY,
        required,
        key,
        format=Format.ORGNR,
        refers_to="workplaces" if known else None,
    )


def person(*, key: bool = False, required: bool = True) -> Column:
    """The key of a participant who must be in the tables."""
    return Column(
        "participant_id",
        Kind.TEXT,
        "the participant",
        Trust.KEY,
        required,
        key,
        format=Format.PARTICIPANT,
        refers_to="participants",
    )
