"""What each file of the rule book may hold: every parameter declared once, with the reader of its value.

A parameter is read on the day the agreement starts, unless its meaning says otherwise. The reader of its value
stands in the annotation; a parameter without a default must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_type_hints

from features.subsidies import values as read
from features.subsidies.dated import Dated, Entry
from features.subsidies.messages import Message, Said
from features.subsidies.question import Form, Purpose
from features.subsidies.values import Reader, Steps
from features.vocabulary import Scheme, SupportNeedGroup

FORMS = tuple(form.value for form in Form)
WORKING_TIME = ("hours", "days", "weeks", "months")


class Pays(StrEnum):
    """What kind of benefit a scheme gives the employer; decides the arithmetic."""

    WAGE_PERCENT = "percent_of_wage_cost"
    MONTHLY_RATE = "monthly_rate"
    MENTOR_HOURS = "mentor_hours"
    DOCUMENTED_COSTS = "documented_costs"
    NOTHING = "nothing"
    NOT_PUBLISHED = "not_published"
    INFORMATION = "information"


@dataclass(frozen=True)
class Parameter:
    """How a parameter's value is read, and whether it has to be there."""

    reader: Reader[Any]
    needed: bool


@dataclass(frozen=True)
class SchemeRules:
    """One scheme. A parameter that is None is no rule of this scheme."""

    code: str
    norwegian: str
    pays: Pays
    messages: Mapping[Said, Message]
    in_force: Annotated[Dated[bool], read.yes]
    """From when the scheme exists; null from the day it does not."""
    new_agreements: Annotated[Dated[bool] | None, read.yes] = None
    """From when new agreements are made; null from the day they are not, while old ones run on."""
    groups: Annotated[Dated[tuple[SupportNeedGroup, ...]] | None, read.each(read.one_of(SupportNeedGroup))] = None
    forms: Annotated[Dated[tuple[Form, ...]] | None, read.each(read.one_of(Form))] = None
    purposes: Annotated[Dated[tuple[Purpose, ...]] | None, read.each(read.one_of(Purpose))] = None
    disability_benefit: Annotated[Dated[bool] | None, read.yes] = None
    """Only for somebody who receives uføretrygd or is soon expected to."""
    percent_after_months: Annotated[Dated[dict[str, Steps]] | None, read.by_group(read.steps)] = None
    """Percent of the wage cost by rule, by group."""
    highest_percent_after_months: Annotated[Dated[Steps] | None, read.steps] = None
    """Ceiling of a percent that Nav chooses in whole numbers."""
    percents_offered: Annotated[Dated[tuple[Decimal, ...]] | None, read.each(read.percent)] = None
    """The percentages between which Nav chooses."""
    monthly_rate: Annotated[Dated[Decimal] | None, read.number] = None
    """Kroner a month; read on the first day of each period."""
    ceiling: Annotated[Dated[Decimal] | None, read.number] = None
    """Kroner for one agreement; read on the agreement's last day."""
    longest_months: Annotated[Dated[dict[str, int]] | None, read.by_group(read.whole)] = None
    longest_months_by_form: Annotated[Dated[dict[str, int]] | None, read.table(FORMS, read.whole)] = None
    longest_weeks: Annotated[Dated[int] | None, read.whole] = None
    age_below: Annotated[Dated[int] | None, read.whole] = None
    """The person must be younger than this on the last day."""
    birthday_at_start: Annotated[Dated[int] | None, read.whole] = None
    """The start may not be later than this birthday; the birthday itself is fine."""
    first_start: Annotated[Dated[tuple[int, int]] | None, read.month_and_day] = None
    last_start: Annotated[Dated[tuple[int, int]] | None, read.month_and_day] = None
    last_end: Annotated[Dated[tuple[int, int]] | None, read.month_and_day] = None
    cap_in_basic_amounts: Annotated[Dated[int] | None, read.whole] = None
    """At most so many times folketrygdens grunnbeløp per calendar year, person and workplace."""
    conditions: Annotated[Dated[str] | None, read.text] = None
    """What else must be in place, as a sentence shown with the amounts."""

    @property
    def scheme(self) -> Scheme:
        """The code as the vocabulary has it; ValueError for an ended scheme, which lives in old records alone."""
        return Scheme(self.code)

    @property
    def parameters(self) -> Iterator[Dated[Any]]:
        """Every parameter that the scheme has."""
        return dated_parameters(self)

    def basis(self, day: date) -> Entry[Any]:
        """The entry that a quote of that day rests on."""
        for parameter in (
            self.percent_after_months,
            self.highest_percent_after_months,
            self.percents_offered,
            self.monthly_rate,
            self.ceiling,
            self.groups,
        ):
            if parameter is not None and parameter.begins_on <= day:
                return parameter.on(day)
        return self.in_force.on(day)


