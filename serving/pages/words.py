"""Numbers, codes and dates of a list in bokmål, as a job specialist reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from features.occupations import is_occupation, occupation_codes, occupation_name
from features.places import municipality_name
from features.vocabulary import CONDITION_LABELS, WorkCondition
from features.world.texts import reader

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
WITH_WHOM = {"worker": "deltakeren", "employer": "arbeidsgiver", "both": "deltakeren og arbeidsgiver"}
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
    "longer_travel": "Lengre reisevei",
    "similar_occupations": "Yrker som ligner på ønskene",
    "job_carving": "Jobbutforming: oppgaver satt sammen på nytt",
    "new_employers": "Arbeidsgivere vi ikke har vært hos",
    "fewer_filters": "Færre filtre",
}
"""What is said of a way to more workplaces that was kept without words of its own."""
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


def in_own_words(text: str | None) -> str:
    """The occupations that a person's own words are taken to speak of, in words; empty where there are none."""
    found, _ = reader().codes([text])
    return ", ".join(occupation_name(occupation_codes()[code]).lower() for code in found[0] if code >= 0)


def conditions(values: list[str] | None) -> str:
    """Work conditions in words."""
    return ", ".join(CONDITION_LABELS[WorkCondition(value)] for value in values or [])


def hours(low: float, high: float) -> str:
    """Hours a week, such as «15–25 timer i uka»."""
    return f"{low:g} timer i uka" if low == high else f"{low:g}–{high:g} timer i uka".replace(".", ",")


def widening(way: Mapping[str, Any]) -> str:
    """What a way to more workplaces gives, and the best of it."""
    text = way.get("text") or f"{WIDENING.get(way['kind'], way['kind'])} gir {way['gives']} til"
    best = way.get("best")
    if not best:
        return f"{text}."
    name = best["name"] or best["orgnr"]
    return f"{text}. Først å prøve: {name} i {best['municipality']}, omtrent {best['travel_minutes']} minutter."


def fit_words(share: float | None) -> str:
    """How well one wish is met."""
    if share is None:
        return "ikke kjent"
    return "passer godt" if share >= WELL else "passer delvis" if share >= HALF else "passer dårlig"


def missing(names: list[str]) -> str:
    """What is not known about the person, in words."""
    return ", ".join(dict.fromkeys(MISSING.get(name, name) for name in names))


def fit_sign(share: float | None) -> str:
    """The class that colours how well one wish is met."""
    if share is None:
        return "not-known"
    return "well" if share >= WELL else "partly" if share >= HALF else "badly"


def who(ident: str | None, user: str | None) -> str | None:
    """«Du» for the reader, else the ident as it is."""
    return "Du" if ident is not None and ident == user else ident


def after_start(days: int) -> str:
    """When a planned contact is due, counted from the first day."""
    if days % 7 == 0 and days < 70:
        weeks = days // 7
        return f"{weeks} uke{'r' if weeks > 1 else ''} etter start"
    months = round(days / 30.4)
    return f"{days} dager etter start" if months < 2 else f"{months} måneder etter start"


def plan_in_short(plan: Mapping[str, Any], user: str | None) -> str:
    """Who follows up, how often, and how fast they answer, in a sentence."""
    contacts = plan["contacts"]
    owner = who(plan["owner"], user) or "Den som eier oppfølgingen"
    times = "én gang" if len(contacts) == 1 else f"{len(contacts)} ganger"
    first = f", første gang {after_start(contacts[0]['due_after_days'])}" if contacts else ""
    return f"{owner} følger opp {times}{first}, og svarer innen {plan['response_hours']} timer."


def short_day(given: str | date) -> str:
    """A date of this year or the next as «3. feb.»; the year is left to its surroundings."""
    value = date.fromisoformat(given) if isinstance(given, str) else given
    name = MONTHS[value.month - 1]
    return f"{value.day}. {name if len(name) <= 4 else name[:3] + '.'}"


def away(day_of: date, today: date) -> str:
    """A date beside today, such as «i dag», «om 3 dager» or «for 12 dager siden»."""
    days = (day_of - today).days
    if abs(days) <= 1:
        return {-1: "i går", 0: "i dag", 1: "i morgen"}[days]
    return f"om {days} dager" if days > 0 else f"for {-days} dager siden"


def weekday(value: date) -> str:
    """A date as «tirsdag 3. februar»."""
    return f"{WEEKDAYS[value.weekday()]} {value.day}. {MONTHS[value.month - 1]}"
