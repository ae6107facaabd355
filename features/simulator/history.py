"""The invented past: a market run week by week up to a date."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from tqdm import tqdm

from features.simulator.contact_week import contact_week
from features.simulator.employers import NEVER, employers, invent_register, read_register
from features.simulator.events import LAYOFF_REMEMBERED
from features.simulator.geography import county, geography
from features.simulator.job_week import count_active, job_week
from features.simulator.market import Market
from features.simulator.notes import note_conditions
from features.simulator.parameters import Parameters
from features.simulator.people import people
from features.simulator.people_week import people_week, remember
from features.simulator.specialists import pools, specialists

INHABITANTS_PER_WORKPLACE = 0.05
"""Thousands of inhabitants for each workplace of a register, which rarely holds the smallest."""


def first_day(until: date, parameters: Parameters) -> date:
    """The first day of the history, so that its last week ends with `until`."""
    return until - timedelta(days=7 * parameters.weeks - 1)


def found(
    seed: int, participants: int, workplaces: int, parameters: Parameters, workplaces_from: pl.DataFrame | None = None
) -> Market:
    """A market before its first week; the same arguments give the same market."""
    rng = np.random.default_rng(seed)
    if workplaces_from is None:
        land = geography(rng, *county(rng, workplaces), parameters.posts(participants))
        register = invent_register(rng, land, workplaces)
    else:
        table = workplaces_from.sort("orgnr")
        share = table["municipality"].value_counts().sort("municipality")
        size = INHABITANTS_PER_WORKPLACE * share["count"].to_numpy()
        land = geography(rng, share["municipality"].to_list(), size, parameters.posts(participants))
        register = read_register(rng, land, table)
    firms = employers(rng, land, register, parameters)
    folk = people(rng, land, register, participants, parameters)
    posts = specialists(rng, land, folk, parameters)
    market = Market(rng, parameters, land, firms, folk, posts, pools(rng, firms, folk, parameters))
    known = np.repeat(rng.permutation(len(firms))[: len(firms) // 9], 3)
    note_conditions(market, known, rng.integers(-700, 0, known.size), source=2)
    return market


def run(market: Market, until: date, progress: bool = False) -> Market:
    """Run the market to the end of its weeks, the last of which ends with `until`; returns the same market."""
    begin = first_day(until, market.parameters)
    market.workdays = np.array([day for day in range(7) if (begin + timedelta(days=day)).weekday() < 5])
    for week in tqdm(range(market.parameters.weeks), disable=not progress, desc="simulate", unit="week"):
        market.week = week
        _pass_time(market)
        people_week(market)
        job_week(market)
        contact_week(market, (begin + timedelta(days=7 * week)).timetuple().tm_yday)
    count_active(market, 7 * market.parameters.weeks)
    return market


def _pass_time(market: Market) -> None:
    """Leaders, needs, ads, notices and specialists change by themselves."""
    rng, week = market.rng, market.week
    now = market.leaders.during(week)
    workplace = market.leaders.workplace[now]
    market.leader_openness[workplace] = market.leaders.openness[now]
    market.leader_quality[workplace] = market.leaders.quality[now]
    market.experienced[workplace] &= rng.random(workplace.size) < 0.5

    new = market.need_state.move_to(week)
    advertised = new[market.needs.advertised[new]]
    where = market.needs.workplace[advertised]
    market.need_known_until[where] = week + 6
    market.need_known_trade[where] = market.employers.roles[where, market.needs.role[advertised]]

    begun = slice(*np.searchsorted(market.notices.first, [week, week + 1]).tolist())
    given, last = market.notices.workplace[begun], market.notices.last[begun]
    market.paused_until[given] = np.where(last == NEVER, NEVER, last)
    market.layoff_until[given] = np.minimum(NEVER, np.maximum(last, week + LAYOFF_REMEMBERED))
    market.cold[week % market.cold.shape[0]] = 0

    replaced = np.flatnonzero(rng.random(market.posts.ident.size) < market.parameters.post_changes_hands)
    market.posts.ident[replaced] = market.posts.ident.max() + 1 + np.arange(replaced.size)
    handed_over = market.present & (market.left_week == NEVER) & np.isin(market.posts.post_of, replaced)
    for person in np.flatnonzero(handed_over).tolist():
        remember(market, person, week * 7)
