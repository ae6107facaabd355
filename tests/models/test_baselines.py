"""Each baseline is one formula; the expected values are that formula."""

import numpy as np
import pytest

from features.pipeline import Batch
from models.baselines import BASELINES
from models.ranker import Ranker
from tests.builders import batch

ROW = {
    "travel_minutes": 30.0,
    "travel_share": 0.5,
    "unit_starts": 4.0,
    "wish_industry": 1.25,
    "wish_need": np.nan,
    "wish_seen": 0.25,
    "history_product": 20.0,
    "unit_start_rate": 0.125,
    "unit_lasting_26w": 0.5,
    "unit_lasting_52w": 0.25,
}
EXPECTED = {
    "nearest": -30.0,
    "most_hires": 4.0 - 0.5 / 100,
    "occupation_look_up": 1.25 - 0.25 - 0.5,
    "immersion": 20.0 - 0.5 / 100,
    "history": 0.125 * (0.5 + 0.25),
}


def score(name: str, rows: Batch) -> np.ndarray:
    ranker: Ranker = next(b for b in BASELINES if b.name == name)
    return ranker.score(rows)


def test_these_are_the_baselines() -> None:
    assert [b.name for b in BASELINES] == [
        "random", "nearest", "most_hires", "occupation_look_up", "immersion", "history",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_baseline_is_its_formula(name: str) -> None:
    np.testing.assert_allclose(score(name, batch(3, **ROW)), [EXPECTED[name]] * 3)


def test_the_look_up_takes_the_nearer_of_need_and_work_seen_and_one_where_neither_is_known() -> None:
    nearer = batch(1, **ROW | {"wish_need": 0.125})
    unknown = batch(1, **ROW | {"wish_seen": np.nan})
    assert score("occupation_look_up", nearer).tolist() == [1.25 - 0.125 - 0.5]
    assert score("occupation_look_up", unknown).tolist() == [1.25 - 1 - 0.5]


def test_chance_is_the_same_for_the_same_pair_and_day_and_spread_otherwise() -> None:
    rows = batch(2000)
    first = score("random", rows)
    np.testing.assert_array_equal(first, score("random", rows))
    assert ((first >= 0) & (first < 1)).all()
    assert np.histogram(first, bins=4, range=(0, 1))[0].min() > 2000 / 4 * 0.8
    another_day = Batch(rows.values, rows.version, rows.unit, rows.day + 1)
    assert abs(np.corrcoef(first, score("random", another_day))[0, 1]) < 0.1
