from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings

from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.employer_cost import MONTHS, EmployerCost, Mark, employer_cost
from features.subsidies.example_values import Wages
from features.subsidies.packages import packages
from features.subsidies.quote import quote
from features.vocabulary import Scheme
from tests.features.subsidies.asking import question
from tests.features.subsidies.drawn_questions import Json, questions

S = Scheme
COST, SIXTY, FIFTY = 26_070, 15_642, 13_035
"""A month's wage cost of 20,000, and 60 and 50 percent of it."""


def cost(schemes: Sequence[Scheme], **changes: Any) -> EmployerCost:
    asked = question(**changes)
    return employer_cost(quote(load_book(), asked, asked.job.starts_on), asked, schemes)


def test_a_hire_with_temporary_wage_subsidy_month_by_month() -> None:
    found = cost([S.TEMPORARY_WAGE_SUBSIDY])
    assert [month.number for month in found.months] == list(range(1, MONTHS + 1))
    assert {month.without for month in found.months} == {COST}
    assert [month.with_package for month in found.months] == [COST - SIXTY] * 12 + [COST - FIFTY] * 12
    assert (found.without(12), found.with_package(12)) == (12 * COST, 12 * (COST - SIXTY))
    assert (found.without(24), found.with_package(24)) == (24 * COST, 12 * (COST - SIXTY) + 12 * (COST - FIFTY))


def test_the_step_down_and_the_end_are_marked_by_their_days() -> None:
    assert cost([S.TEMPORARY_WAGE_SUBSIDY]).marks == (
        Mark(date(2027, 10, 1), S.TEMPORARY_WAGE_SUBSIDY, Decimal(FIFTY)),
        Mark(date(2028, 10, 1), S.TEMPORARY_WAGE_SUBSIDY, Decimal(0)),
    )


def test_a_scheme_that_runs_on_has_no_end_here() -> None:
    chosen = {"chosen_percent__permanent_wage_subsidy": 67}
    assert cost([S.PERMANENT_WAGE_SUBSIDY], **chosen).marks == ()


def test_a_start_within_a_month_gives_whole_months_and_steps_down_on_the_day() -> None:
    """From 15 January: month 7 is the first at 30 instead of 40 percent, and month 13 is without subsidy."""
    changes = {"participant_rules__support_need_group": "TRENGER_VEILEDNING", "job__starts_on": "2027-01-15"}
    found = cost([S.TEMPORARY_WAGE_SUBSIDY], **changes)
    forty, thirty = 10_428, 7_821
    assert [m.with_package for m in found.months] == [COST - forty] * 6 + [COST - thirty] * 6 + [COST] * 12
    assert (found.months[0].first, found.months[0].last) == (date(2027, 1, 15), date(2027, 2, 14))
    assert [mark.day for mark in found.marks] == [date(2027, 7, 15), date(2028, 1, 15)]


def test_a_start_on_the_last_of_a_month_leaves_no_day_out() -> None:
    months = cost([S.TEMPORARY_WAGE_SUBSIDY], job__starts_on="2027-01-31").months
    assert [month.last for month in months[:2]] == [date(2027, 2, 27), date(2027, 3, 30)]
    assert all((after.first - before.last).days == 1 for before, after in pairwise(months))
    assert {month.with_package for month in months[:12]} == {COST - SIXTY}


def test_a_subsidy_that_ends_within_a_month_counts_by_its_days() -> None:
    """Seven days of 60 percent are left when 72 years are reached: 8 October is the birthday, October has 31 days."""
    found = cost([S.TEMPORARY_WAGE_SUBSIDY], participant_rules__birth_date="1954-10-08")
    assert found.months[0].with_package == COST - round(Decimal(SIXTY * 7) / 31)
    assert found.months[1].with_package == COST
    assert found.marks == (Mark(date(2026, 10, 8), S.TEMPORARY_WAGE_SUBSIDY, Decimal(0)),)


