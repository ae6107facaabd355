"""What people can ask about themselves, and a list that is made again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from serving.schemas.fields import Schema
from serving.schemas.lists import SuggestionList


class Replayed(Schema):
    """A list made again; `identical` when it is, byte for byte, what was shown."""

    identical: bool
    list: SuggestionList


class LegalHold(Schema):
    """Since when nothing may be erased, and why."""

    since: date
    because: str


class Export(Schema):
    """Everything that is held about a person.

    `tables` are the rows that hold now and `former` those that were replaced, by table; `journal` what was shown and
    chosen, in order; `answers` what calls that wrote something were answered. `elsewhere` names what this service wrote
    about the person outside its database.
    """

    participant_id: str
    exported_at: datetime
    tables: dict[str, list[dict[str, Any]]]
    former: dict[str, list[dict[str, Any]]]
    journal: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    objected_on: date | None
    legal_hold: LegalHold | None
    elsewhere: list[str]


class Objection(Schema):
    """Since when the person is not ranked; null when the person may be."""

    participant_id: str
    objected_on: date | None


class Erased(Schema):
    """How many rows were erased, by table."""

    erased: dict[str, int]
