"""Workplaces within a person's reach that have a kind of work: what a search in words leads to.

An order that anyone can check, not the model's: those that ask for the work now, those where it has been seen, those of
an industry where it is common; the shortest way first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import polars as pl

from features import occupations
from features.candidates import candidates
from features.naming import registered_as
from features.pair import nearest
from features.pipeline import Pipeline
from features.places import municipality_name
from models.explanations import COMMON_WORK, SIMILAR_WORK


class Sign(IntEnum):
    """What tells that a workplace has the work, the surest first."""

    ASKED_FOR = 0
    SEEN = 1
    COMMON = 2


@dataclass(frozen=True)
class Place:
    """A workplace found, with the way there and what tells that it has the work."""

    orgnr: str
    name: str
    """What it is called."""
    municipality: str
    minutes: int
    beyond_reach: bool
    sign: Sign


@dataclass(frozen=True)
class Found:
    """The first places, and how many there are in all."""

    places: list[Place]
    total: int


def places_with_work(pipeline: Pipeline, profile: pl.DataFrame, codes: list[str], day: int, most: int) -> Found:
    """Workplaces that the person of a one-row profile could be sent to on the day, with one of the occupations."""
    world, profiles = pipeline.world, pipeline.world.read_profiles(profile)
    within = candidates(pipeline.on_market(day)[0], profiles, 0)
    unit, days = within.unit, np.full(len(within.unit), day)
    wanted = np.broadcast_to(occupations.occupation_indices(codes).astype(np.int64), (len(unit), len(codes)))
    version = world.workplaces.version(unit, days)
    lift = pipeline.affinity.best(wanted, world.workplaces.division[version], days)
    asked = np.fmin(
        nearest(world.needs, wanted, unit, days, current=True), nearest(world.ads, wanted, unit, days, current=True)
    )
    seen = nearest(world.work_seen, wanted, unit, days, current=False)
    sign = np.select([asked <= SIMILAR_WORK, seen <= SIMILAR_WORK, lift >= COMMON_WORK], list(Sign), default=len(Sign))
    rows = np.flatnonzero(sign < len(Sign))
    rows = rows[np.lexsort((unit[rows], within.minutes[rows], sign[rows]))]
    cards = world.workplaces.card
    return Found(
        [
            Place(
                orgnr=world.units.names[int(unit[row])],
                name=registered_as(card := cards.row(int(version[row]), named=True)),
                municipality=municipality_name(card["municipality"]) or card["municipality"],
                minutes=round(float(within.minutes[row])),
                beyond_reach=bool(within.beyond_reach[row]),
                sign=Sign(int(sign[row])),
            )
            for row in rows[:most]
        ],
        len(rows),
    )
