"""What is true of the world on one day and changes with the days: hidden from the tables except by its traces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.other_world.county import kilometres, minutes
from tests.other_world.employers import Employers
from tests.other_world.people import People
from tests.other_world.topics import BUSIEST_DAY, COUNT

NEAREST = 2000
WIDER = 1.5
NEVER = -10_000
REST_DAYS = 28
WEAR_HALF_LIFE, KNOWN_HALF_LIFE = 45.0, 180.0
PULL, PUSH = 0.96, 0.28
"""Weekly pull to the mean and push of the hiring mood, an Ornstein-Uhlenbeck walk of unit variance."""


@dataclass
class Nearby:
    """Each participant's `NEAREST` workplaces, nearest first, and the true minutes; infinite beyond 1.5 × reach."""

    workplace: np.ndarray
    minutes: np.ndarray

    @classmethod
    def of(cls, people: People, employers: Employers) -> Nearby:
        """People × min(NEAREST, workplaces), found one participant at a time so that memory stays small."""
        kept = min(NEAREST, len(employers))
        workplace = np.empty((len(people), kept), dtype=np.int32)
        way = np.empty((len(people), kept), dtype=np.float32)
        for person in range(len(people)):
            km = kilometres(people.latitude[person], people.longitude[person], employers.latitude, employers.longitude)
            order = np.argpartition(km, kept - 1)[:kept]
            workplace[person] = order = order[np.argsort(km[order], kind="stable")]
            way[person] = minutes(people.mode[person], km[order])
        return cls(workplace, np.where(way <= WIDER * people.limit[:, None], way, np.inf).astype(np.float32))


@dataclass
class State:
    """`need_until`: last day of need (workplaces × topics). `stage`: 1 warm, −1 refused (people × workplaces)."""

    manager: np.ndarray
    mood: np.ndarray
    wear: np.ndarray
    running: np.ndarray
    last_start: np.ndarray
    lasting: np.ndarray
    closed_on: np.ndarray
    paused_until: np.ndarray
    need_until: np.ndarray
    known: np.ndarray
    stage: np.ndarray
    last_pair: np.ndarray
    vetoed: np.ndarray

    @classmethod
    def first(cls, random: np.random.Generator, people: People, employers: Employers, vetoed: np.ndarray) -> State:
        """The state on the morning of the first day: specialists already know a few workplaces each."""
        count, pairs = len(employers), (len(people), len(employers))
        return cls(
            manager=random.normal(size=count), mood=random.normal(size=count), wear=np.zeros(count),
            running=np.zeros(count, dtype=int), last_start=np.full(count, NEVER), lasting=np.zeros(count),
            closed_on=np.full(count, -NEVER), paused_until=np.full(count, NEVER),
            need_until=np.full((count, COUNT), NEVER), known=random.poisson(0.01, (people.specialists, count)) * 2.0,
            stage=np.zeros(pairs, dtype=np.int8), last_pair=np.full(pairs, NEVER, dtype=np.int16), vetoed=vetoed,
        )  # fmt: skip

    def dawn(self, random: np.random.Generator, employers: Employers, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Let one night pass: which workplaces lost their manager, and which closed (masks over workplaces)."""
        self.wear *= 0.5 ** (1 / WEAR_HALF_LIFE)
        if day % 7 == 0:
            self.mood = PULL * self.mood + PUSH * random.normal(size=len(self.mood))
            self.known *= 0.5 ** (7 / KNOWN_HALF_LIFE)
        left = random.random(len(employers)) < employers.leaves_daily
        self.manager[left] = random.normal(size=int(left.sum()))
        closed = (random.random(len(employers)) < employers.closes_daily) & self.open
        self.closed_on[closed] = day
        return left, closed

    @property
    def open(self) -> np.ndarray:
        """Which workplaces have not closed."""
        return np.asarray(self.closed_on == -NEVER)


def season(day_of_year: int) -> np.ndarray:
    """How busy each topic is, −1 to 1."""
    return np.asarray(np.cos(2 * np.pi * (day_of_year - BUSIEST_DAY) / 365.25))
