"""How likely an occupation's work is found in an industry: learned from what was known, with a prior for cold start.

Needs, ads and starts show which occupations are used in which industry divisions. Evidence spreads to near occupations
in STYRK-08, and is added to a prior from general knowledge of working life.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from features import industries, occupations
from features.world import World
from features.world.facts import Floats, Ints

PERIOD = 30
"""Days between two updates of what was learned."""
PRIOR_STRENGTH = 10.0
"""How many observed pieces of evidence the prior weighs as much as."""
SPREAD = 0.25
"""Distance in STYRK-08 over which evidence for one occupation counts, by 1/e, for another."""
LIMIT = 4.0
SIGHTINGS = 2.0
"""How many sightings of work at a workplace itself its industry counts as."""
ALIKE = 0.1
"""Distance in STYRK-08 over which work seen at a workplace counts, by 1/e, for a wish."""


@dataclass(frozen=True)
class Affinity:
    """Log lift of (occupation, division) for each period [P, occupations, divisions]; 0 is as common as elsewhere."""

    first: int
    lift: NDArray[np.float32]

    @classmethod
    def learn(cls, world: World) -> Affinity:
        """Learn from needs, ads and starts; period p uses only what was known before its first day."""
        seen = world.work_seen
        prior = industries.occupation_division_prior().astype(np.float64)
        n, d = prior.shape
        known = seen.known_days()
        unit = seen.keys()
        division = world.workplaces.division[world.workplaces.version(unit, known)]
        keep = division >= 0
        occupation, division = seen.values["occupation"][keep].astype(np.int64), division[keep]
        period = known[keep] // PERIOD + 1
        first, last = (int(period.min()) - 1, int(period.max())) if len(period) else (0, 0)
        near = np.exp(-occupations.distance_matrix().astype(np.float64) / SPREAD)
        near[near < np.exp(-2.0)] = 0.0
        lifts = np.empty((last - first + 1, n, d), dtype=np.float32)
        counts = np.zeros((n, d))
        order = np.argsort(period, kind="stable")
        edges = np.searchsorted(period[order], np.arange(first, last + 2))
        edges[0] = 0
        for p in range(last - first + 1):
            new = order[edges[p] : edges[p + 1]]
            np.add.at(counts, (occupation[new], division[new]), 1.0)
            lifts[p] = _log_lift(near @ counts, prior, counts.sum(axis=1))
        return cls(first, lifts)

    def best(self, occupation: Ints, division: Ints, day: Ints) -> Floats:
        """Largest lift over each row's occupations.

        `occupation` int [n, k] padded with -1, `division` int [n], `day` int [n]. Shape [n], NaN where not known.
        """
        period = np.clip(day // PERIOD - self.first, 0, len(self.lift) - 1)
        lift = self.lift[period[:, None], occupation, division[:, None]].astype(np.float64)
        lift[(occupation < 0) | (division[:, None] < 0)] = -np.inf
        best: Floats = lift.max(axis=1)
        return np.where(np.isfinite(best), best, np.nan)

    def fit(self, world: World, wanted: Ints, unit: Ints, day: Ints, weights: Floats | None = None) -> Floats:
        """How much more of the wanted work a workplace is expected to have than workplaces at large, as a logarithm.

        What its industry tells is joined with the work seen at the workplace itself, averaged over the occupations
        wanted: int [n, k] padded with -1, each with its weight [n, k], or alike. Shape [n]; NaN where nothing is
        wanted, or nothing is known of the workplace.
        """
        division = world.workplaces.division[world.workplaces.version(unit, day)]
        asked = np.where(wanted >= 0, 1.0 if weights is None else weights, 0.0)
        period = np.clip(day // PERIOD - self.first, 0, len(self.lift) - 1)
        lift = np.exp(self.lift[period[:, None], wanted, division[:, None]].astype(np.float64))
        weight = np.where(division >= 0, SIGHTINGS, 0.0)
        rows, which = world.work_seen.expand(unit, day)
        occupation = world.work_seen.values["occupation"][which].astype(np.int64)
        seen = np.zeros(lift.shape)
        for k, wish in enumerate(wanted[rows].T):
            seen[:, k] = np.bincount(rows, _likeness()[wish, occupation], minlength=len(unit))
        known = weight + np.bincount(rows, minlength=len(unit))
        total = (asked * (weight[:, None] * lift + seen)).sum(axis=1)
        number = asked.sum(axis=1) * known
        share = np.divide(total, number, out=np.full(len(unit), np.nan), where=number > 0)
        return np.asarray(np.log(np.clip(share, np.exp(-FURTHEST), np.exp(FURTHEST))), dtype=np.float64)


FURTHEST = 5.0
"""Most that a fit can be, up or down, as a logarithm."""


@cache
def _likeness() -> NDArray[np.float32]:
    """How alike two occupations' work is, relative to any two, [occupations, occupations]."""
    near = np.exp(-occupations.distance_matrix().astype(np.float64) / ALIKE)
    return np.asarray(near / near.mean(axis=1, keepdims=True), dtype=np.float32)


def _log_lift(evidence: Floats, prior: Floats, weight: Floats) -> Floats:
    share = (evidence + PRIOR_STRENGTH * prior) / (evidence.sum(axis=1, keepdims=True) + PRIOR_STRENGTH)
    weight = weight + 1.0
    common = (weight[:, None] * share).sum(axis=0) / weight.sum()
    return np.asarray(np.clip(np.log(share / common), -LIMIT, LIMIT))
