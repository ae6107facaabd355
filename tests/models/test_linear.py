"""Features made alike in scale; what is not known is a value of its own and not the smallest one."""

import numpy as np
import pytest

from models.linear import FURTHEST, Scale, known_names
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
