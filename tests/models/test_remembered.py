"""What broke a job lowers the score where it is shared, whatever has been learnt, and nothing else moves."""

import numpy as np

from features.catalogue import BY_NAME, NAMES
from features.pipeline import Batch
from models.outlook import CHANCES
from models.remembered import FEATURE, HAZARD_RATIO
from tests.builders import batch, small_matcher


def with_share(rows: Batch, share: float) -> Batch:
    values = rows.values.copy()
    values[:, NAMES.index(FEATURE)] = share
    return Batch(values, rows.version, rows.unit, rows.day)


def test_a_full_share_costs_what_is_declared_in_the_order_and_at_least_that_in_the_score() -> None:
    """Nothing was broken in what the matcher learnt from, and yet it counts."""
    matcher, rows = small_matcher(), batch(200, seed=3)
    none, half, full = (with_share(rows, share) for share in (0.0, 0.5, 1.0))
    order, score = matcher.outlook.order().score, matcher.ranker.score
    assert (order(none) - order(full) >= np.log(HAZARD_RATIO) - 1e-9).all()
    assert (score(none) - score(full) >= np.log(HAZARD_RATIO) - 1e-9).all()
    assert (score(none) > score(half)).all()
    assert (score(half) > score(full)).all()


def test_it_may_only_lower_and_is_about_pairs() -> None:
    assert BY_NAME[FEATURE].direction == -1
    assert BY_NAME[FEATURE].ranks


def test_what_is_promised_is_learnt_and_not_declared() -> None:
    """The chances know only what the data have shown."""
    rows = batch(50, seed=4)
    none, full = (small_matcher().outlook.chances(with_share(rows, share)).estimate for share in (0.0, 1.0))
    for name in CHANCES:
        assert (full[name] <= none[name] + 1e-12).all()
