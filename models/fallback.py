"""What orders a list while there is too little history for an order of one's own, and how it says so.

Either the outlook's own order, a sum over features that leans on declared beliefs (`models.prior`), or a baseline that
has surely ordered better on the people learnt from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from features.catalogue import RANKING
from features.pipeline import Batch
from features.world.facts import Floats
from models.baselines import BASELINES, Baseline
from models.lambdamart import LambdaMart
from models.linear import LinearOrder
from models.ranker import TrainedRanker

LINEAR = "linear"
IN_WORDS = {
    "nearest": "nærmeste arbeidsplass først",
    "most_hires": "de som har ansatt flest, først",
    "occupation_look_up": "bransjer med de ønskede yrkene, nærmeste først",
    "immersion": "de som oftest svarer og har tatt inn noen det siste året, først",
    "history": "de som oftest har gitt jobb som varte, først",
}
"""What each baseline puts first, as a specialist reads it."""


@dataclass(frozen=True)
class LinearRanker:
    """The outlook's own order, where `starts` of the `needed` starts that trees are grown from have been seen."""

    order: LinearOrder
    starts: int
    needed: int
    name: str = LINEAR

    @property
    def reason(self) -> str | None:
        """How little there is, and what is used instead."""
        return (
            f"For lite å lære av ennå: {self.starts} av de {self.needed} jobbstartene som trengs. Rekkefølgen bygger "
            "mest på det som vanligvis gir varig jobb: ønskede oppgaver, arbeidsgivere som har sagt ja før, og "
            "kort reisevei."
        )

    def score(self, batch: Batch) -> Floats:
        """The sum over features, per row."""
        return self.order.score(batch)

    def contributions(self, batch: Batch) -> Floats:
        """What each ranking feature adds to the score: [n, features]."""
        return self.order.contributions(batch, RANKING)

    def save(self, path: Path) -> None:
        """Write how little there was; the order belongs to the outlook it came from."""
        path.write_text(json.dumps({"starts": self.starts, "needed": self.needed}), encoding="utf-8")


@dataclass(frozen=True)
class BaselineRanker:
    """A baseline in the ranker's place."""

    baseline: Baseline

    @classmethod
    def named(cls, name: str) -> BaselineRanker:
        """The baseline of that name; StopIteration when there is none."""
        return cls(next(b for b in BASELINES if b.name == name))

    @property
    def name(self) -> str:
        """The baseline's own."""
        return self.baseline.name

    @property
    def reason(self) -> str | None:
        """Which rule is followed, and why."""
        return (
            "Den lærte rekkefølgen var dårligere enn en enkel regel på kontaktene som er gjort. "
            f"Listen følger regelen: {IN_WORDS[self.name]}."
        )

    def score(self, batch: Batch) -> Floats:
        """The baseline's formula, per row."""
        return self.baseline.score(batch)

    def save(self, path: Path) -> None:
        """Write its name."""
        path.write_text(json.dumps({"baseline": self.name}), encoding="utf-8")


def load_ranker(path: Path, order: LinearOrder) -> TrainedRanker:
    """Read what any of the rankers' `save` wrote; KeyError, ValueError, StopIteration or LightGBMError if broken."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("{"):
        return LambdaMart.load(path, order)
    said = json.loads(text)
    if "baseline" in said:
        return BaselineRanker.named(said["baseline"])
    return LinearRanker(order, int(said["starts"]), int(said["needed"]))
