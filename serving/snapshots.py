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
    frames: Mapping[str, pl.DataFrame]
    objectors: frozenset[str]
    """People who are not to be ranked."""
    pipeline: Pipeline
    people: People
    workplaces: WorkplaceDirectory
    decisions: Decisions
    capacity: Capacity
    shown: ShownLists
    shown_number: int
    """The version of `shown_lists` that `shown` was made from."""


def version_of(versions: Mapping[str, int]) -> int:
    """How often the tables have changed that a list is made from; what is shown does not change what is known."""
    return sum(number for name, number in versions.items() if name != SHOWN_LISTS.name)


def snapshot_of(frames: Mapping[str, pl.DataFrame], held: Snapshot | None = None) -> Snapshot:
    """Everything that lists are made from, of the frames of `Database.read_tables`.

    `held` is the snapshot before, of which parts are kept that would come out the same.
    """
    versions = dict(frames["versions"].iter_rows())
    world = World.from_tables(frames, None if held is None else held.pipeline.world)
    if held is not None and _same_positions(world, held.pipeline.world):
        shown, shown_number = held.shown, held.shown_number
    else:
        shown, shown_number = ShownLists(world, frames[SHOWN_LISTS.name]), versions.get(SHOWN_LISTS.name, 0)
    about_workplaces = ("workplaces", "agreements", "employer_notices")
    same_workplaces = held is not None and all(frames[name] is held.frames[name] for name in about_workplaces)
    return Snapshot(
        version=version_of(versions),
        versions=versions,
        frames=frames,
        objectors=frozenset(frames["objections"]["participant_id"].to_list()),
        pipeline=_pipeline(world, held),
        people=People(frames),
        workplaces=held.workplaces if held is not None and same_workplaces else WorkplaceDirectory(frames),
        decisions=Decisions(world, frames["choices"]),
        capacity=Capacity(world, frames["placements"], frames["placement_subsidies"]),
        shown=shown,
        shown_number=shown_number,
    )


def _pipeline(world: World, held: Snapshot | None) -> Pipeline:
    if held is None:
        return Pipeline(world)
    return held.pipeline if world is held.pipeline.world else Pipeline(world, held.pipeline)


def _same_positions(world: World, before: World) -> bool:
    """Whether units, participants and specialists have the positions they had, and profiles say the same."""
    return all(
        getattr(world, part) is getattr(before, part) for part in ("units", "participants", "specialists", "profiles")
    )
