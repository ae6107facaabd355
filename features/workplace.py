"""What is known about a workplace on a date, whoever asks: history with shrinkage, needs, load, agreements, conditions.

Every function takes units and days of the same shape [n] and looks only at facts known on or before the day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.world import World
from features.world.facts import Facts, Floats, Ints, window_count
from features.world.memory import RESULT_ORDER, pair_key
from features.world.outcomes import WEEKS_26, WEEKS_52
from features.world.profiles import CONDITIONS
from features.world.workplaces import SECTORS

LEVELS = ("everywhere", "division", "chain", "unit")
"""Levels of shrinkage from the widest to the unit itself."""
STRENGTH = {"everywhere": 10.0, "division": 20.0, "chain": 10.0, "unit": 6.0}
"""How many observations the level above counts as."""
YEAR, QUARTER = 365, 91
REST_DAYS = 28
"""No room for so many days after a start (contract)."""
LONG_AGO = 1000.0
"""Days since something that is not known to have happened."""


@dataclass(frozen=True)
class Board:
    """Facts about rows of (unit, day): named features [n], and work conditions [n, conditions]."""

    features: dict[str, Floats]
    offered: Floats
    """1 offered, 0 known not to be, NaN not known."""
    expected: Floats
    """The same, with what is common in the industry where it is not known."""

    def take(self, rows: Ints) -> Board:
        """The board of the given rows."""
        return Board({k: v[rows] for k, v in self.features.items()}, self.offered[rows], self.expected[rows])


def workplace_board(world: World, unit: Ints, day: Ints) -> Board:
    """Everything about each unit as known on its day."""
    offered, expected = _conditions(world, unit, day)
    features = {
        **_history(world, unit, day),
        **_needs(world, unit, day),
        **_load(world, unit, day),
        **_standing(world, unit, day),
    }
    features["fixed_contact"] = expected[:, CONDITIONS.index("fixed_contact_person")]
    return Board(features, offered, expected)


def shrunk_rate(good: dict[str, Floats], all_: dict[str, Floats], start: float) -> Floats:
    """Share of good among all at the unit, pulled towards chain, industry and everywhere by `STRENGTH`."""
    rate: Floats = np.full(len(all_["unit"]), start)
    for level in LEVELS:
        rate = (good[level] + STRENGTH[level] * rate) / (all_[level] + STRENGTH[level])
    return rate


def _history(world: World, unit: Ints, day: Ints) -> dict[str, Floats]:
    keys = world.levels(unit, day)

    def count(facts: dict[str, Facts]) -> dict[str, Floats]:
        return {level: facts[level].count(keys[level], day) for level in LEVELS}

    def total(name: str) -> dict[str, Floats]:
        return {level: world.contact_facts[level].total(name, keys[level], day) for level in LEVELS}

    contacts, starts = count(world.contact_facts), count(world.starts)
    lasted = {n: count(world.lasted[n]) for n in (WEEKS_26, WEEKS_52)}
    broke = {n: count(world.broke[n]) for n in (WEEKS_26, WEEKS_52)}
    resolved = {n: {level: lasted[n][level] + broke[n][level] for level in LEVELS} for n in lasted}
    answered = total("answered")
    agreed = window_count(world.begun, unit, day, YEAR)
    response = (answered["unit"] + 1.0) / (contacts["unit"] + 2.0)
    return {
        "unit_contacts": contacts["unit"],
        "unit_answer_rate": shrunk_rate(answered, contacts, 0.6),
        "unit_meeting_rate": shrunk_rate(total("positive"), contacts, 0.3),
        "unit_start_rate": shrunk_rate(starts, contacts, 0.04),
        "unit_lasting_26w": shrunk_rate(lasted[WEEKS_26], resolved[WEEKS_26], 0.5),
        "unit_lasting_52w": shrunk_rate(lasted[WEEKS_52], resolved[WEEKS_52], 0.35),
        "unit_starts": starts["unit"],
        "unit_lasted": lasted[WEEKS_26]["unit"],
        "unit_broke": broke[WEEKS_26]["unit"],
        "chain_starts": starts["chain"],
        "history_product": (10.0 + 20.0 * agreed) * response,
    }


def _needs(world: World, unit: Ints, day: Ints) -> dict[str, Floats]:
    return {
        "needs_current": world.needs.count(unit, day) - world.needs_expired.count(unit, day),
        "need_age": _age(world.needs, unit, day),
        "ad_age": _age(world.ads, unit, day),
        "ads_current": world.ads.count(unit, day) - world.ads_expired.count(unit, day),
        "ads_year": window_count(world.ads, unit, day, YEAR),
        "part_time_ads": (world.ads.total("part_time", unit, day) + 1.0) / (world.ads.count(unit, day) + 2.0),
    }


def _load(world: World, unit: Ints, day: Ints) -> dict[str, Floats]:
    running = world.begun.count(unit, day) - world.ended.count(unit, day)
    since_start = _age(world.begun, unit, day)
    contacts = world.contact_facts["unit"]
    version = world.workplaces.version(unit, day)
    return {
        "running": running,
        "room": np.where(since_start < REST_DAYS, 0.0, np.maximum(0.0, capacity(world, version) - running)),
        "days_since_start": since_start,
        "contacts_quarter": window_count(contacts, unit, day, QUARTER),
        "days_since_contact": _age(contacts, unit, day),
        "last_result": np.nan_to_num(contacts.latest("result", unit, day), nan=RESULT_ORDER.index("not_now")),
    }


def capacity(world: World, version: Ints) -> Floats:
    """People a workplace can follow up at once: its own number, else by size (contract)."""
    employees = world.workplaces.employees[version]
    by_size = np.select([employees >= 250, employees >= 50, employees >= 10], [8.0, 4.0, 2.0], default=1.0)
    own = world.workplaces.capacity[version]
    return np.where(np.isnan(own), by_size, own)


def _standing(world: World, unit: Ints, day: Ints) -> dict[str, Floats]:
    w = world.workplaces
    version = w.version(unit, day)
    entity, sector = w.entity[version], w.sector[version]
    return {
        "agreement": np.maximum(
            _holds(world.agreements["unit"], unit, day, 0), _holds(world.agreements["entity"], entity, day, 0)
        ),
        "recent_notice": np.maximum(
            _holds(world.notices["unit"], unit, day, YEAR), _holds(world.notices["entity"], entity, day, YEAR)
        ),
        "employees": w.employees[version],
        "chain_units": world.chains.total("units", entity, day),
        "public_sector": np.where(sector < 0, np.nan, np.isin(sector, PUBLIC)),
    }


PUBLIC = [SECTORS.index("municipal"), SECTORS.index("state")]


def _holds(facts: Facts, keys: Ints, day: Ints, after: int) -> Floats:
    """1 where a fact with `from` and `until` holds on the day, or ended at most `after` days before it."""
    rows, which = facts.expand(keys, day)
    held = (facts.values["from"][which] <= day[rows]) & (facts.values["until"][which] + after >= day[rows])
    result = np.zeros(len(keys))
    result[rows[held]] = 1.0
    return result


def _age(facts: Facts, keys: Ints, day: Ints) -> Floats:
    """Days since the newest fact about each key; `LONG_AGO` at most and where there is none."""
    return np.fmin(day - facts.latest_day(keys, day), LONG_AGO)


def _conditions(world: World, unit: Ints, day: Ints) -> tuple[Floats, Floats]:
    width = len(CONDITIONS)
    which = np.tile(np.arange(width), len(unit))
    days = np.repeat(day, width)
    keys = pair_key(np.repeat(unit, width), which, width)
    offered = world.conditions.latest("offered", keys, days)
    division = world.workplaces.division[world.workplaces.version(unit, day)]
    common = pair_key(np.repeat(division, width), which, width)
    facts = world.conditions_by_division
    rate = (facts.total("offered", common, days) + 2.0) / (facts.count(common, days) + 4.0)
    expected = np.where(np.isnan(offered), rate, offered)
    return offered.reshape(-1, width), expected.reshape(-1, width)
