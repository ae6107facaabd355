"""The invented participants: what they say they want and can, and what is true of them.

A profile is a partial and sometimes old picture of the person: lists are short, some needs are not told, wishes drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator.employers import Register
from features.simulator.geography import Geography
from features.simulator.parameters import STREAMS, VTO, Parameters
from features.simulator.trades import CONDITIONS, trades

WISHES = 4
NONE = -1
_NEEDED = np.array([5, 4, 4, 2.5, 2.5, 3.5, 5, 4.5, 4, 3.5, 3, 5, 2, 2, 1.5, 1.5])
"""How often each work condition is truly needed, relative to the others."""


@dataclass(frozen=True)
class People:
    """Participants; arrays of the same length, `wish` and the stated lists change as time goes."""

    id: list[str]
    stream: NDArray[np.int64]
    municipality: NDArray[np.int64]
    settlement: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    mode: NDArray[np.int64]
    max_travel: NDArray[np.int64]
    hours_min: NDArray[np.int64]
    hours_max: NDArray[np.int64]
    times: NDArray[np.bool_]
    licence: NDArray[np.bool_]
    norwegian: NDArray[np.int64]
    follow_up_need: NDArray[np.int64]
    may_contact: NDArray[np.bool_]
    age: NDArray[np.int64]
    """Years on the last day of the history."""
    arrives: NDArray[np.int64]
    """Week of registration, may lie before the first week."""
    wish: NDArray[np.float32]
    """[person, task] what the person truly wants to do, unit length."""
    skill: NDArray[np.float32]
    wished: NDArray[np.int64]
    """[person, 4] stated trades, −1 where fewer."""
    unwanted: NDArray[np.int64]
    experience: NDArray[np.int64]
    needs: NDArray[np.bool_]
    """[person, condition] what the person truly needs."""
    stated_needs: NDArray[np.bool_]
    readiness: NDArray[np.float32]
    """Log-odds of seeing an offer through, at a good time."""
    stability: NDArray[np.float32]
    """Log hazard of leaving a job that is the person's own."""
    subsidy: NDArray[np.bool_]
    """Whether a wage subsidy is offered with the person."""
    follow_up: NDArray[np.bool_]
    """Whether a follow-up plan is offered with the person."""

    def __len__(self) -> int:
        return len(self.id)


def people(rng: Generator, geography: Geography, register: Register, count: int, parameters: Parameters) -> People:
    """`count` participants over the whole period, living where workplaces and inhabitants are."""
    p = parameters
    stream = rng.choice(len(STREAMS), size=count, p=p.stream_shares)
    share = geography.share
    if register.given is not None:
        jobs = np.bincount(register.municipality, np.sqrt(register.employees), minlength=len(geography.codes))
        share = np.asarray(jobs / jobs.sum(), dtype=np.float64)
    municipality = rng.choice(len(geography.codes), size=count, p=share)
    settlement, latitude, longitude = geography.scatter(rng, municipality)
    licence = rng.random(count) < np.where(stream == VTO, 0.35, np.where(stream == 1, 0.4, 0.6))
    rural = geography.centrality[municipality] >= 5
    car = licence & (rng.random(count) < np.where(rural, 0.85, 0.6))
    mode = np.where(car, 0, np.where(rng.random(count) < np.where(rural, 0.7, 0.82), 1, 2))
    max_travel = rng.choice([30, 40, 45, 60, 75, 90], size=count, p=[0.14, 0.1, 0.26, 0.34, 0.08, 0.08])
    hours_max = np.where(
        stream == VTO, rng.choice([15, 18, 20, 25, 30], count), rng.choice([15, 20, 25, 30, 37], count)
    )
    times = rng.random((count, 4)) < np.array([0.97, 0.35, 0.10, 0.35])
    times[~times.any(axis=1), 0] = True
    wish, skill, wished, unwanted, experience = _wishes(rng, stream, count)
    wanted = _NEEDED / _NEEDED.sum()
    needs = rng.random((count, len(CONDITIONS))) < np.minimum(0.8, wanted * np.where(stream == VTO, 5.0, 3.6)[:, None])
    norwegian = rng.choice(4, size=count, p=[0.07, 0.15, 0.28, 0.5])
    needs[:, CONDITIONS.index("few_language_demands")] |= norwegian == 0
    stated = (needs & (rng.random(needs.shape) < 0.72)) | (~needs & (rng.random(needs.shape) < 0.04))
    age = np.where(stream == 1, rng.integers(17, 30, count), np.clip(rng.normal(38, 11, count).astype(int), 19, 64))
    return People(
        id=_identifiers(rng, count),
        stream=stream,
        municipality=municipality,
        settlement=settlement,
        latitude=latitude,
        longitude=longitude,
        mode=mode,
        max_travel=max_travel,
        hours_min=np.maximum(4, hours_max - rng.choice([5, 8, 12, 15], count)),
        hours_max=hours_max,
        times=times,
        licence=licence,
        norwegian=norwegian,
        follow_up_need=rng.choice(3, size=count, p=[0.25, 0.5, 0.25]),
        may_contact=rng.random(count) < 0.88,
        age=age,
        arrives=np.sort(rng.integers(-36, p.weeks - 2, count)),
        wish=wish,
        skill=skill,
        wished=wished,
        unwanted=unwanted,
        experience=experience,
        needs=needs,
        stated_needs=stated,
        readiness=(np.array(p.readiness)[stream] + rng.normal(0, p.readiness_spread, count)).astype(np.float32),
        stability=rng.normal(0, p.stability_spread, count).astype(np.float32),
        subsidy=rng.random(count) < np.array([0.3, 0.3, 0.95, 0.55])[stream],
        follow_up=rng.random(count) < np.array([0.85, 0.8, 0.8, 0.6])[stream],
    )


