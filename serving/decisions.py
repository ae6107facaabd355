"""What specialists decided about suggestions, and how a list follows it: the specialist has the last word.

The newest decision about a person and a workplace holds, and `undo` takes it back; what was added stays added under a
pin or a hiding until it is taken back itself. What is hidden is off the person's lists like what the person has vetoed.
What is pinned comes first, where it is within reach; what is added comes last, from however far away. The model's own
rank is kept beside the place, and what stands where a hand put it has no chance of standing there that is known: it
teaches nothing about the order.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.tables import CHOICES
from features.vocabulary import ChoiceKind
from features.world import World
from features.world.facts import Ints, day_number, known_days
from models.exploration import Arrangement, by_model

OFF = (ChoiceKind.HIDE, ChoiceKind.NOT_FOR_THIS_PARTICIPANT)
HOLDING = (*OFF, ChoiceKind.PIN, ChoiceKind.ADD, ChoiceKind.UNDO)
"""Decisions that replace one another; the others are notes and move nothing."""


@dataclass(frozen=True)
class Decided:
    """Workplaces that one person's list treats otherwise than the model would: positions in the world's units."""

    pinned: Ints
    added: Ints
    off: tuple[str, ...]
    """By organisation number."""

    def without(self, profile: pl.DataFrame) -> pl.DataFrame:
        """The profile, with what is hidden among the vetoed workplaces."""
        if not self.off:
            return profile
        hidden = pl.lit(pl.Series([list(self.off)], dtype=pl.List(pl.String)))
        return profile.with_columns(pl.col("excluded_workplaces").fill_null([]).list.concat(hidden))

    def arrange(self, unit: Ints, order: Ints, placed: Arrangement, limit: int) -> Arrangement:
        """The places with what is pinned first and what is added last, each in the model's `order` of rows.

        `unit` [n] are the candidates: what is not among them is not put on the list. What is moved gets NaN for its
        propensity.
        """
        first = order[np.isin(unit[order], self.pinned)][:limit]
        wanted = order[np.isin(unit[order], self.added) & ~np.isin(order, first)]
        rest = placed.row[~np.isin(placed.row, first)]
        missing = wanted[~np.isin(wanted, rest[: max(0, limit - len(first) - len(wanted))])][: limit - len(first)]
        middle = rest[~np.isin(rest, missing)][: limit - len(first) - len(missing)]
        moved = _at(placed, by_model(order, len(order)), np.concatenate([first, middle, missing]))
        by_hand = np.isin(moved.row, np.concatenate([first, missing]))
        return replace(moved, propensity=np.where(by_hand, np.nan, moved.propensity))


NOTHING = Decided(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), ())


def _at(placed: Arrangement, whole: Arrangement, row: Ints) -> Arrangement:
    """The given rows as places: as they were placed, or, where they were not, by the model alone."""
    others = np.flatnonzero(~np.isin(whole.row, placed.row))
    rows = np.concatenate([placed.row, whole.row[others]])
    where = np.argsort(rows)[np.searchsorted(np.sort(rows), row)]

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(placed, name), getattr(whole, name)[others]])[where]

    return Arrangement(row, *(column(field.name) for field in fields(Arrangement)[1:]))


class Decisions:
    """The table `choices`, to be asked what holds for a person on a day. `choices` may say in which version of the
    table a row was stored, `stored_in`: that is the order of what was decided on one day."""

    def __init__(self, world: World, choices: pl.DataFrame) -> None:
        stored_in = pl.col("stored_in") if "stored_in" in choices.columns else pl.lit(0)
        rows = choices.with_columns(
            known=pl.Series(known_days(choices, CHOICES)),
            unit=pl.Series(world.units.find(choices["orgnr"])),
            stored_in=stored_in,
            undoes=pl.col("kind") == ChoiceKind.UNDO.value,
        ).filter(pl.col("kind").is_in([kind.value for kind in HOLDING]), pl.col("unit") >= 0)
        self._rows = rows.sort("participant_id", "chosen_on", "stored_in", "undoes", "choice_id").select(
            "participant_id", "unit", "orgnr", "kind", "known"
        )

    def of(self, participant_id: str | None, as_of: date) -> Decided:
        """What holds for the person, as known on the day."""
        mine = self._rows.filter(
            (pl.col("participant_id") == pl.lit(participant_id, dtype=pl.String))
            & (pl.col("known") <= day_number(as_of))
        )
        if mine.is_empty():
            return NOTHING
        holds: dict[tuple[int, str], _Holds] = {}
        for unit, orgnr, kind in mine.select("unit", "orgnr", "kind").iter_rows():
            holds[unit, orgnr] = holds.get((unit, orgnr), _Holds()).then(ChoiceKind(kind))
        pinned = [unit for (unit, _), one in holds.items() if one.upon is ChoiceKind.PIN]
        added = [unit for (unit, _), one in holds.items() if one.added]
        off = [orgnr for (_, orgnr), one in holds.items() if one.upon in OFF]
        return Decided(np.array(pinned, dtype=np.int64), np.array(added, dtype=np.int64), tuple(off))


@dataclass(frozen=True)
class _Holds:
    """What holds about one workplace: whether it was added, and the pin or the hiding upon that."""

    added: bool = False
    upon: ChoiceKind | None = None

    def then(self, kind: ChoiceKind) -> _Holds:
        """What holds after one more decision."""
        if kind is ChoiceKind.ADD:
            return _Holds(added=True)
        if kind is ChoiceKind.UNDO:
            return _Holds(added=self.added and self.upon is not None)
        return _Holds(self.added, kind)
