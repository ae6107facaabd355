"""The value of a ranker that was never in use, from lists shown with known chances, beside the truth."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from training.metrics import Floats
from training.off_policy import (
    AS_SHOWN,
    FEWEST_EFFECTIVE,
    OffPolicyRow,
    as_text,
    metrics,
    off_policy_values,
    place_weights,
)
from training.shown_log import ShownLog


def log(**given: Any) -> ShownLog:
    """A log from its columns; what is left out is the same for all places."""
    n = len(given["propensity"])
    same = {
        "list": np.zeros(n), "participant": np.zeros(n), "version": np.zeros(n), "unit": np.arange(n),
        "day": np.zeros(n), "rank": np.arange(1, n + 1), "length": np.full(n, n), "contact": np.arange(n),
    }  # fmt: skip
    columns = {name: np.asarray(given.get(name, column), dtype=np.int64) for name, column in same.items()}
    floats = {"propensity": np.asarray(given["propensity"]), "followed": np.asarray(given.get("followed", np.ones(n)))}
    return ShownLog(**columns, **floats)


def drawn(rng: np.random.Generator, weight: Floats, lists: int, length: int, followed: Floats, chance: Floats) -> Any:
    """Lists drawn place by place in proportion to the weights; contacts by rank, outcomes by each one's chance."""
    unit = np.argsort(-(np.log(weight) + rng.gumbel(size=(lists, len(weight)))), axis=1)[:, :length]
    above = np.cumsum(weight[unit], axis=1) - weight[unit]
    propensity = weight[unit] / (weight.sum() - above)
    made = rng.random(unit.shape) < followed
    contact = np.where(made, np.cumsum(made).reshape(made.shape) - 1, -1).ravel()
    outcome = (rng.random(unit.shape) < chance[unit])[made].astype(np.float64)
    return log(
        propensity=propensity.ravel(), unit=unit.ravel(), list=np.repeat(np.arange(lists), length),
        participant=np.repeat(np.arange(lists), length), rank=np.tile(np.arange(1, length + 1), lists),
        length=np.full(unit.size, length), contact=contact, followed=np.tile(followed, lists),
    ), outcome  # fmt: skip


def test_over_all_lists_that_could_be_drawn_each_workplace_counts_exactly_once() -> None:
    """Five workplaces with weights 1 to 5, lists of three: 60 lists, each with its own chance."""
    weight, total = np.arange(1.0, 6.0), np.zeros(5)
    for units in permutations(range(5), 3):
        above = np.array([sum(weight[list(units[:r])]) for r in range(3)])
        propensity = weight[list(units)] / (weight.sum() - above)
        stands_for = place_weights(log(propensity=propensity), smallest=0.0)
        np.add.at(total, list(units), propensity.prod() * stands_for)
    np.testing.assert_allclose(total, np.ones(5))


def test_the_weights_of_one_list_by_hand() -> None:
    """Three places: 1/p at the own place and 1 at each below, over three."""
    assert place_weights(log(propensity=[0.5, 0.25, 0.1])).tolist() == pytest.approx(
        [(2 + 2) / 3, (4 + 1) / 3, (10 + 0) / 3]
    )


def test_a_chance_that_is_all_but_nothing_counts_as_the_smallest() -> None:
    assert place_weights(log(propensity=[1e-9]), smallest=0.01).tolist() == [100.0]


WEIGHT = np.exp(0.6 * np.random.default_rng(8).normal(size=40))
CHANCE = np.random.default_rng(9).uniform(0.02, 0.4, size=40)
FOLLOWED = 0.5 / np.arange(1, 6)


