"""What the outlook said against what came."""

import numpy as np
import pytest

from models.outlook import CHANCES, Chances
from training.promises import Came, PromiseRow, evaluate_promises, true_outcomes

STARTS = np.random.default_rng(2).beta(1, 15, size=2000)
STAYS_26, STAYS_52 = np.full(2000, 0.6), np.linspace(0.2, 0.5, 2000)
TRUTH = dict(zip(CHANCES, (STARTS, STAYS_26, STAYS_52, STARTS * STAYS_26, STARTS * STAYS_52), strict=True))
CAME = true_outcomes(STARTS, STARTS * STAYS_26, STARTS * STAYS_52)


def said(times: float = 1.0) -> Chances:
    """The truth times a factor, in an interval of one per cent to each side."""
    estimate = {name: chance * times for name, chance in TRUTH.items()}
    low, high = ({name: c + aside for name, c in estimate.items()} for aside in (-0.01, 0.01))
    return Chances(estimate, low, high)


def rows(chances: Chances, **how: object) -> dict[str, PromiseRow]:
    return {row.name: row for row in evaluate_promises(chances, CAME, seed=1, **how)}  # type: ignore[arg-type]


def test_the_truth_has_no_error_and_all_the_skill_that_can_be_had() -> None:
    found = rows(said())
    assert set(found) == set(CHANCES)
    for row in found.values():
        assert row.relative_ece == pytest.approx(0, abs=1e-9)
        assert row.in_interval == 1.0
    assert found["stays_52w"].relative_skill == pytest.approx(1)
    assert found["employed_52w"].skill_of_truth == pytest.approx(found["employed_52w"].skill)


def test_a_fifth_too_much_is_an_error_of_a_fifth() -> None:
    assert rows(said(1.2))["starts"].relative_ece == pytest.approx(0.2)
    assert rows(said(1.2))["starts"].said == pytest.approx(1.2 * STARTS.mean())


def test_staying_is_judged_among_those_who_start() -> None:
    row = rows(said())["stays_52w"]
    assert row.came == pytest.approx((STARTS * STAYS_52).sum() / STARTS.sum())


def test_a_truth_that_is_the_same_for_all_leaves_no_skill_to_compare_with() -> None:
    row = rows(said())["stays_26w"]
    assert row.skill_of_truth == pytest.approx(0, abs=1e-12)
    assert row.relative_skill is None


def test_only_the_pairs_that_count_are_judged() -> None:
    first = np.zeros(2000)
    first[:10] = 1.0
    row = rows(said(), scope="top 10", count=first)["starts"]
    assert (row.scope, row.pairs) == ("top 10", 10)
    assert row.came == pytest.approx(STARTS[:10].mean())


def test_outcomes_not_known_yet_are_left_out_and_never_failures() -> None:
    outcome = np.full(2000, np.nan)
    outcome[:4] = [1.0, 0.0, 0.0, 0.0]
    chances = Chances({"starts": np.full(2000, 0.25)}, {"starts": np.zeros(2000)}, {"starts": np.ones(2000)})
    (row,) = evaluate_promises(chances, {"starts": Came(outcome, true_chance=False)}, seed=1)
    assert (row.pairs, row.came, row.relative_ece) == (4, 1 / 4, 0.0)
    assert row.ece_by_luck > 0
    assert (row.in_interval, row.skill_of_truth, row.relative_skill) == (None, None, None)
    assert "in_interval" not in row.numbers()


def test_a_promise_nothing_is_known_about_has_no_row() -> None:
    unknown = {"starts": Came(np.full(2000, np.nan), true_chance=False)}
    assert evaluate_promises(said(), unknown, seed=1) == ()
