"""From an agreement to a trial or a job: dates, subsidies, and what it does to employer and person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features.simulator import tenure
from features.simulator.employers import NEVER
from features.simulator.hiring import CANDIDATE_DISCUSSED, Outcome
from features.simulator.market import Market
from features.simulator.matching import Fit
from features.simulator.parameters import VTO

SUBSIDISED = 0.7
"""Share of the people with a subsidy on offer whose job gets one."""
DAYS_NEVER = NEVER * 7


def agree(market: Market, contact: NDArray[np.int64], came: Outcome, pair: Fit) -> None:
    """Turn what was agreed in these contacts into trials and jobs. A person takes one offer a week."""
    rng, ledger = market.rng, market.contacts
    person, day = ledger["person"][contact].astype(np.int64), ledger["day"][contact].astype(np.int64)
    agreed = came.trial | came.job
    first = np.zeros(contact.size, dtype=np.bool_)
    first[np.unique(np.where(agreed, person, -1), return_index=True)[1]] = True
    late = agreed & ~first
    ledger["result"][contact[late]] = np.minimum(ledger["result"][contact[late]], CANDIDATE_DISCUSSED)
    ledger["job"][contact[late]] = False
    trial, job = came.trial & ~late, came.job & ~late

    begin = market.workday(day + np.where(trial, rng.integers(7, 29, day.size), rng.integers(5, 57, day.size)))
    length = rng.integers(28, 78, day.size)
    length = np.where(trial & ~job, np.maximum(5, (length * rng.random(day.size)).astype(int)), length)
    trials = _add(market, contact, pair, np.flatnonzero(trial), begin, begin + length, None)
    before = np.full(contact.size, -1)
    before[trial] = trials
    start = np.where(trial, market.workday(begin + length + rng.integers(1, 8, day.size)), begin)
    jobs = _add(market, contact, pair, np.flatnonzero(job), start, np.full(day.size, DAYS_NEVER), before)
    failed = trial & ~job
    market.job[person[job]] = jobs
    market.free_week[person[failed]] = (begin + length)[failed] // 7 + rng.integers(1, 5, int(failed.sum()))


def _add(
    market: Market,
    contact: NDArray[np.int64],
    pair: Fit,
    rows: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    continues: NDArray[np.int64] | None,
) -> NDArray[np.int64]:
    """Write trials (`continues` is None) or jobs for these rows; the numbers of the new placements."""
    ledger = market.contacts
    person = ledger["person"][contact[rows]].astype(np.int64)
    workplace = ledger["workplace"][contact[rows]].astype(np.int64)
    chosen = Fit(**{name: values[rows] for name, values in vars(pair).items()})
    return place(
        market,
        person,
        workplace,
        chosen,
        start[rows],
        end[rows],
        contact[rows],
        None if continues is None else continues[rows],
    )


def place(
    market: Market,
    person: NDArray[np.int64],
    workplace: NDArray[np.int64],
    pair: Fit,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    contact: NDArray[np.int64],
    continues: NDArray[np.int64] | None,
) -> NDArray[np.int64]:
    """Placements of these pairs: trials with a known end where `continues` is None, else jobs (−1: no trial before)."""
    rng, size = market.rng, person.size
    trial = continues is None
    stream = market.people.stream[person]
    post = market.posts.post_of[person]
    experience = market.experienced[workplace]
    ends = market.people.subsidy[person] & (stream != VTO) & (rng.random(size) < SUBSIDISED)
    subsidy = np.where(ends, rng.choice(tenure.SUBSIDY_WEEKS, size), 0)
    ratio = log_ratio(market, person, workplace, pair)
    rows = market.placements.add(
        size,
        person=person,
        workplace=workplace,
        contact=contact,
        continues=-1 if continues is None else continues,
        trade=market.employers.roles[workplace, pair.role],
        trial=trial,
        stream=stream,
        start=start,
        end=end,
        cause=-1,
        log_ratio=ratio,
        leader_quality=market.leader_quality[workplace],
        on_schedule=rng.random(size) < market.posts.diligence[post],
        subsidy=0 if trial else subsidy,
        ident=market.posts.ident[post],
        gap=pair.environment_gap,
        minutes=pair.minutes,
        experience=experience,
        stays_26w=stays(market, person, workplace, ratio, 26),
        stays_52w=stays(market, person, workplace, ratio, 52),
    )
    np.add.at(market.active, workplace, np.where(trial | ends | (stream == VTO), 1, 0))
    if not trial:
        np.add.at(market.hires, workplace, 1.0)
        market.rest_until[workplace] = np.maximum(market.rest_until[workplace], start // 7 + 4)
    return rows


def stays(
    market: Market, person: NDArray[np.int64], workplace: NDArray[np.int64], log_ratio: NDArray[np.float32], weeks: int
) -> NDArray[np.float32]:
    """True chance, given a start now, of still being in the job after so many weeks."""
    stream = market.people.stream[person]
    subsidised = np.where(stream == VTO, 0.0, SUBSIDISED * market.people.subsidy[person])
    return tenure.survival(
        weeks,
        stream,
        log_ratio,
        market.leader_quality[workplace],
        market.posts.diligence[market.posts.post_of[person]],
        subsidised.astype(np.float32),
        market.employers.cycles[workplace],
        market.parameters,
    )


def log_ratio(
    market: Market, person: NDArray[np.int64], workplace: NDArray[np.int64], pair: Fit
) -> NDArray[np.float32]:
    """Log hazard ratio of leaving that each pair would have if the job began now."""
    return tenure.log_ratio(
        pair,
        market.experienced[workplace].astype(np.float32),
        market.employers.quality[workplace],
        market.people.stability[person],
        market.parameters.tenure,
    )
