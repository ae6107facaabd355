"""What a hire costs the employer month by month, without and with a package, and what a hire that breaks off costs.

It is the number a specialist brings to a meeting. What it assumes comes with it, see `match`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from features.subsidies.answer import Period, Quote, SchemeAnswer
from features.subsidies.asked import Asked
from features.subsidies.example_values import Wages, known_or_first
from features.subsidies.limits import limits
from features.subsidies.months import ONE_DAY, calendar_months, half_up, months_after, part_month
from features.subsidies.packages import COVERS, Expense
from features.subsidies.question import Form, Question
from features.vocabulary import Scheme

MONTHS = 24
_NOTHING, _WHOLE = Decimal(0), Decimal(100)


class Month(NamedTuple):
    """One month of the hire, counted from its first day: number 1 is the first. Whole kroner that the employer pays."""

    number: int
    first: date
    last: date
    without: Decimal
    with_package: Decimal


class Mark(NamedTuple):
    """From `day` on the employer pays more: a scheme gives only `monthly` kroner a month, 0 when it is over."""

    day: date
    scheme: Scheme
    monthly: Decimal


@dataclass(frozen=True)
class EmployerCost:
    """The cost without any subsidy and with the package, over the first `MONTHS` months. Guidance, not a decision.

    `break_without` and `break_with` are what a hire that breaks off has cost: its months, and the hours of a colleague
    that went to recruiting and training. `marks` are in the order of their days.
    """

    schemes: tuple[Scheme, ...]
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    break_without: Decimal
    break_with: Decimal

    def without(self, months: int) -> Decimal:
        """Kroner over the first months, without subsidy."""
        return sum((month.without for month in self.months[:months]), _NOTHING)

    def with_package(self, months: int) -> Decimal:
        """Kroner over the first months, with the package."""
        return sum((month.with_package for month in self.months[:months]), _NOTHING)


def employer_cost(quote: Quote, question: Question, schemes: Iterable[Scheme]) -> EmployerCost:
    """The cost of the question's hire with the schemes that give an amount in its quote.

    Paid are the wage cost as long as the job runs, the mentor's hours as long as a mentor subsidy would run, and the
    documented extra costs in the first month: the same without and with. A scheme reduces its own expense alone and
    never below nothing; one without amounts in the quote gives nothing. A month runs from the day of the start to the
    day before the same day of the next month, and counts a whole month's wage and subsidy: refunds follow calendar
    months, and can differ by some days' kroner.
    """
    chosen, asked = tuple(schemes), Asked(quote.book, question, question.job.starts_on)
    spans = _spans(asked.starts_on)
    paid = _paid(quote, asked, spans)
    given = {expense: [_NOTHING] * MONTHS for expense in Expense}
    for scheme in chosen:
        answer = quote.of(scheme)
        expense = COVERS[quote.book.schemes[scheme].pays]
        given[expense] = _given(quote, answer, spans, at_once=expense is Expense.EXTRA_COSTS)
    months = tuple(
        Month(
            place + 1,
            first,
            last,
            sum((paid[expense][place] for expense in Expense), _NOTHING),
            sum((max(_NOTHING, paid[expense][place] - given[expense][place]) for expense in Expense), _NOTHING),
        )
        for place, (first, last) in enumerate(spans)
    )
    lost = _lost_hours(asked)
    broken = known_or_first(asked.book.rules(Wages).break_after_months, asked.starts_on).held
    return EmployerCost(
        schemes=chosen,
        months=months,
        marks=_marks(asked, [quote.of(scheme) for scheme in chosen], spans[-1][1]),
        break_without=sum((month.without for month in months[:broken]), lost),
        break_with=sum((month.with_package for month in months[:broken]), lost),
    )


def _spans(starts_on: date) -> list[tuple[date, date]]:
    days = [months_after(starts_on, number) for number in range(MONTHS + 1)]
    return [(first, following - ONE_DAY) for first, following in pairwise(days)]


def _wage_cost(asked: Asked) -> Decimal:
    """A whole month's wage cost; nothing in work training, where nobody is employed."""
    return _NOTHING if asked.form is Form.WORK_TRAINING else asked.monthly_cost or _NOTHING


