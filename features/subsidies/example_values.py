"""The values behind an example of what a hire costs: wages, rates and zones, dated and sourced like every other value.

They are examples and inform alone: an employer's own figures go before them, and nothing is refused because of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from features.subsidies import values as read
from features.subsidies.dated import Dated, Entry
from features.subsidies.reading import Node

T = TypeVar("T")
MAJOR_GROUPS = frozenset("0123456789")


def wages_by_occupation(node: Node) -> dict[str, Decimal]:
    """Kroner by the digits that an occupation begins with; each major group is needed, so that nobody lacks a wage."""
    found: dict[str, Decimal] = {}
    for code, item in node.mapping().items():
        if not re.fullmatch(r"[0-9]{1,4}", code):
            raise item.wrong(f"«{code}» er ikke begynnelsen på en yrkeskode; skriv ett til fire siffer")
        found[code] = read.number(item)
    missing = sorted(MAJOR_GROUPS - set(found))
    if missing:
        raise node.wrong(f"yrkesfelt {', '.join(missing)} mangler lønn")
    return found


def percents_by_zone(node: Node) -> dict[str, Decimal]:
    """Percent by the name of a zone."""
    return {zone: read.percent(item) for zone, item in node.mapping().items()}


def zones_by_municipality(node: Node) -> dict[str, str]:
    """The zone of each municipality, read from a list of municipalities for each zone; none may stand twice."""
    found: dict[str, str] = {}
    for zone, item in node.mapping().items():
        for place in item.items():
            code = place.text()
            if not re.fullmatch(r"[0-9]{4}", code):
                raise place.wrong(f"«{code}» er ikke et kommunenummer; skriv fire siffer i anførselstegn")
            if code in found:
                raise place.wrong(f"kommune {code} står allerede i sone {found[code]}")
            found[code] = zone
    return found


@dataclass(frozen=True)
class Wages:
    """`wages.yaml`: what an example assumes about pay, hours and a hire that breaks off."""

    monthly_wage: Annotated[Dated[dict[str, Decimal]], wages_by_occupation]
    """Kroner a month in a full post, by the digits that the occupation begins with."""
    full_time_hours: Annotated[Dated[Decimal], read.number]
    """Hours a week of a full post."""
    holiday_percent: Annotated[Dated[Decimal], read.percent]
    pension_percent: Annotated[Dated[Decimal], read.percent]
    start_after_days: Annotated[Dated[int], read.whole]
    """Days from the day of the list to the first day of work."""
    break_after_months: Annotated[Dated[int], read.whole]
    recruiting_hours: Annotated[Dated[Decimal], read.number]
    training_hours: Annotated[Dated[Decimal], read.number]
    """A colleague's hours, lost when the hire breaks off."""

    def wage_of(self, occupation: str, day: date) -> tuple[Decimal, Entry[dict[str, Decimal]]]:
        """The wage under the longest code that the occupation (STYRK-08, four digits) begins with, and its entry."""
        entry = known_or_first(self.monthly_wage, day)
        held = entry.held
        return next(held[occupation[:digits]] for digits in (4, 3, 2, 1) if occupation[:digits] in held), entry


@dataclass(frozen=True)
class EmployerTaxZones:
    """`employer_tax_zones.yaml`: the employer tax by where the workplace lies."""

    percent_by_zone: Annotated[Dated[dict[str, Decimal]], percents_by_zone]
    percent_within_allowance: Annotated[Dated[dict[str, Decimal]], percents_by_zone]
    """The lower percent of zones that have an allowance."""
    municipalities_by_zone: Annotated[Dated[dict[str, str]], zones_by_municipality]
    """Municipality code of 2024 → zone."""


def known_or_first(parameter: Dated[T], day: date) -> Entry[T]:
    """The entry of the day; before the first one, the first: an example is never worth a refusal."""
    return parameter.on(max(day, parameter.begins_on))
