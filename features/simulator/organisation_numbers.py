"""Organisation numbers with a valid check digit that no real employer has."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

FIRST_DIGIT = 3
"""Real organisation numbers begin with 8 or 9; the public test registers use 2 and 3."""
_WEIGHTS = np.array([3, 2, 7, 6, 5, 4, 3, 2])


def organisation_numbers(rng: Generator, count: int) -> list[str]:
    """`count` different nine-digit numbers whose check digit is right (modulus 11)."""
    bodies = np.zeros(0, dtype=np.int64)
    while bodies.size < count:
        drawn = FIRST_DIGIT * 10_000_000 + rng.integers(0, 10_000_000, size=2 * count + 16)
        bodies = np.concatenate([bodies, drawn[_check_digit(drawn) < 10]])
        bodies = bodies[np.sort(np.unique(bodies, return_index=True)[1])]
    bodies = bodies[:count]
    return [f"{body}{check}" for body, check in zip(bodies.tolist(), _check_digit(bodies).tolist(), strict=True)]


def _check_digit(bodies: NDArray[np.int64]) -> NDArray[np.int64]:
    """The check digit; 10 where the body has none."""
    digits = bodies[:, None] // 10 ** np.arange(7, -1, -1) % 10
    return np.asarray((11 - (digits * _WEIGHTS).sum(axis=1) % 11) % 11, dtype=np.int64)
