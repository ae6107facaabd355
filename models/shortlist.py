"""From profiles to ordered workplaces: candidates, one scoring call for many people, and the best of each.

One person's list and the whole country's go through here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.candidates import Candidates, candidates
from features.pipeline import Batch, Pipeline
from features.world import Profiles
from features.world.facts import Floats, Ints
from models.baselines import history
from models.bundle import Matcher
from models.explanations import group_contributions
from models.outlook import Chances

Narrow = Callable[[Batch], NDArray[np.bool_]]


@dataclass(frozen=True)
class Shortlists:
    """The best workplaces of each person, rows sorted by person and rank.

    `person` int [n] is a position in the versions asked for, `rank` int [n] counts from 1, `score` [n] is the ranker's
    raw score (history's where the list abstains), `scored` every row they were chosen from.
    """

    person: Ints
    rank: Ints
    score: Floats
    batch: Batch
    minutes: Floats
    beyond_reach: NDArray[np.bool_]
    chances: Chances
    scored: Batch

    def __len__(self) -> int:
        return len(self.person)

    @property
    def pairs(self) -> int:
        """How many pairs were scored."""
        return len(self.scored)


def shortlists(
    pipeline: Pipeline,
    matcher: Matcher,
    profiles: Profiles,
    versions: Ints,
    day: int,
    limit: int,
    *,
    abstain: NDArray[np.bool_] | None = None,
    max_minutes: float | None = None,
    narrow: Narrow | None = None,
) -> Shortlists:
    """Rank the candidates of every profile version on a day and keep the best `limit` of each.

    `abstain` bool [people] asks for history order; `narrow` says which rows of a batch may stay.
    """
    market, _ = pipeline.on_market(day)
    found = [candidates(market, profiles, int(version), max_minutes) for version in versions]
    person = np.repeat(np.arange(len(versions)), [len(f.unit) for f in found])
    joined = _join(found)
    batch = pipeline.on_day(profiles, versions[person], joined.unit, day)
    if narrow is not None:
        stay = np.flatnonzero(narrow(batch))
        batch, person = batch.take(stay), person[stay]
        joined = Candidates(joined.unit[stay], joined.minutes[stay], joined.beyond_reach[stay])
    score = matcher.ranker.score(batch) if len(batch) else np.zeros(0)
    if abstain is not None and abstain.any():
        score = np.where(abstain[person], history(batch), score)
    order = np.lexsort((joined.unit, joined.minutes, -score, person))
    sizes = np.bincount(person, minlength=len(versions))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    best = order[rank <= limit]
    kept = batch.take(best)
    return Shortlists(
        person=person[best],
        rank=rank[rank <= limit],
        score=score[best],
        batch=kept,
        minutes=joined.minutes[best],
        beyond_reach=joined.beyond_reach[best],
        chances=matcher.outlook.chances(kept),
        scored=batch,
    )


def contributions(matcher: Matcher, lists: Shortlists) -> Floats:
    """What each group of features adds to each row's score, beside the median of the candidates it was chosen from.

    For the list of one person. Shape [n, groups of features].
    """
    if len(lists) == 0:
        return np.zeros((0, 0))
    rows = np.arange(0, lists.pairs, max(1, lists.pairs // SAMPLE))
    kept, middle = lists.batch, _median(lists.scored.values[rows])
    both = Batch(
        np.vstack([kept.values, middle]),
        np.append(kept.version, kept.version[0]),
        np.append(kept.unit, -1),
        np.append(kept.day, kept.day[0]),
    )
    grouped = group_contributions(matcher.ranker.contributions(both))
    return np.asarray(grouped[:-1] - grouped[-1])


SAMPLE = 500
"""Candidates that the median is taken over."""


def _median(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The median of each column among the values that are known, shape [1, columns]; NaN where none is."""
    unknown = np.isnan(values).all(axis=0)
    median = np.nanquantile(np.where(unknown, 0.0, values), 0.5, axis=0, keepdims=True, method="lower")
    return np.where(unknown, np.nan, median).astype(np.float32)


def _join(found: list[Candidates]) -> Candidates:
    if not found:
        return Candidates(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))
    return Candidates(
        np.concatenate([f.unit for f in found]),
        np.concatenate([f.minutes for f in found]),
        np.concatenate([f.beyond_reach for f in found]),
    )
