"""The market on a day: everything that changes from week to week, and how a pair stands now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator import events
from features.simulator.employers import NEVER, Employers
from features.simulator.geography import Geography
from features.simulator.hiring import Standing, rise
from features.simulator.ledger import Ledger
from features.simulator.matching import Fit, Pairs, fit
from features.simulator.parameters import Parameters
from features.simulator.people import People
from features.simulator.shown_lists import rule_score
from features.simulator.specialists import Pools, Specialists, imagined_match
from features.simulator.trades import trades

LONG_AGO = -1000
EXPERIENCE_WEEKS = 13
"""An inclusion that lasted so long counts as good experience for the employer."""
COLD_WEEKS = 13


class Market:
    """People, employers and specialists with their present state; `week` counts from the first week of the history."""

    def __init__(
        self,
        rng: Generator,
        parameters: Parameters,
        geography: Geography,
        employers: Employers,
        people: People,
        posts: Specialists,
        pools: Pools,
    ) -> None:
        self.rng, self.parameters, self.geography = rng, parameters, geography
        self.employers, self.people, self.posts, self.pools = employers, people, posts, pools
        self.week = -1
        self.workdays = np.arange(5)
        """Days of a week, from its first, on which contacts are made."""
        count, persons = len(employers), len(people)

        self.needs = events.needs(rng, employers, parameters)
        self.need_state = events.NeedState(self.needs, count)
        self.notices = events.notices(rng, employers, parameters)
        self.leaders = events.leader_changes(rng, count, parameters)
        self.leader_openness = employers.leader_openness.copy()
        self.leader_quality = employers.leader_quality.copy()
        self.layoff_until = np.full(count, LONG_AGO)
        self.paused_until = np.full(count, LONG_AGO)
        self.experienced = rng.random(count) < 0.06
        self.hires = np.zeros(count, dtype=np.float32)
        self.active = np.zeros(count, dtype=np.int64)
        self.rest_until = np.full(count, LONG_AGO)
        self.cold = np.zeros((COLD_WEEKS, count), dtype=np.int8)
        self.visited = np.full(count, LONG_AGO)
        self.familiar = (rng.random((int(geography.office.max()) + 1, count)) < 0.03).astype(np.float32)
        self.need_known_until = np.full(count, LONG_AGO)
        self.need_known_trade = np.zeros(count, dtype=np.int64)
        self.conditions_known = np.zeros((count, employers.environment.shape[1]), dtype=np.int8)

        self.present = np.zeros(persons, dtype=np.bool_)
        self.left_week = np.full(persons, NEVER)
        self.job = np.full(persons, -1)
        self.free_week = people.arrives + rng.integers(1, 5, persons)
        self.ready = rng.random(persons) >= parameters.unready_share
        self.last_contact = np.full(persons, LONG_AGO)
        self.pair_contact = np.full(pools.workplace.shape, LONG_AGO, dtype=np.int32)
        self.pair_refusal = np.full(pools.workplace.shape, LONG_AGO, dtype=np.int32)
        self.industry_match = imagined_match(people.wished)

        self.contacts = Ledger(
            week="i4", day="i4", person="i4", workplace="i4", office="i2", ident="i4", named="?", channel="i1",
            result="i1", list="i4", rank="i2", propensity="f4", starts="f4", job="?",
        )  # fmt: skip
        self.lists = Ledger(week="i4", list="i4", person="i4", workplace="i4", rank="i2", propensity="f4", version="i1")
        self.placements = Ledger(
            person="i4", workplace="i4", contact="i4", continues="i4", trade="i2", trial="?", stream="i1", start="i4",
            end="i4", cause="i1", log_ratio="f4", leader_quality="f4", on_schedule="?", subsidy="i2", ident="i4",
            gap="f4", minutes="f4", experience="?", stays_26w="f4", stays_52w="f4",
        )  # fmt: skip
        self.follow_ups = Ledger(placement="i4", due="i4", done="i4", ident="i4", number="i4")
        self.need_notes = Ledger(workplace="i4", trade="i2", day="i4", contact="i4", need="i4", right="?")
        self.condition_notes = Ledger(workplace="i4", condition="i1", day="i4", offered="?", source="i1")
        self.profiles: list[dict[str, Any]] = []

    def workday(self, day: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first day from this one on that is not at a weekend."""
        later = np.array([min((w - d) % 7 for w in self.workdays.tolist()) for d in range(7)])
        return np.asarray(day + later[day % 7], dtype=np.int64)

    # -- people ---------------------------------------------------------------------------------------------------

    @property
    def searching(self) -> NDArray[np.int64]:
        """People a specialist works for this week."""
        free = self.present & (self.left_week == NEVER) & (self.job < 0) & (self.free_week <= self.week)
        return np.flatnonzero(free)

    def readiness(self, person: Pairs) -> NDArray[np.float32]:
        """Chance that the person sees an offer through now."""
        now = np.where(self.ready[person], 1.0, self.parameters.unready_factor)
        return (rise(self.people.readiness[person]) * now).astype(np.float32)

    def change_wishes(self, person: NDArray[np.int64], wish: NDArray[np.float32], wished: NDArray[np.int64]) -> None:
        """Other wishes from this week on, true and stated."""
        all_wish, all_wished = self.people.wish.copy(), self.people.wished.copy()
        all_wish[person], all_wished[person] = wish, wished
        self.people = replace(self.people, wish=all_wish, wished=all_wished)
        self.industry_match[person] = imagined_match(wished)
        industry = self.employers.register.industry[self.pools.workplace[person]]
        self.pools.trade_match[person] = np.take_along_axis(self.industry_match[person], industry, axis=1)

    # -- employers ------------------------------------------------------------------------------------------------

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """[workplace] neither closed nor paused by a notice."""
        return (self.employers.closed_week > self.week) & (self.paused_until <= self.week)

    def openness(self, workplace: Pairs) -> NDArray[np.float32]:
        """Log-odds of the legal entity, the unit and the present leader."""
        return np.asarray(self.employers.openness[workplace] + self.leader_openness[workplace], dtype=np.float32)

    def fit(self, person: Pairs, workplace: Pairs) -> Fit:
        """The true fit of each pair now."""
        return fit(self.geography, self.employers, self.people, person, workplace, self.need_state.open > 0)

    def standing(self, person: Pairs, workplace: Pairs, refused: NDArray[np.bool_]) -> Standing:
        """How each pair stands now; `refused` says who was refused there within half a year."""
        over = np.maximum(0, self.active[workplace] + 1 - self.employers.capacity[workplace])
        over = over + (self.rest_until[workplace] > self.week)
        return Standing(
            openness=self.openness(workplace),
            experience=self.experienced[workplace].astype(np.float32),
            agreement=(self.employers.agreement_from[workplace] <= self.week).astype(np.float32),
            layoff=(self.layoff_until[workplace] > self.week).astype(np.float32),
            beyond_capacity=over.astype(np.float32),
            cold_contacts=self.cold[:, workplace].sum(axis=0).astype(np.float32),
            refused=refused.astype(np.float32),
            subsidy=self.people.subsidy[person].astype(np.float32),
            follow_up=self.people.follow_up[person].astype(np.float32),
            readiness=self.readiness(person),
            stream=self.people.stream[person],
        )

    # -- what a specialist or the rules see -----------------------------------------------------------------------

    def own_pull(self, person: NDArray[np.int64], post: NDArray[np.int64]) -> NDArray[np.float32]:
        """[person, place in pool] what draws a specialist: the near, the known, and what sounds right."""
        workplace = self.pools.workplace[person]
        pull = -self.pools.minutes[person] / 17 + 1.1 * self.pools.trade_match[person]
        pull += 0.55 * np.log1p(self.familiar[self.posts.office[post][:, None], workplace])
        pull += 0.35 * np.log1p(self.hires[workplace]) + 0.7 * (self.need_known_until[workplace] > self.week)
        return np.asarray(pull - self.weariness(person), dtype=np.float32)

    def weariness(self, person: NDArray[np.int64]) -> NDArray[np.float32]:
        """[person, place in pool] what keeps from going there again: just tried for this person, just visited, shut."""
        workplace = self.pools.workplace[person]
        tried = 3.5 * (self.pair_contact[person] > self.week - 26)
        visited = 1.2 * (self.visited[workplace] > self.week - 4)
        return np.asarray(tried + visited + np.where(self.reachable[workplace], 0.0, 50.0), dtype=np.float32)

    def rules(self, person: NDArray[np.int64], version: int) -> NDArray[np.float32]:
        """[person, place in pool] the score of the rules, −inf where they show nothing."""
        people, workplace = self.people, self.pools.workplace[person]
        wished = np.where(people.wished[person] >= 0, people.wished[person], people.wished[person][:, :1])
        wanted = trades().tasks[wished].mean(axis=1)
        known = self.need_known_until[workplace] > self.week
        need = np.einsum("pk,pwk->pw", wanted, trades().tasks[self.need_known_trade[workplace]]) * known
        stated = people.stated_needs[person].astype(np.float32)
        met = np.einsum("pc,pwc->pw", stated, self.conditions_known[workplace].astype(np.float32))
        score = rule_score(
            version,
            self.pools.minutes[person],
            self.pools.trade_match[person],
            need.astype(np.float32),
            self.hires[workplace],
            self.employers.agreement_from[workplace] <= self.week,
            (met / np.maximum(1, stated.sum(axis=1, keepdims=True))).astype(np.float32),
        )
        too_far = self.pools.minutes[person] > 1.5 * people.max_travel[person][:, None]
        return np.where(too_far | ~self.reachable[workplace], -np.inf, score).astype(np.float32)
