"""Metrics of an order, each against arithmetic a reader can redo."""

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics import (
    coverage,
    different_employers_share,
    exposure,
    exposure_share,
    gini,
    list_overlap,
    ndcg_at,
    never_used_share,
    top_chance,
    top_value,
)

# Two participants. The first is offered three workplaces, best last; the second two, in the right order.
GROUP = np.array([0, 0, 0, 1, 1])
SCORE = np.array([3.0, 2.0, 1.0, 9.0, 5.0])
VALUE = np.array([0.1, 0.0, 0.4, 0.3, 0.2])


def test_ndcg_divides_the_discounted_gain_by_the_best_possible() -> None:
    first = (0.1 / log2(2) + 0.4 / log2(4)) / (0.4 / log2(2) + 0.1 / log2(3))
    assert ndcg_at(GROUP, SCORE, VALUE, 10) == pytest.approx([first, 1.0])


def test_ndcg_counts_only_the_first_places() -> None:
    assert ndcg_at(GROUP, SCORE, VALUE, 1) == pytest.approx([0.1 / 0.4, 0.3 / 0.3])


def test_ndcg_of_a_query_without_gain_is_not_a_number() -> None:
    result = ndcg_at(np.array([4, 4, 7]), np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0]), 10)
    assert np.isnan(result[0])
    assert result[1] == 1.0


def test_tied_scores_share_their_places() -> None:
    group, tied = np.zeros(3, dtype=int), np.array([1.0, 1.0, 0.0])
    value = np.array([0.6, 0.0, 0.0])
    assert top_chance(group, tied, 1) == pytest.approx([1 / 2, 1 / 2, 0])
    assert top_value(group, tied, value, 1) == pytest.approx([0.6 / 2])
    assert ndcg_at(group, tied, value, 10) == pytest.approx([(1 / log2(2) + 1 / log2(3)) / 2])


def test_top_value_is_the_mean_of_what_there_is_when_the_list_is_short() -> None:
    assert top_value(GROUP, SCORE, VALUE, 2) == pytest.approx([(0.1 + 0.0) / 2, (0.3 + 0.2) / 2])
    assert top_value(GROUP, SCORE, VALUE, 5) == pytest.approx([(0.1 + 0.0 + 0.4) / 3, (0.3 + 0.2) / 2])


def test_coverage_counts_each_workplace_once() -> None:
    unit = np.array([0, 1, 2, 0, 3])
    assert coverage(top_chance(GROUP, SCORE, 1), unit, units=4) == pytest.approx(1 / 4)
    assert coverage(top_chance(GROUP, SCORE, 2), unit, units=4) == pytest.approx(3 / 4)


def test_coverage_of_a_tie_is_the_chance_that_anybody_draws_the_workplace() -> None:
    group, unit = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    half = top_chance(group, np.zeros(4), 1)
    assert coverage(half, unit, units=2) == pytest.approx((3 / 4 + 3 / 4) / 2)


def test_never_used_share_is_over_the_places_shown() -> None:
    never_used = np.array([True, False, True, False, True])
    assert never_used_share(top_chance(GROUP, SCORE, 2), never_used) == pytest.approx(2 / 4)


def test_exposure_leaves_out_workplaces_that_are_not_shown() -> None:
    unit = np.array([0, 1, 2, 0, 3])
    assert exposure(top_chance(GROUP, SCORE, 2), unit).tolist() == [2.0, 1.0, 1.0]


def test_exposure_share_rounds_the_most_shown_up_to_whole_workplaces() -> None:
    twenty = np.concatenate([[21.0], np.ones(19)])
    assert exposure_share(twenty) == pytest.approx(21 / 40)
    assert exposure_share(np.append(twenty, 1.0)) == pytest.approx((21 + 1) / 41)


def test_gini_is_zero_when_equal_and_grows_with_one_who_has_more() -> None:
    assert gini(np.array([2.0, 2.0, 2.0])) == 0.0
    # Mean absolute difference over all ordered pairs, by twice the mean: (2 × 2) / 4 / (2 × 2)
    assert gini(np.array([1.0, 3.0])) == pytest.approx(1 / 4)


def test_different_employers_share_counts_a_workplace_once_per_caseload() -> None:
    group = np.array([0, 0, 1, 1, 2, 2])
    unit = np.array([5, 6, 5, 7, 5, 6])
    caseload = np.array([0, 0, 0, 0, 1, 1])
    everything = np.ones(len(group))
    assert different_employers_share(everything, unit, caseload) == pytest.approx((3 / 4 + 2 / 2) / 2)


def test_list_overlap_is_the_share_of_places_in_common() -> None:
    other = np.array([3.0, 1.0, 2.0, 9.0, 5.0])
    assert list_overlap(GROUP, SCORE, other, 2) == pytest.approx([1 / 2, 2 / 2])


def test_a_missing_score_and_unsorted_queries_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        top_chance(GROUP, np.array([1.0, np.nan, 2.0, 3.0, 4.0]), 3)
    with pytest.raises(ValueError, match="sorted by group"):
        top_chance(GROUP[::-1], SCORE, 3)


queries = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=8), min_size=1, max_size=6
)


@given(queries, st.integers(1, 10), st.randoms(use_true_random=False))
def test_the_order_of_rows_within_a_query_never_matters(rows: list[list[tuple[int, int]]], k: int, dice) -> None:
    def measured(rows: list[list[tuple[int, int]]]) -> np.ndarray:
        group = np.repeat(np.arange(len(rows)), [len(query) for query in rows])
        score, gain = np.array([pair for query in rows for pair in query], dtype=float).T
        return np.stack([ndcg_at(group, score, gain, k), top_value(group, score, gain, k)])

    shuffled = [dice.sample(query, len(query)) for query in rows]
    assert measured(shuffled) == pytest.approx(measured(rows), nan_ok=True)


@given(queries, st.integers(1, 10))
def test_no_order_beats_the_order_by_value(rows: list[list[tuple[int, int]]], k: int) -> None:
    group = np.repeat(np.arange(len(rows)), [len(query) for query in rows])
    score, gain = np.array([pair for query in rows for pair in query], dtype=float).T
    assert np.all(top_value(group, score, gain, k) <= top_value(group, gain, gain, k) + 1e-12)
    assert np.nanmax(np.append(ndcg_at(group, score, gain, k), 0.0)) <= 1 + 1e-12
    assert top_chance(group, score, k).sum() == pytest.approx(sum(min(k, len(query)) for query in rows))
