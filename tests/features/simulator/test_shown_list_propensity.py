"""Propensities of the shown lists are the chances they say they are."""

import numpy as np
import pytest

from features.simulator.shown_lists import LEAST_PROPENSITY, TEMPERATURE, show


def test_first_place_is_drawn_with_chance_proportional_to_the_exponential_of_the_score():
    weights = np.array([1.0, 2.0, 5.0])
    score = np.tile(TEMPERATURE * np.log(weights), (20_000, 1)).astype(np.float32)
    shown = show(np.random.default_rng(1), score, 2)
    first = np.bincount(shown.place[:, 0], minlength=3) / 20_000
    assert first == pytest.approx(weights / 8, abs=0.012)
    best_first = shown.place[:, 0] == 2
    assert shown.propensity[best_first, 0] == pytest.approx(5 / 8, abs=1e-4)
    then_second = best_first & (shown.place[:, 1] == 1)
    assert shown.propensity[then_second, 1] == pytest.approx(2 / 3, abs=1e-4)


def test_what_has_no_score_is_never_shown():
    score = np.array([[0.0, -np.inf, -np.inf, 1.0]], dtype=np.float32)
    shown = show(np.random.default_rng(1), score, 4)
    assert shown.filled.tolist() == [[True, True, False, False]]
    assert sorted(shown.place[0, :2].tolist()) == [0, 3]


def test_small_propensities_are_clipped(county):
    propensity = county.tables["shown_lists"]["propensity"]
    assert propensity.min() >= LEAST_PROPENSITY * 0.999
    assert propensity.max() <= 1
    assert county.tables["shown_lists"].group_by("list_id").len()["len"].max() == 10
