"""The participants of this world: what their profiles say, and what only they know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.other_world.county import County
from tests.other_world.employers import CONDITIONS, Employers
from tests.other_world.topics import COUNT, drawn

STREAMS = ("ips", "ips_youth", "vto", "supported_work")
VTO = STREAMS.index("vto")
LEVELS = ("beginner", "basic", "good", "fluent")
CASELOAD = 20
TRAVEL_LIMITS = np.array([20, 30, 40, 45, 60, 75, 90])
AVERSE = 0.35


@dataclass(frozen=True)
class People:
    """One entry per participant. Tastes, skills, the knee, patience and steadiness are hidden; the rest is stated."""

    stream: np.ndarray
    specialist: np.ndarray
    where: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    mode: np.ndarray
    limit: np.ndarray
    knee: np.ndarray
    pace: np.ndarray
    taste: np.ndarray
    skill: np.ndarray
    averse: np.ndarray
    wished: np.ndarray
    done: np.ndarray
    asks: np.ndarray
    evenings: np.ndarray
    licence: np.ndarray
    level: np.ndarray
    follow_up: np.ndarray
    frailty: np.ndarray
    may_contact: np.ndarray
    registered: np.ndarray
    diligence: np.ndarray
    charm: np.ndarray

    def __len__(self) -> int:
        return len(self.stream)

    @property
    def specialists(self) -> int:
        """How many specialists there are."""
        return int(self.specialist.max()) + 1


def people(random: np.random.Generator, county: County, count: int, days: int) -> People:
    """Draw `count` people who register between half a year before the first day and two weeks before the last.

    `averse` is −1 for those without unwanted work. `wished` and `done` are topic numbers, −1 where fewer are stated.
    """
    where, latitude, longitude = county.places(random, count, 4.5)
    specialist = np.empty(count, dtype=int)
    specialist[np.argsort(where, kind="stable")] = np.arange(count) // CASELOAD
    staff = int(specialist.max()) + 1
    taste = random.dirichlet(np.full(COUNT, 0.35), count)
    skill = 0.45 * taste + 0.55 * random.dirichlet(np.full(COUNT, 0.35), count)
    limit = random.choice(TRAVEL_LIMITS, count, p=[0.08, 0.2, 0.12, 0.2, 0.25, 0.08, 0.07])
    mode = random.choice(3, count, p=[0.42, 0.43, 0.15])
    return People(
        stream=random.choice(4, count, p=[0.45, 0.15, 0.2, 0.2]), specialist=specialist, where=where,
        latitude=latitude.round(2), longitude=longitude.round(2), mode=mode, limit=limit,
        knee=limit * random.uniform(0.35, 0.9, count), pace=random.lognormal(0.0, 0.12, count),
        taste=taste.astype(np.float32), skill=skill.astype(np.float32),
        averse=np.where(random.random(count) < AVERSE, taste.argmin(axis=1), -1),
        wished=_stated(random, taste, 3, 0.75), done=_stated(random, skill, 3, 0.6),
        asks=random.random((count, len(CONDITIONS))) < random.beta(1.2, 8, count)[:, None],
        evenings=random.random(count) < 0.45, licence=(mode == 0) | (random.random(count) < 0.2),
        level=random.choice(4, count, p=[0.05, 0.12, 0.28, 0.55]),
        follow_up=random.choice(3, count, p=[0.25, 0.45, 0.3]),
        frailty=random.normal(0, 0.35, count), may_contact=random.random(count) < 0.95,
        registered=random.integers(-180, max(1, days - 14), count), diligence=random.beta(6, 2.5, staff)[specialist],
        charm=random.normal(size=staff)[specialist],
    )  # fmt: skip


def _stated(random: np.random.Generator, weights: np.ndarray, most: int, each: float) -> np.ndarray:
    """Topics that come to mind: up to `most` draws from the weights, the first always unless nothing was stated."""
    draws = np.stack([drawn(random, weights) for _ in range(most)], axis=1)
    told = (random.random(draws.shape) < each).cumprod(axis=1).astype(bool)
    return np.where(told, draws, -1)


def vetoes(random: np.random.Generator, people: People, near: np.ndarray, employers: Employers) -> np.ndarray:
    """People × workplaces: true where the participant has a former or unwanted workplace on the veto list."""
    vetoed = np.zeros((len(people), len(employers)), dtype=bool)
    who = np.flatnonzero(random.random(len(people)) < 0.2)
    for _ in range(2):
        vetoed[who, near[who, random.integers(0, min(60, near.shape[1]), len(who))]] = True
    return vetoed
