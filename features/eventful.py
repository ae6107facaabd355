"""Days on which anything became known or took effect, between which a list stands still.

The ages of facts grow from day to day, and an order that follows them would change though nothing has been heard. So a
list is made as of the last day of its ISO week, so far, on which something happened, and as of the Monday when nothing
did: the same facts in the same week give the same order (R11).
"""

from __future__ import annotations

import numpy as np

from features.shown import week_start
from features.world import World
from features.world.facts import NEVER, Facts, Ints


class Eventful:
    """The eventful days of a world."""

    def __init__(self, world: World) -> None:
        self._day = np.zeros(NEVER + 2, dtype=np.bool_)
        for days in _days(world):
            self._day[np.clip(days, 0, NEVER + 1)] = True

    def settled(self, day: int) -> int:
        """The day that a list of `day` is made as of: at most six days before it."""
        monday = week_start(day)
        heard = np.flatnonzero(self._day[monday : day + 1])
        return monday + (int(heard[-1]) if len(heard) else 0)


def _days(world: World) -> list[Ints]:
    """Every day on which a fact became known, began to hold or no longer held."""
    w, profiles = world.workplaces, world.profiles
    spans = [*world.notices.values(), *world.agreements.values()]
    told = [world.begun, world.ended, world.needs, world.ads, world.needs_expired, world.ads_expired, world.conditions]
    told += [*spans, world.contact_facts["unit"], w.versions, profiles.versions]
    told += [by_level["unit"] for by_length in (world.lasted, world.broke) for by_level in by_length.values()]
    held = [_first(facts) for facts in spans] + [_after(facts) for facts in spans]
    return [facts.known_days() for facts in told] + held + [w.opens, w.closes, profiles.left]


def _first(facts: Facts) -> Ints:
    return facts.values["from"].astype(np.int64)


def _after(facts: Facts) -> Ints:
    return facts.values["until"].astype(np.int64) + 1
