"""The workplaces of this world: what the register shows of them, and what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.vocabulary import WorkCondition
from tests.other_world.county import County
from tests.other_world.topics import COUNT, EVENINGS, LANGUAGE, TOPICS, drawn, industry_codes

CONDITIONS = tuple(condition.value for condition in WorkCondition)
PER_CHAIN = 6
WEIGHTS = np.array([3, 2, 7, 6, 5, 4, 3, 2])
"""Weights of the digits before the control digit: the modulus 11 rule of Brønnøysundregistrene."""


@dataclass(frozen=True)
class Employers:
    """One entry per workplace. `known_*`, `orgnr` and the place are what a register would say; the rest is hidden."""

    orgnr: np.ndarray
    parent: np.ndarray
    entity_orgnr: np.ndarray
    where: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    industry: np.ndarray
    shown_topic: np.ndarray
    sector: np.ndarray
    employees: np.ndarray
    tasks: np.ndarray
    attitude: np.ndarray
    caution: np.ndarray
    evenings: np.ndarray
    language: np.ndarray
    offers: np.ndarray
    capacity: np.ndarray
    leaves_daily: np.ndarray
    closes_daily: np.ndarray
    cycles: np.ndarray
    need_daily: np.ndarray

    def __len__(self) -> int:
        return len(self.orgnr)


def organisation_numbers(random: np.random.Generator, count: int) -> np.ndarray:
    """`count` different numbers with a right control digit, in the 3-series that test data in Norway uses."""
    stems = 30_000_000 + random.choice(10_000_000, int(count * 1.15) + 20, replace=False)
    digits = (stems[:, None] // 10 ** np.arange(7, -1, -1)) % 10
    control = (11 - (digits * WEIGHTS).sum(axis=1) % 11) % 11
    return np.asarray((stems * 10 + control)[control < 10][:count].astype(str))


def employers(random: np.random.Generator, county: County, count: int) -> Employers:
    """Draw `count` workplaces. Tasks are a mixture of topics of which the industry code tells only the first."""
    entities = max(1, count // 2)
    parent = np.where(
        random.random(count) < 0.25,
        random.integers(0, max(1, entities // PER_CHAIN), count),
        random.integers(0, entities, count),
    )
    shown_topic = random.integers(0, COUNT, entities)[parent]
    aside = random.integers(0, COUNT, count)
    lean = 0.12 + 5.0 * np.eye(COUNT)[shown_topic] + 1.8 * np.eye(COUNT)[aside]
    tasks = random.gamma(lean)
    tasks /= tasks.sum(axis=1, keepdims=True)
    employees = np.clip(np.exp(random.normal(1.9, 1.25, count)), 1, 900).astype(int)
    chain, unit = random.normal(size=entities)[parent], random.normal(size=count)
    numbers = organisation_numbers(random, count + entities)
    where, latitude, longitude = county.places(random, count, 3.5)
    usual = random.random((COUNT, len(CONDITIONS)))[shown_topic]
    return Employers(
        orgnr=numbers[:count], parent=parent, entity_orgnr=numbers[count:], where=where, latitude=latitude,
        longitude=longitude, industry=_industries(random, shown_topic), shown_topic=shown_topic,
        sector=_sectors(random, shown_topic), employees=employees, tasks=tasks.astype(np.float32),
        attitude=0.5 * chain + np.sqrt(0.75) * unit, caution=random.beta(2, 3, count),
        evenings=random.random(count) < tasks @ EVENINGS,
        language=np.clip(tasks @ LANGUAGE + random.normal(0, 0.15, count), 0, 1),
        offers=random.random((count, len(CONDITIONS))) < 0.15 + 0.7 * usual,
        capacity=np.clip(np.round(np.sqrt(employees) / 2.5 + random.exponential(0.6, count)), 1, 12).astype(int),
        leaves_daily=random.gamma(4.0, 1 / (4.0 * 2.6 * 365), count),
        closes_daily=random.gamma(1.5, 0.012 / 365, count),
        cycles=random.random(count) < 0.07, need_daily=random.gamma(1.2, 0.9 / 365, count) * employees**0.3,
    )  # fmt: skip


def _industries(random: np.random.Generator, shown_topic: np.ndarray) -> np.ndarray:
    codes, picked = industry_codes(), np.empty(len(shown_topic), dtype="<U6")
    for number, topic in enumerate(TOPICS):
        here = np.flatnonzero(shown_topic == number)
        weights = np.array(list(topic.divisions.values()), dtype=float)
        division = drawn(random, np.tile(weights, (len(here), 1)))
        within = random.random(len(here)) ** 2
        names = [codes[name] for name in topic.divisions]
        picked[here] = [names[d][int(share * len(names[d]))] for d, share in zip(division, within, strict=True)]
    return picked


def _sectors(random: np.random.Generator, shown_topic: np.ndarray) -> np.ndarray:
    public = np.array([0.6 if topic.name in ("omsorg", "kontor") else 0.04 for topic in TOPICS])[shown_topic]
    draw = random.random(len(shown_topic))
    kinds = np.array(["municipal", "state", "non_profit", "private"])
    edges = np.stack([0.75 * public, public, public + 0.05], axis=1)
    return np.asarray(kinds[(draw[:, None] > edges).sum(axis=1)])
