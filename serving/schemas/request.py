"""A request for a list."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from serving.schemas.fields import Day, Flag, Hours, Industry, Key, Minutes, Municipality, Occupation, Schema, Whole
from serving.schemas.people import InlineParticipant, ParticipantRules

EARLIEST = date(2000, 1, 1)
"""No list is made for a day before this."""


class Filters(Schema):
    """What the specialist narrows the list to. A filtered list trains nothing."""

    max_travel_minutes: Minutes | None = None
    occupations: list[Occupation] = Field(default_factory=list, max_length=50)
    industries: list[Industry] = Field(default_factory=list, max_length=50)
    municipalities: list[Municipality] = Field(default_factory=list, max_length=50)
    hours_min: Hours | None = None
    hours_max: Hours | None = None
    need: Literal["any", "known"] = "any"
    never_used: Flag = False

    @property
    def active(self) -> bool:
        """Whether anything is narrowed."""
        return self != Filters()


class SuggestionRequest(Schema):
    """For whom, as of when, and how many: `participant_id` of a stored person, or `participant` inline."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"participant_id": "p-1", "limit": 5}]})

    participant_id: Key | None = None
    participant: InlineParticipant | None = None
    participant_rules: ParticipantRules | None = None
    as_of: Annotated[Day, Field(ge=EARLIEST)] | None = Field(None, description="today in Oslo when left out")
    limit: Annotated[Whole, Field(ge=1, le=50)] = 10
    shown: Flag = Field(True, description="false for look-ahead by machines: such a list trains nothing")
    filters: Filters = Field(default_factory=Filters)

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.participant_id is None) == (self.participant is None):
            raise ValueError("give either participant_id or participant")
        if self.participant is None and self.participant_rules is not None:
            raise ValueError("participant_rules go with an inline participant")
        return self
