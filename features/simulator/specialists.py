"""Job specialists: who has whom, how they spend the week, and which workplaces they think of themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features import places
from features.simulator.employers import Employers
from features.simulator.geography import Geography
from features.simulator.parameters import Parameters
from features.simulator.people import People
from features.simulator.trades import industries

FIRST_IDENT = 990001


@dataclass(frozen=True)
class Specialists:
    """Posts, not persons: when somebody leaves, the next one takes over the post and its people."""

    office: NDArray[np.int64]
    ident: NDArray[np.int64]
    """[post] number of the person who holds it now: Z990001 is 990001."""
    pace: NDArray[np.float64]
    own_way: NDArray[np.float64]
    diligence: NDArray[np.float32]
    """Share of follow-ups that are held when due."""
    post_of: NDArray[np.int64]
    """[participant] the post that has the person."""


def specialists(rng: Generator, geography: Geography, people: People, parameters: Parameters) -> Specialists:
    """Enough posts that about `caseload` people are with each at any time."""
    p = parameters
    wanted = p.present_share * len(people) / p.caseload
    offices = geography.office[people.municipality]
    post_of = np.zeros(len(people), dtype=np.int64)
    office_of_post: list[int] = []
    for office in np.unique(offices):
        rows = np.flatnonzero(offices == office)
        posts = max(1, round(wanted * rows.size / len(people)))
        post_of[rows] = len(office_of_post) + np.arange(rows.size) % posts
        office_of_post += [int(office)] * posts
    count = len(office_of_post)
    return Specialists(
        office=np.array(office_of_post),
        ident=FIRST_IDENT + np.arange(count),
        pace=p.contacts_a_week * np.exp(rng.normal(-0.02, 0.2, count)),
        own_way=rng.uniform(*p.own_way, count),
        diligence=rng.uniform(*p.follow_up_done, count).astype(np.float32),
        post_of=post_of,
    )


@dataclass(frozen=True)
class Pools:
    """For each person the workplaces that anybody at the office would come to think of, [person, place in pool]."""

    workplace: NDArray[np.int64]
    minutes: NDArray[np.float32]
    """As estimated from the map."""
    trade_match: NDArray[np.float32]
    """How usual the wished trades are in that industry, 0–1, as people imagine it."""


def imagined_match(wished: NDArray[np.int64]) -> NDArray[np.float32]:
    """[person, industry] how usual the wished trades are in the industry."""
    mix = industries()
    share = mix.trades / mix.trades.sum(axis=1, keepdims=True)
    padded = np.concatenate([share, np.zeros((share.shape[0], 1))], axis=1)
    match: NDArray[np.float64] = np.minimum(1.0, 1.6 * padded.T[wished].max(axis=1))
    return match.astype(np.float32)


def pools(rng: Generator, employers: Employers, people: People, parameters: Parameters) -> Pools:
    """Mostly the near and the fitting, and some at random; small batches keep memory modest."""
    size, count = min(parameters.pool, len(employers)), len(people)
    workplace = np.zeros((count, size), dtype=np.int64)
    minutes = np.zeros((count, size), dtype=np.float32)
    match = imagined_match(people.wished)
    for begin in range(0, count, 64):
        rows = np.arange(begin, min(begin + 64, count))
        away = places.travel_minutes(
            people.latitude[rows, None],
            people.longitude[rows, None],
            employers.latitude,
            employers.longitude,
            people.mode[rows, None],
        )
        pull = -away / 13 + 1.8 * match[rows][:, employers.register.industry]
        pull = (
            pull
            + rng.gumbel(0, 1, away.shape).astype(np.float32) * 1.3
            - np.where(away > 1.6 * people.max_travel[rows, None], 4.0, 0.0)
        )
        chosen = np.argpartition(-pull, size - 1, axis=1)[:, :size]
        workplace[rows] = chosen
        minutes[rows] = np.take_along_axis(away, chosen, axis=1)
    return Pools(workplace, minutes, np.take_along_axis(match, employers.register.industry[workplace], axis=1))


def holiday(day: int) -> float:
    """How much of a usual week is worked in the week of this day of the year (0–364)."""
    return 0.35 if 180 <= day <= 215 else 0.3 if day >= 353 or day <= 2 else 0.6 if 85 <= day <= 98 else 1.0


@dataclass(frozen=True)
class Plan:
    """Contacts of a week: for whom in mind, by which post, and whether the person is presented."""

    person: NDArray[np.int64]
    post: NDArray[np.int64]
    with_person: NDArray[np.bool_]

    def only(self, kept: NDArray[np.bool_]) -> Plan:
        """The contacts that are kept."""
        return Plan(self.person[kept], self.post[kept], self.with_person[kept])


def week_plan(
    rng: Generator,
    posts: Specialists,
    searching: NDArray[np.int64],
    pull: NDArray[np.float64],
    worked: float,
    parameters: Parameters,
) -> Plan:
    """Each post makes so many contacts for the people it has, at most two for one person, some naming nobody."""
    budget = rng.poisson(posts.pace * worked)
    unnamed = rng.binomial(budget, parameters.without_participant)
    person = np.concatenate([searching, searching])
    key = np.concatenate([pull, pull - 1.5]) + rng.gumbel(0, 1, person.size)
    post = posts.post_of[person]
    order = np.lexsort((-key, post))
    post, person = post[order], person[order]
    place = np.arange(post.size) - np.searchsorted(post, post)
    kept = place < budget[post]
    post, person, place = post[kept], person[kept], place[kept]
    chosen = rng.random(post.size) >= unnamed[post] / np.maximum(1, budget[post])
    return Plan(person, post, chosen)