def _identifiers(rng: Generator, count: int) -> list[str]:
    numbers = rng.choice(16**8, size=count, replace=False)
    return [f"P-{number:08x}" for number in numbers.tolist()]


def _wishes(
    rng: Generator, stream: NDArray[np.int64], count: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    known = trades()
    chance = np.where((stream == VTO)[:, None], known.wish_vto, known.wish)
    first, second, worked = _drawn(rng, chance), _drawn(rng, chance), _drawn(rng, chance**0.7)
    mixed = known.tasks[first] + np.where(rng.random((count, 1)) < 0.45, 0.7, 0.0) * known.tasks[second]
    wish = _unit(mixed + rng.normal(0, 0.12, mixed.shape))
    own_field = rng.random((count, 1)) < 0.45
    skill = _unit(np.where(own_field, wish, known.tasks[worked]) + rng.normal(0, 0.15, wish.shape))
    wished = stated_trades(rng, wish, np.array([0.14, 0.34, 0.32, 0.20]))
    experience = stated_trades(rng, skill, np.array([0.45, 0.35, 0.15, 0.05]))
    dislike = -wish @ known.tasks.T * 2.0 + rng.gumbel(0, 1, (count, len(known.codes))) + 0.3 * np.log(chance + 0.2)
    unwanted = np.array(np.argsort(-dislike, axis=1)[:, :2], dtype=np.int64)
    unwanted[rng.random(unwanted.shape) > np.array([0.35, 0.15])] = NONE
    return wish, skill, wished, unwanted, experience


def stated_trades(rng: Generator, wish: NDArray[np.float32], lengths: NDArray[np.float64]) -> NDArray[np.int64]:
    """[person, 4] the trades a person names: those near what is wanted, not exactly the nearest; −1 fills up."""
    known = trades()
    pull = wish @ known.tasks.T * 11 + rng.gumbel(0, 1, (wish.shape[0], len(known.codes))) + 0.25 * np.log(known.wish)
    named = np.argsort(-pull, axis=1)[:, :WISHES]
    length = 1 + rng.choice(WISHES, size=(wish.shape[0], 1), p=lengths)
    return np.where(np.arange(WISHES) < length, named, NONE)


def _drawn(rng: Generator, chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """One trade per row, with chances in proportion to the row."""
    cumulative = np.cumsum(chance, axis=1)
    return np.asarray((cumulative > rng.random((chance.shape[0], 1)) * cumulative[:, -1:]).argmax(axis=1), np.int64)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    positive = np.maximum(vectors, 0)
    return np.asarray(positive / np.linalg.norm(positive, axis=1, keepdims=True), dtype=np.float32)


def drift(rng: Generator, wish: NDArray[np.float32], by: float) -> NDArray[np.float32]:
    """What people want some months later: a little different."""
    return _unit(wish + rng.normal(0, by, wish.shape))
