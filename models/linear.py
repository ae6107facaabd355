"""Numbers for a linear model: features made alike in scale, with «not known» as a value of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from features.catalogue import BY_NAME, NAMES
from features.pipeline import Batch
from features.world.facts import Floats, Ints

COUNTS = (
    "need_age", "ad_age", "unit_contacts", "unit_starts", "unit_lasted", "unit_broke", "chain_starts",
    "history_product", "specialist_days", "specialist_contacts", "office_days", "office_contacts",
    "own_days", "days_since_contact", "days_since_start", "contacts_quarter", "employees", "chain_units",
    "ads_year", "ads_current", "needs_current", "running", "room",
)  # fmt: skip
"""Features that are counts or ages: their logarithm is used."""
RATES = ("unit_answer_rate", "unit_meeting_rate", "unit_start_rate", "unit_lasting_26w", "unit_lasting_52w")
"""Features that are shares: their log odds are used, so that twice as likely counts alike at every level."""
FURTHEST = 4.0
"""Standardised values are cut here, so that one extreme row cannot decide."""


@dataclass(frozen=True)
class Scale:
    """Turns features into standardised columns, and adds one column per feature that is ever not known."""

    names: tuple[str, ...]
    mean: Floats
    deviation: Floats
    unknown: NDArray[np.bool_]
    """Features that get a column for «not known» [features]."""

    @classmethod
    def fit(cls, batch: Batch, names: tuple[str, ...]) -> Scale:
        """Learn centre and spread from a batch."""
        x = _raw(batch, names).astype(np.float64)
        missing = np.isnan(x)
        filled = np.where(missing, np.nanmedian(np.where(missing.all(axis=0), 0.0, x), axis=0), x)
        deviation = filled.std(axis=0)
        return cls(
            names,
            np.nan_to_num(filled.mean(axis=0)),
            np.where(deviation > 1e-9, deviation, 1.0),
            (missing.mean(axis=0) > 0.01) & (missing.mean(axis=0) < 0.99),
        )

    def apply(self, batch: Batch) -> Floats:
        """Columns for a linear model, shape [n, features + features with «not known»]."""
        z, missing = self._standardised(batch)
        return np.hstack([z, missing], dtype=np.float64)

    def dot(self, batch: Batch, weights: Floats) -> Floats:
        """`apply(batch) @ weights`, the same to the last bit however many rows are asked for at once. Shape [n]."""
        z, missing = self._standardised(batch)
        known, unknown = np.split(weights, [len(self.names)])
        return np.asarray(np.einsum("ij,j->i", z, known) + np.einsum("ij,j->i", missing, unknown))

    def _standardised(self, batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Standardised features with 0 where not known, and for those that are ever not known, 1 where they are not."""
        z = _raw(batch, self.names)
        missing = np.isnan(z)
        z -= self.mean.astype(np.float32)
        z /= self.deviation.astype(np.float32)
        np.clip(z, -FURTHEST, FURTHEST, out=z)
        z[missing] = 0.0
        return z, missing[:, self.unknown].astype(np.float32)

    def by_feature(self, batch: Batch, weights: Floats) -> Floats:
        """What each feature adds with the given column weights, «not known» included, shape [n, features]."""
        columns = self.apply(batch) * weights
        added = columns[:, : len(self.names)].copy()
        added[:, self.unknown] += columns[:, len(self.names) :]
        return added

    def own_penalties(self, names: tuple[str, ...], penalty: float) -> Floats:
        """The penalty for the columns of the named features, NaN for the others: shape [columns]."""
        named = [penalty if name in names else np.nan for name in self.names]
        return np.array(named + [np.nan] * int(self.unknown.sum()))

    def holds(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Whether each column is one of the named features: shape [columns]."""
        return np.array([name in names for name in self.names] + [False] * int(self.unknown.sum()))

    def signs(self) -> Ints:
        """Direction of each column by the catalogue; 0 for the columns of «not known»."""
        known = [BY_NAME[name].direction for name in self.names]
        return np.array(known + [0] * int(self.unknown.sum()), dtype=np.int64)


@dataclass(frozen=True)
class LinearOrder:
    """An order that is a sum over features: what a ranker starts from before it has learnt an order of its own."""

    parts: tuple[tuple[Scale, Floats], ...]
    """Scales with a weight per column each."""

    def score(self, batch: Batch) -> Floats:
        """The sum per row, shape [n]."""
        return np.asarray(sum(scale.dot(batch, weights) for scale, weights in self.parts), dtype=np.float64)

    def contributions(self, batch: Batch, names: tuple[str, ...]) -> Floats:
        """What each of the named features adds, shape [n, len(names)]."""
        added = np.zeros((len(batch), len(names)))
        position = {name: i for i, name in enumerate(names)}
        for scale, weights in self.parts:
            own = [i for i, name in enumerate(scale.names) if name in position]
            into = [position[scale.names[i]] for i in own]
            added[:, into] += scale.by_feature(batch, weights)[:, own]
        return added


def _raw(batch: Batch, names: tuple[str, ...]) -> NDArray[np.float32]:
    x = batch.columns(names)
    logged = [position for position, name in enumerate(names) if name in COUNTS]
    x[:, logged] = np.log1p(np.maximum(x[:, logged], 0.0))
    rates = [position for position, name in enumerate(names) if name in RATES]
    x[:, rates] = logit(np.clip(x[:, rates], 1e-4, 1.0 - 1e-4))
    return x


def known_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, checked against the catalogue; ValueError names those that are not in it."""
    strange = [name for name in names if name not in NAMES]
    if strange:
        raise ValueError(f"features not in the catalogue: {', '.join(strange)}")
    return names
