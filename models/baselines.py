"""Orders that a ranker must beat: chance, nearest, most hires, occupation look-up, and two products of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from features.pipeline import Batch
from features.world.facts import Floats


@dataclass(frozen=True)
class Baseline:
    """A ranker that is one formula over features."""

    name: str
    formula: Callable[[Batch], Floats]

    def score(self, batch: Batch) -> Floats:
        """The formula's value per row."""
        return self.formula(batch)


def chance(batch: Batch) -> Floats:
    """A fixed pseudo-random order, the same for the same pair and day."""
    mixed = (batch.unit * 2654435761 + batch.version * 40503 + batch.day * 69069) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return np.asarray(mixed / 2**32, dtype=np.float64)


def nearest(batch: Batch) -> Floats:
    """Shortest way to work first."""
    return np.negative(batch.column("travel_minutes"))


def most_hires(batch: Batch) -> Floats:
    """Most starts so far first, nearer first among equals."""
    return batch.column("unit_starts") - batch.column("travel_share") / 100.0


def occupation_look_up(batch: Batch) -> Floats:
    """Industries where the wished occupations are common, less the way there: what a search with a map gives."""
    distance = np.fmin(batch.column("wish_need"), batch.column("wish_seen"))
    common = np.nan_to_num(batch.column("wish_industry"), nan=0.0)
    return np.asarray(common - np.nan_to_num(distance, nan=1.0) - batch.column("travel_share"))


def immersion(batch: Batch) -> Floats:
    """The published formula of Immersion Facilitée: (10 + 20 × agreements in 12 months) × response rate."""
    return batch.column("history_product") - batch.column("travel_share") / 100.0


def history(batch: Batch) -> Floats:
    """Starts per contact × share lasting 26 and 52 weeks, each shrunk to chain, industry and everywhere."""
    lasting = batch.column("unit_lasting_26w") + batch.column("unit_lasting_52w")
    return np.asarray(batch.column("unit_start_rate") * lasting)


BASELINES: tuple[Baseline, ...] = (
    Baseline("random", chance),
    Baseline("nearest", nearest),
    Baseline("most_hires", most_hires),
    Baseline("occupation_look_up", occupation_look_up),
    Baseline("immersion", immersion),
    Baseline("history", history),
)
"""All baselines, in the order they are reported."""
