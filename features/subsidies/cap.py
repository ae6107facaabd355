"""The yearly cap: so many times folketrygdens grunnbeløp (G) per calendar year, person and workplace."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from features.subsidies.amounts import Amounts, Note
from features.subsidies.answer import Period
from features.subsidies.asked import Asked
from features.subsidies.checks import Finding
from features.subsidies.dated import holding
from features.subsidies.messages import Said
from features.subsidies.rules import SchemeRules

_NOTHING = Decimal(0)


def capped(rules: SchemeRules, asked: Asked, given: Amounts) -> Amounts:
    """The same amounts, each held within what is left of its calendar year.

    What is left is the cap by the G of the period's first day, less what the year has had: earlier periods, and in the
    year of the start what was paid before. Where a new G is not known, the last known one is used and said; if a year's
    sum could reach the cap then, it has to be clarified.
    """
    cap = holding(rules.cap_in_basic_amounts, asked.starts_on)
    if cap is None or not given.periods:
        return given
    basic = asked.book.basic_amount
    if asked.starts_on < basic.begins_on:
        finding = Finding(Said.BASIC_AMOUNT_UNKNOWN, basic.entries[0], {"day": basic.begins_on}, asks=True)
        return Amounts([], given.monthly_cost, findings=(*given.findings, finding))
    before: dict[int, Decimal] = defaultdict(Decimal)
    before[asked.starts_on.year] = asked.question.paid_this_year.get(rules.scheme, _NOTHING)
    wanted = before.copy()
    periods: list[Period] = []
    reached: dict[int, Note] = {}
    uncertain: dict[int, Finding] = {}
    notes: list[Note] = []
    for period in given.periods:
        year, entry = period.first.year, basic.on(period.first)
        top = cap.held * entry.held
        wanted[year] += period.amount
        amount = min(period.amount, max(_NOTHING, top - before[year]))
        before[year] += amount
        periods.append(period if amount == period.amount else period._replace(amount=amount))
        if not entry.known_on(period.last):
            values = {"kroner": entry.held, "day": entry.starts_on}
            if not notes:
                notes.append((Said.BASIC_AMOUNT_LAST_KNOWN, values))
            if wanted[year] >= top:
                uncertain[year] = Finding(
                    Said.CAP_UNCERTAIN, entry, values | {"year": year}, asks=True, keeps_amounts=True
                )
        elif amount < period.amount:
            reached[year] = (Said.CAP_REACHED, {"kroner": top, "year": year})
    return Amounts(
        periods,
        given.monthly_cost,
        given.hourly_wage,
        (*given.notes, *notes, *reached.values()),
        (*given.findings, *uncertain.values()),
    )
