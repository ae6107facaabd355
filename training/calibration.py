"""How true a chance is: what was promised against what came.

`chance` [n] is what was said. `outcome` [n] is what came, 0 or 1; in a simulation it may be the true chance itself,
and the numbers are then expectations over what could have come. `weight` [n] counts a row as more or less than one: of
those who start, say, each by its chance of starting. A row whose outcome is not known is left out by the caller, never
counted as 0.
"""

import numpy as np

from training.metrics import Bools, Floats, Ints


def brier(chance: Floats, outcome: Floats, weight: Floats | None = None) -> float:
    """Mean squared distance between chance and outcome, 0 to 1; lower is better."""
    expected = outcome * (1.0 - chance) ** 2 + (1.0 - outcome) * chance**2
    return float(np.average(expected, weights=weight))


def brier_skill(chance: Floats, outcome: Floats, base: float, weight: Floats | None = None) -> float:
    """Share of the Brier score of always saying `base` that is gone: 1 is perfect, 0 no better than the base rate."""
    return 1.0 - brier(chance, outcome, weight) / brier(np.full_like(chance, base), outcome, weight)


def bins_of(chance: Floats, bins: int) -> Ints:
    """Bin [n] of each row, of about equal numbers of rows; equal chances are never parted."""
    _, which, counts = np.unique(chance, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    return np.asarray((middle * bins / len(chance)).astype(np.int64)[which], dtype=np.int64)


def reliability(
    chance: Floats, outcome: Floats, bins: int = 10, weight: Floats | None = None
) -> tuple[Floats, Floats, Floats]:
    """Per bin, from low chances to high: mean chance, mean outcome and share of the weight. Empty bins are left out."""
    weight = np.ones_like(chance) if weight is None else weight
    bin_of = bins_of(chance, bins)
    mass, said, came = (np.bincount(bin_of, weights=weight * part) for part in (1.0, chance, outcome))
    full = mass > 0
    return said[full] / mass[full], came[full] / mass[full], mass[full] / mass.sum()


def relative_ece(chance: Floats, outcome: Floats, bins: int = 10, weight: Floats | None = None) -> float:
    """Expected calibration error over the base rate: 0.15 means that what is said is off by 15 % of a usual chance.

    Bins hold about equally many rows. NaN when nothing ever happened, since there is then no base rate.
    """
    said, came, share = reliability(chance, outcome, bins, weight)
    base = float((came * share).sum())
    return float((np.abs(said - came) * share).sum() / base) if base > 0 else float("nan")


def relative_ece_by_luck(chance: Floats, bins: int, seed: int, draws: int = 1000) -> float:
    """The relative ECE that a perfectly calibrated `chance` exceeds in one case of ten, by sampling alone.

    With few outcomes even the truth looks miscalibrated; an error below this says nothing. Outcomes of a bin are drawn
    as a normal sum of independent yes or no.
    """
    bin_of = bins_of(chance, bins)
    spread = np.sqrt(np.bincount(bin_of, weights=chance * (1.0 - chance)))
    noise = np.abs(np.random.default_rng(seed).normal(size=(draws, len(spread))) * spread).sum(axis=1)
    return float(np.quantile(noise, 0.9) / chance.sum())


def interval_coverage(low: Floats, high: Floats, truth: Floats, weight: Floats | None = None) -> float:
    """Share of rows whose true chance lies within the interval, ends included: 0.9 for an honest 90 % interval."""
    return float(np.average((low <= truth) & (truth <= high), weights=weight))


def auc(score: Floats, outcome: Bools) -> float:
    """Chance that a row where it happened is scored above one where it did not; ties count half. NaN without both."""
    _, which, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[which]
    yes = int(outcome.sum())
    no = len(outcome) - yes
    return float((rank[outcome].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")
