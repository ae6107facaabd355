"""Where a specialist goes: the lists that were shown, whether they are followed, and the own way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.simulator.hiring import start_chance
from features.simulator.market import Market
from features.simulator.placing import log_ratio, stays
from features.simulator.shown_lists import Shown, show
from features.simulator.specialists import Plan

SHOWN_A_LIST = 0.88
"""Share of the people worked for in a week for whom a list is opened."""


@dataclass(frozen=True)
class Choice:
    """Where each contact of the plan goes: place in the person's pool, and where it stood on a list (−1: on none)."""

    place: NDArray[np.int64]
    list: NDArray[np.int64]
    rank: NDArray[np.int64]
    propensity: NDArray[np.float32]

    def only(self, kept: NDArray[np.bool_]) -> Choice:
        """The choices of the contacts that are kept."""
        return Choice(self.place[kept], self.list[kept], self.rank[kept], self.propensity[kept])


def choose(market: Market, plan: Plan) -> Choice:
    """A workplace for each contact of the plan; lists are shown first where the service is in use."""
    rng = market.rng
    size = plan.person.size
    own = market.own_pull(plan.person, plan.post)
    place = np.argmax(own + rng.gumbel(0, 0.9, own.shape), axis=1)
    on_list, rank = np.full(size, -1), np.full(size, -1)
    choice = Choice(place, on_list, rank, np.zeros(size, dtype=np.float32))
    persons = np.unique(plan.person[plan.with_person])
    persons = persons[rng.random(persons.size) < SHOWN_A_LIST]
    if market.week >= market.parameters.lists_from_week and persons.size > 0:
        _follow(market, plan, choice, own, persons)
    return choice


def _follow(market: Market, plan: Plan, choice: Choice, own: NDArray[np.float32], persons: NDArray[np.int64]) -> None:
    """Show `persons`' lists; some contacts go where the list says, high ranks and liked places first."""
    rng = market.rng
    shown, first = _show(market, persons)
    row = np.minimum(np.searchsorted(persons, plan.person), persons.size - 1)
    at = np.flatnonzero(plan.with_person & (persons[row] == plan.person))
    row = row[at]
    listed, filled = shown.place[row], shown.filled[row]
    tired = np.take_along_axis(market.weariness(plan.person[at]), listed, axis=1)
    liked = np.take_along_axis(own[at], listed, axis=1) + tired
    by_rank = -0.8 * np.log(np.arange(1, listed.shape[1] + 1))
    follow = np.where(filled, by_rank + 0.35 * liked - tired, -np.inf) + rng.gumbel(0, 1, listed.shape)
    follows = (rng.random(at.size) >= market.posts.own_way[plan.post[at]]) & filled.any(axis=1)
    best = listed[np.arange(at.size), np.argmax(follow, axis=1)]
    choice.place[at] = np.where(follows, best, choice.place[at])
    same = (listed == choice.place[at][:, None]) & filled
    found = same.any(axis=1)
    choice.list[at] = np.where(found, first + row, -1)
    choice.rank[at] = np.where(found, same.argmax(axis=1) + 1, -1)
    choice.propensity[at] = np.where(found, (shown.propensity[row] * same).sum(axis=1), 0)


def _show(market: Market, persons: NDArray[np.int64]) -> tuple[Shown, int]:
    """Show a list to each; the number of the first list."""
    p = market.parameters
    version = int(market.week >= p.second_rules_from_week)
    score = true_order(market, persons) if p.lists_by_truth else market.rules(persons, version)
    shown = show(market.rng, score, p.list_length)
    first = int(market.lists["list"][-1]) + 1 if len(market.lists) else 0
    row, rank = np.nonzero(shown.filled)
    market.lists.add(
        row.size,
        week=market.week,
        list=first + row,
        person=persons[row],
        workplace=market.pools.workplace[persons[row], shown.place[row, rank]],
        rank=rank + 1,
        propensity=shown.propensity[row, rank],
        version=version,
    )
    return shown, first


def true_order(market: Market, persons: NDArray[np.int64]) -> NDArray[np.float32]:
    """[person, place in pool] log of the true chance of a job held after 52 weeks; −inf where shut."""
    workplaces = market.pools.workplace[persons]
    person, workplace = np.repeat(persons, workplaces.shape[1]), workplaces.reshape(-1)
    refused = (market.pair_refusal[persons] > market.week - 26).reshape(-1)
    pair, standing = market.fit(person, workplace), market.standing(person, workplace, refused)
    lasting = stays(market, person, workplace, log_ratio(market, person, workplace, pair), 52)
    score = np.log(start_chance(pair, standing, market.parameters) * lasting + 1e-6).reshape(workplaces.shape)
    return np.where(market.reachable[workplaces], score, -np.inf).astype(np.float32)
