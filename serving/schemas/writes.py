"""What is written about workplaces and people: bodies are the tables' columns, and the answer is the whole row.

What may be left out: a new key is made; the day is today; the specialist is the caller; a placement's owner is the
participant's specialist.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue

from features import vocabulary as v
from serving.schemas.fields import Day, Flag, Hours, Key, Municipality, Number, Occupation, Orgnr, Schema, Text, Whole
from serving.schemas.request import EARLIEST, Filters, SuggestionRequest

Name = Annotated[Text, Field(max_length=200)]
Count = Annotated[Whole, Field(ge=0, le=10_000_000)]
Place = Annotated[Number, Field(ge=-90, le=90)]
ListId = Annotated[Key, Field(description="the list it came from")]


def _example(**columns: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [columns]})


class BatchRequest(Schema):
    """For whom, as of when, and how many: what `POST /v1/suggestions` takes, for many stored people.

    `shown` is false when left out: nobody has seen these lists, and they train nothing.
    """

    model_config = _example(participant_ids=["p-1", "p-2"], limit=5)

    participant_ids: Annotated[list[Key], Field(min_length=1, max_length=1000)]
    as_of: Annotated[Day, Field(ge=EARLIEST)] | None = Field(None, description="today in Oslo when left out")
    limit: Annotated[Whole, Field(ge=1, le=50)] = 10
    shown: Flag = False
    filters: Filters = Field(default_factory=Filters)

    def of(self, participant_id: str) -> SuggestionRequest:
        """The request for one of them."""
        asked = {name: getattr(self, name) for name in ("as_of", "limit", "shown", "filters")}
        return SuggestionRequest(participant_id=participant_id, **asked)


class Workplace(Schema):
    """The columns of the table `workplaces`."""

    model_config = _example(
        orgnr="310000124",
        name="EKSEMPEL KOLONIAL AVD SØR",
        org_form="BEDR",
        industry_code="47.110",
        municipality="4003",
        employees=14,
        sector="private",
        simulated=True,
    )

    orgnr: Orgnr
    parent_orgnr: Orgnr | None = None
    name: Name | None = None
    org_form: Annotated[Key, Field(max_length=20)]
    industry_code: Annotated[Key, Field(max_length=10)] | None = None
    industry_standard: v.IndustryStandard | None = None
    municipality: Municipality
    postcode: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None
    latitude: Place | None = None
    longitude: Place | None = None
    employees: Count | None = None
    sector: v.Sector | None = None
    capacity: Count | None = None
    description: Text | None = None
    registered_on: Day | None = None
    closed_on: Day | None = None
    recorded_on: Day | None = None
    simulated: Flag = False


class WorkplacePage(Schema):
    """Some workplaces, by organisation number; `next_cursor` asks for the following ones, `null` at the end."""

    items: list[Workplace]
    next_cursor: str | None


class Notice(Schema):
    """A layoff, dismissal, bankruptcy or closure: pauses the workplace, or every workplace of the legal entity."""

    model_config = _example(kind="temporary_layoff", starts_on="2026-02-01", ends_on="2026-06-30")

    orgnr: Orgnr | None = Field(None, description="that of the address, when given")
    kind: v.NoticeKind
    starts_on: Day
    ends_on: Day | None = None
    recorded_on: Day | None = None


class WorkplaceNeed(Schema):
    """Labour that a workplace has said it needs, ad or no ad."""

    model_config = _example(
        occupation="5223",
        hours_per_week=20,
        text="Hjelp i varemottaket tre formiddager i uka",
        source="visit",
        valid_until="2026-06-30",
    )

    need_id: Key | None = None
    orgnr: Orgnr | None = Field(None, description="that of the address, when given")
    occupation: Occupation
    hours_per_week: Hours | None = None
    text: Text | None = None
    source: v.NeedSource
    recorded_on: Day | None = None
    valid_until: Day | None = None


class WorkplaceCondition(Schema):
    """A work condition that a workplace is known to offer, or known not to."""

    model_config = _example(condition="fixed_task_list", offered=True, source="visit")

    orgnr: Orgnr | None = Field(None, description="that of the address, when given")
    condition: v.WorkCondition
    offered: Flag
    source: Name
    recorded_on: Day | None = None


class Agreement(Schema):
    """A cooperation agreement: it informs, and never proves willingness."""

    model_config = _example(programme="Vi inkluderer", level="national", covers="unit", starts_on="2026-01-01")

    orgnr: Orgnr | None = Field(None, description="that of the address, when given")
    programme: Annotated[Key, Field(max_length=200)]
    level: v.AgreementLevel
    covers: v.AgreementScope
    starts_on: Day
    ends_on: Day | None = None
    recorded_on: Day | None = None


class Contact(Schema):
    """A contact with a workplace, with or without a participant in mind. `result` is that day's."""

    model_config = _example(
        orgnr="310000124",
        participant_id="p-1",
        channel="visit",
        decision_maker=True,
        result="meeting",
        next_step="Kaffe med avdelingsleder",
        next_step_on="2026-02-16",
    )

    contact_id: Key | None = None
    orgnr: Orgnr
    participant_id: Key | None = None
    specialist_id: Key | None = None
    contacted_on: Day | None = None
    channel: v.Channel
    decision_maker: Flag | None = None
    result: v.ContactResult
    next_step: Text | None = None
    next_step_on: Day | None = None
    list_id: ListId | None = None
    rank_shown: Annotated[Whole, Field(ge=1, le=50)] | None = None
    propensity: Annotated[Number, Field(ge=0, le=1)] | None = None
    recorded_on: Day | None = None


class Choice(Schema):
    """What a specialist decided about a suggestion; a reason may be given, and nothing is held against anyone.

    `pin` puts it first on the participant's lists, `add` puts it on from however far away, `hide` and
    `not_for_this_participant` take it off, `undo` takes the earlier ones back.
    """

    model_config = _example(participant_id="p-1", orgnr="310000124", kind="pin", reason="Avtalt på besøket")

    choice_id: Key | None = None
    list_id: ListId | None = None
    participant_id: Key
    orgnr: Orgnr
    kind: v.ChoiceKind
    chosen_on: Day | None = None
    reason: Text | None = None
    recorded_on: Day | None = None


class Placement(Schema):
    """A trial or a job. One without `ends_on` is running as far as is known on `observed_until`."""

    model_config = _example(
        participant_id="p-1",
        orgnr="310000124",
        occupation="5223",
        form="permanent",
        paid=True,
        hours_per_week=20,
        starts_on="2026-01-12",
    )

    placement_id: Key | None = None
    participant_id: Key
    orgnr: Orgnr
    contact_id: Key | None = None
    continues_placement_id: Key | None = None
    occupation: Occupation
    form: v.PlacementForm
    paid: Flag
    hours_per_week: Hours
    owner_id: Key | None = None
    provider_id: Key | None = None
    starts_on: Day
    ends_on: Day | None = None
    observed_until: Day | None = None
    end_reason: v.EndReason | None = None
    recorded_on: Day | None = None


class PlacementEnd(Schema):
    """The last day of a placement, and why it ended."""

    model_config = _example(ends_on="2026-01-30", end_reason="better_job")

    ends_on: Day
    end_reason: v.EndReason | None = None
