"""What is not kept about protected people, and not learnt from: where they live, and anything that happened to them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.relations import is_about_people
from features.tables import TABLES
from features.vocabulary import Protection

PLACE = ("latitude", "longitude")
"""Columns of `participants` that say where somebody lives more closely than the municipality."""


def protected_people(rules: pl.DataFrame) -> pl.Series:
    """Keys of the people whose row of `participant_rules` does not say that they are not protected."""
    return rules.filter(pl.col("protection").ne_missing(Protection.NONE.value))["participant_id"].drop_nulls().unique()


def without_place(people: pl.DataFrame, protected: pl.Series) -> pl.DataFrame:
    """Rows of `participants`, those of protected people without coordinates."""
    hidden = pl.col("participant_id").is_in(protected.implode())
    return people.with_columns(pl.when(~hidden).then(pl.col(name)).alias(name) for name in PLACE)


def without_people(frames: Mapping[str, pl.DataFrame], people: pl.Series) -> dict[str, pl.DataFrame]:
    """All tables by name, without the rows that tell something about any of the people, given by key."""
    gone, left = {"participants": people}, dict(frames)
    for table in filter(is_about_people, TABLES):
        frame = frames[table.name]
        parents = {c.name: "participants" if c.name == "participant_id" else c.refers_to for c in table.columns}
        named = [pl.col(name).is_in(gone[parent].implode()) for name, parent in parents.items() if parent in gone]
        theirs = pl.any_horizontal(named).fill_null(False)
        gone.setdefault(table.name, frame.filter(theirs)[table.keys[0]].unique())
        left[table.name] = frame.filter(~theirs)
    return left
