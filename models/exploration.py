"""From scores to places: spread the first places, keep a list steady, and try workplaces not used lately.

The model orders. Three declared rules may move a workplace, each by little, and every place says what decided it.
Scores are measured in standard deviations of the person's own candidates, so that the rules mean the same for every
ranker:

- **Spread**: `CROWD_PRICE` off the score for each other person who had the workplace among the first three lately.
- **Steady**: at most `CHANGES` of the first `STEADY_PLACES` are new since the person's last list by the same model,
  unless something became known about them. One of the changes is kept for what is tried.
- **Try**: every `TRY_EVERY`th place may go to a workplace without a placement in 12 months, drawn in proportion to
  exp(score); always where the places above it hold none, else with the chance `TRY_CHANCE`. Never above rank 3.

Draws come from (participant, ISO week, model version) alone, so the same facts give the same list to everybody, and
the chance of each place given those above it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from features.world.facts import Floats, Ints

CROWD_PRICE = 0.25
"""Per other person. A cold contact more this quarter costs 0.2 in the log odds (practice) and about half of what is
shown is followed, which makes 0.1; a standard deviation of the model's scores is about 0.4 there."""
CROWD_MOST = 10
"""People beyond this number cost no more."""
HELD_SHARE = 0.5
"""What a workplace pays of that price where the person already has it, so that lists do not swing to and fro."""
STEADY_PLACES, CHANGES = 5, 2
"""At most 2 of the top 5 change in a week without new facts (R16)."""
TRY_EVERY = 5
"""One place in five: at least 20 % of what is shown was not used in the last 12 months (R07)."""
TRY_CHANCE = 0.2
TRY_AMONG = 30
"""How many of the best workplaces not used lately a draw is made among."""
SMALLEST_PROPENSITY = 0.001

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Standing:
    """What decides places beside the score, per candidate [n].

    `crowd` counts other people shown it among their first three lately, `unused` says that nobody was placed there in
    12 months. `held` marks the first places of the person's last list by this model, None where there is none; `told`
    marks workplaces that something became known about since, and `gone` counts the held that are no longer candidates.
    """

    crowd: Floats
    unused: Bools
    held: Bools | None = None
    told: Bools | None = None
    gone: int = 0


@dataclass(frozen=True)
class Arrangement:
    """A list's places [k]: `row` is the candidate, `model_rank` its rank by score alone, from 1.

    `explored` says that a draw put it there, `propensity` is the chance of it at its place given those above, and
    `spread` and `steadied` say which rules lowered or raised it.
    """

    row: Ints
    model_rank: Ints
    explored: Bools
    propensity: Floats
    spread: Bools
    steadied: Bools


def seed_of(participant_id: str | None, day: date, model_version: str) -> str:
    """What a list's draws depend on, and nothing else does."""
    year, week, _ = day.isocalendar()
    return f"{participant_id or ''}|{year}-W{week:02}|{model_version}"


def by_model(order: Ints, limit: int) -> Arrangement:
    """The model's order as it is: no rule moves anything. `order` [n] are rows, best first."""
    row = order[:limit]
    no = np.zeros(len(row), dtype=np.bool_)
    return Arrangement(row, np.arange(1, len(row) + 1), no, np.ones(len(row)), no, no)


def arrange(order: Ints, score: Floats, standing: Standing, seed: str, limit: int) -> Arrangement:
    """Fill `limit` places from the model's `order` (rows, best first, ties settled) of candidates with `score` [n].

    A shorter list is the beginning of a longer one. Rows that are not in the order get no place.
    """
    n = len(order)
    model_rank = np.zeros(len(score), dtype=np.int64)
    model_rank[order] = np.arange(1, n + 1)
    price = CROWD_PRICE * np.minimum(standing.crowd, CROWD_MOST)
    if standing.held is not None:
        price = np.where(standing.held, HELD_SHARE * price, price)
    spread_score = _standardised(score, np.sort(order)) - price
    waiting = order[np.argsort(-spread_score[order], kind="stable")]
    filling = _Filling(waiting, spread_score, standing, seed)
    for rank in range(1, min(limit, n) + 1):
        filling.place(rank)
    row = np.array(filling.rows, dtype=np.int64)
    return Arrangement(
        row,
        model_rank[row],
        np.array(filling.explored, dtype=np.bool_),
        np.maximum(np.array(filling.propensity), SMALLEST_PROPENSITY),
        price[row] > 0,
        np.array(filling.steadied, dtype=np.bool_),
    )


