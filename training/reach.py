"""Pairs that could be suggested on a day, before anybody has chosen among them."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.candidates import Market, candidates
from features.pipeline import Batch, Pipeline
from features.world import World
from training.metrics import Bools, Floats

FEW_PEOPLE = 60
"""People enough to know what pairs look like."""


def pairs_within_reach(pipeline: Pipeline, people: Bools, day: int, most: int = FEW_PEOPLE) -> Batch:
    """Every candidate on the day of the first `most` of the people who had not left; bool [participants], in order."""
    world = pipeline.world
    version = world.profiles.version(np.flatnonzero(people), day)
    version = version[version >= 0]
    version = version[world.profiles.left[version] > day][:most]
    market = Market.on(world, day)
    units = [candidates(market, world.profiles, int(v)).unit for v in version]
    asked = np.repeat(version, [len(unit) for unit in units])
    return pipeline.on_day(world.profiles, asked, np.concatenate([np.empty(0, dtype=np.int64), *units]), day)


def true_chance(world: World, truth: pl.DataFrame, batch: Batch, name: str) -> Floats:
    """The simulation's true chance `name` of each pair of the batch; NaN for pairs that the truth does not hold. [n]"""
    said = truth.select(
        participant=pl.Series(world.participants.find(truth["participant_id"])),
        unit=pl.Series(world.units.find(truth["orgnr"])),
        chance=pl.col(name).cast(pl.Float64),
    ).unique(["participant", "unit"], keep="first")
    asked = pl.DataFrame({"participant": world.profiles.participant[batch.version], "unit": batch.unit})
    found = asked.join(said, on=["participant", "unit"], how="left", maintain_order="left")
    return found["chance"].fill_null(np.nan).to_numpy().astype(np.float64)
