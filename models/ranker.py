"""What every ranker offers: a name, and a score for each row of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from features.pipeline import Batch
from features.world.facts import Floats


class Ranker(Protocol):
    """Orders the workplaces of one participant; scores are not chances and not comparable across people."""

    @property
    def name(self) -> str:
        """Name in tables and on the page."""
        ...

    def score(self, batch: Batch) -> Floats:
        """A score per row, higher is better, shape [n]."""
        ...


class TrainedRanker(Ranker, Protocol):
    """A ranker that a training run hands on, to be kept with its matcher."""

    @property
    def reason(self) -> str | None:
        """Why lists do not follow an order learnt for them, in bokmål; None where they do."""
        ...

    def save(self, path: Path) -> None:
        """Write what `models.fallback.load_ranker` reads."""
        ...
