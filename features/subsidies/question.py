"""What is asked of the rule book: one person's rules, one workplace's rates, one job. Amounts are exact decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from features.errors import InputError
from features.subsidies.wage_cost import Rates
from features.vocabulary import Scheme, SupportNeedGroup


class Form(StrEnum):
    """What is agreed with the employer."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    ADAPTED_WORK_ORDINARY = "adapted_work_ordinary"
    WORK_TRAINING = "work_training"
    SUMMER_JOB = "summer_job"


class Purpose(StrEnum):
    """Skaffe arbeid or beholde arbeid."""

    OBTAIN_WORK = "obtain_work"
    KEEP_WORK = "keep_work"


class Per(StrEnum):
    """What a mentor's wage is given for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class QuestionError(InputError):
    """The question cannot be answered as it is: `faults` holds (field, reason)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Person:
    """What the rule book needs of a person, and nothing that says who it is. None is «not known»."""

    birth_date: date = field(repr=False)
    support_need_group: SupportNeedGroup | None = field(default=None, repr=False)
    disability_benefit: bool | None = field(default=None, repr=False)
    expects_disability_benefit: bool | None = field(default=None, repr=False)
    months_used: Mapping[Scheme, Decimal] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Workplace:
    """The employer's unit and its rates, as shares."""

    employer_tax_rate: Decimal
    holiday_rate: Decimal
    pension_rate: Decimal
    orgnr: str | None = None
    org_form: str | None = None

    @property
    def rates(self) -> Rates:
        """The rates that a wage cost needs."""
        return Rates(self.holiday_rate, self.pension_rate, self.employer_tax_rate)


@dataclass(frozen=True)
class Job:
    """The job: kroner a month at the agreed position, and from when to when. Without `ends_on` no end is agreed."""

    position_percent: Decimal
    form: Form
    starts_on: date
    purpose: Purpose
    monthly_wage: Decimal | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Mentor:
    """A colleague's wage in kroner, for what, in which position, and the hours a month as a mentor."""

    wage: Decimal
    per: Per
    hours_per_month: Decimal
    position_percent: Decimal = Decimal(100)


@dataclass(frozen=True)
class Question:
    """One match. Whole-kroner and øre amounts; `paid_this_year` is for the calendar year in which the job starts."""

    participant_rules: Person
    workplace: Workplace
    job: Job
    mentor: Mentor | None = None
    documented_costs: Decimal | None = None
    chosen_percent: Mapping[Scheme, Decimal] = field(default_factory=dict)
    paid_this_year: Mapping[Scheme, Decimal] = field(default_factory=dict)
