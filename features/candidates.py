"""Who may be put on a list: every workplace within the participant's own reach, ad or no ad.

Hard filters are few: the participant's veto, closed or not yet opened, an active notice, only unwanted occupations,
beyond reach. When fewer than `ENOUGH` are left, the nearest beyond reach are added and marked as widening. What a
specialist has added by hand passes reach, and none of the other filters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features import occupations
from features.pair import minutes_between
from features.world import Profiles, World
from features.world.facts import Facts, Floats, Ints

ENOUGH = 25
"""Fewer candidates than this and the list is widened (contract)."""
WIDEST = 1.5
"""How far beyond the longest way accepted a widened list may reach (contract)."""
SAME_WORK = 0.05
"""Occupations nearer than this are the same work for the purpose of «only unwanted»."""


@dataclass(frozen=True)
class Market:
    """The workplaces on one day, whoever asks: which are open, where they are, and what work is seen there."""

    world: World
    day: int
    version: Ints
    """Register version of each unit, [U]."""
    is_open: NDArray[np.bool_]
    """Known, opened, not closed, and without an active notice, [U]."""
    seen_unit: Ints
    seen_occupation: Ints
    """Work seen: (unit, occupation) pairs, [m]."""

    @classmethod
    def on(cls, world: World, day: int) -> Market:
        """The market as known on a day."""
        units = np.arange(len(world.units))
        w = world.workplaces
        version = w.version(units, day)
        notice = _active(world.notices["unit"], units, day) | _active(world.notices["entity"], w.entity[version], day)
        rows, which = world.work_seen.expand(units, np.full(len(units), day))
        return cls(
            world,
            day,
            version,
            (version >= 0) & (w.opens[version] <= day) & (w.closes[version] > day) & ~notice,
            rows,
            world.work_seen.values["occupation"][which].astype(np.int64),
        )

    def only_unwanted(self, unwanted: Ints) -> NDArray[np.bool_]:
        """Units where all work seen is unwanted; `unwanted` int [k] padded with -1. Shape [U]."""
        unwanted = unwanted[unwanted >= 0]
        if len(unwanted) == 0:
            return np.zeros(len(self.version), dtype=np.bool_)
        near = np.asarray((occupations.distance_matrix()[unwanted] <= SAME_WORK).any(axis=0))
        seen = np.bincount(self.seen_unit, minlength=len(self.version))
        bad = np.bincount(self.seen_unit, weights=near[self.seen_occupation], minlength=len(self.version))
        return np.asarray((seen > 0) & (bad == seen))


NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Candidates:
    """Units that may be ranked, int [m], with estimated minutes [m] and whether each is beyond reach [m].

    `by_hand` [m] are those that are there for no other reason than that they were added.
    """

    unit: Ints
    minutes: Floats
    beyond_reach: NDArray[np.bool_]
    by_hand: NDArray[np.bool_]

    def take(self, rows: Ints) -> Candidates:
        """The given rows, in their order."""
        return Candidates(self.unit[rows], self.minutes[rows], self.beyond_reach[rows], self.by_hand[rows])


def open_to(market: Market, profiles: Profiles, version: int) -> tuple[NDArray[np.bool_], Floats]:
    """Every workplace that may be proposed to one profile version however far away, and the minutes there: [U] each."""
    allowed = market.is_open & ~market.only_unwanted(profiles.unwanted[version])
    rows, vetoed = profiles.excluded
    allowed[vetoed[(rows == version) & (vetoed >= 0)]] = False
    return allowed, minutes_between(market.world, profiles, np.array([version]), market.version)


def candidates(
    market: Market, profiles: Profiles, version: int, max_minutes: float | None = None, added: Ints = NONE
) -> Candidates:
    """Workplaces that may be put on a list for one profile version.

    `max_minutes` narrows the participant's own reach; then the list is not widened, and the units `added` by hand are
    narrowed too.
    """
    allowed, minutes = open_to(market, profiles, version)
    own = float(profiles.max_travel[version])
    reach = own if max_minutes is None else min(own, max_minutes)
    chosen = allowed & (minutes <= reach)
    missing = ENOUGH - int(chosen.sum())
    if missing > 0 and max_minutes is None:
        wider = np.flatnonzero(allowed & (minutes > own) & (minutes <= WIDEST * own))
        chosen[wider[np.argsort(minutes[wider], kind="stable")[:missing]]] = True
    by_hand = np.zeros(len(chosen), dtype=np.bool_)
    if max_minutes is None:
        by_hand[added] = allowed[added] & ~chosen[added]
    unit = np.flatnonzero(chosen | by_hand)
    return Candidates(unit, minutes[unit], minutes[unit] > own, by_hand[unit])


def _active(facts: Facts, keys: Ints, day: int) -> NDArray[np.bool_]:
    rows, which = facts.expand(keys, np.full(len(keys), day))
    active = (facts.values["from"][which] <= day) & (facts.values["until"][which] >= day)
    result = np.zeros(len(keys), dtype=np.bool_)
    result[rows[active]] = True
    return result
