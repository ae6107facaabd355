"""A list: what is suggested, why, and how sure we are. A part that is not built yet, or not known, is `null`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from features import vocabulary as v
from serving.schemas.example import LIST_EXAMPLE
from serving.schemas.fields import Schema, Share


class ModelName(Schema):
    """Which model ordered the list."""

    name: str
    version: str


class Completeness(Schema):
    """How much of what a good list needs is known about the person."""

    share: Share
    missing: list[str]


class Abstained(Schema):
    """Why the list is in history order and not the model's."""

    reason: str


class BestWorkplace(Schema):
    """The best workplace that a way to more would give."""

    orgnr: str
    name: str | None
    municipality: str
    travel_minutes: int


class Widening(Schema):
    """One way to more workplaces: how many it gives, in words, and the best of them."""

    kind: Literal["longer_travel", "similar_occupations", "job_carving", "new_employers", "fewer_filters"]
    gives: int
    text: str | None = None
    best: BestWorkplace | None = None


class Change(Schema):
    """What changed since the person's last list, and why."""

    orgnr: str
    what: str
    why: str


class ShownWorkplace(Schema):
    """The workplace of a suggestion; `municipality` and `industry` in words, `employees` null when suppressed."""

    orgnr: str
    name: str | None
    municipality: str
    industry: str | None
    employees: int | None
    place_precision: v.PlacePrecision


class OrderBy(Schema):
    """What put it at this rank: the model's own rank, and whether exploration, a pin or an addition moved it."""

    model: Annotated[int, Field(ge=1)] | None
    exploration: bool
    pin: bool
    added: bool = False
    """Put on the list by the specialist, from however far away, whatever its rank by the model."""


class Chance(Schema):
    """A calibrated chance with its 90 % interval."""

    estimate: Share
    low: Share
    high: Share


class Outlook(Schema):
    """What a contact is expected to lead to; `stays` is given a start, `employed` is starts × stays."""

    starts: Chance
    stays_26w: Chance
    stays_52w: Chance
    employed_26w: Chance
    employed_52w: Chance


class Evidence(Schema):
    """How much the outlook rests on at this workplace."""

    contacts: int
    placements: int
    grade: Literal["strong", "moderate", "weak"]


class Reason(Schema):
    """One reason in bokmål and its effect on the score."""

    code: str
    text: str
    effect: float


class Ground(Schema):
    """What one group of features adds to a suggestion's score beside the median candidate, with a true sentence."""

    code: str
    effect: float
    text: str | None


class Grounds(Schema):
    """Every ground of one suggestion: what a comparison is answered from."""

    orgnr: str
    effects: list[Ground]


class Used(Schema):
    """A kind of fact that the list rests on: how many about the workplaces shown, the oldest and the newest day."""

    what: str
    number: int
    oldest: date | None
    newest: date | None


class Basis(Schema):
    """What was used, with dates, what was not, and the grounds of each suggestion (none for an inline person)."""

    used: list[Used]
    not_used: list[str]
    grounds: list[Grounds]


class Need(Schema):
    """What the employer is known to need, from where and when."""

    status: Literal["known", "outdated", "unknown"]
    text: str | None = None
    recorded_on: date | None = None
    source: v.NeedSource | None = None


class Fit(Schema):
    """How well it fits the person's wishes, from 0 to 1; null where it is not known."""

    tasks: Share | None
    environment: Share | None
    hours: Share | None
    travel: Share | None


class QuotePeriod(Schema):
    """A period of one subsidy, in kroner."""

    from_: date = Field(alias="from")
    to: date
    percent: float | None = None
    monthly_subsidy: float
    amount: float


class SchemeQuote(Schema):
    """One scheme as the rule book sees it for this match: for guidance, not a decision."""

    scheme: v.Scheme
    norwegian: str
    status: Literal["fits", "needs_clarification", "does_not_fit"]
    reason: str | None = None
    question: str | None = None
    ask_whom: str | None = None
    source: str
    source_level: Literal["law", "regulation", "eea", "circular", "practice", "information"]
    checked_on: date
    monthly_cost: float | None = None
    hourly_wage: float | None = None
    periods: list[QuotePeriod] = Field(default_factory=list)


class Subsidies(Schema):
    """Virkemidler: the schemes, packages of them that go together, and the same in words."""

    schemes: list[SchemeQuote]
    packages: list[list[v.Scheme]]
    text: str


class MonthCost(Schema):
    """The employer's cost in one month, in kroner, without and with the package."""

    month: int
    without: float
    with_: float = Field(alias="with")


class BreakOff(Schema):
    """The employer's cost if it ends early, in kroner."""

    without: float
    with_: float = Field(alias="with")


class EmployerCost(Schema):
    """What the match costs the employer, and under which assumptions."""

    assumptions: list[str]
    months: list[MonthCost]
    break_off_after_3_months: BreakOff


class PlannedContact(Schema):
    """One follow-up, counted from the start: with whom, what it is for, and how it is held."""

    due_after_days: int
    with_whom: v.FollowUpWith
    kind: Literal["contact", "subsidy_end", "confirmation", "review"] = "contact"
    how: Literal["phone", "visit"] = "phone"


class FollowUpPlan(Schema):
    """Who follows up, when, and how fast they answer; the first year.

    `text` says it in bokmål and names no scheme. `duties` is what the rules ask for beside contact: for Nav alone.
    """

    owner: str
    contacts: list[PlannedContact]
    response_hours: int
    text: str | None = None
    at_workplace: str | None = None
    duties: list[str] = Field(default_factory=list)


class Relation(Schema):
    """Who knows this employer, the last contact, and the next cup of coffee."""

    known_by: str | None = None
    last_contact: date | None = None
    next_step: str


class Record(Schema):
    """What came of earlier placements there."""

    started: int
    still_there_52w: int


class Capacity(Schema):
    """Running placements there, and room for more."""

    active: int
    room: int


class Suggestion(Schema):
    """One workplace on a list. `score` is the ranker's own: not a chance, and not comparable across people."""

    rank: Annotated[int, Field(ge=1)]
    orgnr: str
    workplace: ShownWorkplace
    travel_minutes: float | None
    score: float
    order_by: OrderBy | None = None
    outlook: Outlook | None = None
    evidence: Evidence | None = None
    reasons: list[Reason] = Field(default_factory=list)
    caution: Reason | None = None
    need: Need | None = None
    fit: Fit | None = None
    subsidies: Subsidies | None = None
    employer_cost: EmployerCost | None = None
    follow_up_plan: FollowUpPlan | None = None
    relation: Relation | None = None
    record: Record | None = None
    capacity: Capacity | None = None
    propensity: Share | None = Field(None, exclude=True, description="chance of this rank; kept, not answered")


class SuggestionList(Schema):
    """Workplaces to visit next for one person on one day."""

    model_config = ConfigDict(json_schema_extra={"examples": [LIST_EXAMPLE]})

    list_id: str
    as_of: date
    participant_id: str | None
    simulated: bool
    model: ModelName
    rulebook_version: str | None = None
    completeness: Completeness | None = None
    abstained: Abstained | None = None
    widening: list[Widening] | None = None
    changes: list[Change] | None = None
    basis: Basis | None = None
    suggestions: list[Suggestion]
