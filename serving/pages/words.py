"""Numbers, codes and dates of a list in bokmål, as a job specialist reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from features.naming import called, registered_as
from features.occupations import is_occupation, occupation_codes, occupation_in_text, occupation_name
from features.places import municipality_name
from features.vocabulary import CONDITION_LABELS, WorkCondition
from features.world.texts import reader
from models.explanations.told import minutes as minutes
from serving.pages.labels import DAYS, MISSING, SHAREABLE, TIMES, WEEKDAYS, WIDENING

OSLO = ZoneInfo("Europe/Oslo")
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
HALF, WELL = 0.4, 0.75
KRONER = re.compile(r"\d{1,3}(?: \d{3})* kr")
MONTHS_FROM_DAYS, DAYS_IN_MONTH = 60, 365.25 / 12


def percent(share: float) -> str:
    """A share as a whole percent; small ones keep a decimal, so that something is never shown as nothing."""
    value = share * 100
    if 0 < value < 0.1:
        return "under 0,1 %"
    return (f"{value:.1f}".replace(".", ",") if 0 < value < 2 else f"{value:.0f}") + " %"


def share(value: float) -> str:
    """A measured share, which may be under nothing, as a percent with one decimal."""
    return f"{round(value * 100, 1) + 0.0:.1f} %".replace(".", ",")


def interval(chance: Mapping[str, float]) -> str:
    """The 90 % interval, such as «48–74 %»."""
    low, high = percent(chance["low"]), percent(chance["high"])
    return high if low == high else f"{low.removesuffix(' %')}–{high}"


def between(chance: Mapping[str, float]) -> str:
    """The 90 % interval inside a sentence, such as «mellom 48 og 74 %»."""
    low, high = percent(chance["low"]), percent(chance["high"])
    return high if low == high else f"mellom {low.removesuffix(' %')} og {high}"


def out_of_ten(share: float) -> str:
    """A share as people count: «omtrent 6 av 10»."""
    count = round(share * 10)
    return {0: "færre enn 1 av 10", 10: "nesten alle"}.get(count, f"omtrent {count} av 10")


def day(given: str | date) -> str:
    """A date as «3. februar 2026»."""
    value = date.fromisoformat(given) if isinstance(given, str) else given
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def workplace_name(workplace: Mapping[str, Any]) -> str:
    """The registered name of a list's workplace; where there is none, what they do and where."""
    return called(workplace["name"], workplace["industry"], workplace["municipality"])


def employer(row: Mapping[str, Any]) -> str:
    """What a workplace of the register is called; see `workplace_name` for one of a list."""
    return registered_as(row)


def place(code: str | None) -> str:
    """The municipality's name."""
    return municipality_name(code or "") or "ukjent sted"


def occupations(codes: list[str] | None) -> str:
    """Occupations in words, in the order given; codes that are not known are left out."""
    return ", ".join(occupation_in_text(code) for code in codes or [] if is_occupation(code))


def named(codes: list[str]) -> list[tuple[str, str]]:
    """Occupations by code with what they are called; a code that is not known is called by itself."""
    return [(code, occupation_name(code) if is_occupation(code) else code) for code in codes]


def in_own_words(text: str | None) -> str:
    """The occupations that a person's own words are taken to speak of, in words; empty where there are none."""
    found, _ = reader().codes([text])
    return ", ".join(occupation_in_text(occupation_codes()[code]) for code in found[0] if code >= 0)


def conditions(values: list[str] | None) -> str:
    """Work conditions in words."""
    return ", ".join(CONDITION_LABELS[WorkCondition(value)] for value in values or [])


def all_conditions() -> list[tuple[str, str]]:
    """Every work condition with what it is called."""
    return [(condition.value, label) for condition, label in CONDITION_LABELS.items()]


def hours(low: float, high: float) -> str:
    """Hours a week, such as «15–25 timer i uka»."""
    said = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return f"{said} timer i uka".replace(".", ",")


def widening(way: Mapping[str, Any]) -> str:
    """What a way to more workplaces gives, and the best of it."""
    text = way.get("text") or f"{WIDENING.get(way['kind'], way['kind'])} gir {way['gives']} til"
    best = way.get("best")
    if not best:
        return f"{text}."
    name = called(best["name"], None, None)
    return f"{text}. Først å prøve: {name} i {best['municipality']}, omtrent {best['travel_minutes']} minutter."


