"""The tables at one moment as the service needs them, made from frames; what has not changed is kept from before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.capacity import Capacity
from features.pipeline import Pipeline
from features.shown import ShownLists
from features.tables import SHOWN_LISTS
from features.world import World
from serving.decisions import Decisions
from serving.people import People
from serving.workplaces import WorkplaceDirectory


@dataclass(frozen=True)
class Snapshot:
    """The tables as they were at one version of the database."""

    version: int
    versions: Mapping[str, int]
    """How often each table had changed when it was read."""
    objectors: frozenset[str]
    """People who are not to be ranked."""
    pipeline: Pipeline
    people: People
    workplaces: WorkplaceDirectory
    decisions: Decisions
    capacity: Capacity
    shown: ShownLists


def snapshot_of(version: int, frames: Mapping[str, pl.DataFrame]) -> Snapshot:
    """Everything that lists are made from, of the frames of `Database.read_tables`."""
    world = World.from_tables(frames)
    return Snapshot(
        version=version,
        versions=dict(frames["versions"].iter_rows()),
        objectors=frozenset(frames["objections"]["participant_id"].to_list()),
        pipeline=Pipeline(world),
        people=People(frames),
        workplaces=WorkplaceDirectory(frames),
        decisions=Decisions(world, frames["choices"]),
        capacity=Capacity(world, frames["placements"], frames["placement_subsidies"]),
        shown=ShownLists(world, frames[SHOWN_LISTS.name]),
    )
