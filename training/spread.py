"""How far chances may be spread: what held for people never met, at a time that had not come.

Chances fitted to contacts tell them apart too sharply. Some of what sets them apart is luck; some is true of its time
and not of the next; and specialists go where they expect something, for reasons that no table shows. So the model is
fitted anew to the earlier contacts of some of the people, asked about the later contacts of the others, and its chances
are drawn in until they hold there. The order is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from features.world.facts import NEVER, Floats
from models.outlook import Outlook, Starts, Stays
from models.ridge import FOLDS, fit_ridge
from training.dataset import Examples

EARLIER = 0.6
"""Share of the contacts that the model is fitted to before it is asked about the rest."""
BELIEVED = {"starts": 0.3, "stays": 0.5}
"""How much of the spread is believed to hold before anything is seen: a large promise harms more than a small one."""
DOUBT = 0.2
"""Standard deviation of that belief."""
UNCHOSEN_LEVEL = 5 / 6
"""Chance of starting at a workplace nobody has chosen to contact, over that of a contacted one with the same features.

A specialist calls when the person is ready and where something is in the air that no table shows. Contacts cannot tell
how much of their success that is: it is a belief (docs/decisions/0010).
"""

_Part = tuple[Floats, Floats, Floats, Floats]
"""Log odds to be drawn in, log odds that are kept, outcomes and weights, each [n]."""
Learn = Callable[[Examples], Outlook]
Rows = Callable[[Examples], tuple[Starts, Stays]]


def slopes_that_hold(e: Examples, learn: Learn, rows: Rows) -> tuple[float, float]:
    """Slopes on the logit scale for starting and for leaving, 0 to 1, that hold for other people at a later time.

    `learn` fits an outlook to examples; `rows` makes the rows that one is fitted to. The slopes are those of a model
    that has learnt from all of the examples.
    """
    cut = int(np.quantile(e.day, EARLIER)) if len(e) else 0
    person = np.unique(e.participant, return_inverse=True)[1] if len(e) else np.zeros(0, dtype=np.int64)
    past = as_known(e, cut)
    starts: list[_Part] = []
    stays: list[_Part] = []
    learnt_from: list[int] = []
    for fold in range(FOLDS):
        others, later = (person % FOLDS != fold) & (e.day < cut), (person % FOLDS == fold) & (e.day >= cut)
        if not others.any() or not (later & ~e.unknown_hire).any():
            continue
        asked_starts, asked_stays = rows(e.take(later))
        outlook = learn(past.take(others))
        learnt_from.append(int(others.sum()))
        log_odds = outlook.starting(asked_starts)
        starts.append((log_odds, np.zeros(len(log_odds)), asked_starts.started.astype(float), asked_starts.share))
        if len(asked_stays.ended):
            stays.append(outlook.leaving(asked_stays))
    more = len(e) / float(np.mean(learnt_from)) if learnt_from else 1.0
    return (
        with_more_data(_slope(starts, BELIEVED["starts"]), more),
        with_more_data(_slope(stays, BELIEVED["stays"]), more),
    )


def with_more_data(slope: float, more: float) -> float:
    """The slope of a model that learns from `more` times as many examples.

    A fitted predictor is signal and noise; the slope is the signal's share of its variance, and the noise's variance
    falls as one over the number of examples. So the odds of the slope grow with it.
    """
    return slope * more / (1.0 - slope + slope * more)


def as_known(e: Examples, day: int) -> Examples:
    """The examples as they stood on the eve of the day: later starts and ends have not come."""
    known = e.start_known < day
    return replace(
        e,
        start_day=np.where(known, e.start_day, NEVER),
        start_known=np.where(known, e.start_known, NEVER),
        end_day=np.where(e.end_day < day, e.end_day, NEVER),
        seen_until=np.minimum(e.seen_until, day - 1),
        competing=e.competing & (e.end_day < day),
        cut=day,
    )


def _slope(parts: list[_Part], believed: float) -> float:
    """Slope of outcomes on the log odds to be drawn in, a level for each part; drawn to what is believed."""
    if not parts:
        return believed
    eta = np.concatenate([part[0] - part[0].mean() for part in parts])
    kept, outcome, weight = (np.concatenate([part[k] for part in parts]) for k in (1, 2, 3))
    level = np.repeat(np.eye(len(parts)), [len(part[0]) for part in parts], axis=0)
    penalty: NDArray[np.float64] = np.append(1.0 / DOUBT**2, np.full(len(parts), 1e-3))
    columns = np.hstack([eta[:, None], level])
    beta = fit_ridge(
        columns, outcome, weight, np.zeros(len(penalty), dtype=np.int64), penalty, offset=believed * eta + kept
    )
    return float(np.clip(believed + beta[0], 0.0, 1.0))
