"""LightGBM LambdaRank on staged outcomes, on top of a linear order, monotone where the catalogue says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from features.catalogue import BY_NAME, RANKING
from features.pipeline import Batch
from features.world.facts import Floats, Ints
from models.linear import LinearOrder

HIGHEST_GAIN = 30
"""Gains are whole numbers 0–30, as LightGBM wants them; one gain is one label."""
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "label_gain": list(range(HIGHEST_GAIN + 1)),
    "learning_rate": 0.05,
    "num_leaves": 6,
    "min_data_in_leaf": 150,
    "lambda_l2": 50.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "bagging_by_query": True,
    "lambdarank_truncation_level": 40,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
ROWS_PER_TREE = 300
FEWEST_MOST_TREES = (10, 30)
"""More trees learn how people with a history went on, and lose for newcomers (docs/decisions/0013)."""


@dataclass(frozen=True)
class LambdaMart:
    """A trained LambdaRank booster that corrects a linear order."""

    booster: lgb.Booster
    start: LinearOrder
    name: str = "lambdamart"

    @property
    def reason(self) -> str | None:
        """None: the order is one learnt for these lists."""
        return None

    def score(self, batch: Batch) -> Floats:
        """The linear order plus what the booster has learnt beyond it, per row."""
        trees = self.booster.predict(batch.columns(RANKING))
        return np.asarray(self.start.score(batch) + trees, dtype=np.float64)

    def contributions(self, batch: Batch) -> Floats:
        """What each ranking feature adds to the score, linear part and `pred_contrib` together: [n, features].

        The constant is left out.
        """
        trees = np.asarray(self.booster.predict(batch.columns(RANKING), pred_contrib=True))
        return np.asarray(self.start.contributions(batch, RANKING) + trees[:, :-1], dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write the booster as LightGBM text; the linear order belongs to the outlook it came from."""
        path.write_text(self.booster.model_to_string(), encoding="utf-8")

    @classmethod
    def load(cls, path: Path, start: LinearOrder) -> LambdaMart:
        """Read LightGBM text; lightgbm.basic.LightGBMError when it is broken."""
        return cls(lgb.Booster(model_str=path.read_text(encoding="utf-8")), start)


def train_lambdamart(
    batch: Batch, group: Ints, gain: Floats, start: LinearOrder, seed: int, position: Ints | None = None
) -> LambdaMart:
    """Train on rows whose `group` (query) is contiguous; `gain` float [n] in 0–`HIGHEST_GAIN` is rounded to a label.

    `position` [n] is where each row stood when it was shown, one value for all that were not: LightGBM then learns what
    a position adds by itself and leaves it out of the scores.

    The booster starts from the linear order, so with little data it stays near it. The number of trees follows the
    number of rows and not the order of held-out people: starts are too rare for that order to say when to stop.
    """
    parameters = PARAMETERS | {
        "seed": seed,
        "monotone_constraints": [BY_NAME[name].direction for name in RANKING],
        "monotone_constraints_method": "advanced",
    }
    data = lgb.Dataset(
        batch.columns(RANKING),
        label=np.rint(np.clip(gain, 0, HIGHEST_GAIN)).astype(np.int32),
        group=np.diff(np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1], [True]]))),
        init_score=start.score(batch),
        feature_name=list(RANKING),
        position=position,
    )
    trees = int(np.clip(len(batch) / ROWS_PER_TREE, *FEWEST_MOST_TREES))
    return LambdaMart(lgb.train(parameters, data, num_boost_round=trees), start)
