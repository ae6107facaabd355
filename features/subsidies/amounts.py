"""The kroner of one scheme in one match, by period: one function for each kind of benefit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from features.subsidies.answer import Period
from features.subsidies.asked import Asked
from features.subsidies.checks import Finding
from features.subsidies.messages import Said
from features.subsidies.months import ONE_DAY, calendar_months, half_up, months_after, part_month
from features.subsidies.question import Per
from features.subsidies.rules import Pays, SchemeRules
from features.subsidies.values import EVERYBODY, Steps
from features.subsidies.wage_cost import wage_cost

Note = tuple[Said, Mapping[str, object]]
_PERCENT = Decimal(100)
_NOTHING = Decimal(0)
_DIVISORS = {Per.YEAR: None, Per.MONTH: "months", Per.WEEK: "weeks", Per.DAY: "days"}


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a scheme gives: periods in order, the cost it is a percent of, and what has to be said about it."""

    periods: list[Period]
    monthly_cost: Decimal | None = None
    hourly_wage: Decimal | None = None
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()


def amounts(rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    """The amounts from the match's start to `last`, for a match in which nothing is missing."""
    return _BY_KIND[rules.pays](rules, asked, last)


def percent_steps(rules: SchemeRules, asked: Asked) -> Steps:
    """Percent by months after the start; a chosen percent is held below its ceilings."""
    chosen = asked.question.chosen_percent.get(rules.scheme)
    if rules.percent_after_months is not None:
        table = rules.percent_after_months.on(asked.starts_on).held
        return table.get(asked.group or EVERYBODY) or table[EVERYBODY]
    if chosen is None:
        raise ValueError(f"{rules.code}: a percent has to be chosen")
    if rules.highest_percent_after_months is None:
        return ((0, chosen),)
    return tuple(
        (months, min(chosen, top)) for months, top in rules.highest_percent_after_months.on(asked.starts_on).held
    )


def dated_steps(steps: Steps, starts_on: date) -> list[tuple[date, Decimal]]:
    """From which day each percent holds, counted from the agreement's start; a step that changes nothing is none."""
    found: list[tuple[date, Decimal]] = []
    for months, percent in steps:
        if not found or percent != found[-1][1]:
            found.append((months_after(starts_on, months), percent))
    return found


def split(asked: Asked, monthly: Decimal, first: date, last: date, percent: Decimal | None) -> list[Period]:
    """The days by calendar month: a whole month gives `monthly`, a part of one by its days."""
    counting = asked.book.arithmetic
    days_in_month = counting.days_in_month.on(asked.starts_on).held
    decimals = counting.quotient_decimals.on(asked.starts_on).held
    return [
        Period(
            span.first,
            span.last,
            percent,
            monthly,
            monthly if span.whole else part_month(monthly, span.days, days_in_month, decimals),
        )
        for span in calendar_months(first, last)
    ]


def _wage_percent(rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    cost = asked.monthly_cost or _NOTHING
    steps = dated_steps(percent_steps(rules, asked), asked.starts_on)
    periods: list[Period] = []
    notes: list[Note] = []
    for place, (first, percent) in enumerate(steps):
        if first > last:
            break
        until = min(last, steps[place + 1][0] - ONE_DAY) if place + 1 < len(steps) else last
        periods += split(asked, half_up(cost * percent / _PERCENT), first, until, percent)
        if place:
            notes.append((Said.STEPS_DOWN, {"percent": percent, "day": first}))
    if len(steps) > 1 and asked.months_used(rules.scheme):
        notes.append((Said.STEPS_FROM_START, {}))
    return Amounts(periods, cost, notes=tuple(notes))


def _monthly_rate(rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    """A rate that is not known leaves its months out, and says so."""
    assert rules.monthly_rate is not None
    rates = rules.monthly_rate
    periods: list[Period] = []
    for span in calendar_months(asked.starts_on, last):
        if span.first < rates.begins_on:
            finding = Finding(Said.RATE_UNKNOWN, rates.entries[0], {"day": span.first}, asks=True)
            return Amounts([], findings=(finding,))
        entry = rates.on(span.first)
        if entry.ended or not entry.known_on(span.last):
            if not periods:
                finding = Finding(Said.RATE_UNKNOWN, entry, {"day": span.first}, asks=True)
                return Amounts([], findings=(finding,))
            return Amounts(periods, notes=((Said.RATE_UNKNOWN_AFTER, {"day": periods[-1].last}),))
        periods += split(asked, half_up(entry.held), span.first, span.last, None)
    return Amounts(periods)


def _mentor_hours(_rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    mentor = asked.question.mentor
    assert mentor is not None
    hourly = hourly_wage(asked)
    cost = wage_cost(hourly * mentor.hours_per_month, asked.rates)
    return Amounts(split(asked, half_up(cost), asked.starts_on, last, _PERCENT), cost, hourly)


def hourly_wage(asked: Asked) -> Decimal:
    """The mentor's wage for an hour in whole kroner: a full post's wage divided by its working time."""
    mentor = asked.question.mentor
    assert mentor is not None
    if mentor.per is Per.HOUR:
        return half_up(mentor.wage)
    time = asked.book.arithmetic.working_time.on(asked.starts_on).held
    name = _DIVISORS[mentor.per]
    in_a_year = mentor.wage * (time[name] if name else 1)
    return half_up(in_a_year * _PERCENT / (time["hours"] * mentor.position_percent))


def _documented_costs(rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    """One sum, shown in the first calendar month: bought once, refunded once."""
    assert rules.ceiling is not None
    costs = asked.question.documented_costs or _NOTHING
    entry = rules.ceiling.on(last)
    amount = half_up(min(costs, entry.held))
    notes: list[Note] = []
    if costs > entry.held:
        notes.append((Said.ABOVE_CEILING, {"kroner": entry.held}))
    if not entry.known_on(last):
        notes.append((Said.CEILING_LAST_KNOWN, {"kroner": entry.held, "year": last.year}))
    month = calendar_months(asked.starts_on, last)[0]
    return Amounts([Period(month.first, month.last, None, amount, amount)], notes=tuple(notes))


def _nothing(_rules: SchemeRules, asked: Asked, last: date) -> Amounts:
    return Amounts(split(asked, _NOTHING, asked.starts_on, last, None))


def _no_amounts(_rules: SchemeRules, _asked: Asked, _last: date) -> Amounts:
    return Amounts([])


_BY_KIND: Mapping[Pays, Callable[[SchemeRules, Asked, date], Amounts]] = {
    Pays.WAGE_PERCENT: _wage_percent,
    Pays.MONTHLY_RATE: _monthly_rate,
    Pays.MENTOR_HOURS: _mentor_hours,
    Pays.DOCUMENTED_COSTS: _documented_costs,
    Pays.NOTHING: _nothing,
    Pays.NOT_PUBLISHED: _no_amounts,
    Pays.INFORMATION: _no_amounts,
}
