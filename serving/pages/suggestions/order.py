"""Other orders in which the same list can be read; the list itself, and what it says of its order, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any


class Order(StrEnum):
    """By what a specialist reads the list; `LIST` is the order it was made in."""

    LIST = "listen"
    TRAVEL = "reise"
    STAYS = "varighet"
    NEED = "behov"


LABELS = {
    Order.LIST: "Anbefalt rekkefølge",
    Order.TRAVEL: "Kortest reise først",
    Order.STAYS: "Flest fortsatt i jobb først",
    Order.NEED: "Nyeste behov først",
}


def in_order(suggestions: Sequence[Mapping[str, Any]], order: Order) -> list[Mapping[str, Any]]:
    """The suggestions in the order; what is not known comes last, and equals stand as the list has them."""
    if order is Order.TRAVEL:
        return sorted(suggestions, key=lambda s: (s["travel_minutes"] is None, s["travel_minutes"] or 0))
    if order is Order.STAYS:
        return sorted(suggestions, key=lambda s: -(s["outlook"]["stays_26w"]["estimate"] if s["outlook"] else -1))
    if order is Order.NEED:
        return sorted(suggestions, key=_need_age)
    return list(suggestions)


def _need_age(suggestion: Mapping[str, Any]) -> tuple[bool, int]:
    need = suggestion["need"]
    if need is None or need["recorded_on"] is None:
        return True, 0
    return need["status"] == "outdated", -date.fromisoformat(need["recorded_on"]).toordinal()
