from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.subsidies.asked import Asked
from features.subsidies.book import load_book
from features.subsidies.months import birthday, calendar_months, half_up, months_after, part_month
from features.subsidies.quote import quote
from features.subsidies.wage_cost import Rates, wage_cost
from features.vocabulary import Scheme
from tests.features.subsidies.asking import question

DAYS = st.dates(date(2016, 1, 1), date(2040, 12, 31))
TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_after_is_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_somebody_born_on_a_leap_day_has_a_birthday_every_year() -> None:
    assert birthday(date(1996, 2, 29), 30) == date(2026, 2, 28)
    assert birthday(date(1996, 2, 29), 32) == date(2028, 2, 29)


@given(DAYS, st.integers(0, 900))
def test_calendar_months_are_every_day_once_and_never_cross_a_month(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    spans = calendar_months(first, last)
    assert sum(span.days for span in spans) == length + 1
    assert (spans[0].first, spans[-1].last) == (first, last)
    for span in spans:
        assert (span.first.year, span.first.month) == (span.last.year, span.last.month)
        assert span.whole == (
            span.first.day == 1 and months_after(span.first, 1).toordinal() - 1 == span.last.toordinal()
        )
    assert all(a.last.toordinal() + 1 == b.first.toordinal() for a, b in pairwise(spans))


def test_a_part_month_holds_the_days_amount_to_ten_decimals() -> None:
    # 15,642 / 30.4375 = 513.9055441478…; × 17 days = 8,736.39
    assert part_month(Decimal(15642), 17, Decimal("30.4375"), 10) == 8736
    # 0.5 a day exactly: 7 days are 3.5, rounded up
    assert part_month(Decimal("15.21875"), 7, Decimal("30.4375"), 10) == 4


@given(st.integers(1, 200_000), st.integers(1, 29), st.data())
def test_cutting_a_part_month_changes_its_sum_by_at_most_one_krone(
    monthly: int, days: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, days))
    whole = part_month(Decimal(monthly), days, Decimal("30.4375"), 10)
    parts = [part_month(Decimal(monthly), some, Decimal("30.4375"), 10) for some in (cut, days - cut)]
    assert abs(sum(parts) - whole) <= 1
    assert whole <= monthly


@pytest.mark.parametrize(("amount", "expected"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2)])
def test_half_a_krone_is_rounded_up(amount: str, expected: int) -> None:
    assert half_up(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("wage", "holiday", "on_top"),
    [
        # 2,400 + 0.02 × 22,400 + 0.141 × 22,848 = 2,400 + 448 + 3,221.568
        (20_000, "0.12", Decimal("6069.568")),
        # 1,699.932 + 367.31864 + 2,641.3883…
        (16_666, "0.102", Decimal("4708.6390")),
        (30_000, "0.12", Decimal("9104.352")),
    ],
)
def test_what_comes_on_top_of_the_wage_is_rounded_once(wage: int, holiday: str, on_top: Decimal) -> None:
    cost = wage_cost(Decimal(wage), Rates(Decimal(holiday), Decimal("0.02"), Decimal("0.141")))
    assert cost == wage + half_up(on_top)


def test_rates_that_carry_binary_noise_are_those_of_the_book() -> None:
    noisy = question(workplace__holiday_rate=0.1 + 0.02, workplace__employer_tax_rate=0.04 + 0.101)
    assert Asked(load_book(), noisy, TODAY).rates == Asked(load_book(), question(), TODAY).rates


def test_the_yearly_cap_takes_what_is_left_of_each_year() -> None:
    """75 % of 100,000 and more a month from July 2025 reaches 5 × 130,160 = 650,800; January begins anew."""
    asked = question(
        job__monthly_wage=100_000,
        job__starts_on="2025-07-01",
        job__ends_on="2026-03-31",
        chosen_percent__permanent_wage_subsidy=75,
        paid_this_year__permanent_wage_subsidy=200_000,
    )
    answer = quote(load_book(), asked, date(2025, 7, 1)).of(Scheme.PERMANENT_WAGE_SUBSIDY)
    by_year = {year: sum(p.amount for p in answer.periods if p.first.year == year) for year in (2025, 2026)}
    monthly = half_up(Decimal(130_348) * 75 / 100)
    assert answer.monthly_cost == 130_348
    assert by_year == {2025: 5 * 130_160 - 200_000, 2026: 3 * monthly}
    assert answer.reason is not None
    assert "650 800" in answer.reason


@given(DAYS, st.integers(0, 1500))
def test_periods_follow_one_another_within_their_months(first: date, length: int) -> None:
    asked = question(
        job__starts_on=first.isoformat(),
        job__ends_on=date.fromordinal(first.toordinal() + length).isoformat(),
        documented_costs=1000,
        mentor={"wage": 500, "per": "hour", "hours_per_month": 8},
        chosen_percent={"permanent_wage_subsidy": 75, "summer_job_subsidy": 50},
    )
    for answer in quote(load_book(), asked, first).schemes:
        periods = answer.periods
        assert all((p.first.year, p.first.month) == (p.last.year, p.last.month) for p in periods)
        assert all(a.last.toordinal() + 1 == b.first.toordinal() for a, b in pairwise(periods))
        assert not periods or periods[0].first == first
