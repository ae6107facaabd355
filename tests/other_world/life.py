"""The history of this world, day after day, written into a book of numbers that `delivery` turns into tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from tests.other_world import guidance
from tests.other_world.employers import Employers
from tests.other_world.facts import Facts, facts
from tests.other_world.jobs import CANCELLED, DOWNSIZING, JOB, OPEN, Jobs, blame, subsidy_weeks
from tests.other_world.people import People
from tests.other_world.shapes import FIRST_WEEKS, TRIAL_WEEKS, Shape, conversion, trial_first, yes
from tests.other_world.state import NEVER, Nearby, State
from tests.other_world.topics import drawn

RESULTS = ("no_answer", "not_now", "no", "need_recorded", "meeting", "candidate_discussed", "trial_agreed", "hired")
NO_ANSWER, NOT_NOW, NO, NEED_RECORDED, MEETING, DISCUSSED, TRIAL_AGREED, HIRED = range(len(RESULTS))
CHANNELS = ("visit", "phone", "digital")
LEAVES_SEARCH_DAILY = 0.0004
CONTACTS_A_DAY, UNATTACHED_A_DAY, LIST_A_DAY, LIST_DAYS, FOLLOWS_LIST = 1.15, 0.1, 0.03, 14, 0.6
JULY = 7
EVENTS = {
    "lists": "person day",
    "shown": "list person workplace day rank propensity",
    "contacts": "day specialist person workplace channel result rank list propensity decided",
    "visited_needs": "day workplace topic until channel",
}
"""Columns of each kind of event; people, workplaces, lists and the rest are numbers, −1 where there is none."""


class Life:
    """Everything that happens from day 0 to the last; `book` holds the columns of each kind of event."""

    def __init__(
        self, random: np.random.Generator, shape: Shape, people: People, employers: Employers, nearby: Nearby,
        state: State, first_day: date,
    ) -> None:  # fmt: skip
        self.random, self.shape, self.first_day = random, shape, first_day
        self.people, self.employers, self.nearby, self.state = people, employers, nearby, state
        self.jobs = Jobs(shape, people.stream, employers.cycles)
        self.likely = guidance.obvious(people, employers, nearby)
        self.need_known = np.zeros(len(employers))
        self.free_from = people.registered.copy()
        self.busy = np.zeros(len(people), dtype=bool)
        self.left_on = np.full(len(people), NEVER)
        self.list_number = np.full(len(people), -1)
        self.list_day = np.full(len(people), NEVER)
        self.list_workplace = np.full((len(people), guidance.LENGTH), -1)
        self.list_propensity = np.full((len(people), guidance.LENGTH), np.nan)
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.book: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)

    def write(self, kind: str, **columns: np.ndarray | int) -> np.ndarray:
        """Add events of one kind; the answer is their numbers."""
        size = max(np.size(column) for column in columns.values())
        numbers = self.counts[kind] + np.arange(size)
        self.book[kind].append({name: np.broadcast_to(column, size).copy() for name, column in columns.items()})
        self.counts[kind] += size
        return numbers

    def read(self, kind: str) -> pl.DataFrame:
        """All events of one kind so far, one row each."""
        nothing = {name: np.zeros(0, dtype=float if name == "propensity" else int) for name in EVENTS[kind].split()}
        parts = self.book[kind] or [nothing]
        return pl.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in nothing})

    def searching(self, day: int) -> np.ndarray:
        """Mask of people who are registered, have not left and neither work nor are about to."""
        return np.asarray((self.people.registered <= day) & (self.left_on == NEVER) & ~self.busy)

    def run(self, days: int, needs: pl.DataFrame, pauses: pl.DataFrame) -> None:
        """Live through `days` days, with the needs and pauses of `events` as they come."""
        for day in range(days):
            today = needs.filter(pl.col("day") == day)
            where = (today["workplace"].to_numpy(), today["topic"].to_numpy())
            np.maximum.at(self.state.need_until, where, today["until"].to_numpy())
            self.need_known *= 0.985
            self.need_known[today.filter("advertised")["workplace"].to_numpy()] = 1.0
            stopped = pauses.filter(pl.col("day") == day)
            np.maximum.at(self.state.paused_until, stopped["workplace"].to_numpy(), stopped["until"].to_numpy())
            left, closed = self.state.dawn(self.random, self.employers, day)
            self._work(day, left, closed)
            leave = self.searching(day - 1) & ~self.busy & (self.random.random(len(self.people)) < LEAVES_SEARCH_DAILY)
            self.left_on[leave] = day
            today_is = self.first_day + timedelta(days=day)
            if today_is.weekday() < 5 and (today_is.month != JULY or self.random.random() < 0.5):
                self._show_lists(day)
                self._unattached(day)
                self._contacts(day, today_is.timetuple().tm_yday)

    def _work(self, day: int, left: np.ndarray, closed: np.ndarray) -> None:
        jobs, state = self.jobs, self.state
        numbers = jobs.alive()
        rows = jobs.rows[numbers]
        shut, begun = closed[rows["workplace"]], rows["start"] < day
        self._end(numbers[shut & begun], day - 1, DOWNSIZING, day)
        self._end(numbers[shut & ~begun], CANCELLED, -1, day)
        numbers = jobs.alive()
        rows = jobs.rows[numbers]
        jobs.rows["alone"][numbers] |= left[rows["workplace"]] & (rows["start"] < day)
        starts = rows["workplace"][rows["start"] == day]
        np.add.at(state.running, starts, 1)
        state.last_start[starts] = day
        ended = jobs.weekly_ends(self.random, numbers, day)
        self._free(ended, day)
        whole = rows[(day - rows["start"] == 182) & ~rows["trial"] & (jobs.rows["end"][numbers] == OPEN)]
        np.add.at(state.lasting, whole["workplace"], 1)
        done = numbers[rows["trial"] & (rows["stop"] == day)]
        goes_on = self.random.random(len(done)) < jobs.rows["convert"][done]
        reason = drawn(self.random, jobs.rows["blame"][done]) if len(done) else -1
        self._end(done, day - 1, np.where(goes_on, -1, reason), day)
        new = jobs.rows[done[goes_on]].copy()
        new["continues"], new["trial"], new["start"], new["end"] = done[goes_on], False, day, OPEN
        self.busy[new["person"]] = True
        self.left_on[new["person"]] = NEVER
        np.add.at(state.running, new["workplace"], 1)
        state.last_start[new["workplace"]] = day
        jobs.add(new)

    def _end(self, numbers: np.ndarray, end: int, reason: np.ndarray | int, day: int) -> None:
        self.jobs.finish(numbers, end, reason)
        self._free(numbers, day)

    def _free(self, numbers: np.ndarray, day: int) -> None:
        rows = self.jobs.rows[numbers]
        np.subtract.at(self.state.running, rows["workplace"][rows["end"] != CANCELLED], 1)
        self.busy[rows["person"]] = False
        self.free_from[rows["person"]] = day + self.random.integers(7, 35, len(rows))
        gives_up = ~rows["trial"] & (rows["end"] != CANCELLED) & (self.random.random(len(rows)) < 0.15)
        self.left_on[rows["person"][gives_up]] = day

    def _show_lists(self, day: int) -> None:
        ready = self.searching(day) & (self.free_from <= day) & self.people.may_contact
        person = np.flatnonzero(ready & (self.random.random(len(ready)) < LIST_A_DAY))
        if not len(person):
            return
        workplace, propensity = guidance.shown(
            self.random, self.people, self.state, self.nearby, self.likely, self.need_known, person, day
        )
        person, workplace, propensity = (part[workplace[:, 0] >= 0] for part in (person, workplace, propensity))
        if not len(person):
            return
        number = self.write("lists", person=person, day=day)
        self.list_number[person], self.list_day[person] = number, day
        self.list_workplace[person], self.list_propensity[person] = workplace, propensity
        row, rank = np.nonzero(workplace >= 0)
        self.write(
            "shown", list=number[row], person=person[row], workplace=workplace[row, rank], day=day, rank=rank + 1,
            propensity=propensity[row, rank],
        )  # fmt: skip

    def _unattached(self, day: int) -> None:
        calls = np.flatnonzero(self.random.random(self.people.specialists) < UNATTACHED_A_DAY)
        for specialist in calls:
            own = np.flatnonzero(self.people.specialist == specialist)
            person = own[self.random.integers(len(own))]
            within = self.state.open[self.nearby.workplace[person]] & (self.nearby.minutes[person] < 60)
            near = self.nearby.workplace[person][within][:200]
            if len(near):
                workplace = near[self.random.integers(0, len(near), 1)]
                self._record(day, np.array([specialist]), np.array([-1]), workplace, np.array([0.03]), False)

    def _contacts(self, day: int, day_of_year: int) -> None:
        people, state = self.people, self.state
        ready = self.searching(day) & (self.free_from <= day) & people.may_contact
        held = np.bincount(people.specialist[ready], minlength=people.specialists)
        rate = np.minimum(0.2, CONTACTS_A_DAY / np.maximum(held, 1))[people.specialist]
        person = self.random.permutation(np.flatnonzero(ready & (self.random.random(len(people)) < rate)))
        if not len(person):
            return
        workplace = guidance.by_habit(self.random, people, state, self.nearby, self.likely, person, day)
        rank = guidance.from_list(self.random, state, person, self.list_workplace[person], day)
        heeds = (day - self.list_day[person] <= LIST_DAYS) & (self.random.random(len(person)) < FOLLOWS_LIST)
        rank = np.where(heeds, rank, -1)
        workplace = np.where(rank >= 0, self.list_workplace[person, rank], workplace)
        first = np.sort(np.unique(workplace, return_index=True)[1])
        first = first[workplace[first] >= 0]
        if not len(first):
            return
        person, workplace, rank = person[first], workplace[first], rank[first]
        column = (self.nearby.workplace[person] == workplace[:, None]).argmax(axis=1)
        way = self.nearby.minutes[person, column]
        pairs = facts(people, self.employers, state, day, day_of_year, person, workplace, way)
        chance = yes(self.shape, pairs)
        agreed = self.random.random(len(person)) < chance
        trial = agreed & (self.random.random(len(person)) < trial_first(pairs))
        numbers = self._record(day, people.specialist[person], person, workplace, chance, agreed, trial, rank)
        self._agree(day, pairs, agreed, trial, person, workplace, numbers)

    def _agree(
        self, day: int, pairs: Facts, agreed: np.ndarray, trial: np.ndarray, person: np.ndarray, workplace: np.ndarray,
        numbers: np.ndarray,
    ) -> None:  # fmt: skip
        """A yes becomes a trial or a job that starts after whole weeks; nobody searches for the person meanwhile."""
        random, count = self.random, int(agreed.sum())
        new = np.zeros(count, dtype=JOB)
        new["person"], new["workplace"], new["contact"] = person[agreed], workplace[agreed], numbers[agreed]
        new["continues"], new["trial"], new["end"], new["reason"] = -1, trial[agreed], OPEN, -1
        new["start"] = day + 7 * random.choice(FIRST_WEEKS, count)
        new["stop"] = new["start"] + 7 * random.choice(TRIAL_WEEKS, count)
        new["risk"], new["convert"] = np.exp(self.shape.log_risk(pairs))[agreed], conversion(pairs)[agreed]
        new["subsidy_weeks"] = subsidy_weeks(random, self.people.stream[new["person"]])
        tasks = self.employers.tasks[new["workplace"]] * (0.05 + self.people.skill[new["person"]])
        new["topic"] = drawn(random, tasks) if count else 0
        new["hours"] = random.choice([8, 12, 15, 20, 25, 30, 37], count)
        new["blame"] = blame(pairs)[agreed]
        self.busy[new["person"]] = True
        self.jobs.add(new)

    def _record(
        self, day: int, specialist: np.ndarray, person: np.ndarray, workplace: np.ndarray, chance: np.ndarray,
        agreed: np.ndarray | bool, trial: np.ndarray | bool = False, rank: np.ndarray | int = -1,
    ) -> np.ndarray:  # fmt: skip
        """Write the contacts with their result of the day, and let them leave their marks on the world."""
        random, state = self.random, self.state
        topic = state.need_until[workplace].argmax(axis=1)
        until = state.need_until[workplace, topic]
        channel = drawn(random, np.tile([0.45, 0.38, 0.17], (len(workplace), 1)))
        talks = random.random(len(workplace)) < np.clip(0.12 + 4.0 * chance, 0.05, 0.7)
        talk = np.where((until >= day) & (random.random(len(workplace)) < 0.5), NEED_RECORDED,
                        np.where(random.random(len(workplace)) < 0.6, MEETING, DISCUSSED))  # fmt: skip
        talk = np.where((person < 0) & (talk == DISCUSSED), MEETING, talk)
        cold = drawn(random, np.tile([0.35, 0.35, 0.3], (len(workplace), 1)))
        result = np.where(agreed, np.where(trial, TRIAL_AGREED, HIRED), np.where(talks, talk, cold))
        numbers = self.write(
            "contacts", day=day, specialist=specialist, person=person, workplace=workplace, channel=channel,
            result=result, rank=rank, list=np.where(rank >= np.zeros(1, int), self.list_number[person], -1),
            propensity=self.list_propensity[person, np.maximum(rank, 0)],
            decided=random.random(len(workplace)) < np.where(result >= NEED_RECORDED, 0.8, 0.25),
        )  # fmt: skip
        known = result == NEED_RECORDED
        if known.any():
            self.write(
                "visited_needs", day=day, workplace=workplace[known], topic=topic[known], until=until[known],
                channel=channel[known],
            )  # fmt: skip
            self.need_known[workplace[known]] = 1.0
        state.known[specialist, workplace] += 1
        state.wear[workplace] += np.where(agreed, 0.0, 1.0)
        pair = person >= 0
        who, there = person[pair], workplace[pair]
        state.last_pair[who, there] = day
        warm = (result[pair] >= NEED_RECORDED).astype(np.int8) - (result[pair] == NO).astype(np.int8)
        state.stage[who, there] = np.where(warm != 0, warm, state.stage[who, there])
        state.need_until[workplace[np.broadcast_to(agreed, len(workplace))]] = NEVER
        return numbers
