"""A question seen from the rules: the dates and amounts that several rules ask for, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cached_property

from features.subsidies.book import Book
from features.subsidies.months import ONE_DAY, months_after
from features.subsidies.question import Form, Purpose, Question
from features.subsidies.wage_cost import Rates, wage_cost
from features.vocabulary import Scheme, SupportNeedGroup

_RATE = Decimal("0.000001")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question, on one day, asked of one book."""

    book: Book
    question: Question
    today: date

    @cached_property
    def group(self) -> SupportNeedGroup | None:
        """The support-need group; None without a decision."""
        return self.question.participant_rules.support_need_group

    @cached_property
    def starts_on(self) -> date:
        """The first day."""
        return self.question.job.starts_on

    @cached_property
    def asked_end(self) -> date:
        """The last day asked for; without one, as far as a quote runs."""
        if self.question.job.ends_on is not None:
            return self.question.job.ends_on
        return months_after(self.starts_on, self.book.arithmetic.months_shown.on(self.starts_on).held) - ONE_DAY

    @cached_property
    def born(self) -> date:
        """The person's date of birth."""
        return self.question.participant_rules.birth_date

    @cached_property
    def form(self) -> Form:
        """What is agreed with the employer."""
        return self.question.job.form

    @cached_property
    def purpose(self) -> Purpose:
        """What the job is for."""
        return self.question.job.purpose

    @cached_property
    def rates(self) -> Rates:
        """The employer's rates without the noise of binary fractions."""
        given = self.question.workplace.rates
        return Rates(given.holiday.quantize(_RATE), given.pension.quantize(_RATE), given.employer_tax.quantize(_RATE))

    @cached_property
    def monthly_cost(self) -> Decimal | None:
        """Kroner a month that the wage costs; None without a wage."""
        wage = self.question.job.monthly_wage
        return wage_cost(wage, self.rates) if wage else None

    def months_used(self, scheme: Scheme) -> int:
        """Months already used of a scheme; a month begun counts as used."""
        used = self.question.participant_rules.months_used.get(scheme)
        return 0 if used is None else int(used.to_integral_value(ROUND_CEILING))
