"""A week of contacts: specialists go where advice or their own way leads them, and something comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from features.simulator.advice import Choice, choose
from features.simulator.hiring import (
    CANDIDATE_DISCUSSED,
    MEETING,
    NEED_RECORDED,
    NO,
    NO_ANSWER,
    Chances,
    chances,
    outcome,
    start_chance,
)
from features.simulator.market import Market
from features.simulator.matching import Fit
from features.simulator.notes import note_conditions, note_needs
from features.simulator.placing import agree
from features.simulator.specialists import Plan, holiday, week_plan


def contact_week(market: Market, day_of_year: int) -> None:
    """Make this week's contacts and note what came of them."""
    searching = market.searching
    if searching.size == 0:
        return
    waited = np.minimum(10, market.week - market.last_contact[searching])
    pull = (
        0.12 * waited
        + np.where(market.ready[searching], 0.0, -0.8)
        + np.where(market.people.may_contact[searching], 0.0, -20.0)
    )
    plan = week_plan(market.rng, market.posts, searching, pull, holiday(day_of_year), market.parameters)
    allowed = market.people.may_contact[plan.person]
    plan = replace(plan, with_person=plan.with_person & allowed)
    if plan.person.size == 0:
        return
    choice = choose(market, plan)
    twice = np.ones(plan.person.size, dtype=np.bool_)
    twice[np.unique(plan.person * market.pools.workplace.shape[1] + choice.place, return_index=True)[1]] = False
    plan, choice = plan.only(~twice), choice.only(~twice)
    workplace = market.pools.workplace[plan.person, choice.place]
    refused = market.pair_refusal[plan.person, choice.place] > market.week - 26
    pair, standing = market.fit(plan.person, workplace), market.standing(plan.person, workplace, refused)
    found = chances(pair, standing, market.parameters)
    truth = start_chance(pair, standing, market.parameters)
    _come_of_it(market, plan, choice, workplace, pair, found, truth)


def _come_of_it(
    market: Market,
    plan: Plan,
    choice: Choice,
    workplace: NDArray[np.int64],
    pair: Fit,
    found: Chances,
    truth: NDArray[np.float32],
) -> None:
    rng, week, person = market.rng, market.week, plan.person
    open_roles = market.need_state.open[workplace] > 0
    came = outcome(rng, found, plan.with_person, np.asarray(open_roles.any(axis=1)), market.parameters)
    day = week * 7 + rng.choice(market.workdays, size=person.size)
    rows = market.contacts.add(
        person.size,
        week=week,
        day=day,
        person=person,
        workplace=workplace,
        office=market.posts.office[plan.post],
        ident=market.posts.ident[plan.post],
        named=plan.with_person,
        channel=came.channel,
        result=came.result,
        list=choice.list,
        rank=choice.rank,
        propensity=choice.propensity,
        starts=truth,
        job=came.job,
    )
    agree(market, rows, came, pair)

    answered = came.result != NO_ANSWER
    warm = came.result >= NEED_RECORDED
    market.last_contact[person] = week
    market.visited[workplace] = week
    np.add.at(market.familiar, (market.posts.office[plan.post], workplace), 1.0)
    np.add.at(market.cold[week % market.cold.shape[0]], workplace, (answered & ~warm).astype(np.int8))
    named = plan.with_person
    market.pair_contact[person[named], choice.place[named]] = week
    no = named & (came.result == NO)
    market.pair_refusal[person[no], choice.place[no]] = week

    told = (came.result == NEED_RECORDED) | (
        (came.result >= MEETING) & open_roles.any(axis=1) & (rng.random(person.size) < 0.45)
    )
    note_needs(market, rows[told], workplace[told], open_roles[told], day[told])
    talked = warm & (rng.random(person.size) < np.where(came.result == CANDIDATE_DISCUSSED, 0.8, 0.6))
    note_conditions(market, np.repeat(workplace[talked], 2), np.repeat(day[talked], 2), source=0)