def _paid(quote: Quote, asked: Asked, spans: list[tuple[date, date]]) -> dict[Expense, list[Decimal]]:
    """Kroner by expense and month before any subsidy."""
    wage, job, mentor = _wage_cost(asked), asked.question.job, _of(quote, Expense.MENTOR)
    hours = [(period.first, period.last) for period in mentor.periods] if mentor else []
    cost = (mentor.monthly_cost if mentor else None) or _NOTHING
    return {
        Expense.WAGE: [half_up(wage * _share(span, job.starts_on, job.ends_on or date.max)) for span in spans],
        Expense.MENTOR: [
            half_up(cost * sum((_share(span, first, last) for first, last in hours), _NOTHING)) for span in spans
        ],
        Expense.EXTRA_COSTS: _in_first_month(half_up(asked.question.documented_costs or _NOTHING)),
    }


def _in_first_month(amount: Decimal) -> list[Decimal]:
    return [amount, *[_NOTHING] * (MONTHS - 1)]


def _of(quote: Quote, expense: Expense) -> SchemeAnswer | None:
    """The first scheme that covers the expense and has amounts."""
    for answer in quote.schemes:
        if answer.periods and COVERS.get(quote.book.schemes[answer.scheme].pays) is expense:
            return answer
    return None


def _share(span: tuple[date, date], first: date, last: date) -> Decimal:
    """How much of the month lies within the days, 0–1."""
    month_first, month_last = span
    if first <= month_first and last >= month_last:
        return Decimal(1)
    days = (min(last, month_last) - max(first, month_first)).days + 1
    return Decimal(max(0, days)) / ((month_last - month_first).days + 1)


def _given(quote: Quote, answer: SchemeAnswer, spans: list[tuple[date, date]], *, at_once: bool) -> list[Decimal]:
    """Kroner by month from one scheme: a whole month's rate by the days each rate holds, less what a cap took."""
    if at_once:
        return _in_first_month(answer.total)
    rates = [(period.first, period.last, _monthly_rate(quote, period)) for period in answer.periods]
    found = []
    for span in spans:
        within = [rate for rate in rates if rate[0] <= span[1] and rate[1] >= span[0]]
        if len({rate for _, _, rate in within}) == 1 and within[0][0] <= span[0] and within[-1][1] >= span[1]:
            found.append(half_up(within[0][2]))
        else:
            found.append(half_up(sum((rate * _share(span, first, last) for first, last, rate in within), _NOTHING)))
    return found


def _monthly_rate(quote: Quote, period: Period) -> Decimal:
    """A whole month's kroner at this period's rate; in proportion where the yearly cap took some of the period."""
    counting, span = quote.book.arithmetic, calendar_months(period.first, period.last)[0]
    if span.whole:
        return period.amount
    divisor, decimals = counting.days_in_month.on(period.first).held, counting.quotient_decimals.on(period.first).held
    uncapped = part_month(period.monthly_subsidy, span.days, divisor, decimals)
    if period.amount == uncapped:
        return period.monthly_subsidy
    return period.monthly_subsidy * period.amount / uncapped if uncapped else _NOTHING


def _marks(asked: Asked, answers: list[SchemeAnswer], until: date) -> tuple[Mark, ...]:
    """The step-downs within the months, and where a scheme's kroner end within them or just after."""
    found = []
    for answer in answers:
        periods, rules = answer.periods, asked.book.schemes[answer.scheme]
        if not periods or COVERS[rules.pays] is Expense.EXTRA_COSTS:
            continue
        for before, after in pairwise(periods):
            if after.monthly_subsidy < before.monthly_subsidy:
                found.append(Mark(after.first, answer.scheme, after.monthly_subsidy))
        last = periods[-1].last
        if last < until or any(limit.last <= until for limit in limits(rules, asked)):
            found.append(Mark(last + ONE_DAY, answer.scheme, _NOTHING))
    return tuple(sorted(found))


def _lost_hours(asked: Asked) -> Decimal:
    """Kroner for a colleague's hours, at the wage cost of the job's own full post."""
    wages, day = asked.book.rules(Wages), asked.starts_on
    hours = known_or_first(wages.recruiting_hours, day).held + known_or_first(wages.training_hours, day).held
    time = asked.book.arithmetic.working_time.on(day).held
    full_post = _wage_cost(asked) * _WHOLE / asked.question.job.position_percent
    return half_up(full_post * hours * time["months"] / time["hours"])
