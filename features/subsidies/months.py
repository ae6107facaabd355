"""Days, months and rounding as the rule book counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
_KRONE = Decimal(1)


class Span(NamedTuple):
    """Days within one calendar month, both ends counted; `whole` when it is all of the month."""

    first: date
    last: date
    days: int
    whole: bool


def half_up(amount: Decimal) -> Decimal:
    """Whole kroner; half a krone is rounded up."""
    return amount.quantize(_KRONE, ROUND_HALF_UP)


@lru_cache(maxsize=16_384)
def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(born: date, age: int) -> date:
    """The day somebody turns `age`; born on 29 February it is the 28th where there is no 29th."""
    return months_after(born, 12 * age)


@lru_cache(maxsize=2_048)
def calendar_months(first: date, last: date) -> tuple[Span, ...]:
    """The days from `first` to `last`, both counted, cut at the ends of the calendar months."""
    spans: list[Span] = []
    while first <= last:
        length = monthrange(first.year, first.month)[1]
        end = min(last, first.replace(day=length))
        days = end.day - first.day + 1
        spans.append(Span(first, end, days, days == length))
        first = end + ONE_DAY
    return tuple(spans)


def part_month(monthly: Decimal, days: int, days_in_month: Decimal, decimals: int) -> Decimal:
    """Kroner for some days of a month: the day's amount is held to so many decimals, the product is rounded half up."""
    a_day = (monthly / days_in_month).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return half_up(a_day * days)
