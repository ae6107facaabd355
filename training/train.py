"""From tables to a trained matcher: outlook first, then the ranker on gains that the outlook completes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from features.errors import InputError
from features.pipeline import Pipeline
from features.world.facts import NEVER, day_number
from features.world.memory import MEETING
from models.bundle import Matcher
from models.lambdamart import train_lambdamart
from models.outlook import REFITS, Outlook, Starts, Stays, fit_outlook
from training.dataset import Examples, examples, staged_gain


class TooLittleDataError(InputError):
    """There is not enough history to learn from; the message says how much there is and what is missing."""


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
) -> Fitted:
    """Train on contacts before `as_of` of the chosen participants; TooLittleDataError where that cannot be done."""
    learned_from = examples(pipeline, day_number(as_of), participants)
    outlook = _fit_outlook(learned_from, seed, refits)
    chances = outlook.chances(learned_from.batch).estimate
    gain = staged_gain(learned_from, chances["stays_26w"], chances["stays_52w"])
    ranker = train_lambdamart(learned_from.batch, learned_from.participant, gain, outlook.order(), seed)
    return Fitted(Matcher(ranker=ranker, outlook=outlook, trained_as_of=as_of), learned_from)


def _fit_outlook(e: Examples, seed: int, refits: int) -> Outlook:
    observed, began = e.start_observed, e.start_day < NEVER
    if not e.started[observed].any() or not e.ended.any():
        raise TooLittleDataError(
            f"{len(e)} contacts before the cut, {int(e.started[observed].sum())} of them with a start observed for 26 "
            f"weeks and {int(e.ended.sum())} ended placements: load more history before training"
        )
    learner = np.unique(e.participant, return_inverse=True)[1]
    seen, stays = e.take(observed), e.take(began)
    return fit_outlook(
        Starts(seen.batch, (seen.result >= MEETING) | seen.started, seen.started, learner[observed]),
        Stays(stays.batch, stays.days_at_work, stays.ended, learner[began]),
        seed,
        refits,
    )
