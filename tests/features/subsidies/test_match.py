from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from features.occupations import occupation_codes
from features.places import municipalities
from features.subsidies.book import load_book
from features.subsidies.example_values import EmployerTaxZones, Wages
from features.subsidies.match import Example, Situation, broken_off, example, person_from
from features.subsidies.question import Form, Purpose
from features.subsidies.quote import quote
from features.vocabulary import Scheme, SupportNeedGroup

AS_OF = date(2026, 11, 1)
SHOP = Situation("4003", "5223", Decimal(20))
"""A shop assistant's twenty hours in Skien."""


def made(situation: Situation = SHOP, as_of: date = AS_OF) -> Example:
    return example(load_book(), person_from(None), situation, as_of)


def test_a_permanent_post_in_thirty_days_at_the_wage_of_the_occupation() -> None:
    """20 of 37.5 hours is 53.3 percent; 37,500 × 0.533 = 19,987.5 kroner."""
    asked = made().question
    assert (asked.job.position_percent, asked.job.monthly_wage) == (Decimal("53.3"), Decimal(19_988))
    assert (asked.job.form, asked.job.purpose, asked.job.ends_on) == (Form.PERMANENT, Purpose.OBTAIN_WORK, None)
    assert asked.job.starts_on == date(2026, 12, 1)
    rates = asked.workplace.rates
    assert (rates.holiday, rates.pension, rates.employer_tax) == (Decimal("0.12"), Decimal("0.02"), Decimal("0.141"))


def test_every_assumption_says_that_it_is_an_example_with_its_source_and_the_day_of_the_last_look() -> None:
    assumptions = made().assumptions
    assert all(said.startswith("Eksempel") for said in assumptions)
    assert "veiledende, ikke vedtak" in assumptions[0]
    assert "53,3 %, 20 timer i uka av 37,5, fra 01.12.2026" in assumptions[0]
    assert "19 988 kr i månedslønn, av 37 500 kr i full stilling som butikkmedarbeider" in assumptions[1]
    assert "sone I (Skien)" in assumptions[-1]
    for said in (*assumptions[1:], broken_off(load_book(), AS_OF)):
        assert "Kilde: " in said
        assert "sist sett på 31.08.2026" in said


@pytest.mark.parametrize(
    ("municipality", "percent", "said"),
    [
        ("5501", "7.9", "sone IVa (Tromsø)"),
        ("5601", "0", "sone V (Alta)"),
        ("1833", "5.1", "sone IV (Rana)"),
        ("3425", "6.4", "sone III (Engerdal)"),
        ("4036", "10.6", "sone II (Vinje)"),
        ("5036", "14.1", "14,1 %, 10,6 % innenfor fribeløpet, sone Ia (Frosta)"),
        ("2100", "14.1", "sone I, siden sonen for 2100 ikke er kjent"),
    ],
)
def test_the_employer_tax_follows_the_municipality(municipality: str, percent: str, said: str) -> None:
    there = made(replace(SHOP, municipality=municipality))
    assert there.question.workplace.employer_tax_rate == Decimal(percent) / 100
    assert said in there.assumptions[-1]


def test_places_in_one_zone_ask_the_same_question() -> None:
    assert made().question == made(replace(SHOP, municipality="0301")).question
    assert made().question != made(replace(SHOP, municipality="5501")).question


@pytest.mark.parametrize("occupation", [None, "0000", "9"])
def test_an_occupation_that_is_not_known_is_said_and_counted_as_unskilled(occupation: str | None) -> None:
    """38,500 × 0.533 = 20,520.5 kroner, and half a krone is rounded up."""
    there = made(replace(SHOP, occupation=occupation))
    assert "yrket er ikke kjent" in there.assumptions[1]
    assert there.question.job.monthly_wage == 20_521


def test_hours_that_are_not_known_are_said_and_many_hours_are_one_post() -> None:
    unknown, many = made(replace(SHOP, hours_per_week=Decimal(0))), made(replace(SHOP, hours_per_week=Decimal(50)))
    assert unknown.question.job.position_percent == many.question.job.position_percent == 100
    assert "timetallet er ikke kjent" in unknown.assumptions[0]


def test_every_municipality_has_a_zone_and_every_zone_a_rate_that_an_employer_can_have() -> None:
    zones, day = load_book().rules(EmployerTaxZones), date(2026, 1, 1)
    held, percents = zones.municipalities_by_zone.on(day).held, zones.percent_by_zone.on(day).held
    assert set(held) == set(municipalities()["code"])
    assert set(held.values()) == set(percents)
    assert set(percents.values()) <= set(load_book().arithmetic.employer_tax_percents.on(day).held)


def test_every_occupation_has_a_wage_of_its_own_group() -> None:
    wages = load_book().rules(Wages)
    found = {code: wages.wage_of(code, AS_OF)[0] for code in occupation_codes()}
    assert all(20_000 <= wage <= 120_000 for wage in found.values())
    by_group = wages.monthly_wage.on(AS_OF).held
    assert found["5223"] == by_group["5223"]
    assert found["5249"] == by_group["52"]
    assert found["1111"] == by_group["1"]


def test_an_example_can_be_asked_for_every_day_of_the_rule_book() -> None:
    """Before the first wage the first one is used: an example is never worth a refusal."""
    book = load_book()
    for as_of in (date(2016, 1, 1), date(2019, 12, 2), date(2024, 2, 29), date(2031, 5, 31)):
        there = made(as_of=as_of)
        assert quote(book, there.question, as_of).schemes


def test_a_row_of_rules_becomes_a_person_and_no_row_somebody_of_whom_nothing_is_known() -> None:
    row = {
        "support_need_group": "JOBBE_DELVIS",
        "birth_date": date(1990, 1, 1),
        "disability_benefit": None,
        "expects_disability_benefit": True,
        "months_used": {"mentor_subsidy": 3, "a_scheme_of_old": 1},
    }
    person = person_from(row)
    assert person.support_need_group is SupportNeedGroup.JOBBE_DELVIS
    assert (person.birth_date, person.expects_disability_benefit) == (date(1990, 1, 1), True)
    assert person.months_used == {Scheme.MENTOR_SUBSIDY: Decimal(3)}
    assert person_from(None).support_need_group is None


def test_without_a_decision_every_scheme_asks_for_it_and_the_date_of_birth_plays_no_part() -> None:
    book, asked = load_book(), made().question
    somebody = person_from({"support_need_group": None, "birth_date": date(2008, 1, 1)})
    other = quote(book, replace(asked, participant_rules=somebody), AS_OF)
    assert other.schemes == quote(book, asked, AS_OF).schemes
    assert "§ 14 a" in (other.of(Scheme.TEMPORARY_WAGE_SUBSIDY).question or "")


def test_a_person_in_a_question_prints_nothing_about_itself() -> None:
    row = {"support_need_group": "JOBBE_DELVIS", "birth_date": date(1956, 5, 14), "disability_benefit": True}
    printed = repr(person_from(row))
    assert not any(word in printed for word in ("JOBBE", "1956", "True"))
