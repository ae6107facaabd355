"""From profiles to ordered workplaces: candidates, one scoring call for many people, and the best of each.

One person's list and the whole country's go through here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.candidates import NONE, Candidates, candidates
from features.pipeline import Batch, Pipeline
from features.world import Profiles
from features.world.facts import Floats, Ints
from models.baselines import history
from models.bundle import Matcher
from models.exploration import Arrangement, by_model
from models.outlook import Chances

Narrow = Callable[[Batch], NDArray[np.bool_]]
Place = Callable[[int, Ints, Ints, Floats], Arrangement]
"""Fills the places of one person from (person, candidate units [n], their order, their scores [n])."""
After = Callable[[Ints, Ints, Arrangement], Arrangement]
"""Changes the filled places of one person, from (candidate units [n], their order, the places)."""


@dataclass(frozen=True)
class Shortlists:
    """The best workplaces of each person, rows sorted by person and rank.

    `person` int [n] is a position in the versions asked for, `rank` int [n] counts from 1, `score` [n] is the ranker's
    raw score (history's where the list abstains), `scored` every row they were chosen from. `model_rank` [n] is the
    rank by score alone, `explored` [n] whether a draw decided, `propensity` [n] the chance of it given those above.
    """

    person: Ints
    rank: Ints
    model_rank: Ints
    explored: NDArray[np.bool_]
    propensity: Floats
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
    added: Ints = NONE,
    narrow: Narrow | None = None,
    place: Place | None = None,
    after: After | None = None,
) -> Shortlists:
    """Rank the candidates of every profile version on a day and keep the best `limit` of each.

    `abstain` bool [people] asks for history order; `narrow` says which rows of a batch may stay; `place` fills the
    places of those who do not abstain, and without it they stand in the model's order. Units `added` by hand from
    beyond reach are scored and given no place by either: `after` has the last word about the places of everybody.
    """
    market, _ = pipeline.on_market(day)
    found = [candidates(market, profiles, int(version), max_minutes, added) for version in versions]
    person = np.repeat(np.arange(len(versions)), [len(f.unit) for f in found])
    joined = _join(found)
    batch = pipeline.on_day(profiles, versions[person], joined.unit, day)
    if narrow is not None:
        stay = np.flatnonzero(narrow(batch))
        batch, person = batch.take(stay), person[stay]
        joined = joined.take(stay)
    score = matcher.ranker.score(batch) if len(batch) else np.zeros(0)
    if abstain is not None and abstain.any():
        score = np.where(abstain[person], history(batch), score)
    order = np.lexsort((joined.unit, joined.minutes, -score, person))
    sizes = np.bincount(person, minlength=len(versions))
    best, placed = [], []
    for i, first in enumerate(np.cumsum(sizes) - sizes):
        own = slice(first, first + sizes[i])
        whole = order[own] - first
        proposed = whole[~joined.by_hand[own][whole]]
        if place is None or (abstain is not None and abstain[i]):
            placed.append(by_model(proposed, limit))
        else:
            placed.append(place(i, joined.unit[own], proposed, score[own]))
        if after is not None:
            placed[-1] = after(joined.unit[own], whole, placed[-1])
        best.append(placed[-1].row + first)
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *best])
    kept = batch.take(rows)
    return Shortlists(
        person=person[rows],
        rank=np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(1, len(p.row) + 1) for p in placed)]),
        model_rank=np.concatenate([np.zeros(0, dtype=np.int64), *(p.model_rank for p in placed)]),
        explored=np.concatenate([np.zeros(0, dtype=np.bool_), *(p.explored for p in placed)]),
        propensity=np.concatenate([np.zeros(0), *(p.propensity for p in placed)]),
        score=score[rows],
        batch=kept,
        minutes=joined.minutes[rows],
        beyond_reach=joined.beyond_reach[rows],
        chances=matcher.outlook.chances(kept),
        scored=batch,
    )


def _join(found: list[Candidates]) -> Candidates:
    if not found:
        return Candidates(NONE, np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.bool_))
    return Candidates(
        np.concatenate([f.unit for f in found]),
        np.concatenate([f.minutes for f in found]),
        np.concatenate([f.beyond_reach for f in found]),
        np.concatenate([f.by_hand for f in found]),
    )
