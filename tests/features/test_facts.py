"""Questions to facts by key and day, against a plain loop over the same facts."""

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from features.tables import CONTACTS, WORKPLACES
from features.world.facts import (
    NEVER,
    Facts,
    day_number,
    days,
    known_days,
    minimum_by_row,
    to_date,
    window_count,
)

told = st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 9) | st.just(NEVER), st.integers(-5, 5)), max_size=30)
asked = st.lists(st.tuples(st.integers(-1, 4), st.integers(-2, 11)), min_size=1, max_size=10)


def arrays(rows: list[tuple[int, ...]], width: int) -> list[np.ndarray]:
    return list(np.array(rows, dtype=np.int64).reshape(-1, width).T)


@given(told, asked)
def test_every_question_is_answered_as_by_a_loop(
    facts: list[tuple[int, int, int]], questions: list[tuple[int, int]]
) -> None:
    key, known, value = arrays(facts, 3)
    asks, day = arrays(questions, 2)
    kept = Facts(key, known, {"value": value})
    count, total = kept.count(asks, day), kept.total("value", asks, day)
    latest, latest_day = kept.latest("value", asks, day), kept.latest_day(asks, day)
    rows, which = kept.expand(asks, day)
    for i, (k, d) in enumerate(questions):
        about = sorted((f for f in facts if f[0] == k >= 0 and f[1] <= d and f[1] < NEVER), key=lambda f: f[1])
        assert count[i] == len(about)
        assert total[i] == sum(f[2] for f in about)
        if about:
            assert (latest[i], latest_day[i]) == (about[-1][2], about[-1][1])
        else:
            assert np.isnan(latest[i])
            assert np.isnan(latest_day[i])
        assert sorted(kept.values["value"][which[rows == i]]) == sorted(f[2] for f in about)


def test_a_fact_counts_on_the_day_it_became_known_and_not_the_day_before() -> None:
    facts = Facts(np.array([7]), np.array([100]))
    assert facts.count(np.array([7, 7, 8]), np.array([99, 100, 100])).tolist() == [0, 1, 0]


def test_of_two_facts_from_one_day_the_later_row_is_the_latest() -> None:
    facts = Facts(np.array([1, 1]), np.array([5, 5]), {"value": np.array([10, 20])})
    assert facts.latest("value", np.array([1]), 5).tolist() == [20]


def test_a_window_reaches_back_its_width_and_not_a_day_more() -> None:
    facts = Facts(np.zeros(3, dtype=np.int64), np.array([100, 110, 120]))
    day = np.array([119, 120, 129, 130, 131])
    assert window_count(facts, np.zeros(5, dtype=np.int64), day, 20).tolist() == [2, 2, 2, 1, 1]


def test_the_smallest_value_per_row_is_unknown_for_a_row_without_one() -> None:
    smallest = minimum_by_row(np.array([1, 1, 3]), np.array([4.0, 2.0, 7.0]), 5)
    np.testing.assert_array_equal(smallest, [np.nan, 2.0, np.nan, 7.0, np.nan])
    assert np.isnan(minimum_by_row(np.zeros(0, dtype=np.int64), np.zeros(0), 2)).all()


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)))
def test_a_day_keeps_its_number(day: date) -> None:
    assert to_date(day_number(day)) == day
    assert days(pl.Series([day, None])).tolist() == [day_number(day), NEVER]


def test_a_row_is_known_from_the_later_of_its_own_date_and_the_day_it_was_recorded() -> None:
    frame = pl.DataFrame(
        {
            "contacted_on": [date(2025, 1, 10)] * 3,
            "recorded_on": [None, date(2025, 1, 2), date(2025, 3, 1)],
        }
    )
    wanted = [date(2025, 1, 10), date(2025, 1, 10), date(2025, 3, 1)]
    assert [to_date(day) for day in known_days(frame, CONTACTS)] == wanted
    assert known_days(frame.head(1), WORKPLACES).tolist() == [0]
