"""Numbers, codes and dates of a list in bokmål, as a job specialist reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from features.occupations import is_occupation, occupation_name
from features.places import municipality_name
from features.vocabulary import CONDITION_LABELS, WorkCondition

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
MODES = {"car": "med bil", "transit": "med buss eller tog", "walk": "til fots"}
SOURCES = {
    "visit": "fra et besøk",
    "ad": "fra en annonse",
    "phone": "fra en telefonsamtale",
    "register": "fra et register",
}
GRADES = {"strong": "Godt grunnlag", "moderate": "Noe grunnlag", "weak": "Tynt grunnlag"}
PRECISION = {
    "postcode": "Reisetiden er regnet fra postnummeret.",
    "municipality": "Reisetiden er regnet fra midten av kommunen.",
}
WIDENING = {
    "longer_travel": "lengre reisevei",
    "job_carving": "jobbutforming: oppgaver satt sammen på nytt",
    "new_employers": "arbeidsgivere vi ikke har vært hos",
}
FIT_PARTS = {"tasks": "Oppgaver", "environment": "Miljø", "hours": "Tid", "travel": "Reise"}
MISSING = {
    "wished_occupations": "ønskede yrker",
    "experience_occupations": "erfaring",
    "wished_text": "ønsker med egne ord",
    "skills_text": "ferdigheter",
    "times_of_day": "tider på døgnet",
    "work_conditions": "tilretteleggingsbehov",
    "norwegian_level": "norskkunnskaper",
    "latitude": "bosted",
    "longitude": "bosted",
    "driving_licence": "førerkort",
    "unavailable_times": "faste tider borte",
}
HALF, WELL = 0.4, 0.75


def percent(share: float) -> str:
    """A share as a whole percent; small ones keep a decimal, so that something is never shown as nothing."""
    value = share * 100
    if 0 < value < 0.1:
        return "under 0,1 %"
    return (f"{value:.1f}".replace(".", ",") if 0 < value < 2 else f"{value:.0f}") + " %"


def interval(chance: Mapping[str, float]) -> str:
    """The 90 % interval, such as «48–74 %»."""
    low, high = percent(chance["low"]), percent(chance["high"])
    return high if low == high else f"{low.removesuffix(' %')}–{high}"


def out_of_ten(share: float) -> str:
    """A share as people count: «omtrent 6 av 10»."""
    count = round(share * 10)
    return {0: "færre enn 1 av 10", 10: "nesten alle"}.get(count, f"omtrent {count} av 10")


def day(given: str | date) -> str:
    """A date as «3. februar 2026»."""
    value = date.fromisoformat(given) if isinstance(given, str) else given
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def workplace_name(workplace: Mapping[str, Any]) -> str:
    """The registered name; where there is none, what they do and the organisation number."""
    return workplace["name"] or f"{workplace['industry'] or 'Virksomhet'} {workplace['orgnr']}"


def place(code: str | None) -> str:
    """The municipality's name."""
    return municipality_name(code or "") or "ukjent sted"


def occupations(codes: list[str] | None) -> str:
    """Occupations in words, in the order given; codes that are not known are left out."""
    return ", ".join(occupation_name(code).lower() for code in codes or [] if is_occupation(code))


def conditions(values: list[str] | None) -> str:
    """Work conditions in words."""
    return ", ".join(CONDITION_LABELS[WorkCondition(value)] for value in values or [])


def hours(low: float, high: float) -> str:
    """Hours a week, such as «15–25 timer i uka»."""
    return f"{low:g} timer i uka" if low == high else f"{low:g}–{high:g} timer i uka".replace(".", ",")


def fit_words(share: float | None) -> str:
    """How well one wish is met."""
    if share is None:
        return "ikke kjent"
    return "passer godt" if share >= WELL else "passer delvis" if share >= HALF else "passer dårlig"


def missing(names: list[str]) -> str:
    """What is not known about the person, in words."""
    return ", ".join(dict.fromkeys(MISSING.get(name, name) for name in names))
