"""From tables to a trained matcher: outlook first, then the ranker on gains that the outlook completes.

Any amount of history will do. With none the outlook says what is believed beforehand and the order follows it; what is
seen outweighs it as it comes in; trees are grown when there are starts enough; and a baseline that has surely ordered
better on the people learnt from takes the ranker's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from features.errors import InputError
from features.pipeline import Batch, Pipeline
from features.world.facts import NEVER, day_number
from features.world.memory import MEETING
from models.bundle import Matcher
from models.fallback import BaselineRanker, LinearRanker
from models.lambdamart import train_lambdamart
from models.outlook import CORE, REFITS, Outlook, Starts, Stays, fit_outlook
from models.prior import EVENTS_NEEDED, drawn_to_prior, prior_outlook
from models.ranker import TrainedRanker
from training.dataset import Examples, examples, staged_gain
from training.fallback import better_baseline
from training.reach import pairs_within_reach
from training.spread import UNCHOSEN_LEVEL, slopes_that_hold
from training.start_delays import share_seen, still_to_come

FEWEST_TO_FIT = len(CORE)
"""Starts, and endings, from which models are fitted at all: one for each feature that an order hangs on by itself."""


class TooLittleDataError(InputError):
    """There is nobody to rank for and nobody to learn from; the message says what is missing."""


@dataclass(frozen=True)
class Fitted:
    """A matcher with the examples it learnt from."""

    matcher: Matcher
    examples: Examples


def fit(
    pipeline: Pipeline,
    as_of: date,
    participants: NDArray[np.bool_] | None = None,
    seed: int = 0,
    refits: int = REFITS,
    by_position: bool = False,
) -> Fitted:
    """Train on contacts before `as_of` of the chosen participants; TooLittleDataError where there is nobody at all.

    `by_position` lets LightGBM allow for where a workplace stood on the list that the contact came from. It is off
    because it was measured to help nothing (docs/decisions/0006).
    """
    learnt_from = examples(pipeline, day_number(as_of), participants)
    everybody = np.ones(len(pipeline.world.participants.names), dtype=np.bool_)
    around = pairs_within_reach(pipeline, everybody if participants is None else participants, day_number(as_of))
    if not len(learnt_from) and not len(around):
        raise TooLittleDataError(
            "no contacts before the cut, and no participant with a workplace within reach: load participants and "
            "workplaces before training"
        )
    outlook = _with_chances_that_hold(_learn_outlook(learnt_from, around, seed, refits), learnt_from, around, seed)
    ranker = _learn_ranker(learnt_from, outlook, seed, by_position)
    instead = better_baseline(learnt_from, lambda some, asked: _order(some, around, seed).score(asked))
    if instead is not None:
        ranker = BaselineRanker.named(instead)
    return Fitted(Matcher(ranker=ranker, outlook=outlook, trained_as_of=as_of), learnt_from)


def _order(e: Examples, around: Batch, seed: int) -> TrainedRanker:
    return _learn_ranker(e, _learn_outlook(e, around, seed, refits=0), seed, by_position=False)


def _learn_ranker(e: Examples, outlook: Outlook, seed: int, by_position: bool) -> TrainedRanker:
    """Trees on top of the outlook's order, or that order alone while there are too few starts."""
    starts = int(e.started.sum())
    if starts < EVENTS_NEEDED:
        return LinearRanker(outlook.order(), starts, EVENTS_NEEDED)
    chances = outlook.chances(e.batch).estimate
    to_come = still_to_come(e, chances["starts"])
    gain = staged_gain(e, chances["stays_26w"], chances["stays_52w"], to_come)
    return train_lambdamart(e.batch, e.participant, gain, outlook.order(), seed, e.rank if by_position else None)


def _with_chances_that_hold(outlook: Outlook, e: Examples, around: Batch, seed: int) -> Outlook:
    """The outlook with its chances drawn in to what held for other people at a later time; the order is as it was."""
    slopes = slopes_that_hold(e, lambda some: _learn_outlook(some, around, seed, refits=0), learning_rows)
    contacts, began = (rows.batch if len(rows.batch) else around for rows in learning_rows(e))
    return outlook.drawn_in(contacts, began, *slopes, UNCHOSEN_LEVEL)


def _learn_outlook(e: Examples, around: Batch, seed: int, refits: int) -> Outlook:
    """What is believed and what was seen, each by its weight; `around` holds pairs as they are asked about."""
    starts, stays = learning_rows(e)
    if min(starts.started.sum(), stays.ended.sum()) < FEWEST_TO_FIT:
        return prior_outlook(around if len(around) else e.batch, starts, seed, refits)
    return drawn_to_prior(fit_outlook(starts, stays, seed, refits), starts, stays, seed)


def learning_rows(e: Examples) -> tuple[Starts, Stays]:
    """What an outlook is fitted to: contacts by how much of what comes of them is known, and starts as long as seen.

    Leaving for a better job or for education ends a stay like any other leaving.
    """
    told, began = ~e.unknown_hire, e.start_day < NEVER
    seen, ran = e.take(told), e.take(began)
    learner = np.unique(e.participant, return_inverse=True)[1] if len(e) else np.zeros(0, dtype=np.int64)
    answered = (seen.result >= MEETING) | seen.started
    starts = Starts(seen.batch, answered, seen.started, learner[told], share_seen(e)[told])
    return starts, Stays(ran.batch, ran.days_at_work, ran.ended, learner[began])