def test_a_job_that_ends_costs_nothing_afterwards() -> None:
    found = cost([S.TEMPORARY_WAGE_SUBSIDY], job__ends_on="2027-03-31", job__form="temporary")
    assert [month.without for month in found.months] == [COST] * 6 + [0] * 18
    assert [month.with_package for month in found.months] == [COST - SIXTY] * 6 + [0] * 18


def test_a_hire_that_breaks_off_costs_its_months_and_a_colleagues_hours() -> None:
    """The full post costs 26,070 / 0.6 = 43,450 a month of 1950 / 12 = 162.5 hours."""
    wages, day = load_book().rules(Wages), date(2026, 10, 1)
    hours = wages.recruiting_hours.on(day).held + wages.training_hours.on(day).held
    lost = round(Decimal(43_450) * hours / Decimal("162.5"))
    found = cost([S.TEMPORARY_WAGE_SUBSIDY])
    assert wages.break_after_months.on(day).held == 3
    assert (found.break_without, found.break_with) == (3 * COST + lost, 3 * (COST - SIXTY) + lost)


def test_a_mentor_and_extra_costs_are_the_employers_with_or_without_subsidy() -> None:
    """A mentor's 8 hours at 300 cost 2,400 + 288 + 53.76 + 386.59 = 3,128 a month."""
    changes = {"mentor": {"wage": 300, "per": "hour", "hours_per_month": 8}, "documented_costs": 5000}
    mentor = 3_128
    everything = cost([S.TEMPORARY_WAGE_SUBSIDY, S.MENTOR_SUBSIDY, S.INCLUSION_SUBSIDY], **changes)
    assert [m.without for m in everything.months[:2]] == [COST + mentor + 5000, COST + mentor]
    assert [m.with_package for m in everything.months[:2]] == [COST - SIXTY, COST - SIXTY]
    alone = cost([S.MENTOR_SUBSIDY], **changes)
    assert [m.without for m in alone.months] == [m.without for m in everything.months]
    assert [m.with_package for m in alone.months[:2]] == [COST + 5000, COST]


def test_the_yearly_cap_is_kept() -> None:
    """75 percent of 104,278 is 78,209 a month, and 5 G of 2026 is 5 × 130,160 = 650,800 for the year."""
    changes = {"job__monthly_wage": 80_000, "chosen_percent__permanent_wage_subsidy": 75}
    found = cost([S.PERMANENT_WAGE_SUBSIDY], job__starts_on="2026-01-01", **changes)
    given_in_2026 = found.without(12) - found.with_package(12)
    assert given_in_2026 == 5 * 130_160
    assert found.months[11].with_package == found.months[11].without == 104_278


def test_the_fixed_rate_of_vto_never_makes_the_cost_negative() -> None:
    vto = {"job__form": "adapted_work_ordinary", "participant_rules__disability_benefit": True}
    found = cost([S.ADAPTED_WORK_ORDINARY], job__monthly_wage=3_000, job__starts_on="2026-03-01", **vto)
    assert found.months[0].with_package == 0
    assert found.months[-1].with_package == found.months[-1].without, "no rate is known after 2026"


def test_work_training_is_no_employment_and_costs_no_wage() -> None:
    found = cost([S.WORK_TRAINING], job__form="work_training", job__monthly_wage=None)
    assert (found.without(24), found.with_package(24), found.break_without) == (0, 0, 0)


@given(questions())
@settings(max_examples=150, deadline=None)
def test_a_package_never_costs_more_than_none_and_never_less_than_nothing(body: Json) -> None:
    asked = question_from(body)
    answer = quote(load_book(), asked, date(2026, 9, 1))
    nothing = employer_cost(answer, asked, ())
    assert all(month.with_package == month.without for month in nothing.months)
    for package in packages(answer):
        found = employer_cost(answer, asked, package.schemes)
        assert [month.without for month in found.months] == [month.without for month in nothing.months]
        for month in found.months:
            assert 0 <= month.with_package <= month.without
            assert month.with_package == month.with_package.to_integral_value()
        assert 0 <= found.break_with <= found.break_without == nothing.break_without
        assert list(found.marks) == sorted(found.marks)
