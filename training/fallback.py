"""Whether a baseline has surely ordered better than what is learnt, on the contacts of the people learnt from.

Contacts say little about an order: specialists make them where they expect something, so those that would have gone
worst are missing. Chosen by the best average on them, on 75 small simulated histories, the ranker would have changed
places with a baseline in half of the cases, and mostly for the worse. So a baseline must be better beyond doubt.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import norm

from features.pipeline import Batch
from models.baselines import BASELINES
from models.ridge import FOLDS
from training.dataset import Examples, staged_gain
from training.evaluation import NDCG_PLACES, RANDOM
from training.metrics import Floats, ndcg_at

FEWEST_PEOPLE = 20
"""People with contacts that differ in outcome, below which nothing is decided."""
DOUBT = 0.05
"""Chance of wrongly giving way to any baseline, shared among them."""
Learn = Callable[[Examples, Batch], Floats]
"""Learns from examples and scores the rows asked about."""


def better_baseline(e: Examples, learn: Learn) -> str | None:
    """Name of the baseline that orders contacts surely better than `learn` on people left out; None where none does.

    Order is judged by nDCG@10 of the stage that each contact reached, person by person.
    """
    person = np.unique(e.participant, return_inverse=True)[1] if len(e) else np.zeros(0, dtype=np.int64)
    if not len(e) or person[-1] + 1 < FEWEST_PEOPLE:
        return None
    learnt = np.zeros(len(e))
    for fold in range(FOLDS):
        asked = person % FOLDS == fold
        learnt[asked] = learn(e.take(~asked), e.batch.take(np.flatnonzero(asked)))
    unknown = np.zeros(len(e))
    gain = staged_gain(e, unknown, unknown)
    own = ndcg_at(person, learnt, gain, NDCG_PLACES)
    rivals = [b for b in BASELINES if b.name != RANDOM]
    surely = norm.ppf(1.0 - DOUBT / len(rivals))
    ahead = {b.name: _errors_ahead(ndcg_at(person, b.score(e.batch), gain, NDCG_PLACES) - own) for b in rivals}
    best = max(ahead, key=ahead.__getitem__)
    return best if ahead[best] > surely else None


def _errors_ahead(difference: Floats) -> float:
    """Mean difference in units of its standard error over people; never ahead where too few can be compared."""
    known = difference[~np.isnan(difference)]
    if len(known) < FEWEST_PEOPLE:
        return -np.inf
    error = known.std() / np.sqrt(len(known))
    return float(known.mean() / max(error, 1e-9))
