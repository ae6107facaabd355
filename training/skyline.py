"""The most that any ranker could reach from what the tables show.

A model fitted to the simulation's truth itself, on the training participants' pairs, and asked about the test
participants'. What it still lacks of the oracle is not in the tables, and out of anyone's reach. It exists only in a
simulation and is never served.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from training.metrics import Floats

SMALLEST_CHANCE = 1e-5
MOST_ROWS = 500_000


def skyline_scores(train: npt.NDArray[Any], truth: Floats, test: npt.NDArray[Any], seed: int) -> Floats:
    """Scores [m] of the pairs `test` [m, d], by a model of the true chances `truth` [n] of the pairs `train` [n, d].

    Fitted to log odds, so that a small chance told apart from a smaller one counts. Features may be missing (NaN).
    """
    import lightgbm

    rows = np.random.default_rng(seed).permutation(len(train))[:MOST_ROWS]
    chance = np.clip(truth[rows], SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE)
    settings = {
        "objective": "regression",
        "learning_rate": 0.08,
        "num_leaves": 63,
        "min_data_in_leaf": 40,
        "feature_fraction": 0.8,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
        "seed": seed,
    }
    data = lightgbm.Dataset(train[rows], label=np.log(chance / (1.0 - chance)))
    model = lightgbm.train(settings, data, num_boost_round=250)
    return np.asarray(model.predict(test), dtype=np.float64)
