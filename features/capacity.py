"""How many people a workplace follows up now, and its room for more, as a card shows it.

Active are trials and adapted work while they run, and other jobs while they are subsidised (contract). It reads
`placement_subsidies`, which the ranker's features may not: they have a `room` of their own.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from features.restricted import PLACEMENT_SUBSIDIES
from features.vocabulary import TRIAL_FORMS, PlacementForm
from features.workplace import REST_DAYS, capacity
from features.world import World
from features.world.facts import NEVER, Facts, Ints, days, known_days


class Capacity:
    """Built once from a world and its subsidies; answers for any day."""

    def __init__(self, world: World, placements: pl.DataFrame, subsidies: pl.DataFrame) -> None:
        """`placements` and `subsidies` are the tables' frames, `world` is built from the same placements."""
        p, o = world.placements, world.placements.outcomes
        always = placements["form"].is_in([*TRIAL_FORMS, PlacementForm.ADAPTED_WORK_ORDINARY])
        own = np.flatnonzero(always.to_numpy())
        position = placements.select("placement_id", row=pl.int_range(pl.len()))
        of = subsidies.join(position, on="placement_id", how="inner", maintain_order="left")
        paid = of["row"].to_numpy()
        which, begins = np.concatenate([own, paid]), np.concatenate([o.starts[own], days(of["starts_on"])])
        known = np.maximum(np.concatenate([o.known[own], known_days(of, PLACEMENT_SUBSIDIES)]), begins)
        until = np.minimum(np.concatenate([np.full(len(own), NEVER), days(of["ends_on"])]), o.end_known()[which])
        self._world = world
        self._spans = Facts(p.unit[which], known, {"placement": which, "until": until})

    def active(self, unit: Ints, day: int) -> Ints:
        """People whom each workplace follows up on the day, shape [n]."""
        rows, which = self._spans.expand(unit, np.full(len(unit), day))
        runs = self._spans.values["until"][which] > day
        pairs = np.unique(np.stack([rows[runs], self._spans.values["placement"][which[runs]].astype(np.int64)]), axis=1)
        return np.bincount(pairs[0], minlength=len(unit)).astype(np.int64)

    def room(self, unit: Ints, day: int) -> Ints:
        """Room for more on the day: none for `REST_DAYS` after a start. Shape [n]."""
        when = np.full(len(unit), day)
        free = np.maximum(0, capacity(self._world, self._world.workplaces.version(unit, when)) - self.active(unit, day))
        rests = when - self._world.begun.latest_day(unit, when) < REST_DAYS
        return np.where(rests, 0, free).astype(np.int64)
