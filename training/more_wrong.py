"""How much further off one set of chances is than another on the same pairs, and whether that could be luck."""

from __future__ import annotations

import numpy as np

from training.calibration import bins_of
from training.intervals import DRAWS, Interval
from training.metrics import Floats, Ints

TAIL = 0.05
"""Chance, over all that is compared, that an interval errs on one side by luck alone."""

Said = tuple[Floats, Floats]
"""What was said of each pair, and how much the pair counts: [n] each."""


def more_wrong(
    one: Said, other: Said, outcome: Floats, person: Ints, bins: int, seed: int, compared: int = 1
) -> Interval:
    """Relative ECE of `one` less that of `other`, by drawing people; pairs whose outcome is not known are left out.

    `outcome` [n] is what came, NaN where not known; `person` int [n] says whose pair it is. The interval
    is right for all of `compared` such differences at once. All NaN when nothing came.
    """
    known = ~np.isnan(outcome)
    whose, count = np.unique(person[known], return_inverse=True)[1], len(np.unique(person[known]))
    if count == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=DRAWS)
    draws = np.vstack([np.ones(count), drawn])
    with np.errstate(divide="ignore", invalid="ignore"):
        ours, theirs = (_by_draw(draws, c[known], w[known], outcome[known], whose, bins) for c, w in (one, other))
        difference = ours - theirs
    if not np.isfinite(difference[0]):
        return Interval(float("nan"), float("nan"), float("nan"))
    low, high = np.nanquantile(difference[1:], [TAIL / compared, 1.0 - TAIL / compared])
    return Interval(float(difference[0]), float(low), float(high))


def _by_draw(draws: Floats, chance: Floats, weight: Floats, outcome: Floats, whose: Ints, bins: int) -> Floats:
    """Relative ECE in each draw of people, shape [draws]; bins as in the whole."""
    counted = np.flatnonzero(weight > 0)
    chance, weight, outcome, whose = chance[counted], weight[counted], outcome[counted], whose[counted]
    people, cell = draws.shape[1], whose * bins + bins_of(chance, bins)
    off = np.bincount(cell, weight * (chance - outcome), minlength=people * bins).reshape(people, bins)
    came = np.bincount(whose, weight * outcome, minlength=people)
    return np.asarray(np.abs(draws @ off).sum(axis=1) / (draws @ came), dtype=np.float64)
