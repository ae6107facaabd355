"""How long a scheme can run in a match: the earliest of its limits, and which limit that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from features.subsidies.asked import Asked
from features.subsidies.dated import Entry, holding
from features.subsidies.messages import Said
from features.subsidies.months import ONE_DAY, birthday, months_after
from features.subsidies.rules import SchemeRules
from features.subsidies.values import EVERYBODY, UNKNOWN


class Limit(NamedTuple):
    """The last possible day, and what says so."""

    last: date
    said: Said
    values: Mapping[str, object]


def longest(rules: SchemeRules, asked: Asked) -> tuple[int, Entry[Any]] | None:
    """The months that the scheme can run for this group and form, with the entry that says so; None for no limit."""
    by_form = holding(rules.longest_months_by_form, asked.starts_on)
    if by_form is not None and asked.form in by_form.held:
        return by_form.held[asked.form], by_form
    by_group = holding(rules.longest_months, asked.starts_on)
    if by_group is None:
        return None
    months = by_group.held.get(asked.group or UNKNOWN, by_group.held.get(EVERYBODY))
    return None if months is None else (months, by_group)


def in_year(year: int, day: tuple[int, int]) -> date:
    """A day of the year; 29 February is the 28th where there is none."""
    return months_after(date(year, 1, day[1]), day[0] - 1)


def limits(rules: SchemeRules, asked: Asked) -> Iterator[Limit]:
    """Every limit that the scheme has in this asked."""
    start = asked.starts_on
    found = longest(rules, asked)
    if found is not None:
        months, used = found[0], asked.months_used(rules.scheme)
        said = Said.LIMIT_MONTHS_USED if used else Said.LIMIT_MONTHS
        yield Limit(months_after(start, months - used) - ONE_DAY, said, {"months": months, "used": used})
    weeks = holding(rules.longest_weeks, start)
    if weeks is not None:
        yield Limit(start + timedelta(weeks=weeks.held) - ONE_DAY, Said.LIMIT_WEEKS, {"weeks": weeks.held})
    age = holding(rules.age_below, start)
    if age is not None:
        yield Limit(birthday(asked.born, age.held) - ONE_DAY, Said.LIMIT_AGE, {"age": age.held})
    season = holding(rules.last_end, start)
    if season is not None:
        yield Limit(in_year(start.year, season.held), Said.LIMIT_SEASON, {})
    if rules.in_force.last_day is not None:
        yield Limit(rules.in_force.last_day, Said.LIMIT_SCHEME, {})


def last_day(rules: SchemeRules, asked: Asked) -> tuple[date, Limit | None]:
    """The last day of the quote, and the limit that cut it; None where it runs as long as was asked for."""
    first = min(limits(rules, asked), key=lambda limit: limit.last, default=None)
    if first is None or first.last >= asked.asked_end:
        return asked.asked_end, None
    return first.last, first
