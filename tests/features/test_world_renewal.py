"""A world that keeps parts of the one before is the world that would have been built anew."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.world import World
from features.world.facts import Facts
from features.world.index import Index
from features.world.renewal import MADE_FROM, POSITIONS
from tests.builders import rows, tables

PARTS = {name for name, value in vars(World).items() if isinstance(value, cached_property)}
CHANGES: dict[str, list[dict[str, Any]]] = {
    "contacts": [{"contact_id": "c-2"}, {"contact_id": "c-3", "specialist_id": "Z990002"}],
    "placements": [{"placement_id": "s-2"}, {"placement_id": "s-3", "contact_id": "c-2", "form": "work_training"}],
    "employer_needs": [{"need_id": "n-2", "occupation": "9412"}],
    "vacancies": [{"ad_id": "a-2"}],
    "workplace_conditions": [{"condition": "small_team"}],
    "agreements": [{"programme": "Lokal avtale", "orgnr": "310000019", "covers": "legal_entity"}],
    "employer_notices": [{"kind": "closure", "orgnr": "310000027"}],
    "participants": [{"participant_id": "p-2"}, {"participant_id": "p-0", "specialist_id": "Z990000"}],
    "workplaces": [{"orgnr": "310000019"}, {"orgnr": "310000027", "parent_orgnr": "310000035"}],
}
STEPS = st.lists(st.sampled_from([(name, i) for name, given in CHANGES.items() for i in range(len(given))]), max_size=8)


def changed(frames: dict[str, pl.DataFrame], name: str, row: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """The frames with one row more, every other frame the very same object."""
    known = {"known_from": pl.lit(date(2025, 1, 1))} if name == "workplaces" else {}
    fresh = rows(name, row).with_columns(simulated=pl.lit(True), dataset=pl.lit("test"), **known)
    keys = [column for column in fresh.columns if column.endswith("_id") or column == "orgnr"][:1]
    return frames | {name: pl.concat([frames[name], fresh], how="diagonal_relaxed").sort(keys, maintain_order=True)}


def same(one: Any, other: Any) -> bool:
    """Whether two parts say the same, down to their arrays."""
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, pl.DataFrame | pl.Series):
        return bool(one.equals(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return same(vars(one), vars(other)) if isinstance(one, Facts | Index) else bool(one == other)


def test_every_part_says_what_it_is_made_from() -> None:
    assert {*MADE_FROM, *POSITIONS} == PARTS


@settings(max_examples=40, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_a_renewed_world_is_the_world_built_anew(steps: list[tuple[str, int]], chance: Any) -> None:
    frames = tables()
    world = World.from_tables(frames)
    for name, which in dict.fromkeys(steps):
        for part in sorted(PARTS):
            if chance.random() < 0.7:
                getattr(world, part)
        frames = changed(frames, name, CHANGES[name][which])
        world = World.from_tables(frames, world)
    fresh = World.from_tables(frames)
    for part in PARTS:
        assert same(getattr(world, part), getattr(fresh, part)), part


def test_what_does_not_touch_a_part_leaves_it() -> None:
    frames = tables(employer_notices=rows("employer_notices", {}))
    world = World.from_tables(frames)
    kept = {part: getattr(world, part) for part in PARTS}
    after = World.from_tables(changed(frames, "employer_notices", {"kind": "closure"}), world)
    assert {part for part in PARTS if getattr(after, part) is not kept[part]} == {"notices"}
    assert World.from_tables(dict(frames), world) is world


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(name: str) -> None:
    frames = tables()
    world = World.from_tables(frames)
    after = World.from_tables(changed(frames, name, CHANGES[name][0]), world)
    assert after is not world
