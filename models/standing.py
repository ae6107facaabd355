"""What decides a place beside the score, as known on a day: who was shown what lately, and what has happened since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from features.news import news
from features.shown import ShownBefore
from features.world import World
from features.world.facts import Floats, Ints, day_number
from models.exploration import STEADY_PLACES, Arrangement, Standing, arrange, seed_of

YEAR = 365
MATES = 3
"""One specialist does not send several of her own people to one door (practice: 85 % different within a caseload)."""
ASKED = 100
"""How many of the best candidates are asked for news: those below do not reach the first places."""


def unused(world: World, unit: Ints, day: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether nobody was placed at each workplace in the 12 months before the day."""
    return np.asarray(world.begun.count(unit, day) - world.ended.count(unit, day - YEAR) <= 0)


def standing(
    world: World, before: ShownBefore, participant: int, model_version: str, unit: Ints, order: Ints, day: int
) -> Standing:
    """The standing of one person's candidates `unit` [n], of which `order` [n] are positions, best first.

    `participant` is -1 for a person who is not stored. The last list is held when the same model made it and the
    person's own profile has not changed since.
    """
    crowd, no_placement = crowding(world, before, participant, unit, day), unused(world, unit, day)
    last = before.last_list(participant)
    if last is None or last.model_version != model_version or profile_changed(world, participant, last.day, day):
        return Standing(crowd, no_placement)
    held = np.isin(unit, last.unit[:STEADY_PLACES])
    asked = np.union1d(order[:ASKED], np.flatnonzero(held))
    told = np.zeros(len(unit), dtype=np.bool_)
    told[asked] = np.any(list(news(world, unit[asked], last.day, day).values()), axis=0)
    return Standing(crowd, no_placement, held, told, STEADY_PLACES - int(held.sum()))


def crowding(world: World, before: ShownBefore, participant: int, unit: Ints, day: int) -> Floats:
    """How many other people each workplace was shown to lately; those with the same specialist count `MATES` times."""
    version = world.profiles.version(np.array([participant]), day)[0]
    specialist = int(world.profiles.specialist[version]) if version >= 0 else -1
    mates = before.colleagues(unit, participant, specialist)
    return before.others(unit, participant) + (MATES - 1) * mates


def profile_changed(world: World, participant: int, since: int, until: int) -> bool:
    """Whether a new version of the person's profile became known after `since`, on `until` at the latest."""
    versions, who = world.profiles.versions, np.array([participant])
    return bool(versions.count(who, until)[0] > versions.count(who, since)[0])


def placing(
    world: World,
    before: ShownBefore,
    participant: Ints,
    keys: list[str | None],
    model_version: str,
    day: date,
    limit: int,
) -> Callable[[int, Ints, Ints, Floats], Arrangement]:
    """How `shortlists` fills the places of each person, by position: their `participant` int [people] and keys."""

    def place(person: int, unit: Ints, order: Ints, score: Floats) -> Arrangement:
        who = int(participant[person])
        decides = standing(world, before, who, model_version, unit, order, day_number(day))
        return arrange(order, score, decides, seed_of(keys[person], day, model_version), limit)

    return place
