"""The features of rows of (profile version, workplace, day): the same function for training and serving.

Knowledge is cut at each row's day: only facts known on or before it are used. In training that is the day before the
decision; in serving it is the day of the question.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from features.affinity import Affinity
from features.candidates import Market
from features.catalogue import NAMES
from features.defeats import Defeats
from features.eventful import Eventful
from features.pair import pair_features
from features.participant import participant_features
from features.workplace import Board, workplace_board
from features.world import Profiles, World
from features.world.facts import Floats, Ints

DAYS_KEPT = 3


@dataclass(frozen=True)
class Batch:
    """Rows of features: `values` float32 [n, features] in the catalogue's order, with what each row is about."""

    values: NDArray[np.float32]
    version: Ints
    unit: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.unit)

    def column(self, name: str) -> Floats:
        """One feature, shape [n]."""
        return self.values[:, NAMES.index(name)].astype(np.float64)

    def columns(self, names: tuple[str, ...]) -> NDArray[np.float32]:
        """Several features, shape [n, len(names)]."""
        return self.values[:, [NAMES.index(name) for name in names]]

    def take(self, rows: NDArray[np.int64]) -> Batch:
        """The given rows."""
        return Batch(self.values[rows], self.version[rows], self.unit[rows], self.day[rows])


class Pipeline:
    """Features over one world, safe between threads. What holds for all workplaces is kept for a few days."""

    def __init__(self, world: World, held: Pipeline | None = None) -> None:
        """`held`, the pipeline over the world before, lends what was learnt from parts that both worlds have."""
        self.world = world
        learnt = held is not None and all(
            getattr(world, part) is getattr(held.world, part) for part in ("work_seen", "workplaces")
        )
        self.affinity: Affinity = held.affinity if held is not None and learnt else Affinity.learn(world)
        self.defeats = Defeats(world, self.affinity)
        self.eventful = Eventful(world)
        self._days: OrderedDict[int, tuple[Market, Board]] = OrderedDict()
        self._lock = Lock()

    def on_day(self, profiles: Profiles, version: Ints, unit: Ints, day: int) -> Batch:
        """Features of rows that are all asked on one day; `version` and `unit` int [n]."""
        return self._batch(profiles, version, unit, np.full(len(unit), day), self.on_market(day)[1].take(unit))

    def by_row(self, profiles: Profiles, version: Ints, unit: Ints, day: Ints) -> Batch:
        """Features of rows that each have their own day, int [n]."""
        return self._batch(profiles, version, unit, day, workplace_board(self.world, unit, day))

    def on_market(self, day: int) -> tuple[Market, Board]:
        """The market on a day, and what is known about every workplace then."""
        with self._lock:
            if day not in self._days:
                units = np.arange(len(self.world.units))
                board = workplace_board(self.world, units, np.full(len(units), day))
                self._days[day] = (Market.on(self.world, day), board)
                if len(self._days) > DAYS_KEPT:
                    self._days.popitem(last=False)
            self._days.move_to_end(day)
            return self._days[day]

    def _batch(self, profiles: Profiles, version: Ints, unit: Ints, day: Ints, board: Board) -> Batch:
        named = {
            **board.features,
            **pair_features(self.world, self.affinity, profiles, version, unit, day, board),
            **participant_features(profiles, version),
            "defeat_shared": self.defeats.shared(profiles, version, unit, day, board).share,
        }
        values = np.empty((len(unit), len(NAMES)), dtype=np.float32)
        for position, name in enumerate(NAMES):
            values[:, position] = named[name]
        return Batch(values, version, unit, day)