READ_LATER = frozenset({"monthly_rate"})
"""Parameters that may begin later than their scheme: what was paid before is answered with «not known»."""

NEEDS: Mapping[Pays, tuple[tuple[str, ...], ...]] = {
    Pays.WAGE_PERCENT: (("percent_after_months", "highest_percent_after_months", "percents_offered"), ("groups",)),
    Pays.MONTHLY_RATE: (("monthly_rate",), ("groups",)),
    Pays.MENTOR_HOURS: (("groups",),),
    Pays.DOCUMENTED_COSTS: (("ceiling",), ("groups",)),
    Pays.NOTHING: (("groups",),),
    Pays.NOT_PUBLISHED: (),
    Pays.INFORMATION: (),
}
"""For each kind of benefit, the parameters of which exactly one must be there."""


@dataclass(frozen=True)
class EveryScheme:
    """`every_scheme.yaml`: what holds whatever the scheme is."""

    support_need_group: Annotated[Dated[bool], read.yes]
    """A valid § 14 a decision is needed before anything fits."""
    lowest_age: Annotated[Dated[int], read.whole]
    backdating_days: Annotated[Dated[int], read.whole]
    """A start further back than this is unlocked by Nav."""
    unit_forms: Annotated[Dated[tuple[str, ...]], read.each(read.text)]
    """Organisation forms of a sub-unit."""
    link_forms: Annotated[Dated[tuple[str, ...]], read.each(read.text)]
    """Organisation forms of an organisational link, which is neither a sub-unit nor a legal unit."""
    exclusive: Annotated[Dated[tuple[Scheme, ...]], read.each(read.one_of(Scheme))]
    """Schemes of which only one may run at a time."""
    clarify_together: Annotated[
        Dated[dict[str, tuple[Scheme, ...]]], read.table(read.one_of(Scheme), read.each(read.one_of(Scheme)))
    ]
    """Schemes that together with others have to be clarified."""


@dataclass(frozen=True)
class Arithmetic:
    """`arithmetic.yaml`: the rates an employer may have, and how a month and an hour are counted."""

    holiday_percents: Annotated[Dated[tuple[Decimal, ...]], read.each(read.percent)]
    employer_tax_percents: Annotated[Dated[tuple[Decimal, ...]], read.each(read.percent)]
    highest_pension_percent: Annotated[Dated[Decimal], read.percent]
    days_in_month: Annotated[Dated[Decimal], read.number]
    quotient_decimals: Annotated[Dated[int], read.whole]
    working_time: Annotated[Dated[dict[str, int]], read.table(WORKING_TIME, read.whole)]
    """What a year's wage is divided by to give an hour's, a day's, a week's and a month's."""
    months_shown: Annotated[Dated[int], read.whole]
    """How far a quote runs where no end is agreed."""


@dataclass(frozen=True)
class BasicAmount:
    """`basic_amount.yaml`: folketrygdens grunnbeløp."""

    basic_amount: Annotated[Dated[Decimal], read.number]


@dataclass(frozen=True)
class Advice:
    """`advice.yaml`: what informs and never decides."""

    state_aid_percent: Annotated[Dated[dict[str, Decimal]], read.table(read.text, read.percent)]
    advice: Annotated[Dated[tuple[str, ...]], read.each(read.text)]


def dated_parameters(*held: Any) -> Iterator[Dated[Any]]:
    """Every dated parameter of these rules."""
    for rules in held:
        for f in fields(rules):
            value = getattr(rules, f.name)
            if isinstance(value, Dated):
                yield value


@cache
def parameters(kind: type) -> Mapping[str, Parameter]:
    """The parameters that a file of this kind may hold, by name."""
    hints = get_type_hints(kind, include_extras=True)
    found = {}
    for f in fields(kind):
        readers = getattr(hints[f.name], "__metadata__", ())
        if readers:
            found[f.name] = Parameter(readers[0], needed=f.default is MISSING)
    return found