@pytest.mark.parametrize("first", [np.arange(8), np.argsort(WEIGHT)[:8], np.argsort(CHANCE)[-8:]], ids=str)
def test_the_estimate_is_the_truth_of_the_same_quantity_within_its_noise(first: np.ndarray) -> None:
    """Mean chance over the first eight, though the log seldom shows them and seldom follows its lower places."""
    shown, outcome = drawn(np.random.default_rng(1), WEIGHT, 8000, 5, FOLLOWED, CHANCE)
    among = {"new": np.isin(shown.unit, first).astype(np.float64)}
    as_shown, new = off_policy_values(shown, among, {"starts": outcome}, k=8, seed=1)
    truth = CHANCE[first].mean()
    assert new.enough
    assert new.value.low - 0.01 < truth < new.value.high + 0.01
    assert new.value.high - new.value.low < 0.15
    assert new.reached == pytest.approx(1.0, abs=0.15)
    assert as_shown.ranker == AS_SHOWN
    assert as_shown.value.estimate == pytest.approx(outcome.mean())
    assert as_shown.effective == as_shown.contacts == len(outcome)


def test_the_interval_holds_the_truth_about_nine_times_in_ten() -> None:
    first, held = np.arange(12), 0
    for seed in range(40):
        shown, outcome = drawn(np.random.default_rng(seed), WEIGHT, 800, 5, FOLLOWED, CHANCE)
        among = {"new": np.isin(shown.unit, first).astype(np.float64)}
        new = off_policy_values(shown, among, {"starts": outcome}, k=12, seed=seed)[1]
        held += new.value.low <= CHANCE[first].mean() <= new.value.high
    assert 31 <= held <= 40


def test_contacts_count_by_their_weight_and_the_effective_number_is_smaller() -> None:
    """Two contacts among the first places with weights 2 and 6, of which the second led to a start: 6 of 8.

    (2 + 6)² / (4 + 36) = 1.6 effective contacts.
    """
    shown = log(propensity=[0.5, 0.5], rank=[1, 1], length=[1, 1], list=[0, 1], followed=[1.0, 1 / 3])
    row = off_policy_values(shown, {"new": np.ones(2)}, {"starts": np.array([0.0, 1.0])}, k=2, seed=1)[1]
    assert row.value.estimate == pytest.approx(6 / 8)
    assert row.effective == pytest.approx(1.6)
    assert (row.contacts, row.reached) == (2, pytest.approx((2 + 2) / (2 * 2)))
    assert not row.enough


def test_what_is_not_known_yet_is_left_out() -> None:
    shown = log(propensity=[0.5, 0.5], contact=[0, 1])
    rows = off_policy_values(shown, {"new": np.ones(2)}, {"starts": np.array([1.0, np.nan])}, k=2, seed=1)
    assert [(r.contacts, r.value.estimate) for r in rows] == [(1, 1.0), (1, 1.0)]
    assert off_policy_values(shown, {}, {"starts": np.full(2, np.nan)}, k=2, seed=1) == ()


def test_a_ranker_whose_first_places_were_never_contacted_gets_no_row() -> None:
    shown = log(propensity=[0.5, 0.5], contact=[0, -1])
    rows = off_policy_values(shown, {"new": np.array([0.0, 1.0])}, {"starts": np.array([1.0])}, k=1, seed=1)
    assert [r.ranker for r in rows] == [AS_SHOWN]


def test_the_text_says_when_there_is_too_little_to_say_anything() -> None:
    shown, outcome = drawn(np.random.default_rng(1), WEIGHT, 300, 5, FOLLOWED, CHANCE)
    among = {"new": np.isin(shown.unit, [3]).astype(np.float64)}
    rows = off_policy_values(shown, among, {"starts": outcome}, k=1, seed=1)
    assert rows[0].effective >= FEWEST_EFFECTIVE > rows[1].effective
    lines = {line.split("  ")[0]: line for line in as_text(rows, k=1).splitlines()}
    assert "too little" in lines["new"]
    assert "too little" not in lines[AS_SHOWN]
    assert "[" in lines[AS_SHOWN]
    assert as_text((), k=1).startswith("No contacts")


def test_every_number_is_kept_by_name() -> None:
    shown, outcome = drawn(np.random.default_rng(1), WEIGHT, 300, 5, FOLLOWED, CHANCE)
    rows: tuple[OffPolicyRow, ...] = off_policy_values(shown, {}, {"starts": outcome}, k=5, seed=1)
    kept = metrics(rows)
    assert kept["off_policy/as_shown/starts/value"] == pytest.approx(outcome.mean())
    assert kept["off_policy/as_shown/starts/effective"] == len(outcome)
