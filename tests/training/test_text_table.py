"""Numbers as people read them."""

import pytest

from training.intervals import Interval
from training.text_table import NOT_KNOWN, as_interval, as_number, as_percent, as_ratio, in_columns

NOTHING = Interval(float("nan"), float("nan"), float("nan"))


def test_the_first_column_stands_to_the_left_and_numbers_to_the_right() -> None:
    text = in_columns([{"name": "a", "share": "5 %"}, {"name": "longer", "share": "12 %"}])
    assert text.splitlines() == ["name    share", "a         5 %", "longer   12 %"]


def test_shares_are_per_cent_and_ratios_are_not() -> None:
    interval = Interval(0.0312, 0.0249, 0.0402)
    assert as_interval(interval) == "3.12 [2.49, 4.02]"
    assert as_interval(Interval(0.001, -0.002, 0.004), sign="+") == "+0.10 [-0.20, +0.40]"
    assert as_ratio(Interval(1.0, 0.9, 1.1)) == "1.00 [0.90, 1.10]"
    assert (as_percent(0.125), as_number(0.125)) == ("12.5%", "0.125")


@pytest.mark.parametrize(
    "said", [as_interval(None), as_interval(NOTHING), as_ratio(NOTHING), as_percent(None), as_number(float("nan"))]
)
def test_what_is_not_known_is_a_dash_and_never_a_nought(said: str) -> None:
    assert said == NOT_KNOWN
    assert as_percent(0.0) == "0.0%"
