"""What had been shown before a week: who had the first places, and each person's last list.

A list shown this week does not count until next week, so that everybody who asks within a week gets the same list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.tables import SHOWN_LISTS
from features.world import World
from features.world.facts import Floats, Ints, days, known_days
from features.world.memory import pair_key

FIRST_PLACES = 3
"""Places of a list that count as exposure (practice: shares of the first three)."""
RECENT = 28
"""Days before the week that count as recent."""


def week_start(day: int) -> int:
    """The Monday of the day's ISO week, as a day number."""
    return (day + 3) // 7 * 7 - 3


@dataclass(frozen=True)
class LastList:
    """The list a person was last shown before a week: `unit` int [k] in its order, the day, and the model."""

    unit: Ints
    day: int
    model_version: str | None


@dataclass(frozen=True)
class ShownBefore:
    """What was shown in the `RECENT` days before the Monday `week`, one row per (person, workplace) shown.

    `people` [units] counts the people who had each workplace among their first three places.
    """

    week: int
    people: Floats
    own: Ints
    """Keys of (workplace, person) among the first places, sorted."""
    mates: Ints
    """Keys of (workplace, specialist), one for each person of the specialist's who had it there, sorted."""
    rows: pl.DataFrame
    """participant, unit, day, rank, model_version of each person's last list."""

    def others(self, unit: Ints, participant: int) -> Floats:
        """How many other people had each workplace among their first three places. Shape [n]."""
        return np.asarray(self.people[unit] - self._mine(unit, participant), dtype=np.float64)

    def colleagues(self, unit: Ints, participant: int, specialist: int) -> Floats:
        """How many of those have the same specialist. Shape [n]."""
        key = pair_key(unit, np.full(len(unit), specialist))
        among = np.searchsorted(self.mates, key, side="right") - np.searchsorted(self.mates, key)
        return np.asarray(np.maximum(0, among - self._mine(unit, participant)) * (specialist >= 0), dtype=np.float64)

    def _mine(self, unit: Ints, participant: int) -> NDArray[np.bool_]:
        return np.isin(pair_key(unit, np.full(len(unit), participant)), self.own) & (participant >= 0)

    def last_list(self, participant: int) -> LastList | None:
        """The person's last list; None when none was shown recently."""
        rows = self.rows.filter(pl.col("participant") == participant)
        if rows.is_empty():
            return None
        return LastList(rows["unit"].to_numpy(), int(rows["day"][0]), rows["model_version"][0])


class ShownLists:
    """The table `shown_lists` as positions in a world's indices, to be asked what came before a week."""

    def __init__(self, world: World, shown: pl.DataFrame) -> None:
        self._units, self._profiles = len(world.units), world.profiles
        self._rows = pl.DataFrame(
            {
                "participant": world.participants.find(shown["participant_id"]),
                "unit": world.units.find(shown["orgnr"]),
                "day": days(shown["shown_on"]),
                "known": known_days(shown, SHOWN_LISTS),
                "rank": shown["rank"],
                "list": shown["list_id"].cast(pl.Categorical),
                "model_version": shown["model_version"].cast(pl.Categorical),
            }
        ).filter((pl.col("participant") >= 0) & (pl.col("unit") >= 0))

    def before(self, day: int) -> ShownBefore:
        """What was known at the start of the day's week to have been shown in the weeks before it."""
        week = week_start(day)
        recent = self._rows.filter((pl.col("known") < week) & pl.col("day").is_between(week - RECENT, week - 1))
        first = recent.filter(pl.col("rank") <= FIRST_PLACES).select("unit", "participant").unique()
        unit, participant = first["unit"].to_numpy(), first["participant"].to_numpy()
        specialist = self._profiles.specialist[self._profiles.version(participant, week)]
        lists = recent.select("participant", "day", pl.col("list").cast(pl.String)).unique()
        newest = lists.sort("day", "list").unique("participant", keep="last")
        last = recent.with_columns(pl.col("list", "model_version").cast(pl.String)).join(
            newest, on=["participant", "day", "list"]
        )
        return ShownBefore(
            week,
            np.bincount(unit, minlength=self._units).astype(np.float64),
            np.sort(pair_key(unit, participant)),
            np.sort(pair_key(unit, specialist)),
            last.sort("participant", "rank").select("participant", "unit", "day", "rank", "model_version"),
        )
