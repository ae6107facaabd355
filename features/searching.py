"""Who is looking for work on a day."""

from __future__ import annotations

import numpy as np

from features.world import World
from features.world.facts import Ints


def searching(world: World, day: int) -> Ints:
    """Profile versions known on the day of everybody who has not left and is not in a running paid job."""
    profiles = world.profiles
    people = np.arange(len(world.participants))
    version = profiles.version(people, day)
    p, o = world.placements, world.placements.outcomes
    running = p.paid & o.is_start & (np.maximum(o.starts, o.known) <= day) & (o.end_known() > day)
    stay = (version >= 0) & (profiles.left[version] > day) & ~np.isin(people, p.participant[running])
    return version[stay]
