"""Follow-up, friction, hand-overs and outcomes: what is asked and what is answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, model_validator

from features import vocabulary as v
from features.follow_up.book import Stage
from features.follow_up.calendar import Status
from features.follow_up.friction import FrictionStatus
from features.follow_up.tables import ReportedBy
from serving.schemas.fields import Day, Flag, Key, Schema, Text


def _example(**columns: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [columns]})


class FollowUp(Schema):
    """The columns of the table `follow_ups`: a contact that is planned, or was held on `done_on`."""

    model_config = _example(placement_id="s-1", due_on="2026-01-26", with_whom="both", done_on="2026-01-27")

    placement_id: Key
    due_on: Day = Field(description="the planned day: that of the item it answers")
    done_on: Day | None = None
    with_whom: v.FollowUpWith
    done_by: Key | None = Field(None, description="the caller, when left out and it was held")
    recorded_on: Day | None = None


class FollowUpItem(Schema):
    """One contact of the calendar, or for `kind` owner a running placement whose follow-up nobody owns."""

    placement_id: str
    due_on: date
    with_whom: v.FollowUpWith
    kind: Literal["contact", "subsidy_end", "confirmation", "review", "owner"]
    status: Status
    done_on: date | None
    owner_id: str | None
    participant_id: str
    orgnr: str
    how: Literal["phone", "visit"]
    text: str


class FollowUpItems(Schema):
    """Contacts by due day."""

    items: list[FollowUpItem]


class FrictionReport(Schema):
    """«Det butter»: for whom it is said, and what grates, if anything is said of it."""

    model_config = _example(reported_by="worker", text="Det er for mye støy på lageret om morgenen")

    reported_by: ReportedBy
    text: Text | None = None


class FrictionReported(Schema):
    """The task that was made: who answers, by when, and which sides are asked."""

    friction_id: str
    due_at: datetime
    owner_id: str
    ask: list[v.FollowUpWith]


class FrictionItem(Schema):
    """A friction as it stands now."""

    friction_id: str
    placement_id: str
    participant_id: str
    orgnr: str
    reported_by: ReportedBy
    reported_at: datetime
    due_at: datetime
    status: FrictionStatus
    owner_id: str
    text: str | None
    asked: list[v.FollowUpWith]
    closed_at: datetime | None
    closed_by: str | None
    reason: str | None


class FrictionItems(Schema):
    """Frictions, the first due first."""

    items: list[FrictionItem]


class FrictionClose(Schema):
    """Why it can be closed, and which sides were asked."""

    model_config = _example(reason="Flyttet til pakkeriet etter samtale med begge", asked=["worker", "employer"])

    reason: Annotated[Text, Field(min_length=1)]
    asked: list[Literal["worker", "employer"]] = Field(default_factory=list, max_length=2)


class FrictionLinkRequest(Schema):
    """Who is to have a link."""

    model_config = _example(side="worker")

    side: Literal["worker", "employer"]


class FrictionLink(Schema):
    """A link for one side of one placement, shown this once: the signature is not kept."""

    path: str
    side: Literal["worker", "employer"]
    expires_at: datetime


class HandOverRequest(Schema):
    """Who hands over to whom: specialists, or providers by `provider_id`. Without participants it is all of them.

    `provider_id` says that the person `to` works for that provider; `caseload` is false when only follow-up of running
    placements changes hands. A provider takes over follow-up, never a caseload.
    """

    model_config = _example(**{"from": "Z990001", "to": "Z990002"})

    from_: Key = Field(alias="from")
    to: Key
    participant_ids: Annotated[list[Key], Field(min_length=1, max_length=1000)] | None = None
    provider_id: Key | None = None
    caseload: Flag = True

    @model_validator(mode="after")
    def _somebody_else(self) -> HandOverRequest:
        if self.from_ == self.to:
            raise ValueError("`from` and `to` are the same")
        return self


class OwnerChange(Schema):
    """Who is to own the follow-up of a placement: a person, a provider, or a person who works for a provider.

    `instead_of` is who owns it now (the person, else the provider), null for nobody: 409 when that is so no longer.
    """

    model_config = _example(owner_id="Z990001", instead_of="Z990002")

    owner_id: Key | None = None
    provider_id: Key | None = None
    instead_of: Key | None = None

    @model_validator(mode="after")
    def _somebody(self) -> OwnerChange:
        if self.owner_id is None and self.provider_id is None:
            raise ValueError("give an owner: `owner_id`, `provider_id` or both")
        return self


class HandOverCounts(Schema):
    """What somebody has of what changed hands."""

    participants: int
    placements: int
    planned: int
    due: int
    overdue: int
    frictions: int
    next_steps: int


class HandOverDone(Schema):
    """What changed hands: `before` is what `from` had, `after` what `to` has; they are the same, or nothing is done.

    The sheet is at `GET /v1/hand-overs/{hand_over_id}`, for those who see the people.
    """

    hand_over_id: str
    from_: str = Field(alias="from")
    to: str
    handed_on: date
    people: int
    before: HandOverCounts
    after: HandOverCounts


class SheetPlacement(Schema):
    """One running placement on the sheet; `owner` follows it up, `known_by` has had contact with the workplace."""

    placement_id: str
    orgnr: str
    owner: str | None
    next_due_on: date | None
    due: int
    overdue: int
    text: str
    notes: list[str]
    known_by: list[str]


class SheetPerson(Schema):
    """What the new owner reads about one person."""

    participant_id: str
    placements: list[SheetPlacement]
    next_steps: list[str]


class HandOverSheet(Schema):
    """The sheet as things stand today, for the people of the hand-over whom the caller sees.

    `employer_steps` is what has been promised workplaces for nobody in particular, when a caseload changed hands.
    """

    hand_over_id: str
    from_: str = Field(alias="from")
    to: str
    handed_on: date
    people: list[SheetPerson]
    employer_steps: list[str]


class Message(Schema):
    """What an owner is to be told: `text` names nobody and says nothing of anybody."""

    message_id: str
    to_id: str
    about: Literal["friction", "hand_over"]
    placement_id: str
    made_at: datetime
    due_at: datetime | None
    text: str


class Messages(Schema):
    """Messages in the order they were written; ask again `after` the last of them."""

    items: list[Message]


class Task(Schema):
    """One thing to do, in bokmål, and what it is about."""

    text: str
    on: date
    participant_id: str | None
    placement_id: str | None
    orgnr: str | None
    with_whom: v.FollowUpWith | None
    friction_id: str | None


class AgendaAnswer(Schema):
    """What the caller has to do, each part the most urgent first."""

    owner: str | None
    today: date
    frictions: list[Task]
    overdue: list[Task]
    due: list[Task]
    orphaned: list[Task]
    one_sided: list[Task]
    first_meetings: list[Task]
    endings: list[Task]
    next_steps: list[Task]


class Outcome(Schema):
    """One office (`others`: several together; null: all) after so many months; null is not shown, or there is none."""

    office_id: str | None
    months: int
    known: int
    still: int
    gone: int
    moved_on: int | None
    ended: int | None
    unknown: int | None
    hours: float | None
    permanent: int | None
    without_subsidy: int | None
    returned: int | None


class OutcomesAnswer(Schema):
    """What became of starts. No number is between 0 and `smallest`; at the months of `too_few` nothing can be shown."""

    as_of: date
    smallest: int
    outcomes: list[Outcome]
    too_few: list[int]


class PathwayStep(Schema):
    """An allowed step, what it needs, and from where we know; `back` goes towards more support."""

    start: Stage
    end: Stage
    label: str
    needs: list[str]
    source: str
    back: bool


class PathwayAnswer(Schema):
    """The steps allowed from a stage."""

    start: Stage
    steps: list[PathwayStep]
