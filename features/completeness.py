"""How much of what a good list needs is known about a participant. It says when to abstain, and never ranks anyone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.world.texts import reader

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
"""Columns of `participants` that a list rests on, and how heavily. Wishes lead, listed or understood from own words."""


@dataclass(frozen=True)
class Completeness:
    """Share known, 0–1, and the columns that are missing, heaviest first."""

    share: float
    missing: list[str]


def completeness_of_all(profiles: pl.DataFrame) -> NDArray[np.float64]:
    """Share known for every row of the `participants` table, shape [n]."""
    weights = np.array(list(WEIGHTS.values()), dtype=np.float64)
    return np.asarray(_known(profiles).to_numpy() @ weights / weights.sum())


def completeness(profile: pl.DataFrame) -> Completeness:
    """Completeness of a one-row frame of the `participants` table."""
    known = _known(profile).row(0, named=True)
    return Completeness(float(completeness_of_all(profile)[0]), [name for name in WEIGHTS if not known[name]])


def _known(profiles: pl.DataFrame) -> pl.DataFrame:
    """Whether each of the columns is known, row by row; wishes also where the person's own words tell of any."""
    known = profiles.select(_filled(profiles, name).alias(name) for name in WEIGHTS)
    wordy = (~known["wished_occupations"] & known["wished_text"]).arg_true()
    if wordy.is_empty():
        return known
    said, _ = reader().codes(profiles["wished_text"].gather(wordy).to_list())
    return known.with_columns(wished_occupations=known["wished_occupations"].scatter(wordy, said[:, 0] >= 0))


def _filled(profiles: pl.DataFrame, name: str) -> pl.Expr:
    kind = profiles.schema[name]
    filled = pl.col(name).list.len() > 0 if isinstance(kind, pl.List) else pl.col(name).cast(pl.String) != ""
    return filled.fill_null(False)
