"""What is live, what was live, and what went wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from serving.schemas.fields import Schema


class LiveModel(Schema):
    """What orders lists now; every part is null when nothing does."""

    name: str | None
    version: str | None
    trained_as_of: date | None
    metrics: dict[str, float] | None
    rulebook_version: str | None = None


class ModelPeriod(Schema):
    """One entry of our own record of what was live when."""

    name: str
    version: str
    live_from: datetime
    metrics: dict[str, float]


class ModelHistory(Schema):
    """What was live when, newest first."""

    items: list[ModelPeriod]


class ComparedPlace(Schema):
    """One of two suggestions that are compared; `model_rank` is its rank by the model alone."""

    orgnr: str
    name: str | None
    rank: int
    model_rank: int | None


class Difference(Schema):
    """Where one group of features sets them apart: `effect` is what it adds for the upper beyond the lower."""

    code: str
    effect: float
    favours: Literal["above", "below"]
    text: str


class Comparison(Schema):
    """Why one suggestion stands above another, in bokmål, as of the day the list was shown."""

    list_id: str
    above: ComparedPlace
    below: ComparedPlace
    decided_by: Literal["model", "pin", "exploration", "added", "cap"]
    text: str
    differences: list[Difference]


class Fault(Schema):
    """One thing wrong with the input: the field, or for an inline person the column, and what to do."""

    where: str
    what: str


class Problem(Schema):
    """RFC 9457, with the call's id, and `errors` for bad input."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    call_id: str
    errors: list[Fault] | None = None
