"""Features made alike in scale; what is not known is a value of its own and not the smallest one."""

import numpy as np
import pytest

from features.catalogue import NAMES
from models.linear import FURTHEST, LinearOrder, Scale, known_names
from tests.builders import batch

EMPLOYEES = ("employees",)


def test_a_count_is_taken_by_its_logarithm_and_standardised() -> None:
    rows = batch(3, employees=[0, 9, 99])
    logs = np.log1p([0, 9, 99])
    expected = (logs - logs.mean()) / logs.std()
    np.testing.assert_allclose(Scale.fit(rows, EMPLOYEES).apply(rows)[:, 0], expected, rtol=1e-6)


def test_a_feature_that_is_no_count_is_standardised_as_it_is() -> None:
    rows = batch(4, travel_share=[0.0, 0.5, 1.0, 2.5])
    np.testing.assert_allclose(
        Scale.fit(rows, ("travel_share",)).apply(rows)[:, 0],
        (np.array([0, 0.5, 1, 2.5]) - 1) / np.std([0, 0.5, 1, 2.5]),
        rtol=1e-6,
    )


def test_what_is_not_known_stands_in_the_middle_with_a_column_that_says_so() -> None:
    rows = batch(4, employees=[0, 9, np.nan, 99])
    columns = Scale.fit(rows, EMPLOYEES).apply(rows)
    assert columns.shape == (4, 2)
    assert columns[2].tolist() == [0.0, 1.0]
    assert columns[:, 1].tolist() == [0, 0, 1, 0]


def test_a_feature_that_is_never_known_teaches_nothing_and_breaks_nothing() -> None:
    rows = batch(5, employees=np.nan)
    assert Scale.fit(rows, EMPLOYEES).apply(rows).tolist() == [[0.0]] * 5


def test_a_feature_that_is_always_the_same_has_no_spread_to_divide_by() -> None:
    rows = batch(5, travel_share=0.5)
    assert Scale.fit(rows, ("travel_share",)).apply(rows).tolist() == [[0.0]] * 5


def test_an_extreme_row_is_cut() -> None:
    scale = Scale.fit(batch(100), ("travel_share",))
    assert scale.apply(batch(2, travel_share=[1e9, -1e9]))[:, 0].tolist() == [FURTHEST, -FURTHEST]


def test_a_name_outside_the_catalogue_is_refused_by_name() -> None:
    assert known_names(EMPLOYEES) == EMPLOYEES
    with pytest.raises(ValueError, match="birth_date"):
        known_names(("employees", "birth_date"))


def test_what_each_feature_adds_sums_to_the_order_with_not_known_counted_to_its_feature() -> None:
    names = ("travel_share", "employees", "hours_most")
    rows = batch(50, employees=np.where(np.arange(50) % 3, 20.0, np.nan))
    scale = Scale.fit(rows, names)
    order = LinearOrder(((scale, np.array([-1.0, 0.5, 0.25, 2.0])),))
    added = order.contributions(rows, names)
    assert added.shape == (50, 3)
    np.testing.assert_allclose(added.sum(axis=1), order.score(rows))
    np.testing.assert_allclose(added[0, 1], 2.0)
    np.testing.assert_array_equal(order.contributions(rows, ("employees", "room"))[:, 1], np.zeros(50))


def test_two_parts_of_an_order_are_added() -> None:
    rows = batch(20)
    one = (Scale.fit(rows, ("travel_share",)), np.array([-1.0]))
    two = (Scale.fit(rows, ("travel_share", "wish_seen")), np.array([-0.5, -2.0]))
    both = LinearOrder((one, two))
    np.testing.assert_allclose(both.score(rows), LinearOrder((one,)).score(rows) + LinearOrder((two,)).score(rows))
    np.testing.assert_allclose(both.contributions(rows, NAMES).sum(axis=1), both.score(rows))


def test_columns_take_their_direction_from_the_catalogue() -> None:
    rows = batch(30, employees=np.where(np.arange(30) % 2, 20.0, np.nan))
    assert Scale.fit(rows, ("travel_share", "agreement", "employees")).signs().tolist() == [-1, 1, 0, 0]
