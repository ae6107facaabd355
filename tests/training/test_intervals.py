"""Intervals by drawing participants: what they must contain, and what must not move them."""

import numpy as np
import pytest

from training.intervals import Interval, bootstrap_difference, bootstrap_mean


def test_the_estimate_is_the_mean_and_unknown_values_are_left_out() -> None:
    values = np.array([0.2, np.nan, 0.4])
    assert bootstrap_mean(values, seed=1).estimate == pytest.approx((0.2 + 0.4) / 2)


def test_values_that_do_not_differ_leave_nothing_to_doubt() -> None:
    assert bootstrap_mean(np.full(50, 0.25), seed=1) == Interval(0.25, 0.25, 0.25)


def test_nothing_known_gives_no_number() -> None:
    assert np.isnan(bootstrap_mean(np.array([np.nan]), seed=1).estimate)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(0).random(200)
    assert bootstrap_mean(values, seed=3) == bootstrap_mean(values, seed=3)
    assert bootstrap_mean(values, seed=3) != bootstrap_mean(values, seed=4)


def test_nine_of_ten_intervals_hold_the_true_mean() -> None:
    rng = np.random.default_rng(11)
    intervals = [bootstrap_mean(rng.normal(1.0, 1.0, size=80), seed) for seed in range(200)]
    assert 0.83 < np.mean([i.low <= 1.0 <= i.high for i in intervals]) < 0.96


def test_a_persons_queries_are_drawn_together() -> None:
    """Twenty copies of each person's value say no more than one."""
    once = np.random.default_rng(5).random(40)
    copied, whose = np.tile(once, 20), np.tile(np.arange(40), 20)
    alone, together = bootstrap_mean(once, seed=2), bootstrap_mean(copied, seed=2, participant=whose)
    assert (together.estimate, together.low, together.high) == pytest.approx((alone.estimate, alone.low, alone.high))
    apart = bootstrap_mean(copied, seed=2)
    assert apart.high - apart.low < (together.high - together.low) / 3


def test_a_paired_difference_is_surer_than_its_parts() -> None:
    """Everybody gains a tenth: the spread between people cancels."""
    values = np.random.default_rng(9).random(60)
    difference = bootstrap_difference(values + 0.1, values, seed=1)
    assert (difference.low, difference.high) == pytest.approx((0.1, 0.1))
    assert difference.above_zero
    assert bootstrap_difference(values, values + 0.1, seed=1).below_zero
