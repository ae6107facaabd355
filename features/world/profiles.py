"""Participants' profiles as arrays, one position per version, for stored people and for people given in a request.

Only what may rank is read. Gender, age, origin, benefit and support-need group are not in the table this reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features import occupations, places, tables
from features.vocabulary import FollowUpNeed, Stream, TravelMode, WorkCondition
from features.world.facts import Facts, Floats, Ints, days, known_days
from features.world.index import Index, codes
from features.world.texts import reader

CONDITIONS: tuple[str, ...] = tuple(c.value for c in WorkCondition)
MODES: tuple[str, ...] = tuple(m.value for m in TravelMode)
FOLLOW_UP: tuple[str, ...] = tuple(n.value for n in FollowUpNeed)
STREAMS: tuple[str, ...] = tuple(s.value for s in Stream)
SURE = 0.3
"""Score from which an occupation understood from a person's own words counts beside listed ones."""


@dataclass(frozen=True)
class Profiles:
    """Attribute arrays [V] over profile versions. Lists of occupations are padded with -1: shape [V, longest list]."""

    frame: pl.DataFrame
    participant: Ints
    """Position in `World.participants`; -1 for a person who is not stored."""
    versions: Facts
    specialist: Ints
    office: Ints
    listed_wishes: Ints
    unwanted: Ints
    experience: Ints
    conditions: NDArray[np.bool_]
    """Asked for, shape [V, conditions]."""
    hours_min: Floats
    hours_max: Floats
    max_travel: Floats
    mode: Ints
    latitude: Floats
    longitude: Floats
    centroid: NDArray[np.bool_]
    follow_up: Ints
    stream: Ints
    left: Ints
    excluded: tuple[Ints, Ints]
    """Veto list: (version, unit) pairs as two arrays."""

    def __len__(self) -> int:
        return len(self.participant)

    @classmethod
    def from_frame(
        cls, frame: pl.DataFrame, participants: Index, specialists: Index, offices: Index, units: Index
    ) -> Profiles:
        """Read rows of the `participants` table."""
        participant = participants.find(frame["participant_id"])
        centre = places.municipality_centre(frame["municipality"].to_list())
        own = {name: frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("latitude", "longitude")}
        centroid = np.isnan(own["latitude"]) | np.isnan(own["longitude"])
        version, orgnr = _exploded(frame["excluded_workplaces"])
        return cls(
            frame=frame,
            participant=participant,
            versions=Facts(
                participant,
                known_days(frame, tables.PARTICIPANTS),
                {"version": np.arange(len(frame))},
                when=days(frame["updated_on"]),
            ),
            specialist=specialists.find(frame["specialist_id"]),
            office=offices.find(frame["office_id"]),
            listed_wishes=_occupations(frame["wished_occupations"]),
            unwanted=_occupations(frame["unwanted_occupations"]),
            experience=_occupations(frame["experience_occupations"]),
            conditions=_flags(frame["work_conditions"], CONDITIONS),
            hours_min=frame["hours_min"].cast(pl.Float64).to_numpy(),
            hours_max=frame["hours_max"].cast(pl.Float64).to_numpy(),
            max_travel=frame["max_travel_minutes"].cast(pl.Float64).to_numpy(),
            mode=codes(frame["travel_mode"], MODES),
            latitude=np.where(centroid, centre[0], own["latitude"]),
            longitude=np.where(centroid, centre[1], own["longitude"]),
            centroid=centroid,
            follow_up=codes(frame["follow_up_need"], FOLLOW_UP),
            stream=codes(frame["stream"], STREAMS),
            left=days(frame["left_on"]),
            excluded=(version, units.find(orgnr)),
        )

    @property
    def wishes(self) -> Ints:
        """The occupations wished for: those listed; where none is, those that the person's own words speak of."""
        return self._wanted[0]

    @property
    def wish_weights(self) -> Floats:
        """How much each of `wishes` counts: 1 where it is listed, else the score from 0 to 1 of what was understood."""
        return self._wanted[1]

    def wished_work(self, version: Ints) -> tuple[Ints, Floats]:
        """What the fit of work is measured by, for rows of versions [n]: occupations and weights [n, k], -1 where none.

        These are `wishes`; beside listed ones also what the person's own words surely speak of, weighted by its score.
        """
        own, row = np.unique(version, return_inverse=True)
        said, score = self._said(own)
        beside = (self.listed_wishes[own] >= 0).any(axis=1, keepdims=True) & (score >= SURE)
        code = np.hstack([self.wishes[own], np.where(beside, said, -1)])
        weight = np.hstack([self.wish_weights[own], np.where(beside, score, 0.0)])
        used = np.flatnonzero((code >= 0).any(axis=0))
        return code[:, used][row], weight[:, used][row]

    @cached_property
    def _wanted(self) -> tuple[Ints, Floats]:
        listed = self.listed_wishes >= 0
        rows = np.flatnonzero(~listed.any(axis=1) & self.frame["wished_text"].is_not_null().to_numpy())
        if not len(rows):
            return self.listed_wishes, listed.astype(np.float64)
        said, score = self._said(rows)
        width = max(listed.shape[1], said.shape[1])
        code, weight = np.full((len(listed), width), -1, dtype=np.int64), np.zeros((len(listed), width))
        code[:, : listed.shape[1]], weight[:, : listed.shape[1]] = self.listed_wishes, listed
        code[rows, : said.shape[1]], weight[rows, : said.shape[1]] = said, score
        return code, weight

    def _said(self, version: Ints) -> tuple[Ints, Floats]:
        """Occupations that the words of versions [n] speak of, but for unwanted ones, and scores: [n, `MOST_CODES`]."""
        said, score = reader().codes(self.frame["wished_text"].gather(version).to_list())
        turned_down = (said[:, :, None] == self.unwanted[version][:, None, :]).any(axis=2)
        return np.where(turned_down, -1, said), np.where(turned_down, 0.0, score)

    def version(self, participant: Ints, day: Ints | int) -> Ints:
        """The profile version of each participant known on the day; -1 where there is none. Shape [n]."""
        return np.nan_to_num(self.versions.latest("version", participant, day), nan=-1).astype(np.int64)


def _exploded(column: pl.Series) -> tuple[Ints, pl.Series]:
    """Row position and value of every item of a list column."""
    items = pl.DataFrame({"row": np.arange(len(column)), "item": column.cast(pl.List(pl.String))})
    items = items.explode("item").drop_nulls("item")
    return items["row"].to_numpy(), items["item"]


def _flags(column: pl.Series, order: tuple[str, ...]) -> NDArray[np.bool_]:
    row, item = _exploded(column)
    flags = np.zeros((len(column), len(order)), dtype=np.bool_)
    code = codes(item, order)
    flags[row[code >= 0], code[code >= 0]] = True
    return flags


def _occupations(column: pl.Series) -> Ints:
    row, item = _exploded(column)
    code = occupations.occupation_indices(item.to_list()).astype(np.int64)
    row, code = row[code >= 0], code[code >= 0]
    count = np.bincount(row, minlength=len(column))
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    padded = np.full((len(column), max(1, int(count.max(initial=0)))), -1, dtype=np.int64)
    padded[row, place] = code
    return padded
