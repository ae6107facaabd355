"""What is known about a participant and a workplace together, on a date.

Every function takes rows of (profile version, unit, day) of the same shape [n]; a missing answer is NaN, never zero.
"""

from __future__ import annotations

import numpy as np

from features import occupations, places
from features.affinity import Affinity
from features.workplace import LONG_AGO, YEAR, Board
from features.world import Profiles, World
from features.world.facts import Facts, Floats, Ints, minimum_by_row, window_count
from features.world.memory import RESULT_ORDER, pair_key


def pair_features(
    world: World, affinity: Affinity, profiles: Profiles, version: Ints, unit: Ints, day: Ints, board: Board
) -> dict[str, Floats]:
    """All features of the pairs."""
    place = world.workplaces.version(unit, day)
    return {
        **_tasks(world, affinity, profiles, version, unit, day, place),
        **_environment(profiles, version, board),
        **_hours(world, profiles, version, unit, day),
        **_travel(world, profiles, version, place),
        **_relation(world, profiles, version, unit, day),
    }


def minutes_between(world: World, profiles: Profiles, version: Ints, place: Ints) -> Floats:
    """Estimated door-to-door minutes by the participant's own means.

    `version` int [n] or [1] are profile versions, `place` int [n] register versions of workplaces. Shape [n].
    """
    w = world.workplaces
    own_least = np.where(profiles.centroid[version], places.LEAST_KM["municipality"], places.LEAST_KM["address"])
    minutes = places.travel_minutes(
        profiles.latitude[version],
        profiles.longitude[version],
        w.latitude[place],
        w.longitude[place],
        profiles.mode[version],
        least_km=np.maximum(own_least, w.least_km[place]),
    )
    return minutes.astype(np.float64)


def occupation_distance(wanted: Ints, occupation: Ints) -> Floats:
    """Smallest STYRK-08 distance between each row's occupations [n, k] (padded with -1) and one occupation [n]."""
    distance = occupations.distance_matrix()[wanted, occupation[:, None]].astype(np.float64)
    distance[(wanted < 0) | (occupation < 0)[:, None]] = np.inf
    return np.asarray(distance.min(axis=1), dtype=np.float64)


def nearest(facts: Facts, wanted: Ints, unit: Ints, day: Ints, *, current: bool) -> Floats:
    """Smallest distance from the occupations wanted to those in the unit's facts; NaN where there is none.

    `current` counts only facts that still hold (`until`).
    """
    rows, which = facts.expand(unit, day)
    if current:
        holds = facts.values["until"][which] >= day[rows]
        rows, which = rows[holds], which[holds]
    distance = occupation_distance(wanted[rows], facts.values["occupation"][which].astype(np.int64))
    best = minimum_by_row(rows, distance, len(unit))
    return np.where(np.isfinite(best), best, np.nan)


def _tasks(
    world: World, affinity: Affinity, profiles: Profiles, version: Ints, unit: Ints, day: Ints, place: Ints
) -> dict[str, Floats]:
    division = world.workplaces.division[place]
    wishes, experience = profiles.wishes[version], profiles.experience[version]
    wished, weights = profiles.wished_work(version)
    return {
        "wish_fit": affinity.fit(world, wished, unit, day, weights),
        "experience_fit": affinity.fit(world, experience, unit, day),
        "wish_industry": affinity.best(wishes, division, day),
        "experience_industry": affinity.best(experience, division, day),
        "unwanted_industry": affinity.best(profiles.unwanted[version], division, day),
        "wish_need": np.fmin(
            nearest(world.needs, wishes, unit, day, current=True), nearest(world.ads, wishes, unit, day, current=True)
        ),
        "wish_seen": nearest(world.work_seen, wishes, unit, day, current=False),
        "experience_seen": nearest(world.work_seen, experience, unit, day, current=False),
    }


def _environment(profiles: Profiles, version: Ints, board: Board) -> dict[str, Floats]:
    asked = profiles.conditions[version].astype(np.float64)
    number = asked.sum(axis=1)
    known = np.nan_to_num(board.offered, nan=0.0)
    refused = np.nan_to_num(1.0 - board.offered, nan=0.0)
    shares = {
        "conditions_met": (asked * known).sum(axis=1),
        "conditions_refused": (asked * refused).sum(axis=1),
        "conditions_expected": (asked * board.expected).sum(axis=1),
    }
    return {name: np.divide(s, number, out=np.full(len(s), np.nan), where=number > 0) for name, s in shares.items()}


def _hours(world: World, profiles: Profiles, version: Ints, unit: Ints, day: Ints) -> dict[str, Floats]:
    rows, which = world.needs.expand(unit, day)
    hours = world.needs.values["hours"][which]
    keep = (world.needs.values["until"][which] >= day[rows]) & ~np.isnan(hours)
    rows, hours = rows[keep], hours[keep]
    low, high = profiles.hours_min[version[rows]], profiles.hours_max[version[rows]]
    gap = np.maximum(0.0, np.maximum(low - hours, hours - high))
    return {"hours_gap": minimum_by_row(rows, gap, len(unit))}


def _travel(world: World, profiles: Profiles, version: Ints, place: Ints) -> dict[str, Floats]:
    minutes = minutes_between(world, profiles, version, place)
    return {"travel_minutes": minutes, "travel_share": minutes / np.maximum(1.0, profiles.max_travel[version])}


def _relation(world: World, profiles: Profiles, version: Ints, unit: Ints, day: Ints) -> dict[str, Floats]:
    facts = world.contact_facts
    specialist = pair_key(profiles.specialist[version], unit)
    office = pair_key(profiles.office[version], unit)
    own = pair_key(profiles.participant[version], unit)
    return {
        "specialist_days": np.fmin(day - facts["specialist"].latest_day(specialist, day), LONG_AGO),
        "specialist_contacts": window_count(facts["specialist"], specialist, day, YEAR),
        "office_days": np.fmin(day - facts["office"].latest_day(office, day), LONG_AGO),
        "office_contacts": window_count(facts["office"], office, day, YEAR),
        "own_days": np.fmin(day - facts["participant"].latest_day(own, day), LONG_AGO),
        "own_result": np.nan_to_num(facts["participant"].latest("result", own, day), nan=RESULT_ORDER.index("not_now")),
    }
