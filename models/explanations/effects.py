"""What each feature adds to each row's score, beside the median of the candidates the row was chosen from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.catalogue import FEATURES, NAMES, RANKING, Group
from features.pipeline import Batch
from features.world.facts import Floats
from models.ranker import Ranker

SAMPLE = 1000
"""Candidates that the median is taken over."""
RANKED = tuple(f for f in FEATURES if f.ranks)
GROUPS: tuple[Group, ...] = tuple(dict.fromkeys(f.group for f in RANKED))
_MEMBERSHIP = np.array([[f.group == group for group in GROUPS] for f in RANKED], dtype=np.float64)


@dataclass(frozen=True)
class Effects:
    """`by_feature` [n, ranking features] adds up to the row's score less the median candidate's.

    `typical` is that candidate: each feature's median among the candidates where it is known, by name.
    """

    by_feature: Floats
    typical: dict[str, float]

    @property
    def by_group(self) -> Floats:
        """The same summed by group, [n, GROUPS]."""
        return group_contributions(self.by_feature)


def effects(ranker: Ranker, chosen: Batch, candidates: Batch) -> Effects:
    """Effects for the rows `chosen` from `candidates`, all of one person on one day.

    A ranker that can say itself what each feature adds is asked; of any other the features are put to the median one
    after another, and what the score loses by each is its effect.
    """
    if len(chosen) == 0:
        return Effects(np.zeros((0, len(RANKING))), {})
    middle = _median(candidates.values[:: max(1, len(candidates) // SAMPLE)])
    own: Callable[[Batch], Floats] | None = getattr(ranker, "contributions", None)
    if own is not None:
        both = _with_values(chosen, np.vstack([chosen.values, middle]))
        added = own(both)
        by_feature = added[:-1] - added[-1]
    else:
        by_feature = _one_after_another(ranker, chosen, middle)
    return Effects(by_feature, dict(zip(NAMES, middle[0].tolist(), strict=True)))


def group_contributions(contributions: Floats) -> Floats:
    """Contributions summed by group: [n, ranking features] → [n, GROUPS]."""
    return np.asarray(contributions @ _MEMBERSHIP, dtype=np.float64)


def _one_after_another(ranker: Ranker, chosen: Batch, middle: NDArray[np.float32]) -> Floats:
    """What the score loses as each ranking feature in turn joins those already put to the median."""
    values = chosen.values.copy()
    score = [ranker.score(chosen)]
    for name in RANKING:
        column = NAMES.index(name)
        values[:, column] = middle[0, column]
        score.append(ranker.score(_with_values(chosen, values)))
    return np.asarray(-np.diff(np.stack(score, axis=1), axis=1))


def _with_values(batch: Batch, values: NDArray[np.float32]) -> Batch:
    """Other values under the rows of a batch; rows beyond it are about no workplace."""
    more = len(values) - len(batch)
    return Batch(
        values,
        np.append(batch.version, np.repeat(batch.version[:1], more)),
        np.append(batch.unit, np.full(more, -1)),
        np.append(batch.day, np.repeat(batch.day[:1], more)),
    )


def _median(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The median of each column among the values that are known, shape [1, columns]; NaN where none is."""
    unknown = np.isnan(values).all(axis=0)
    median = np.nanquantile(np.where(unknown, 0.0, values), 0.5, axis=0, keepdims=True, method="lower")
    return np.where(unknown, np.nan, median).astype(np.float32)
