"""How workplaces are chosen to be contacted: by habit, or from the list of a simple service with known propensities."""

from __future__ import annotations

import numpy as np

from tests.other_world.employers import Employers
from tests.other_world.people import People
from tests.other_world.state import Nearby, State
from tests.other_world.topics import COUNT, drawn

LENGTH = 10
QUIET_DAYS = 21
HEED = 0.7
"""A workplace at rank r of a list is taken in proportion to 1 / r ** HEED."""


def obvious(people: People, employers: Employers, nearby: Nearby) -> np.ndarray:
    """People × nearby: is the register's industry wished for (1), done before (0.5) or neither (0)?"""
    topics = np.arange(COUNT)
    wished = (people.wished[:, :, None] == topics).any(axis=1)
    done = (people.done[:, :, None] == topics).any(axis=1)
    worth = np.where(wished, 1.0, np.where(done, 0.5, 0.0)).astype(np.float32)
    return np.asarray(np.take_along_axis(worth, employers.shown_topic[nearby.workplace], axis=1))


def possible(people: People, state: State, nearby: Nearby, person: np.ndarray, day: int) -> np.ndarray:
    """Persons × nearby: within reach, open, not paused, not vetoed, not asked for this person in `QUIET_DAYS`."""
    near, who = nearby.workplace[person], person[:, None]
    at_hand = nearby.minutes[person] <= people.limit[person][:, None]
    asked = day - state.last_pair[who, near].astype(np.int32) < QUIET_DAYS
    return np.asarray(at_hand & state.open[near] & (state.paused_until[near] < day) & ~state.vetoed[who, near] & ~asked)


def by_habit(
    random: np.random.Generator, people: People, state: State, nearby: Nearby, likely: np.ndarray, person: np.ndarray,
    day: int,
) -> np.ndarray:  # fmt: skip
    """One workplace per person: the near, the known, the warm and the obvious, by a softmax; −1 where none is."""
    near = nearby.workplace[person]
    stage = state.stage[person[:, None], near]
    taste = 0.8 * np.log1p(state.known[people.specialist[person][:, None], near]) + 1.1 * likely[person]
    score = taste + 1.3 * (stage > 0) - 1.5 * (stage < 0) - nearby.minutes[person] / 14
    score = np.where(possible(people, state, nearby, person, day), score + random.gumbel(size=near.shape), -np.inf)
    best = score.argmax(axis=1)
    rows = np.arange(len(person))
    return np.where(np.isfinite(score[rows, best]), near[rows, best], -1)


def shown(
    random: np.random.Generator, people: People, state: State, nearby: Nearby, likely: np.ndarray,
    need_known: np.ndarray, person: np.ndarray, day: int,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Lists of `LENGTH` workplaces per person (−1 = empty) and the exact propensity of each given those above it."""
    near = nearby.workplace[person]
    score = 1.4 * likely[person] + 0.9 * need_known[near] + 0.5 * np.log1p(state.lasting[near])
    score -= nearby.minutes[person] / 20
    score = np.where(possible(people, state, nearby, person, day), score / 0.8, -np.inf)
    noisy = score + random.gumbel(size=score.shape)
    length = min(LENGTH, score.shape[1])
    top = np.argpartition(-noisy, length - 1, axis=1)[:, :length]
    top = np.take_along_axis(top, np.argsort(-np.take_along_axis(noisy, top, axis=1), axis=1, kind="stable"), axis=1)
    picked = np.take_along_axis(score, top, axis=1)
    highest = np.maximum(score.max(axis=1, keepdims=True), -1e9)
    weight, total = np.exp(picked - highest), np.exp(score - highest).sum(axis=1, keepdims=True)
    left = total - (weight.cumsum(axis=1) - weight)
    workplace = np.full((len(person), LENGTH), -1)
    propensity = np.full((len(person), LENGTH), np.nan)
    workplace[:, :length] = np.where(np.isfinite(picked), np.take_along_axis(near, top, axis=1), -1)
    propensity[:, :length] = np.clip(weight / np.maximum(left, 1e-300), 1e-6, 1.0)
    return workplace, propensity


def from_list(
    random: np.random.Generator, state: State, person: np.ndarray, workplace: np.ndarray, day: int
) -> np.ndarray:
    """A rank (0 first) per list that is still worth taking, by how far up it stands; −1 where nothing is."""
    safe = np.maximum(workplace, 0)
    asked = day - state.last_pair[person[:, None], safe].astype(np.int32) < QUIET_DAYS
    fresh = (workplace >= 0) & ~asked & state.open[safe]
    weights = fresh / np.arange(1, LENGTH + 1) ** HEED
    return np.where(fresh.any(axis=1), np.minimum(drawn(random, weights), LENGTH - 1), -1)
