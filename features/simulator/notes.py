"""What is learnt about workplaces on the way and written down, now and then wrongly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features.simulator.market import Market
from features.simulator.trades import CONDITIONS

WRONGLY_NOTED = 0.08


def note_needs(
    market: Market,
    contact: NDArray[np.int64],
    workplace: NDArray[np.int64],
    open_roles: NDArray[np.bool_],
    day: NDArray[np.int64],
) -> None:
    """Write down, for each contact, one of the roles in which labour is needed, sometimes the wrong one."""
    rng = market.rng
    role = np.argmax(np.where(open_roles, rng.random(open_roles.shape), -1), axis=1)
    trade = market.employers.roles[workplace, role].astype(np.int64)
    wrong = rng.random(workplace.size) < WRONGLY_NOTED
    trade = np.where(wrong, market.employers.roles[workplace, rng.integers(0, 3, workplace.size)], trade)
    market.need_known_until[workplace] = market.week + 13
    market.need_known_trade[workplace] = trade
    market.need_notes.add(
        workplace.size, workplace=workplace, trade=trade, day=day, contact=contact, need=-1, right=~wrong
    )


def note_conditions(market: Market, workplace: NDArray[np.int64], day: NDArray[np.int64], source: int) -> None:
    """Write down one condition per entry as somebody understood it, sometimes wrongly."""
    rng = market.rng
    condition = rng.integers(0, len(CONDITIONS), workplace.size)
    offered = market.employers.environment[workplace, condition] ^ (rng.random(workplace.size) < WRONGLY_NOTED)
    market.conditions_known[workplace, condition] = np.where(offered, 1, -1)
    market.condition_notes.add(
        workplace.size, workplace=workplace, condition=condition, day=day, offered=offered, source=source
    )
