"""The most that any ranker could reach from what the tables show.

A model fitted to the simulation's truth itself, on the training participants' pairs, and asked about the test
participants'. What it still lacks of the oracle is not in the tables, and out of anyone's reach. It exists only in a
simulation and is never served.

It meets the same workplaces on both sides, and knows each again by its numbers: part of what it has is the answer, not
what the tables tell of it. The skyline for unseen workplaces has never met the workplaces it is asked about.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from features.catalogue import NAMES
from features.pipeline import Batch
from models.linear import Scale
from training.metrics import Floats, Ints

SMALLEST_CHANCE = 1e-5
MOST_ROWS, MOST_LINEAR_ROWS = 500_000, 100_000
FOLDS = 4
RIDGE = 10.0
"""Penalty per standardised column of the linear skyline: with this many rows only against columns that are alike."""


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


def unseen_skyline_scores(
    train: npt.NDArray[Any], truth: Floats, unit: Ints, test: npt.NDArray[Any], test_unit: Ints, seed: int
) -> Floats:
    """Scores [m] as `skyline_scores`, each by a model fitted without the workplaces of its fold.

    `unit` [n] and `test_unit` [m] number the workplaces.
    """
    scores = np.zeros(len(test))
    for fold in range(FOLDS):
        learn, asked = unit % FOLDS != fold, test_unit % FOLDS == fold
        if learn.any() and asked.any():
            scores[asked] = skyline_scores(train[learn], truth[learn], test[asked], seed)
    return scores


def linear_skyline_scores(train: Batch, truth: Floats, test: Batch, seed: int) -> Floats:
    """Scores [m] of `test` by a sum over features fitted to the log odds of `truth` [n], for workplaces never met.

    What the outlook's own order, which is such a sum, could reach with any amount of data.
    """
    rows = np.random.default_rng(seed).permutation(len(train))[:MOST_LINEAR_ROWS]
    learnt = train.take(rows)
    scale = Scale.fit(learnt, NAMES)
    x = scale.apply(learnt)
    chance = np.clip(truth[rows], SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE)
    wanted = np.log(chance / (1.0 - chance))
    scores = np.zeros(len(test))
    for fold in range(FOLDS):
        learn, asked = learnt.unit % FOLDS != fold, np.flatnonzero(test.unit % FOLDS == fold)
        if learn.any() and len(asked):
            z, y = x[learn], wanted[learn]
            weights = np.linalg.solve(z.T @ z + RIDGE * np.eye(z.shape[1]), z.T @ (y - y.mean()))
            scores[asked] = y.mean() - z.mean(axis=0) @ weights + scale.dot(test.take(asked), weights)
    return scores
