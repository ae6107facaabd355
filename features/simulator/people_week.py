"""A week in the participants' own lives: they register, change their minds, have bad spells, find work, leave."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.simulator.employers import NEVER
from features.simulator.market import Market
from features.simulator.people import NONE, drift, stated_trades
from features.simulator.placing import DAYS_NEVER, place
from features.simulator.trades import CONDITIONS, trades


def people_week(market: Market) -> None:
    """Registrations, profile updates, readiness, own finds and departures of this week."""
    rng, p, week = market.rng, market.parameters, market.week
    arriving = np.flatnonzero((market.people.arrives <= week) & ~market.present)
    market.present[arriving] = True
    for person in arriving.tolist():
        remember(market, person, int(market.people.arrives[person]) * 7)

    here = market.present & (market.left_week == NEVER)
    falls = p.unready_share / p.unready_weeks / (1 - p.unready_share)
    flips = rng.random(here.size) < np.where(market.ready, falls, 1 / p.unready_weeks)
    market.ready ^= here & flips

    _change_profiles(market, np.flatnonzero(here & (rng.random(here.size) < p.profile_update)))
    _find_work(market)

    searching = market.searching
    gone = searching[rng.random(searching.size) < p.leave_search]
    market.left_week[gone] = week
    jobs = market.placements
    settled = np.flatnonzero(here & (market.job >= 0))
    lasting = settled[(week * 7 - jobs["start"][market.job[settled]] > 364)]
    market.left_week[lasting[rng.random(lasting.size) < p.leave_after_lasting_job]] = week
    for person in np.flatnonzero((market.left_week == week) & market.present).tolist():
        remember(market, person, week * 7 + int(rng.integers(0, 5)))


def _change_profiles(market: Market, person: NDArray[np.int64]) -> None:
    if person.size == 0:
        return
    rng = market.rng
    wish = drift(rng, market.people.wish[person], market.parameters.wish_drift)
    restated = rng.random(person.size) < 0.6
    wished = np.where(
        restated[:, None], stated_trades(rng, wish, np.array([0.10, 0.32, 0.34, 0.24])), market.people.wished[person]
    )
    market.change_wishes(person, wish, wished)
    told = rng.random((person.size, len(CONDITIONS))) < 0.12
    market.people.stated_needs[person] |= told & market.people.needs[person]
    for number in person.tolist():
        remember(market, number, market.week * 7 + int(rng.integers(0, 5)))


def _find_work(market: Market) -> None:
    """Some find a job themselves, near and to their liking; who does not want employers contacted always does."""
    rng, p = market.rng, market.parameters
    searching = market.searching
    alone = ~market.people.may_contact[searching]
    chance = np.where(alone, p.self_found_alone, p.self_found) * np.where(market.ready[searching], 1.0, 0.3)
    person = searching[rng.random(searching.size) < chance]
    if person.size == 0:
        return
    workplace = market.pools.workplace[person]
    pull = -market.pools.minutes[person] / 15 + 2 * market.pools.trade_match[person] + rng.gumbel(0, 1, workplace.shape)
    pull = np.where(market.reachable[workplace], pull, -np.inf)
    chosen = workplace[np.arange(person.size), np.argmax(pull, axis=1)]
    start = market.workday(market.week * 7 + rng.integers(7, 36, person.size))
    none = np.full(person.size, -1)
    pair = market.fit(person, chosen)
    market.job[person] = place(market, person, chosen, pair, start, np.full(person.size, DAYS_NEVER), none, none)


def remember(market: Market, person: int, day: int) -> None:
    """Keep the profile as it is stated on this day."""
    people = market.people
    row: dict[str, Any] = {
        "person": person,
        "day": day,
        "left": bool(market.left_week[person] <= market.week),
        "ident": int(market.posts.ident[market.posts.post_of[person]]),
        "near": int(np.argmax(trades().tasks @ people.wish[person])),
        "wished": [trade for trade in people.wished[person].tolist() if trade != NONE],
        "stated_needs": np.flatnonzero(people.stated_needs[person]).tolist(),
    }
    market.profiles.append(row)