def minutes_in_short(number: float) -> str:
    """A travel time where there is little room: «40 min», and from two hours on «3 t»; never parted in two lines."""
    return f"{number / 60:.0f}\u00a0t" if number >= 120 else f"{number:.0f}\u00a0min"


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
    """Who follows up, how often, and how fast they answer."""
    owner = who(plan["owner"], user) or "Den som eier oppfølgingen"
    if plan.get("text"):
        return str(plan["text"]).replace(plan["owner"], owner, 1)
    times_ = "én gang" if len(plan["contacts"]) == 1 else f"{len(plan['contacts'])} ganger"
    return f"{owner} følger opp {times_} det første året, og svarer innen {plan['response_hours']} timer."


def sentence(text: str) -> str:
    """The text with its first letter large and the others as they are: «IKT» stays «IKT»."""
    return text[:1].upper() + text[1:]


def short_day(given: str | date) -> str:
    """A date of this year or the next as «3. feb.»; the year is left to its surroundings."""
    value = date.fromisoformat(given) if isinstance(given, str) else given
    name = MONTHS[value.month - 1]
    return f"{value.day}. {name if len(name) <= 4 else name[:3] + '.'}"


def away(day_of: date, today: date) -> str:
    """A date beside today, such as «i dag», «om 3 dager», «for 12 dager siden» or «for 5 måneder siden»."""
    days = (day_of - today).days
    if abs(days) <= 1:
        return {-1: "i går", 0: "i dag", 1: "i morgen"}[days]
    if days < -MONTHS_FROM_DAYS:
        return f"for {-days / DAYS_IN_MONTH:.0f} måneder siden"
    return f"om {days} dager" if days > 0 else f"for {-days} dager siden"


def weekday(value: date) -> str:
    """A date as «tirsdag 3. februar»."""
    return f"{WEEKDAYS[value.weekday()]} {value.day}. {MONTHS[value.month - 1]}"


def times(values: list[str] | None) -> str:
    """Times of day in words."""
    return " og ".join(", ".join(TIMES[value] for value in values or []).rsplit(", ", 1))


def unavailable(values: list[str]) -> str:
    """Fixed times away, such as «tirsdag 09:00–12:00»; the reason is not known."""
    said = []
    for value in values:
        day_of, _, hours_of = value.partition(" ")
        said.append(f"{DAYS.get(day_of, day_of)} {hours_of.replace('-', '–')}".strip())
    return ", ".join(said)


def shareable(values: list[str] | None) -> str:
    """What an employer may be told, in words."""
    return ", ".join(label for value, label in SHAREABLE.items() if value in (values or []))


def not_shareable(values: list[str] | None) -> str:
    """What an employer may not be told of what could be shared, in words."""
    return ", ".join(label for value, label in SHAREABLE.items() if value not in (values or []))


def measured(value: float) -> str:
    """A measured number with three decimals."""
    return f"{round(value, 3) + 0.0:.3f}".replace(".", ",")


def at(kept: str) -> datetime:
    """A moment that was kept as text."""
    return datetime.fromisoformat(kept)


def moment(at: datetime) -> str:
    """A moment as Oslo's clock shows it, such as «3. februar 2026 kl. 09.30»."""
    local = at.astimezone(OSLO) if at.tzinfo else at.replace(tzinfo=UTC).astimezone(OSLO)
    return f"{day(local.date())} kl. {local:%H.%M}"


def handed_over(people: int, jobs: int) -> str:
    """What changed hands; where only follow-up did, the people are still the job specialist's."""
    parts = [f"{people} {'deltaker' if people == 1 else 'deltakere'}"] if people else []
    parts += [f"{jobs} {'jobb' if jobs == 1 else 'jobber'}"] if jobs else []
    return f"{' og '.join(parts) or 'Ingen'} er overlevert."


def unbroken(text: str) -> str:
    """The text with its kroner kept in one line: «59 364 kr»."""
    return KRONER.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def to_do(text: str) -> str:
    """A task without the day it should have been done, where that stands beside it."""
    return text.split(" Skulle vært gjort ")[0]


def day_in_short(meetings: int, frictions: int, overdue: int, due: int, orphaned: int = 0) -> str:
    """The day in one sentence."""
    parts = [
        f"{meetings} {'avtale' if meetings == 1 else 'avtaler'} i dag" if meetings else "",
        f"{frictions} {'sted' if frictions == 1 else 'steder'} der det butter" if frictions else "",
        f"{orphaned} {'jobb' if orphaned == 1 else 'jobber'} som ingen følger opp" if orphaned else "",
        f"{overdue} {'jobb' if overdue == 1 else 'jobber'} der oppfølgingen er på etterskudd" if overdue else "",
        f"{due} {'samtale' if due == 1 else 'samtaler'} å ta nå" if due else "",
    ]
    said = [part for part in parts if part]
    if not said:
        return "Ingenting haster i dag. En fin dag for å besøke noen nye."
    return (f"{', '.join(said[:-1])} og {said[-1]}" if len(said) > 1 else said[0]) + "."
