from __future__ import annotations

from datetime import date, timedelta

import pytest

from features.subsidies.book import load_book
from features.subsidies.dated import Dated, Entry, Level
from features.subsidies.upkeep import BookWarning, Concern, warnings_of

CHECKED = date(2026, 8, 31)


def value(*entries: tuple[str, int | None, str | None]) -> Dated[int]:
    """A parameter with (from, value, known until), all checked on the same day."""
    return Dated(
        "rate",
        tuple(
            Entry(
                date.fromisoformat(start),
                held,
                "a source",
                Level.REGULATION,
                CHECKED,
                until and date.fromisoformat(until),
            )  # type: ignore[arg-type]
            for start, held, until in entries
        ),
    )


def concerns(parameter: Dated[int], today: date) -> list[Concern]:
    return [warning.concern for warning in warnings_of(parameter, today)]


def test_a_value_that_ends_within_sixty_days_is_a_warning_and_one_day_earlier_is_not() -> None:
    rate = value(("2026-01-01", 1, "2026-12-31"))
    assert concerns(rate, date(2026, 12, 31) - timedelta(days=61)) == []
    assert concerns(rate, date(2026, 12, 31) - timedelta(days=60)) == [Concern.ENDS_SOON]
    assert concerns(rate, date(2026, 12, 31)) == [Concern.ENDS_SOON]
    assert concerns(rate, date(2027, 1, 1)) == [Concern.EXPIRED]


def test_a_value_with_a_successor_does_not_end() -> None:
    assert concerns(value(("2026-01-01", 1, "2026-12-31"), ("2027-01-01", 2, None)), date(2026, 12, 30)) == []


def test_an_end_that_the_book_knows_is_a_warning_before_and_settled_after() -> None:
    rule = value(("2026-01-01", 1, None), ("2026-12-01", None, None))
    assert concerns(rule, date(2026, 11, 23)) == [Concern.ENDS_SOON]
    assert concerns(rule, date(2026, 12, 1)) == []


def test_a_value_checked_more_than_180_days_ago_is_a_warning() -> None:
    rate = value(("2026-01-01", 1, None))
    assert concerns(rate, CHECKED + timedelta(days=180)) == []
    assert concerns(rate, CHECKED + timedelta(days=181)) == [Concern.NOT_CHECKED]


def test_a_value_that_has_not_begun_is_no_concern_yet() -> None:
    assert concerns(value(("2027-01-01", 1, None)), date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("parameter", "concern", "day"),
    [
        ("adapted_work_ordinary: monthly_rate", Concern.ENDS_SOON, date(2026, 12, 31)),
        ("basic_amount: basic_amount", Concern.EXPIRED, date(2026, 4, 30)),
    ],
)
def test_the_book_says_what_somebody_has_to_look_at(parameter: str, concern: Concern, day: date) -> None:
    found = {warning.parameter: warning for warning in load_book().warnings(date(2026, 11, 23))}
    warning = found[parameter]
    assert isinstance(warning, BookWarning)
    assert (warning.concern, warning.day) == (concern, day)
    assert f"{day:%d.%m.%Y}" in warning.text
