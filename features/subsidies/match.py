"""An example of a hire where nothing is agreed yet: the question for the rule book, and what it assumes, in words.

Every assumption is a dated value of the book, labelled «eksempel»; the employer's own figures go before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from features.occupations import is_occupation, occupation_in_text
from features.places import municipality_name
from features.subsidies.answer import NOTE
from features.subsidies.book import Book
from features.subsidies.dated import Entry
from features.subsidies.example_values import EmployerTaxZones, Wages, known_or_first
from features.subsidies.messages import written_out
from features.subsidies.months import half_up
from features.subsidies.question import Form, Job, Person, Purpose, Question, Workplace
from features.vocabulary import Scheme, SupportNeedGroup

BASIC_ZONE = "I"
NOT_STATED, UNSKILLED = "0000", "9"
"""STYRK-08's code for an occupation that is not stated, and the major group that it is counted in."""
_WHOLE, _TENTH = Decimal(100), Decimal("0.1")
_SCHEMES = frozenset(Scheme)


@dataclass(frozen=True)
class Situation:
    """What is known of one hire: where (municipality code of 2024), as what (STYRK-08) and how many hours a week."""

    municipality: str
    occupation: str | None
    hours_per_week: Decimal
    org_form: str | None = None


@dataclass(frozen=True)
class Example:
    """A question, and the sentences in bokmål that say what it rests on."""

    question: Question
    assumptions: tuple[str, ...]


def person_from(row: Mapping[str, Any] | None) -> Person:
    """What the rule book needs of a row of `participant_rules`; without one, a person of whom nothing is known.

    Where the group is not known the rule book asks for it and looks at nothing else, the date of birth included.
    """
    if row is None:
        return Person(birth_date=date.min)
    group, used = row.get("support_need_group"), row.get("months_used") or {}
    return Person(
        birth_date=row["birth_date"],
        support_need_group=None if group is None else SupportNeedGroup(group),
        disability_benefit=row.get("disability_benefit"),
        expects_disability_benefit=row.get("expects_disability_benefit"),
        months_used={Scheme(name): Decimal(str(months)) for name, months in used.items() if name in _SCHEMES},
    )


def example(book: Book, person: Person, situation: Situation, as_of: date) -> Example:
    """A permanent post that begins some days after `as_of`, with the wage, rates and zone that the book assumes."""
    wages = book.rules(Wages)
    starts_on = as_of + timedelta(days=known_or_first(wages.start_after_days, as_of).held)
    wage, wage_entry = wages.wage_of(_code(situation), starts_on)
    full_week = known_or_first(wages.full_time_hours, starts_on)
    hours = situation.hours_per_week if situation.hours_per_week > 0 else full_week.held
    percent = min(_WHOLE, (hours * _WHOLE / full_week.held).quantize(_TENTH, ROUND_HALF_UP))
    monthly = half_up(wage * percent / _WHOLE)
    holiday = known_or_first(wages.holiday_percent, starts_on)
    pension = known_or_first(wages.pension_percent, starts_on)
    tax, zone = _employer_tax(book, situation, starts_on)
    question = Question(
        participant_rules=person,
        workplace=Workplace(tax / _WHOLE, holiday.held / _WHOLE, pension.held / _WHOLE, org_form=situation.org_form),
        job=Job(percent, Form.PERMANENT, starts_on, Purpose.OBTAIN_WORK, monthly),
    )
    return Example(
        question,
        (
            f"Eksempel, {NOTE}: fast stilling på {written_out(percent)} %, {_hours(situation, full_week)} i uka "
            f"av {written_out(full_week.held)}, fra {written_out(starts_on)}.",
            f"Eksempel: {written_out(monthly)} kr i månedslønn, av {written_out(wage)} kr i full stilling som "
            f"{_occupation(situation)}. {_source(wage_entry)}",
            f"Eksempel: feriepenger {written_out(holiday.held)} %. {_source(holiday)}",
            f"Eksempel: pensjon {written_out(pension.held)} %. {_source(pension)}",
            zone,
        ),
    )


def broken_off(book: Book, starts_on: date) -> str:
    """What the cost of a hire that breaks off assumes, in bokmål."""
    wages = book.rules(Wages)
    months, recruiting, training = (
        known_or_first(parameter, starts_on)
        for parameter in (wages.break_after_months, wages.recruiting_hours, wages.training_hours)
    )
    return (
        f"Eksempel: et brudd etter {written_out(months.held)} måneder koster lønnen til da, "
        f"{written_out(recruiting.held)} timer til rekruttering og {written_out(training.held)} timer til opplæring. "
        f"{_source(training)}"
    )


def _hours(situation: Situation, full_week: Entry[Decimal]) -> str:
    if situation.hours_per_week <= 0:
        return f"{written_out(full_week.held)} timer (timetallet er ikke kjent)"
    return f"{written_out(situation.hours_per_week)} timer"


def _code(situation: Situation) -> str:
    code = situation.occupation
    return code if code is not None and code != NOT_STATED and is_occupation(code) else UNSKILLED


def _occupation(situation: Situation) -> str:
    code = _code(situation)
    return "hjelpearbeider (yrket er ikke kjent)" if code == UNSKILLED else occupation_in_text(code)


def _employer_tax(book: Book, situation: Situation, day: date) -> tuple[Decimal, str]:
    """The percent of the municipality's zone, and the sentence about it; an unknown one is taken to be in zone I."""
    zones = book.rules(EmployerTaxZones)
    where, percents = known_or_first(zones.municipalities_by_zone, day), known_or_first(zones.percent_by_zone, day)
    zone = where.held.get(situation.municipality)
    percent = percents.held[zone or BASIC_ZONE]
    place = municipality_name(situation.municipality) or situation.municipality
    said = f"sone {zone} ({place})" if zone else f"sone {BASIC_ZONE}, siden sonen for {place} ikke er kjent"
    within = known_or_first(zones.percent_within_allowance, day).held.get(zone or BASIC_ZONE)
    lower = "" if within is None else f", {written_out(within)} % innenfor fribeløpet"
    return percent, f"Eksempel: arbeidsgiveravgift {written_out(percent)} %{lower}, {said}. {_source(percents)}"


def _source(entry: Entry[Any]) -> str:
    return f"Kilde: {entry.source}; sist sett på {written_out(entry.checked_on)}."
