"""What has become known about workplaces between two days, by what kind of news it is."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from features.world import World
from features.world.facts import Facts, Ints
from features.world.memory import pair_key
from features.world.profiles import CONDITIONS


class News(StrEnum):
    """Kinds of news about a workplace, the most telling first."""

    NOTICE = "notice"
    NEED = "need"
    AD = "ad"
    PLACEMENT = "placement"
    CONTACT = "contact"
    AGREEMENT = "agreement"
    CONDITIONS = "conditions"
    EXPIRED = "expired"
    REGISTER = "register"


def news(world: World, unit: Ints, since: int, until: int) -> dict[News, NDArray[np.bool_]]:
    """Per kind, whether something became known about each workplace after `since` and on `until` at the latest, [n]."""
    entity = world.workplaces.entity[world.workplaces.version(unit, until)]
    width = len(CONDITIONS)
    each = pair_key(np.repeat(unit, width), np.tile(np.arange(width), len(unit)), width)

    def heard(facts: Facts, keys: Ints) -> NDArray[np.bool_]:
        return np.asarray(facts.count(keys, until) > facts.count(keys, since))

    return {
        News.NOTICE: heard(world.notices["unit"], unit) | heard(world.notices["entity"], entity),
        News.NEED: heard(world.needs, unit),
        News.AD: heard(world.ads, unit),
        News.PLACEMENT: heard(world.begun, unit) | heard(world.ended, unit),
        News.CONTACT: heard(world.contact_facts["unit"], unit),
        News.AGREEMENT: heard(world.agreements["unit"], unit) | heard(world.agreements["entity"], entity),
        News.CONDITIONS: np.asarray(heard(world.conditions, each).reshape(-1, width).any(axis=1)),
        News.EXPIRED: heard(world.needs_expired, unit) | heard(world.ads_expired, unit),
        News.REGISTER: heard(world.workplaces.versions, unit),
    }
