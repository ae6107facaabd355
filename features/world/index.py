"""Positions of identifiers, so that the rest can work with whole numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.world.facts import Ints


class Index:
    """Positions of identifiers in their sorted order; -1 for an identifier that is not there."""

    def __init__(self, identifiers: pl.Series) -> None:
        self.names = identifiers.cast(pl.String).drop_nulls().unique().sort()
        self._frame = pl.DataFrame({"name": self.names, "position": np.arange(len(self.names), dtype=np.int64)})

    def __len__(self) -> int:
        return len(self.names)

    def find(self, identifiers: pl.Series) -> Ints:
        """Positions of the identifiers, shape [n]."""
        asked = pl.DataFrame({"name": identifiers.cast(pl.String)})
        found = asked.join(self._frame, on="name", how="left", maintain_order="left")
        return found["position"].fill_null(-1).to_numpy().copy()


def codes(column: pl.Series, order: tuple[str, ...]) -> Ints:
    """Positions of the values in `order`; -1 for an empty cell or another value. Shape [n]."""
    ranks = dict(zip(order, range(len(order)), strict=True))
    return column.cast(pl.String).replace_strict(ranks, default=-1, return_dtype=pl.Int64).to_numpy()
