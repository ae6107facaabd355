"""How sure a number is: 90 % intervals by drawing participants again and again (the bootstrap).

The participant is what is drawn, not the pair: one person's pairs share that person's luck, and counting them as
independent would make every interval too narrow.
"""

from dataclasses import dataclass

import numpy as np

from training.metrics import Floats, Ints

LEVEL = 0.90
DRAWS = 1000
CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Interval:
    """An estimate with the ends of its 90 % interval; all NaN when there was nothing to estimate from."""

    estimate: float
    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """The whole interval lies above zero."""
        return self.low > 0

    @property
    def below_zero(self) -> bool:
        """The whole interval lies below zero."""
        return self.high < 0

    def divided_by(self, amount: float) -> "Interval":
        """The same in units of `amount`."""
        return Interval(self.estimate / amount, self.low / amount, self.high / amount)


def bootstrap_mean(values: Floats, seed: int, participant: Ints | None = None) -> Interval:
    """Mean of `values` [groups] with its interval; NaN values are left out.

    `participant` [groups] says whose query each is, where a participant has several: they are then drawn together. With
    the same seed and the same participants the draws are the same, so that numbers of one run can be compared.
    """
    known = ~np.isnan(values)
    whose = np.arange(len(values)) if participant is None else participant
    return bootstrap_ratio(values[known], np.ones(int(known.sum())), seed, whose[known])


def bootstrap_ratio(amount: Floats, weight: Floats, seed: int, participant: Ints) -> Interval:
    """Sum of `amount` [n] over sum of `weight` [n] with its interval, all of a participant's rows drawn together."""
    if not weight.sum() > 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    _, whose = np.unique(participant, return_inverse=True)
    total, count = (np.bincount(whose, weights=part) for part in (amount, weight))
    people = len(total)
    rng = np.random.default_rng(seed)
    rows = max(1, CELLS_AT_ONCE // people)
    means = []
    for start in range(0, DRAWS, rows):
        drawn = rng.multinomial(people, np.full(people, 1.0 / people), size=min(rows, DRAWS - start)).astype(np.float64)
        with np.errstate(invalid="ignore"):
            means.append((drawn @ total) / (drawn @ count))
    tail = (1.0 - LEVEL) / 2
    low, high = np.nanquantile(np.concatenate(means), [tail, 1.0 - tail])
    return Interval(float(total.sum() / count.sum()), float(low), float(high))


def bootstrap_difference(values: Floats, other: Floats, seed: int, participant: Ints | None = None) -> Interval:
    """Mean of `values - other` [groups], paired: the same draws of participants for both, so shared luck cancels."""
    return bootstrap_mean(values - other, seed, participant)
