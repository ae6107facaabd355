"""The list of somebody who objected to being ranked: every workplace within reach by name, and no model behind it.

Nothing that a specialist needs to make contact is left out of it: who they are, how far away, what they need, who knows
them, and room. Nothing on it says where to begin.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from features.capacity import Capacity
from features.pipeline import Pipeline
from serving import schemas

NAME = schemas.ModelName(name="ingen", version="0")
OBJECTED = (
    "Deltakeren har reservert seg mot å bli rangert for. Listen viser alle arbeidsplasser innen rekkevidde, "
    "i alfabetisk rekkefølge."
)


def unranked(
    pipeline: Pipeline, capacity: Capacity, profile: pl.DataFrame, as_of: date, list_id: str
) -> schemas.SuggestionList:
    ...
