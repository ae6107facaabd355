"""The employer's yes moves by the log-odds of the practice notes."""

from dataclasses import replace

import numpy as np
import pytest

from features.simulator.hiring import Chances, Standing, chances, outcome
from features.simulator.matching import Fit
from features.simulator.parameters import Parameters


def floats(value: float = 0.0) -> np.ndarray:
    return np.full(1, value, dtype=np.float32)


def a_pair(**changes: float) -> Fit:
    names = [n for n in Fit.__dataclass_fields__ if n != "role"]
    pair = Fit(role=np.zeros(1, dtype=np.int64), **{name: floats() for name in names})
    return replace(pair, **{name: floats(value) for name, value in changes.items()})


def a_standing(**changes: float) -> Standing:
    names = [n for n in Standing.__dataclass_fields__ if n != "stream"]
    standing = Standing(stream=np.zeros(1, dtype=np.int64), **{name: floats() for name in names})
    standing = replace(standing, readiness=floats(1.0))
    return replace(standing, **{name: floats(value) for name, value in changes.items()})


@pytest.mark.parametrize(
    ("name", "log_odds"),
    [
        ("experience", 0.6),
        ("agreement", 0.2),
        ("subsidy", 0.2),
        ("follow_up", 0.4),
        ("layoff", -1.5),
        ("beyond_capacity", -0.7),
        ("cold_contacts", -0.2),
    ],
)
def test_the_employers_log_odds_are_those_of_the_practice_notes(name: str, log_odds: float):
    before = chances(a_pair(), a_standing(), Parameters()).interest
    after = chances(a_pair(), a_standing(**{name: 1.0}), Parameters()).interest
    assert after - before == pytest.approx(log_odds, abs=1e-5)


def test_a_current_need_adds_one():
    before = chances(a_pair(), a_standing(), Parameters()).interest
    assert chances(a_pair(needed_now=1.0), a_standing(), Parameters()).interest - before == pytest.approx(1.0, abs=1e-5)


def test_a_start_needs_an_offer_and_a_trial_that_converts():
    found = Chances(offer=floats(0.4), trial=floats(0.5), converts=floats(0.6), interest=floats(), liking=floats())
    assert found.starts == pytest.approx(0.4 * (0.5 + 0.5 * 0.6))


def test_nothing_is_agreed_when_nobody_is_presented():
    size = 2000
    sure = np.ones(size, dtype=np.float32)
    found = Chances(offer=sure, trial=0 * sure, converts=sure, interest=sure, liking=sure)
    nobody = np.zeros(size, dtype=bool)
    came = outcome(np.random.default_rng(1), found, nobody, ~nobody, Parameters())
    assert not came.job.any()
    assert not came.trial.any()
    assert came.result.max() <= 4, "at most a meeting"
