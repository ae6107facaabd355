"""How much lists move: from one model to the next, and from one week to the next with what became known in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from features.news import news
from features.pipeline import Pipeline
from features.searching import searching
from features.shown import ShownLists
from features.world.facts import Floats, Ints, to_date
from features.world.memory import pair_key
from models.bundle import Matcher
from models.exploration import STEADY_PLACES, Arrangement
from models.shortlist import Place, shortlists
from models.standing import placing, profile_changed
from training.intervals import Interval, bootstrap_mean
from training.metrics import Bools
from training.served import MOST_PEOPLE, PEOPLE_AT_ONCE, Served

WEEK = 7
PLAYED = 4
"""Weeks of lists before the day, each with what was known then, so that exposure is what it is in use."""
UNITS = 2**22
"""Above every workplace in a key of (participant, workplace)."""


@dataclass(frozen=True)
class Weekly:
    """How many of a person's first five were new after a week with the facts that came in it, on average.

    `by_model` if the model's order were shown as it is, `shown` as lists are shown. `unexplained` of them came although
    nothing had become known about them, about the person, or about one that left; `most_unexplained` is the largest
    number of them in one list.
    """

    people: int
    by_model: float
    shown: float
    unexplained: float
    most_unexplained: int


@dataclass(frozen=True)
class _Lists:
    """Keys of (participant, workplace): the first five of each person, the model's own, and all they came from."""

    first: Ints
    by_model: Ints
    possible: Ints


def changed_between(champion: Served, candidate: Served, seed: int) -> Interval:
    """How many of a person's first five the candidate would replace; NaN when they have no people in common."""
    old, new = (s.key[s.by_model > 0] for s in (champion, candidate))
    people = np.intersect1d(old // UNITS, new // UNITS)
    lost = old[~np.isin(old, new)] // UNITS
    return bootstrap_mean(_per_person(lost, people).astype(np.float64), seed)


def a_week_apart(pipeline: Pipeline, matcher: Matcher, day: int) -> Weekly | None:
    """Compare the lists of the day with those of a week before, each with what was known then; None without people.

    The weeks before are played too, for those who are looking on both days.
    """
    world = pipeline.world
    early, late = (world.profiles.participant[searching(world, d)[:MOST_PEOPLE]] for d in (day - WEEK, day))
    people = np.intersect1d(early, late)
    if len(people) == 0:
        return None
    shown = [_rows(pipeline, np.zeros(0, dtype=np.int64), day, matcher)]
    played = []
    for week in range(day - PLAYED * WEEK, day + 1, WEEK):
        played.append(_lists(pipeline, matcher, people, week, ShownLists(world, pl.concat(shown))))
        shown.append(_rows(pipeline, played[-1].first, week, matcher))
    then, now = played[-2:]
    new = now.first[~np.isin(now.first, then.first)]
    left = then.first[~np.isin(then.first, now.first)]
    changed = [p for p in people.tolist() if profile_changed(world, p, day - WEEK, day)]

    def told(key: Ints) -> Bools:
        heard = np.any(list(news(world, key % UNITS, day - WEEK, day).values()), axis=0)
        return np.asarray(heard | np.isin(key // UNITS, changed))

    had_to_leave = left[told(left) | ~np.isin(left, now.possible)]
    untold = _per_person(new[~told(new)] // UNITS, people)
    unexplained = np.maximum(0, untold - _per_person(had_to_leave // UNITS, people))
    return Weekly(
        people=len(people),
        by_model=float((~np.isin(now.by_model, then.by_model)).sum() / len(people)),
        shown=float(len(new) / len(people)),
        unexplained=float(unexplained.mean()),
        most_unexplained=int(unexplained.max()),
    )


def _lists(pipeline: Pipeline, matcher: Matcher, people: Ints, day: int, shown: ShownLists) -> _Lists:
    """Everybody's lists on a day, after what had been shown before."""
    world = pipeline.world
    people = people[world.profiles.version(people, day) >= 0]
    versions = world.profiles.version(people, day)
    before = shown.before(day)
    none = np.zeros(0, dtype=np.int64)
    first, by_model, possible = [none], [none], [none]
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some, who = versions[start : start + PEOPLE_AT_ONCE], people[start : start + PEOPLE_AT_ONCE]
        keys = world.participants.names.gather(who).to_list()
        plain = placing(world, before, who, keys, matcher.version, to_date(day), STEADY_PLACES)

        def place(
            person: int, unit: Ints, order: Ints, score: Floats, plain: Place = plain, who: Ints = who
        ) -> Arrangement:
            top = unit[order[:STEADY_PLACES]]
            by_model.append(pair_key(np.full(len(top), who[person]), top))
            return plain(person, unit, order, score)

        lists = shortlists(pipeline, matcher, world.profiles, some, day, STEADY_PLACES, place=place)
        first.append(pair_key(who[lists.person], lists.batch.unit))
        possible.append(pair_key(world.profiles.participant[lists.scored.version], lists.scored.unit))
    return _Lists(*(np.concatenate(keys) for keys in (first, by_model, possible)))


def _rows(pipeline: Pipeline, key: Ints, day: int, matcher: Matcher) -> pl.DataFrame:
    """Lists as rows of `shown_lists`, from the keys of their places in order."""
    world, person = pipeline.world, key // UNITS
    head = np.flatnonzero(np.diff(person, prepend=-1) != 0)
    rank = np.arange(len(key)) - np.repeat(head, np.diff(head, append=len(key))) + 1
    names = world.participants.names.gather(person)
    frame = pl.DataFrame({"participant_id": names, "orgnr": world.units.names.gather(key % UNITS), "rank": rank})
    return frame.with_columns(
        shown_on=pl.lit(to_date(day)),
        recorded_on=pl.lit(None, pl.Date),
        model_version=pl.lit(matcher.version),
        list_id=pl.format("{}/{}", "participant_id", pl.lit(str(day))),
    )


def _per_person(who: Ints, people: Ints) -> Ints:
    """How often each of the sorted `people` [n] occurs; others are left out."""
    known = who[np.isin(who, people)]
    return np.bincount(np.searchsorted(people, known), minlength=len(people))
