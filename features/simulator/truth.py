"""The true chances on the last day, which no table shows: what a perfect ranker would know."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features import places
from features.simulator.employers import NEVER
from features.simulator.hiring import start_chance
from features.simulator.market import LONG_AGO, Market
from features.simulator.placing import log_ratio, stays

ALL_WORKPLACES = 5000
"""Up to so many workplaces every pair is given, beyond that the nearest within 1.5 × reach."""


def truth(market: Market) -> pl.DataFrame:
    """participant_id, orgnr, starts, employed_26w, employed_52w of a contact on the last day.

    For everybody who is still searching. `starts` is over the usual mix of channels, with the person's state, the
    employer's load and the pair's own past as they are on that day.
    """
    last = 7 * market.parameters.weeks - 1
    jobs = market.placements
    employed = np.zeros(len(market.people), dtype=np.bool_)
    begun = (market.job >= 0) & (jobs["start"][np.maximum(market.job, 0)] <= last if len(jobs) else False)
    employed[begun] = True
    searching = np.flatnonzero(market.present & (market.left_week == NEVER) & ~employed)
    frames = [_of_person(market, int(person)) for person in searching]
    if not frames:
        return pl.DataFrame(schema=_SCHEMA)
    return pl.concat(frames)


_SCHEMA = {
    "participant_id": pl.String(),
    "orgnr": pl.String(),
    "starts": pl.Float32(),
    "employed_26w": pl.Float32(),
    "employed_52w": pl.Float32(),
}


def _within_reach(market: Market, person: int) -> NDArray[np.int64]:
    firms, people = market.employers, market.people
    trading = np.flatnonzero(firms.closed_week > market.week)
    if len(firms) <= ALL_WORKPLACES:
        return trading
    minutes = places.travel_minutes(
        people.latitude[person],
        people.longitude[person],
        firms.latitude[trading],
        firms.longitude[trading],
        people.mode[person],
    )
    order = np.argsort(minutes, kind="stable")[:ALL_WORKPLACES]
    near = order[minutes[order] <= 1.5 * people.max_travel[person]]
    return np.asarray(np.sort(trading[near]), dtype=np.int64)


def _of_person(market: Market, number: int) -> pl.DataFrame:
    workplace = _within_reach(market, number)
    person = np.full(workplace.size, number)
    refusal = np.full(len(market.employers), LONG_AGO)
    refusal[market.pools.workplace[number]] = market.pair_refusal[number]
    pair = market.fit(person, workplace)
    standing = market.standing(person, workplace, refusal[workplace] > market.week - 26)
    starts = start_chance(pair, standing, market.parameters)
    ratio = log_ratio(market, person, workplace, pair)
    return pl.DataFrame(
        {
            "participant_id": pl.repeat(market.people.id[number], workplace.size, eager=True),
            "orgnr": pl.Series(market.employers.register.orgnr).gather(workplace),
            "starts": starts,
            "employed_26w": starts * stays(market, person, workplace, ratio, 26),
            "employed_52w": starts * stays(market, person, workplace, ratio, 52),
        },
        schema=_SCHEMA,
    )
