"""The lists an earlier, rule-based service showed: a score, some chance, and the propensity of what was shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

TEMPERATURE = 0.45
LEAST_PROPENSITY = 0.001
VERSIONS = ("rules-1", "rules-2")


@dataclass(frozen=True)
class Shown:
    """[person, rank] places in the pool, the chance of each given those above, and whether the place was filled."""

    place: NDArray[np.int64]
    propensity: NDArray[np.float32]
    filled: NDArray[np.bool_]


def rule_score(
    version: int,
    minutes: NDArray[np.float32],
    trade_match: NDArray[np.float32],
    need_match: NDArray[np.float32],
    hires: NDArray[np.float32],
    agreement: NDArray[np.bool_],
    conditions_met: NDArray[np.float32],
) -> NDArray[np.float32]:
    """What the rules thought of each workplace in the pool. The second version looks less at earlier hires."""
    score = 1.7 * trade_match - minutes / 30 + 0.8 * need_match
    second = 0.15 * np.log1p(hires) + 0.3 * agreement + 0.35 * conditions_met
    return np.asarray(score + (0.35 * np.log1p(hires) if version == 0 else second), dtype=np.float32)


def show(rng: Generator, score: NDArray[np.float32], length: int) -> Shown:
    """Draw a list per row by Plackett–Luce: rank by rank, each remaining place with chance ∝ exp(score / temperature).

    Places with a score of −inf are never shown.
    """
    scaled = score.astype(np.float64) / TEMPERATURE
    noisy = scaled + rng.gumbel(0, 1, scaled.shape)
    length = min(length, score.shape[1])
    top = np.argpartition(-noisy, length - 1, axis=1)[:, :length]
    top = np.take_along_axis(top, np.argsort(-np.take_along_axis(noisy, top, 1), axis=1), 1)
    taken = np.take_along_axis(scaled, top, 1)
    filled = np.isfinite(taken)
    highest = np.max(scaled, axis=1, keepdims=True, initial=-1e9)
    weight = np.where(filled, np.exp(taken - highest), 0.0)
    total = np.exp(scaled - highest).sum(axis=1, keepdims=True)
    left = np.maximum(total - np.cumsum(weight, axis=1) + weight, weight)
    propensity = np.where(filled, weight / np.maximum(left, 1e-300), 0.0)
    return Shown(top, np.clip(propensity, LEAST_PROPENSITY, 1.0).astype(np.float32), filled)
