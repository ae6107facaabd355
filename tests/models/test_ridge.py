"""Logistic regression that is shrunk, and signed where the direction is known beforehand."""

import numpy as np
import pytest

from models.ridge import PENALTIES, calibration_slope, choose_penalty, constant_for_rate, fit_ridge

N = 4000
RNG = np.random.default_rng(0)
X = RNG.normal(size=(N, 2))
TRUE = np.array([1.0, -0.5, -1.0])
Y = (RNG.random(N) < 1 / (1 + np.exp(-(X @ TRUE[:2] + TRUE[2])))).astype(float)
ONES = np.ones(N)
FREE = np.zeros(2, dtype=np.int64)


def test_known_coefficients_are_found() -> None:
    np.testing.assert_allclose(fit_ridge(X, Y, ONES, FREE, np.full(2, 1e-3)), TRUE, atol=0.12)


def test_a_penalty_shrinks_towards_nothing_and_leaves_the_constant_to_the_base_rate() -> None:
    shrunk = fit_ridge(X, Y, ONES, FREE, np.full(2, 1e7))
    np.testing.assert_allclose(shrunk[:2], 0, atol=1e-3)
    assert shrunk[2] == pytest.approx(np.log(Y.mean() / (1 - Y.mean())), abs=1e-3)


@pytest.mark.parametrize("sign", [[1, 1], [-1, -1], [1, -1]])
def test_no_noise_turns_a_direction_round(sign: list[int]) -> None:
    found = fit_ridge(X, Y, ONES, np.array(sign), np.full(2, 1e-3))[:2]
    assert (found * np.array(sign) >= 0).all()
    expected = np.where(TRUE[:2] * sign > 0, TRUE[:2], 0)
    np.testing.assert_allclose(found, expected, atol=0.15)


def test_a_row_that_counts_twice_is_a_row_that_stands_there_twice() -> None:
    few, y = X[:200], Y[:200]
    weight = np.tile([0.0, 1.0, 2.0, 1.0], 50)
    times = np.repeat(np.arange(200), weight.astype(int))
    weighted = fit_ridge(few, y, weight, FREE, np.full(2, 5.0))
    repeated = fit_ridge(few[times], y[times], np.ones(len(times)), FREE, np.full(2, 5.0))
    np.testing.assert_allclose(weighted, repeated, atol=1e-3)


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_an_outcome_that_never_varies_gives_a_chance_near_it_and_no_error(answer: float) -> None:
    found = fit_ridge(X[:50], np.full(50, answer), np.ones(50), FREE, np.full(2, 30.0))
    assert np.isfinite(found).all()
    assert (1 / (1 + np.exp(-found[-1])) > 0.5) == bool(answer)


def test_noise_is_shrunk_harder_than_a_signal() -> None:
    people = np.arange(N) % 40
    noise = RNG.random(N) < 0.3
    own = np.array([np.nan, 7.0])
    signal = choose_penalty(X, Y, np.ones(len(X)), FREE, own, people)
    assert signal.tolist() == [min(PENALTIES), 7.0]
    shrunk = choose_penalty(X, noise.astype(float), np.ones(len(X)), FREE, own, people)
    assert shrunk[0] > signal[0]
    assert shrunk[1] == 7.0


def test_a_predictor_that_says_twice_too_much_is_drawn_in_by_half() -> None:
    rng = np.random.default_rng(4)
    truth, once = rng.normal(size=20000), np.ones(20000)
    y = (rng.random(20000) < 1 / (1 + np.exp(-(truth - 1)))).astype(float)
    assert calibration_slope(2 * truth, y, once) == pytest.approx(1 / 2, abs=0.05)
    assert calibration_slope(0.5 * truth, y, once) == 1.0
    assert calibration_slope(rng.normal(size=20000), y, once) == pytest.approx(0.0, abs=0.05)


def test_the_constant_gives_the_rate_asked_for() -> None:
    eta, weight = np.array([-3.0, 0.0, 2.0]), np.array([1.0, 2.0, 1.0])
    constant = constant_for_rate(eta, weight, 0.1)
    chance = 1 / (1 + np.exp(-(eta + constant)))
    assert (weight * chance).sum() / 4 == pytest.approx(0.1)
