from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from features.identity_numbers import holds_identity_number, is_identity_number


def with_check_digits(nine: str) -> str | None:
    """The nine digits with their two check digits, None where there are none."""
    first = fodselsnummer.calc_check_digit1(nine)
    second = fodselsnummer.calc_check_digit2(nine + first) if len(first) == 1 else "10"
    return nine + first + second if len(second) == 1 else None


def a_number(day: int, month: int) -> str:
    """A valid number of somebody invented, born on that day in year 85."""
    tries = (with_check_digits(f"{day:02}{month:02}85{individual}") for individual in range(100, 500))
    return next(number for number in tries if number)


BORN = a_number(15, 10)


@pytest.mark.parametrize(
    ("day", "month"),
    [(15, 10), (55, 10), (15, 50), (15, 90), (55, 90), (15, 75)],
    ids=["ordinary", "D-number", "month + 40", "month + 80", "D-number, month + 80", "month + 65"],
)
def test_every_kind_of_number_is_found_with_and_without_a_space(day: int, month: int) -> None:
    number = a_number(day, month)
    spaced = f"ring {number[:6]} {number[6:]} i morgen"
    assert holds_identity_number(pl.Series([number, spaced, f"P{number}", f'{{"x": "{number}"}}'])).all()


@pytest.mark.parametrize(
    "text",
    [
        BORN[:10] + str((int(BORN[10]) + 1) % 10),
        with_check_digits("320185123") or "32018512345",
        f"1{BORN}",
        f"{BORN}1",
        f"{BORN[:6]}  {BORN[6:]}",
        "974633191",
        "12a4b6c8-0000-4000-8000-0a" + BORN[:10],
        "",
    ],
    ids=["wrong digit", "no such day", "twelve digits", "twelve digits", "two spaces", "orgnr", "in a UUID", "empty"],
)
def test_what_is_not_a_number_is_let_through(text: str) -> None:
    assert not holds_identity_number(pl.Series([text]))[0]


def test_a_uuid_may_hold_eleven_digits_in_a_row() -> None:
    uuid = f"12a4b6c8-0000-4000-8000-{BORN}a"
    assert not holds_identity_number(pl.Series([uuid]))[0]
    assert holds_identity_number(pl.Series([f"{uuid} {BORN}"]))[0]


def test_null_holds_nothing() -> None:
    assert holds_identity_number(pl.Series([None, BORN], dtype=pl.String)).to_list() == [False, True]


@given(st.integers(0, 99_999_999_999).map(lambda n: f"{n:011}"))
def test_whatever_the_official_rules_accept_is_found(digits: str) -> None:
    if fodselsnummer.is_valid(digits):
        assert is_identity_number(digits)


@given(st.integers(0, 999_999_999).map(lambda n: f"{n:09}"))
def test_numbers_of_every_birth_date_are_found_as_the_official_rules_find_them(nine: str) -> None:
    digits = with_check_digits(nine)
    if digits and fodselsnummer.is_valid(digits):
        assert is_identity_number(digits)
