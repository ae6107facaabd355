"""What became of a placement, and from which day that was known."""

from datetime import date
from typing import Any

import pytest

from features.vocabulary import EndReason, PlacementForm
from features.world.facts import NEVER, day_number
from features.world.outcomes import WEEKS_26, WEEKS_52, Outcomes
from tests.builders import days_after, rows

START = date(2024, 1, 1)
FIRST = day_number(START)


def outcomes(**given: Any) -> Outcomes:
    """One job that began on `START` and has been seen for two years."""
    row = {"starts_on": START, "observed_until": days_after(START, 730)} | given
    return Outcomes.from_frame(rows("placements", row))


def test_half_a_year_is_182_days_and_a_year_364() -> None:
    assert (WEEKS_26, WEEKS_52) == (26 * 7, 52 * 7)


@pytest.mark.parametrize("form", list(PlacementForm))
def test_only_trials_are_not_starts(form: PlacementForm) -> None:
    trial = form in ("work_training", "job_taster")
    assert outcomes(form=form.value).is_start.tolist() == [not trial]


def test_an_unpaid_job_that_is_no_trial_is_no_start_but_adapted_work_is() -> None:
    """A start is a paid job or adapted work (contract)."""
    assert outcomes(form="temporary", paid=False).is_start.tolist() == [False]
    assert outcomes(form="adapted_work_ordinary", paid=False).is_start.tolist() == [True]


@pytest.mark.parametrize("reason", list(EndReason))
def test_a_better_job_and_education_are_not_breaks(reason: EndReason) -> None:
    ended = outcomes(ends_on=days_after(START, 30), end_reason=reason.value)
    competing = reason in ("better_job", "education")
    assert ended.competing.tolist() == [competing]
    assert ended.broke_known(WEEKS_26).tolist() == [NEVER if competing else FIRST + 30]
    assert ended.lasted_known(WEEKS_26).tolist() == [NEVER]


@pytest.mark.parametrize("length", [WEEKS_26, WEEKS_52])
def test_ending_on_the_very_day_has_lasted_and_the_day_before_has_not(length: int) -> None:
    on_the_day, before = (outcomes(ends_on=days_after(START, n)) for n in (length, length - 1))
    assert on_the_day.lasted_known(length).tolist() == [FIRST + length]
    assert on_the_day.broke_known(length).tolist() == [NEVER]
    assert before.lasted_known(length).tolist() == [NEVER]
    assert before.broke_known(length).tolist() == [FIRST + length - 1]


@pytest.mark.parametrize("length", [WEEKS_26, WEEKS_52])
def test_a_running_job_has_lasted_when_it_has_been_seen_that_long_and_is_unknown_before(length: int) -> None:
    seen, almost = (outcomes(observed_until=days_after(START, n)) for n in (length, length - 1))
    assert seen.lasted_known(length).tolist() == [FIRST + length]
    assert almost.lasted_known(length).tolist() == [NEVER]
    assert almost.broke_known(length).tolist() == [NEVER]
    assert almost.end_known().tolist() == [NEVER]


def test_what_was_recorded_late_was_known_late() -> None:
    late = outcomes(ends_on=days_after(START, 100), recorded_on=days_after(START, 400))
    assert late.end_known().tolist() == [FIRST + 400]
    assert late.broke_known(WEEKS_26).tolist() == [FIRST + 400]
    assert outcomes(recorded_on=days_after(START, 400)).lasted_known(WEEKS_52).tolist() == [FIRST + 400]


def test_lasting_half_a_year_and_breaking_before_a_year_are_both_true_of_nine_months() -> None:
    nine_months = outcomes(ends_on=days_after(START, 270), end_reason="pace")
    assert nine_months.lasted_known(WEEKS_26).tolist() == [FIRST + 182]
    assert nine_months.broke_known(WEEKS_52).tolist() == [FIRST + 270]
