"""The audit: group by group, with small groups hidden, on drawn pairs whose answers can be redone by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation import Basis, Pairs
from training.fairness import FEWEST, Audit, GroupRow, audit, told_of
from training.promises import Came

EACH = 20


def judged(gender: list[str], worth: np.ndarray, shown: np.ndarray, said: float = 0.1) -> Audit:
    """People with twenty workplaces each; `worth` and `shown` are [people, twenty]."""
    people = len(gender)
    group, n = np.repeat(np.arange(people), EACH), people * EACH
    pairs = Pairs(
        group=group,
        unit=np.tile(np.arange(EACH), people),
        caseload=np.zeros(n, dtype=np.int64),
        never_used=np.zeros(n, dtype=np.bool_),
        values={"employed_52w": worth.ravel()},
        basis=Basis.TRUTH,
    )
    came = Came(worth.ravel(), true_chance=True)
    return audit(pairs, shown.ravel(), np.full(n, said), came, pl.DataFrame({"gender": gender}), seed=1)


def falling(people: int) -> np.ndarray:
    """Twenty workplaces each, worth 0.20, 0.19, … 0.01."""
    return np.tile(np.arange(EACH, 0, -1) / 100, (people, 1))


def first_five(people: int, start: int = 0) -> np.ndarray:
    shown = np.zeros((people, EACH))
    shown[:, start : start + 5] = 1.0
    return shown


def row(found: Audit, name: str) -> GroupRow:
    return {r.group: r for r in found.rows}[name]


def test_a_group_shown_worse_workplaces_is_seen_in_each_number() -> None:
    shown = np.vstack([first_five(6), first_five(6, start=5)])
    found = judged(["man"] * 6 + ["woman"] * 6, falling(12), shown)
    man, woman = row(found, "man"), row(found, "woman")
    assert man.value.estimate == pytest.approx((0.20 + 0.19 + 0.18 + 0.17 + 0.16) / 5)
    assert woman.value.estimate == pytest.approx((0.15 + 0.14 + 0.13 + 0.12 + 0.11) / 5)
    assert man.of_possible.estimate == pytest.approx(1)
    assert woman.of_possible.estimate == pytest.approx(0.13 / 0.18)
    assert man.good.estimate == pytest.approx(2 / 5)
    assert woman.good.estimate == 0
    assert (woman.said, woman.came) == (pytest.approx(0.1), pytest.approx(0.13))
    assert woman.parity["of_possible"].estimate == pytest.approx(0.13 / 0.18)
    assert woman.parity["of_possible"].high < 0.9
    assert man.parity["said_of_came"].estimate == pytest.approx((0.1 / 0.18) / (0.1 / 0.13))


def test_what_there_is_to_be_had_does_not_count_as_unfairness() -> None:
    """One group lives where everything is worth a tenth; both are shown their best five."""
    worth = np.vstack([falling(8), falling(8) / 10])
    found = judged(["man"] * 8 + ["woman"] * 8, worth, first_five(16))
    woman = row(found, "woman")
    assert woman.value.estimate == pytest.approx(row(found, "man").value.estimate / 10)
    assert woman.parity["of_possible"].estimate == pytest.approx(1)
    assert woman.parity["good"].estimate == pytest.approx(1)


def test_small_groups_are_not_told_of_in_any_number() -> None:
    gender = ["man"] * 9 + ["woman"] * 7 + ["other"] * (FEWEST - 1)
    found = judged(gender, falling(20), first_five(20))
    assert {r.group for r in found.rows} == {"man"}
    assert found.hidden == {"gender": 2}
    assert not any("other" in name or "woman" in name for name in found.metrics())


def test_an_empty_cell_is_a_group_of_its_own() -> None:
    found = judged([None] * 6 + ["man"] * 6, falling(12), first_five(12))  # type: ignore[list-item]
    assert {r.group for r in found.rows} == {"man", "not known"}


def test_who_was_shown_nothing_neither_gains_nor_loses() -> None:
    shown = first_five(12)
    shown[:3] = 0
    found = judged(["man"] * 6 + ["woman"] * 6, falling(12), shown)
    assert row(found, "man").of_possible.estimate == pytest.approx(1)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_what_is_hidden_cannot_be_found_from_the_total(counts: list[int]) -> None:
    told = told_of(np.array(counts))
    hidden = np.array(counts)[~told].sum()
    assert (np.array(counts)[told] >= FEWEST).all()
    assert hidden == 0 or hidden >= FEWEST or not told.any()


def test_the_districts_are_held_against_the_median_class() -> None:
    people = [1] * 6 + [3] * 6 + [6] * 6
    worth = falling(18)
    shown = np.vstack([first_five(12), first_five(6, start=5)])
    n = 18 * EACH
    pairs = Pairs(
        np.repeat(np.arange(18), EACH),
        np.tile(np.arange(EACH), 18),
        np.zeros(n, dtype=np.int64),
        np.zeros(n, dtype=np.bool_),
        {"employed_52w": worth.ravel()},
        Basis.TRUTH,
    )
    frame = pl.DataFrame({"centrality": people})
    found = audit(pairs, shown.ravel(), np.full(n, 0.1), Came(worth.ravel(), true_chance=True), frame, seed=1)
    by_class = {r.group: r.parity["of_possible"].estimate for r in found.of("centrality")}
    assert by_class == {"1": pytest.approx(1), "3": pytest.approx(1), "6": pytest.approx(0.13 / 0.18)}


def test_outcomes_that_are_not_known_are_left_out_of_what_came() -> None:
    worth = falling(12)
    n = 12 * EACH
    outcome = np.where(np.tile(np.arange(EACH) < 2, 12), np.nan, 0.5)
    pairs = Pairs(
        np.repeat(np.arange(12), EACH),
        np.tile(np.arange(EACH), 12),
        np.zeros(n, dtype=np.int64),
        np.zeros(n, dtype=np.bool_),
        {"stage": worth.ravel()},
        Basis.CONTACTS,
    )
    frame = pl.DataFrame({"gender": ["man"] * 6 + ["woman"] * 6})
    found = audit(pairs, first_five(12).ravel(), np.full(n, 0.25), Came(outcome, true_chance=False), frame, seed=1)
    man = row(found, "man")
    assert (man.said, man.came) == (pytest.approx(0.25), pytest.approx(0.5))
