"""A person as the interface takes and gives one."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator

from features import vocabulary as v
from serving.schemas.fields import (
    AwayTime,
    Day,
    Flag,
    Hours,
    Key,
    Licence,
    Minutes,
    Municipality,
    Number,
    Occupation,
    Office,
    Orgnr,
    Schema,
    Text,
)

PARTICIPANT_EXAMPLE: dict[str, JsonValue] = {
    "participant_id": "p-1",
    "stream": "ips",
    "office_id": "0806",
    "specialist_id": "Z990001",
    "municipality": "4003",
    "latitude": 59.21,
    "longitude": 9.61,
    "wished_occupations": ["5223", "9112"],
    "wished_text": "Butikk i sentrum",
    "experience_occupations": ["5223"],
    "hours_min": 15,
    "hours_max": 25,
    "times_of_day": ["day"],
    "unavailable_times": ["tue 09:00-12:00"],
    "max_travel_minutes": 45,
    "travel_mode": "transit",
    "norwegian_level": "good",
    "work_conditions": ["no_heavy_lifting"],
    "follow_up_need": "medium",
    "may_contact_employers": True,
    "shareable": ["experience"],
    "available_from": "2026-01-01",
    "registered_on": "2025-09-01",
    "updated_on": "2026-02-02",
    "simulated": True,
    "rules": {"birth_date": "1990-01-01", "months_used": {"mentor_subsidy": 3}},
}
"""One participant, invented."""


class Participant(Schema):
    """The columns of the table `participants`, flat."""

    participant_id: Key
    stream: v.Stream
    office_id: Office
    specialist_id: Key
    municipality: Municipality
    latitude: Annotated[Number, Field(ge=57, le=81.5)] | None = None
    longitude: Annotated[Number, Field(ge=-10, le=34)] | None = None
    wished_occupations: list[Occupation] = Field(default_factory=list, max_length=50)
    unwanted_occupations: list[Occupation] = Field(default_factory=list, max_length=50)
    wished_text: Text | None = None
    experience_occupations: list[Occupation] = Field(default_factory=list, max_length=50)
    skills_text: Text | None = None
    hours_min: Hours
    hours_max: Hours
    times_of_day: list[v.TimeOfDay] = Field(default_factory=list, max_length=4)
    unavailable_times: list[AwayTime] = Field(default_factory=list, max_length=50)
    max_travel_minutes: Minutes
    travel_mode: v.TravelMode
    driving_licence: list[Licence] = Field(default_factory=list, max_length=20)
    norwegian_level: v.NorwegianLevel | None = None
    work_conditions: list[v.WorkCondition] = Field(default_factory=list, max_length=32)
    follow_up_need: v.FollowUpNeed
    may_contact_employers: Flag
    shareable: list[v.Shareable] = Field(default_factory=list, max_length=5)
    excluded_workplaces: list[Orgnr] = Field(default_factory=list, max_length=500)
    available_from: Day
    left_on: Day | None = None
    registered_on: Day
    updated_on: Day
    recorded_on: Day | None = None
    simulated: Flag = False

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        if self.hours_min > self.hours_max:
            raise ValueError("hours_min is above hours_max")
        return self


class InlineParticipant(Participant):
    """A person given in the request: ids, office, specialist and dates may be left out."""

    participant_id: Key | None = None  # type: ignore[assignment]
    office_id: Office | None = None  # type: ignore[assignment]
    specialist_id: Key | None = None  # type: ignore[assignment]
    available_from: Day | None = None  # type: ignore[assignment]
    registered_on: Day | None = None  # type: ignore[assignment]
    updated_on: Day | None = None  # type: ignore[assignment]


class ParticipantRules(Schema):
    """The columns of `participant_rules`: for the subsidy rule book and permissions, never for the ranking."""

    support_need_group: v.SupportNeedGroup | None = None
    birth_date: Day
    disability_benefit: Flag | None = None
    expects_disability_benefit: Flag | None = None
    months_used: dict[v.Scheme, Annotated[Number, Field(ge=0, le=1200)]] = Field(default_factory=dict)
    protection: v.Protection = v.Protection.NONE
    recorded_on: Day | None = None


class ParticipantAnswer(Participant):
    """What `GET /v1/participants/{id}` answers: the columns flat, and the rules where they are known."""

    model_config = ConfigDict(json_schema_extra={"examples": [PARTICIPANT_EXAMPLE]})

    rules: ParticipantRules | None = None


class ParticipantPage(Schema):
    """Some of the caller's participants, by id; `next_cursor` asks for the following ones, `null` at the end."""

    items: list[Participant]
    next_cursor: str | None
