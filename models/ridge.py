"""Logistic regression for little data: shrunk towards nothing, and signed where the direction is known beforehand.

A direction from the catalogue is a prior that no amount of noise can turn round: a longer way never raises a chance.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import expit

from features.world.facts import Floats, Ints

PENALTIES = (100.0, 300.0, 1000.0, 3000.0, 10000.0, 30000.0)
FOLDS = 4


def fit_ridge(
    x: Floats, y: Floats, weight: Floats, sign: Ints, penalty: Floats, offset: Floats | float = 0.0
) -> Floats:
    """Coefficients [columns + 1], the constant last, of a penalised logistic regression.

    `x` [n, columns], `y` [n] 0 or 1, `weight` [n]; `sign` [columns] 1 keeps a coefficient from going below zero, -1
    from going above, 0 leaves it free; `penalty` [columns] is the ridge penalty on each. The constant is free.
    `offset` [n] is added to the predictor as it is.
    """
    columns = x.shape[1]
    rate = np.clip((weight * y).sum() / max(weight.sum(), 1e-9), 1e-6, 1 - 1e-6)

    def loss(beta: Floats) -> tuple[float, Floats]:
        eta = x @ beta[:-1] + beta[-1] + offset
        residual = weight * (expit(eta) - y)
        value = (weight * (np.logaddexp(0.0, eta) - y * eta)).sum() + 0.5 * (penalty * beta[:-1] ** 2).sum()
        return float(value), np.append(x.T @ residual + penalty * beta[:-1], residual.sum())

    bounds = [(0.0 if s > 0 else None, 0.0 if s < 0 else None) for s in sign] + [(None, None)]
    start = np.append(np.zeros(columns), np.log(rate / (1 - rate)))
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 200, "ftol": 1e-8})
    return np.asarray(found.x, dtype=np.float64)


def choose_penalty(x: Floats, y: Floats, weight: Floats, sign: Ints, own: Floats, participant: Ints) -> Floats:
    """Penalties [columns]: their own where `own` [columns] gives one, else the one of `PENALTIES` that serves best.

    It serves best that has the smallest log loss on participants left out.
    """
    fold = participant % FOLDS
    losses = np.zeros(len(PENALTIES))
    for position, penalty in enumerate(PENALTIES):
        for k in range(FOLDS):
            learn, check = fold != k, fold == k
            if not check.any() or not y[learn].any():
                continue
            beta = fit_ridge(x[learn], y[learn], weight[learn], sign, _filled(own, penalty))
            eta = x[check] @ beta[:-1] + beta[-1]
            losses[position] += (weight[check] * (np.logaddexp(0.0, eta) - y[check] * eta)).sum()
    return _filled(own, PENALTIES[int(np.argmin(losses))])


def _filled(own: Floats, penalty: float) -> Floats:
    return np.where(np.isnan(own), penalty, own)


def calibration_slope(eta: Floats, y: Floats, weight: Floats) -> float:
    """How far a linear predictor holds on rows it was not fitted to: 1 in full, 0 not at all. Never above 1."""
    centred = (eta - eta.mean())[:, None]
    beta = fit_ridge(centred, y, weight, np.array([1]), np.array([1e-3]))
    return float(min(1.0, beta[0]))


def constant_for_rate(eta: Floats, weight: Floats, rate: float) -> float:
    """The constant that makes the weighted average chance of a linear predictor equal a rate.

    Without any weight (a draw that took nobody) it is that of a predictor of zero.
    """
    rate = float(np.clip(rate, 1e-6, 1 - 1e-6))
    total = float(weight.sum())
    if total <= 0:
        return float(np.log(rate / (1 - rate)))
    return float(brentq(lambda c: (weight * expit(eta + c)).sum() / total - rate, -50.0, 50.0))
