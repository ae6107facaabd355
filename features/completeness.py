"""How much of what a good list needs is known about a participant. It says when to abstain, and never ranks anyone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

ENOUGH = 0.5
"""Below this share a list is in history order and says so (contract)."""
WEIGHTS: dict[str, int] = {
    "wished_occupations": 3,
    "work_conditions": 2,
    "experience_occupations": 1,
    "times_of_day": 1,
    "latitude": 1,
    "norwegian_level": 1,
    "wished_text": 1,
}
"""Columns of `participants` that a list rests on, and how heavily. Wishes lead."""


@dataclass(frozen=True)
class Completeness:
    """Share known, 0–1, and the columns that are missing, heaviest first."""

    share: float
    missing: list[str]


def completeness_of_all(profiles: pl.DataFrame) -> NDArray[np.float64]:
    """Share known for every row of the `participants` table, shape [n]."""
    total = float(sum(WEIGHTS.values()))
    share = pl.sum_horizontal(pl.when(_known(profiles, name)).then(w).otherwise(0) for name, w in WEIGHTS.items())
    return profiles.select(share.cast(pl.Float64) / total).to_series().to_numpy()


def completeness(profile: pl.DataFrame) -> Completeness:
    """Completeness of a one-row frame of the `participants` table."""
    known = profile.select(_known(profile, name).alias(name) for name in WEIGHTS).row(0, named=True)
    missing = [name for name in WEIGHTS if not known[name]]
    return Completeness(float(completeness_of_all(profile)[0]), missing)


def _known(profiles: pl.DataFrame, name: str) -> pl.Expr:
    kind = profiles.schema[name]
    filled = pl.col(name).list.len() > 0 if isinstance(kind, pl.List) else pl.col(name).cast(pl.String) != ""
    return filled.fill_null(False)
