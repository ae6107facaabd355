from __future__ import annotations

from datetime import date, timedelta

import pytest

from features.follow_up.book import load_follow_up_book
from features.subsidies.book import load_book
from features.subsidies.dated import Dated, Entry, Level
from features.subsidies.in_words import in_words
from features.subsidies.printed import book_lines
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


FAR = date(2036, 1, 1)
"""A day on which every value of both books has gone unchecked for too long."""


def test_every_warning_of_both_books_is_in_words_and_names_no_identifier() -> None:
    found = [*load_book().warnings(FAR), *load_follow_up_book().warnings(FAR)]
    assert {"limits: response_hours", "wages: monthly_wage"} <= {warning.parameter for warning in found}
    assert [warning.text for warning in found if "_" in warning.text.split(": ")[0]] == []
    (rate,) = (w.text for w in found if (w.parameter, w.concern) == ("adapted_work_ordinary: monthly_rate", "expired"))
    assert rate.startswith("VTO (varig tilrettelagt arbeid i ordinær virksomhet), satsen per måned: ")


def test_a_parameter_without_words_keeps_its_identifier() -> None:
    assert in_words("rate") == "rate"
    assert in_words("limits: new_one") == "Frister for oppfølging, new_one"
    assert in_words("pathways: trial_to_ordinary") == "Steg mellom arbeidsformer, fra utprøving til vanlig arbeid"


def test_the_follow_up_book_is_checked_beside_the_rule_book() -> None:
    book, others = load_book(), load_follow_up_book().warnings(FAR)
    lines = list(book_lines(book, FAR, others))
    assert others
    assert {f"OBS {warning.text}" for warning in others} <= set(lines)
    assert lines[-1].endswith(f"{len(book.warnings(FAR)) + len(others)} å se på")
