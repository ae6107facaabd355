"""A quote: what is asked of the subsidy rule book, and what it answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from features import vocabulary as v
from features.subsidies.question import Form, Job, Mentor, Per, Person, Purpose, Question, Workplace
from serving.schemas.fields import Day, Flag, Orgnr, Schema
from serving.schemas.lists import SchemeQuote


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("give a number")
    return value


Exact = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
"""A number taken as it is written, without binary fractions."""

OrgForm = Annotated[str, Field(pattern=r"^[A-ZÆØÅ]{2,5}$", description="as in Enhetsregisteret", examples=["BEDR"])]

ByScheme = Annotated[
    dict[str, Exact],
    Field(default_factory=dict, json_schema_extra={"propertyNames": {"enum": [scheme.value for scheme in v.Scheme]}}),
]

QUOTE_EXAMPLE: dict[str, Any] = {
    "participant_rules": {"support_need_group": "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE", "birth_date": "1999-05-05"},
    "workplace": {"employer_tax_rate": 0.141, "holiday_rate": 0.12, "pension_rate": 0.02},
    "job": {
        "monthly_wage": 20000,
        "position_percent": 60,
        "form": "permanent",
        "starts_on": "2026-12-01",
        "purpose": "obtain_work",
    },
}
"""A question that can be sent as it is."""


class QuotePerson(Schema):
    """What the rule book needs of a person; nothing says who it is."""

    support_need_group: v.SupportNeedGroup | None = None
    birth_date: Day
    disability_benefit: Flag | None = None
    expects_disability_benefit: Flag | None = None
    months_used: ByScheme


class QuoteWorkplace(Schema):
    """The employer's unit and its rates, as shares of those that the rule book offers."""

    orgnr: Orgnr | None = None
    org_form: OrgForm | None = None
    employer_tax_rate: Annotated[Exact, Field(description="0.141")]
    holiday_rate: Annotated[Exact, Field(description="0.12")]
    pension_rate: Annotated[Exact, Field(description="0.02")]


class QuoteJob(Schema):
    """The job. The wage is what is paid at the agreed position; without `ends_on` the quote runs 24 months or less."""

    monthly_wage: Annotated[
        Exact | None, Field(description="kroner; may be left out for work_training and adapted_work_ordinary")
    ] = None
    position_percent: Annotated[Exact, Field(description="above 0, at most 100")]
    form: Form
    starts_on: Day
    ends_on: Day | None = None
    purpose: Purpose


class QuoteMentor(Schema):
    """The mentor's wage in kroner and the hours a month as a mentor."""

    wage: Exact
    per: Per
    position_percent: Annotated[Exact | None, Field(description="a full post when left out")] = None
    hours_per_month: Exact


class QuoteRequest(Schema):
    """One match to quote: amounts in kroner, rates as shares, percentages as percent."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUOTE_EXAMPLE]})

    participant_rules: QuotePerson
    workplace: QuoteWorkplace
    job: QuoteJob
    mentor: QuoteMentor | None = None
    documented_costs: Exact | None = None
    chosen_percent: ByScheme
    paid_this_year: Annotated[ByScheme, Field(description="kroner paid in the calendar year in which the job starts")]

    def question(self) -> Question:
        """The same as the rule book takes it; unknown schemes are refused there, by name."""
        return Question(
            participant_rules=Person(**_given(self.participant_rules)),
            workplace=Workplace(**_given(self.workplace)),
            job=Job(**_given(self.job)),
            mentor=None if self.mentor is None else Mentor(**_given(self.mentor)),
            documented_costs=self.documented_costs,
            chosen_percent=self.chosen_percent,  # type: ignore[arg-type]
            paid_this_year=self.paid_this_year,  # type: ignore[arg-type]
        )


def _given(part: Schema) -> dict[str, Any]:
    """The fields that are not null; what is left out has its default in the question itself."""
    return {name: value for name, value in part if value is not None}


class QuoteAnswer(Schema):
    """Every scheme once, packages that may be taken together, and by which edition of the rule book."""

    schemes: list[SchemeQuote]
    packages: list[list[v.Scheme]]
    rulebook_version: str
    note: Annotated[str, Field(examples=["veiledende, ikke vedtak"])]
