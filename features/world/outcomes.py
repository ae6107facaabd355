"""What became of a placement, and the day each part of that became known.

A placement that is still running is not a failure: whether it lasted 26 or 52 weeks is unknown until it has been
observed that long. `better_job` and `education` are competing exits: neither lasting nor broken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.tables import PLACEMENTS
from features.vocabulary import COMPETING_EXITS, TRIAL_FORMS, PlacementForm
from features.world.facts import NEVER, Ints, days, known_days

WEEKS_26 = 182
WEEKS_52 = 364
LINK_DAYS = 180
"""A placement without a contact is linked to the pair's latest contact at most this many days before its start."""


@dataclass(frozen=True)
class Outcomes:
    """Placements as arrays [n], in the order of the table. Days are day numbers, `NEVER` where it has not happened."""

    starts: Ints
    ends: Ints
    observed: Ints
    known: Ints
    is_start: NDArray[np.bool_]
    """A paid job or adapted work; False for a trial and for unpaid work of any other form."""
    competing: NDArray[np.bool_]

    @classmethod
    def from_frame(cls, placements: pl.DataFrame) -> Outcomes:
        """Read the `placements` table."""
        trial = placements["form"].is_in([f.value for f in TRIAL_FORMS]).to_numpy()
        adapted = (placements["form"] == PlacementForm.ADAPTED_WORK_ORDINARY.value).to_numpy()
        return cls(
            starts=days(placements["starts_on"]),
            ends=days(placements["ends_on"]),
            observed=days(placements["observed_until"], missing=0),
            known=known_days(placements, PLACEMENTS),
            is_start=~trial & (placements["paid"].fill_null(True).to_numpy() | adapted),
            competing=placements["end_reason"].is_in([r.value for r in COMPETING_EXITS]).fill_null(False).to_numpy(),
        )

    def end_known(self) -> Ints:
        """The day the end became known; `NEVER` while it is running."""
        return np.where(self.ends < NEVER, np.maximum(self.ends, self.known), NEVER)

    def lasted_known(self, length: int) -> Ints:
        """The day it became known that the placement lasted `length` days; `NEVER` where it is not known to have."""
        due = self.starts + length
        lasted = (self.observed >= due) & (self.ends >= due)
        return np.where(lasted, np.maximum(due, self.known), NEVER)

    def broke_known(self, length: int) -> Ints:
        """The day it became known that the placement broke before `length` days, competing exits left out."""
        broke = (self.ends < self.starts + length) & ~self.competing
        return np.where(broke, np.maximum(self.ends, self.known), NEVER)