class _Filling:
    """A list being filled from the top."""

    def __init__(self, waiting: Ints, score: Floats, standing: Standing, seed: str) -> None:
        self._waiting, self._score, self._standing, self._seed = waiting, score, standing, seed
        self._free = np.ones(len(waiting), dtype=np.bool_)
        self.rows: list[int] = []
        self.explored: list[bool] = []
        self.propensity: list[float] = []
        self.steadied: list[bool] = []
        self._new = np.zeros(len(waiting), dtype=np.bool_)
        """Whether placing the waiting row spends a change, in the order of waiting."""
        self._changes = 0
        if standing.held is not None and standing.told is not None:
            held, told, by_itself = (
                standing.held[waiting],
                standing.told[waiting],
                np.arange(len(waiting)) < STEADY_PLACES,
            )
            fell = held & told & ~by_itself
            self._new = ~((held & ~fell) | (told & by_itself))
            self._changes = CHANGES + standing.gone + int(fell.sum())

    def place(self, rank: int) -> None:
        """Fill one place."""
        kept_back = 1 if rank < STEADY_PLACES else 0
        allowed = self._free & ~self._new if self._is_spent(rank, kept_back) else self._free
        first = int(np.argmax(self._free))
        follows = int(np.argmax(allowed)) if allowed.any() else first
        chosen, propensity = follows, 1.0
        if rank % TRY_EVERY == 0:
            chosen, propensity = self._try(rank, follows, allowed)
        self._free[chosen] = False
        if rank <= STEADY_PLACES:
            self._changes -= int(self._new[chosen])
        self.rows.append(int(self._waiting[chosen]))
        self.explored.append(chosen != follows)
        self.propensity.append(propensity)
        self.steadied.append(follows != first and chosen == follows)

    def _is_spent(self, rank: int, kept_back: int) -> bool:
        return self._standing.held is not None and rank <= STEADY_PLACES and self._changes <= kept_back

    def _try(self, rank: int, follows: int, allowed: Bools) -> tuple[int, float]:
        """Position to fill the place with, and its chance: what follows, or a draw among those not used lately."""
        unused = self._standing.unused[self._waiting]
        pool = np.flatnonzero(allowed & unused)[:TRY_AMONG]
        if len(pool) == 0:
            return follows, 1.0
        above = self.rows[-(TRY_EVERY - 1) :]
        needed = not (self._standing.unused[above].any() or unused[follows])
        chance = 1.0 if needed else TRY_CHANCE
        weight = np.exp(self._score[self._waiting[pool]] - self._score[self._waiting[pool]].max())
        share = weight / weight.sum()
        coin, which = _draws(f"{self._seed}|{rank}")
        drawn = int(np.searchsorted(np.cumsum(share), which * share.sum(), side="right"))
        chosen = int(pool[min(drawn, len(pool) - 1)]) if coin < chance else follows
        from_pool = chance * float(share[pool == chosen].sum())
        return chosen, from_pool + (1.0 - chance) * (chosen == follows)


def _standardised(score: Floats, among: Ints) -> Floats:
    """Scores in standard deviations of those at the positions `among`; zeros where these are equal."""
    deviation = float(score[among].std()) if len(among) else 0.0
    return (score - score[among].mean()) / deviation if deviation > 0 else np.zeros(len(score))


def _draws(seed: str) -> tuple[float, float]:
    """Two numbers in [0, 1) that depend on the text alone."""
    digest = sha256(seed.encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64, int.from_bytes(digest[8:16]) / 2**64
