"""One set of chances beside another: how much further off, and whether that could be luck."""

from __future__ import annotations

import numpy as np
import pytest

from training.calibration import relative_ece
from training.more_wrong import more_wrong

PEOPLE, EACH, BINS = 40, 25, 10
PERSON = np.repeat(np.arange(PEOPLE), EACH)
TRUTH = np.random.default_rng(5).uniform(0.05, 0.4, PEOPLE * EACH)
EVEN = np.ones(PEOPLE * EACH)


def test_the_difference_is_that_of_the_two_errors() -> None:
    rng = np.random.default_rng(6)
    weight = rng.uniform(0, 1, len(TRUTH))
    outcome = (rng.random(len(TRUTH)) < TRUTH).astype(np.float64)
    found = more_wrong((TRUTH * 1.5, weight), (TRUTH, EVEN), outcome, PERSON, BINS, seed=1)
    errors = relative_ece(TRUTH * 1.5, outcome, BINS, weight) - relative_ece(TRUTH, outcome, BINS)
    assert found.estimate == pytest.approx(errors)
    assert found.low <= found.estimate <= found.high


def test_half_as_much_again_is_surely_more_wrong_and_the_other_way_round_surely_less() -> None:
    found = more_wrong((TRUTH * 1.5, EVEN), (TRUTH, EVEN), TRUTH, PERSON, BINS, seed=1)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert more_wrong((TRUTH, EVEN), (TRUTH * 1.5, EVEN), TRUTH, PERSON, BINS, seed=1).below_zero


def test_what_differs_from_person_to_person_alone_is_neither() -> None:
    """Each says twice and half of the truth to every other person, and they take turns."""
    turn = np.where(PERSON % 2, 1.5, 0.5)
    found = more_wrong((TRUTH * turn, EVEN), (TRUTH * (2 - turn), EVEN), TRUTH, PERSON, BINS, seed=1)
    assert found.low < 0 < found.high


def test_the_same_chances_are_not_more_wrong_and_unknown_outcomes_are_left_out() -> None:
    outcome = np.where(PERSON < 20, TRUTH, np.nan)
    said = np.where(PERSON < 20, TRUTH, 0.99)
    found = more_wrong((said, EVEN), (TRUTH, EVEN), outcome, PERSON, BINS, seed=1)
    assert (found.estimate, found.low, found.high) == pytest.approx((0, 0, 0))


@pytest.mark.parametrize("outcome", [np.full(len(TRUTH), np.nan), np.zeros(len(TRUTH))], ids=["unknown", "never"])
def test_with_nothing_that_came_nothing_is_said(outcome: np.ndarray) -> None:
    assert np.isnan(more_wrong((TRUTH, EVEN), (TRUTH, EVEN), outcome, PERSON, BINS, seed=1).estimate)
