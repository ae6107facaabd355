"""Three ways a labour market may work: how willingness comes of the facts, and how long jobs last.

`threshold`: reasons add up behind a hurdle, and steps and gates multiply. `additive`: many weak effects on the chance
itself and much noise. `local`: odds multiply, and the unit and its manager matter far more than the tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_ndtr, ndtr

from tests.other_world.facts import Facts
from tests.other_world.people import VTO

Array = np.ndarray
TRIAL_SHARE = np.array([0.08, 0.2, 0.35, 0.4])
FIRST_WEEKS = np.arange(1, 6)
TRIAL_WEEKS = np.arange(4, 10)
"""Whole weeks from a yes to the first day, and of a trial: each evenly likely, together always below 26."""
LEFT_ALONE = 1.5
"""Hazard after the manager who said yes has left."""


@dataclass(frozen=True)
class Shape:
    """`agree`: chance of a yes. `log_risk`: log hazard against the usual. `wear_out`: cumulative hazard by weeks."""

    agree: Callable[[Facts], Array]
    log_risk: Callable[[Facts], Array]
    wear_out: Callable[[Array, int], Array]


def yes(shape: Shape, facts: Facts) -> Array:
    """Chance that a contact ends in a yes, 0 where the person or a closed door refuses."""
    return np.where(facts.refused, 0.0, shape.agree(facts))


def trial_first(facts: Facts) -> Array:
    """Chance that a yes is to a trial before a job."""
    return np.asarray(TRIAL_SHARE[facts.stream] * (0.4 + 1.2 * facts.caution))


def conversion(facts: Facts) -> Array:
    """Chance that a trial that runs its time becomes a job."""
    return np.asarray(expit(-0.4 + 0.5 * facts.manager + 1.6 * facts.skill))


def _closed_doors(facts: Facts) -> Array:
    gates = np.where(facts.full, 0.25, 1.0) * np.where(facts.paused, 0.1, 1.0) * np.where(facts.unlicensed, 0.15, 1.0)
    return np.asarray(gates * np.where(facts.averse, 0.35, 1.0))


def _threshold_agree(f: Facts) -> Array:
    reasons = 0.5 * f.attitude + 0.45 * f.manager + 0.9 * f.needed + 0.25 * f.pressure + 0.25 * f.known
    reasons += 0.45 * f.warm - 0.2 * f.wear + 0.9 * f.skill + 0.15 * f.lasting + 0.1 * f.charm - 0.8 * f.unspoken
    willing = np.where(f.taste > 0.6, 1.0, np.where(f.taste > 0.25, 0.6, 0.25)) * np.clip(1 - 0.18 * f.late, 0.05, 1)
    steps = np.where(f.unmet >= 3, 0.3, np.where(f.unmet >= 1, 0.75, 1.0)) * np.where(f.clash, 0.6, 1.0)
    return np.asarray(ndtr(reasons - 1.9) * willing * steps * _closed_doors(f))


def _threshold_risk(f: Facts) -> Array:
    place = -0.3 * f.manager - 0.22 * (f.lasting > 0) - 0.16 * f.fixed_contact + 0.4 * np.minimum(f.unmet, 2)
    own = np.where(f.taste > 0.5, -0.43, 0.0) + 0.26 * f.far + 0.12 * f.late + 0.3 * f.clash - 0.29 * f.diligence
    return np.asarray(place + own + f.frailty)


def _additive_agree(f: Facts) -> Array:
    chance = 0.034 + 0.028 * f.taste + 0.02 * f.skill + 0.016 * f.needed + 0.009 * f.attitude + 0.008 * f.manager
    chance += 0.005 * f.pressure + 0.006 * f.known + 0.01 * f.warm - 0.005 * f.wear - 0.004 * f.unmet - 0.004 * f.late
    chance += 0.006 * f.lasting - 0.01 * f.clash - 0.012 * f.unspoken - 0.012 * f.full - 0.02 * f.averse
    return np.asarray(np.clip(chance - 0.03 * f.paused - 0.02 * f.unlicensed, 0.002, 0.3))


def _additive_risk(f: Facts) -> Array:
    place = -0.12 * f.manager - 0.1 * f.attitude + 0.12 * np.minimum(f.unmet, 2) - 0.1 * f.fixed_contact
    return np.asarray(place - 0.3 * f.taste + 0.1 * f.far - 0.2 * f.diligence + 1.4 * f.frailty)


def _local_agree(f: Facts) -> Array:
    odds = 0.0195 * np.exp(0.95 * f.attitude + 0.8 * f.manager + 0.35 * f.pressure + 0.5 * f.known)
    odds *= 1.7**f.needed * 1.35**f.taste * 1.3**f.skill * 2.0**f.warm * 0.8**f.wear * 1.4**f.lasting
    odds *= 0.88**f.unmet * 0.85**f.late * 0.8**f.clash * 0.6**f.unspoken * _closed_doors(f)
    return np.asarray(odds / (1 + odds))


def _local_risk(f: Facts) -> Array:
    place = -0.55 * f.manager - 0.4 * f.attitude - 0.25 * (f.lasting > 0) + 0.15 * np.minimum(f.unmet, 2)
    return np.asarray(place - 0.15 * f.taste + 0.2 * f.far - 0.2 * f.diligence + 0.6 * f.frailty)


def _weibull(usual: float, usual_vto: float) -> Callable[[Array, int], Array]:
    return lambda weeks, stream: (weeks / (usual_vto if stream == VTO else usual)) ** 0.8


def _log_normal(usual: float, usual_vto: float) -> Callable[[Array, int], Array]:
    spread = 1.4

    def wear_out(weeks: Array, stream: int) -> Array:
        middle = np.log(usual_vto if stream == VTO else usual)
        return np.asarray(-log_ndtr((middle - np.log(np.maximum(weeks, 1e-9))) / spread))

    return wear_out


SHAPES: dict[str, Shape] = {
    "threshold": Shape(_threshold_agree, _threshold_risk, _weibull(42.0, 118.0)),
    "additive": Shape(_additive_agree, _additive_risk, _log_normal(29.0, 74.0)),
    "local": Shape(_local_agree, _local_risk, _weibull(25.0, 64.0)),
}
