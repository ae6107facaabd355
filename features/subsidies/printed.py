"""A quote and a rule book as lines in bokmål, for somebody who reads a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from features.subsidies.answer import NOTE, Period, Quote, SchemeAnswer, Status
from features.subsidies.book import Book
from features.subsidies.messages import written_out
from features.subsidies.packages import legal_packages
from features.subsidies.upkeep import BookWarning
from features.vocabulary import Scheme

STATUS = {
    Status.FITS: "passer",
    Status.NEEDS_CLARIFICATION: "må avklares",
    Status.DOES_NOT_FIT: "passer ikke",
}


def quote_lines(quote: Quote) -> Iterator[str]:
    """What fits first, then what must be clarified, then what does not fit; months with the same amount together."""
    for status in Status:
        for answer in quote.schemes:
            if answer.status is status:
                yield from _scheme_lines(answer)
                yield ""
    yield "Kan brukes sammen:"
    for package in legal_packages(quote):
        yield f"  {_names(quote, package)}"
    yield f"Regelbok {quote.rulebook_version} · {NOTE}"


def _names(quote: Quote, package: list[Scheme]) -> str:
    return " + ".join(quote.of(scheme).norwegian for scheme in package) or "ingen tilskudd"


def _scheme_lines(answer: SchemeAnswer) -> Iterator[str]:
    yield f"{answer.norwegian}: {STATUS[answer.status]}"
    if answer.reason is not None:
        yield f"  {answer.reason}"
    if answer.question is not None:
        yield f"  Spør {answer.ask_whom}: {answer.question}"
    if answer.hourly_wage is not None:
        yield f"  Timelønn {written_out(answer.hourly_wage)} kr"
    if answer.monthly_cost is not None:
        yield f"  Kostnad per måned {written_out(answer.monthly_cost)} kr"
    for (percent, monthly), months in groupby(answer.periods, key=lambda p: (p.percent, p.monthly_subsidy)):
        yield _period_line(percent, monthly, list(months))
    if answer.periods:
        yield f"  Til sammen {written_out(answer.total)} kr"
    yield f"  Kilde: {answer.source} ({answer.source_level}, sjekket {_day(answer.checked_on)})"


def _period_line(percent: Decimal | None, monthly: Decimal, months: list[Period]) -> str:
    share = "      " if percent is None else f"{written_out(percent):>4} %"
    amount = sum((month.amount for month in months), Decimal(0))
    days = f"{_day(months[0].first)}–{_day(months[-1].last)}"
    return f"  {days} {share} {written_out(monthly):>8} kr/mnd {written_out(amount):>10} kr"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def book_lines(book: Book, today: date, others: Sequence[BookWarning] = ()) -> Iterator[str]:
    """Every scheme with the day it was last checked, and what has to be looked at; `others` is that of other books."""
    for rules in (*book.schemes.values(), *book.ended.values()):
        entries = [entry for parameter in rules.parameters for entry in parameter.entries]
        checked = max(entry.checked_on for entry in entries)
        ended = " (avsluttet)" if rules.code in book.ended else ""
        yield f"{rules.norwegian}{ended}: {len(entries)} verdier, sist sjekket {_day(checked)}"
    warnings = [*book.warnings(today), *others]
    yield ""
    for warning in warnings:
        yield f"OBS {warning.text}"
    yield f"Regelbok {book.version}: i orden, {len(warnings)} å se på"
