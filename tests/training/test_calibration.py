"""Metrics of a chance, each against arithmetic a reader can redo."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calibration import (
    auc,
    brier,
    brier_skill,
    interval_coverage,
    relative_ece,
    relative_ece_by_luck,
    reliability,
)

CHANCE = np.array([0.1, 0.1, 0.3, 0.3])
CAME = np.array([0.0, 0.0, 0.0, 1.0])


def test_brier_is_the_mean_squared_distance() -> None:
    assert brier(CHANCE, CAME) == pytest.approx((0.1**2 + 0.1**2 + 0.3**2 + 0.7**2) / 4)


def test_brier_against_a_true_chance_is_the_expectation_over_what_may_come() -> None:
    assert brier(np.array([0.1]), np.array([0.4])) == pytest.approx(0.4 * 0.9**2 + 0.6 * 0.1**2)


def test_brier_counts_rows_by_weight() -> None:
    assert brier(CHANCE, CAME, np.array([0.0, 0.0, 1.0, 3.0])) == pytest.approx((0.3**2 + 3 * 0.7**2) / 4)


def test_brier_skill_is_zero_for_the_base_rate_and_one_for_the_outcome() -> None:
    assert brier_skill(np.full(4, 0.25), CAME, base=0.25) == 0.0
    assert brier_skill(CAME, CAME, base=0.25) == 1.0
    of_base = (3 * 0.25**2 + 0.75**2) / 4
    assert brier_skill(CHANCE, CAME, base=0.25) == pytest.approx(1 - 0.15 / of_base)


def test_relative_ece_is_the_error_of_a_bin_as_a_share_of_the_base_rate() -> None:
    # Two bins: said 0.1, came 0; said 0.3, came 1/2. Base rate 1/4.
    assert relative_ece(CHANCE, CAME, bins=2) == pytest.approx((0.1 / 2 + 0.2 / 2) / (1 / 4))


def test_equal_chances_are_never_parted_between_bins() -> None:
    said, came, share = reliability(np.array([0.2, 0.2, 0.2, 0.6]), np.array([1.0, 0.0, 0.0, 1.0]), bins=4)
    assert said == pytest.approx([0.2, 0.6])
    assert came == pytest.approx([1 / 3, 1.0])
    assert share == pytest.approx([3 / 4, 1 / 4])


def test_relative_ece_has_no_meaning_when_nothing_ever_happened() -> None:
    assert np.isnan(relative_ece(CHANCE, np.zeros(4)))


def test_a_true_chance_is_seldom_worse_than_luck_allows() -> None:
    rng = np.random.default_rng(7)
    chance = rng.beta(1, 30, size=4000)
    allowed = relative_ece_by_luck(chance, bins=10, seed=1)
    errors = np.array([relative_ece(chance, (rng.random(4000) < chance).astype(float)) for _ in range(200)])
    assert 0.85 < np.mean(errors <= allowed) < 0.95


def test_interval_coverage_counts_the_ends_as_inside() -> None:
    low, high = np.array([0.1, 0.1, 0.1]), np.array([0.2, 0.2, 0.2])
    assert interval_coverage(low, high, np.array([0.1, 0.2, 0.21])) == pytest.approx(2 / 3)


def test_auc_counts_the_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    assert auc(CHANCE, CAME == 1) == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert np.isnan(auc(CHANCE, np.zeros(4, dtype=bool)))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.integers(1, 12))
def test_bins_keep_every_row_and_the_overall_means(rows: list[tuple[float, bool]], bins: int) -> None:
    chance, outcome = np.array(rows, dtype=float).T
    said, came, share = reliability(chance, outcome, bins)
    assert len(share) <= bins
    assert share.sum() == pytest.approx(1)
    assert (said * share).sum() == pytest.approx(chance.mean())
    assert (came * share).sum() == pytest.approx(outcome.mean())
