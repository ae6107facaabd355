"""Why one workplace stands above another: what decided the order, and where their groups of features differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.explanations import Ground

SHOWN = 4
"""Differences that are told; the rest are smaller."""
HARDLY = 0.05
"""Difference in raw score below which the model is said to hold the two almost equal: 5 % in the chance of lasting
work, since the score is on its log scale."""


class Decided(StrEnum):
    """What put the one above the other."""

    MODEL = "model"
    PIN = "pin"
    EXPLORATION = "exploration"
    ADDED = "added"
    CAP = "cap"


@dataclass(frozen=True)
class Standing:
    """One of the two: its raw score, the model's own rank, what moved it, and the grounds of its score."""

    score: float
    model_rank: int
    explored: bool
    pinned: bool
    grounds: Sequence[Ground]
    added: bool = False


@dataclass(frozen=True)
class Difference:
    """Where one group of features sets the two apart: `effect` is what it adds for the upper beyond the lower."""

    code: str
    effect: float
    above: str | None
    below: str | None


def decided(above: Standing, below: Standing) -> Decided:
    """What decided: a pin or a draw where one moved the upper; where the model alone had them the other way, that the
    lower was added by hand and so stands last, else the cap.

    The cap is what keeps the few from being shown to everybody and a list from changing more than it must.
    """
    if above.pinned and not below.pinned:
        return Decided.PIN
    if above.explored:
        return Decided.EXPLORATION
    if above.model_rank < below.model_rank:
        return Decided.MODEL
    return Decided.ADDED if below.added and not above.added else Decided.CAP


def differences(above: Standing, below: Standing) -> list[Difference]:
    """The largest differences by group, those for the upper first; none that cannot be told of either."""
    lower = {ground.code: ground for ground in below.grounds}
    found = [
        Difference(one.code, one.effect - other.effect, one.text, other.text)
        for one in above.grounds
        if (other := lower.get(one.code)) is not None and (one.text or other.text)
    ]
    largest = sorted((d for d in found if d.effect != 0), key=lambda d: -abs(d.effect))[:SHOWN]
    return sorted(largest, key=lambda d: -d.effect)


def hardly_differ(above: Standing, below: Standing) -> bool:
    """Whether the model holds the two almost equal."""
    return abs(above.score - below.score) < HARDLY
