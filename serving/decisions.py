"""What specialists decided about suggestions, and how a list follows it: the specialist has the last word.

The newest decision about a person and a workplace holds, and `undo` takes it back. What is hidden is off the person's
lists like what the person has vetoed; what is pinned comes first, and what is added comes last, where they are within
reach at all. The model's own rank is kept beside the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
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

        `unit` [n] are the candidates: what is not among them is not put on the list.
        """
        first = order[np.isin(unit[order], self.pinned)][:limit]
        wanted = order[np.isin(unit[order], self.added) & ~np.isin(order, first)]
        rest = placed.row[~np.isin(placed.row, first)]
        missing = wanted[~np.isin(wanted, rest[: max(0, limit - len(first) - len(wanted))])][: limit - len(first)]
        middle = rest[~np.isin(rest, missing)][: limit - len(first) - len(missing)]
        return _at(placed, by_model(order, len(order)), np.concatenate([first, middle, missing]))


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
        holds = mine.unique("unit", keep="last", maintain_order=True)
        return Decided(
            _units(holds, [ChoiceKind.PIN]),
            _units(holds, [ChoiceKind.ADD]),
            tuple(holds.filter(pl.col("kind").is_in([kind.value for kind in OFF]))["orgnr"].to_list()),
        )


def _units(holds: pl.DataFrame, kinds: Iterable[ChoiceKind]) -> Ints:
    return holds.filter(pl.col("kind").is_in([kind.value for kind in kinds]))["unit"].to_numpy().astype(np.int64)
