"""Workplaces as arrays: what the register said of each unit, version by version.

Attributes are arrays over versions; `version(unit, day)` says which version was known. The last position of every
attribute array stands for «not known»: -1 in codes, NaN in numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features import industries, places
from features.vocabulary import Sector
from features.world.facts import NEVER, Facts, Floats, Ints, days
from features.world.index import Index, codes

SECTORS: tuple[str, ...] = tuple(s.value for s in Sector)
_ATTRIBUTES = (
    "orgnr",
    "parent_orgnr",
    "name",
    "org_form",
    "industry_code",
    "industry_standard",
    "municipality",
    "postcode",
    "latitude",
    "longitude",
    "employees",
    "sector",
    "capacity",
    "registered_on",
    "closed_on",
    "known_from",
)


@dataclass(frozen=True)
class Workplaces:
    """Attribute arrays [V + 1] over versions; `card` holds the frame [V] they came from, for showing."""

    card: pl.DataFrame
    versions: Facts
    known: Ints
    """The day each version became known [V]."""
    replaced: Ints
    """Position of the version that each version replaced [V]; -1 for the first of a unit."""
    entity: Ints
    division: Ints
    sector: Ints
    employees: Floats
    capacity: Floats
    latitude: Floats
    longitude: Floats
    least_km: Floats
    """Straight-line km below which a distance to the position says nothing (`places.LEAST_KM`)."""
    municipality: Ints
    opens: Ints
    closes: Ints

    @classmethod
    def from_frames(
        cls,
        current: pl.DataFrame,
        history: pl.DataFrame,
        units: Index,
        entities: Index,
        postcodes: pl.DataFrame | None = None,
    ) -> Workplaces:
        """Read the `workplaces` table and the replaced rows kept beside it, placed as `places.resolve_place` does."""
        versions = pl.concat([history.select(_ATTRIBUTES), current.select(_ATTRIBUTES)], how="vertical_relaxed")
        unit = units.find(versions["orgnr"])
        known = days(versions["known_from"].fill_null(versions["registered_on"]), missing=0)
        placed = places.resolve_place(versions, postcodes)
        least_km = placed["place_precision"].replace_strict(
            places.LEAST_KM, default=places.LEAST_KM["municipality"], return_dtype=pl.Float64
        )
        code = versions["industry_code"].to_list()
        return cls(
            card=placed,
            versions=Facts(unit, known, {"version": np.arange(len(versions))}),
            known=known,
            replaced=_replaced(unit, known),
            entity=_with_unknown(entities.find(versions["parent_orgnr"])),
            division=_with_unknown(np.array([industries.division_index(c) if c else -1 for c in code], dtype=np.int64)),
            sector=_with_unknown(codes(versions["sector"], SECTORS)),
            employees=_with_unknown(_numbers(versions["employees"])),
            capacity=_with_unknown(_numbers(versions["capacity"])),
            latitude=_with_unknown(_numbers(placed["latitude"])),
            longitude=_with_unknown(_numbers(placed["longitude"])),
            least_km=_with_unknown(_numbers(least_km)),
            municipality=_with_unknown(versions["municipality"].cast(pl.Int64).to_numpy()),
            opens=np.append(days(versions["registered_on"], missing=0), NEVER),
            closes=np.append(days(versions["closed_on"]), NEVER),
        )

    def version(self, unit: NDArray[Any], day: NDArray[Any] | int) -> Ints:
        """The version of each unit known on the day; -1, the «not known» position, where there is none. Shape [n]."""
        return np.nan_to_num(self.versions.latest("version", unit, day), nan=-1).astype(np.int64)


def _replaced(unit: Ints, known: Ints) -> Ints:
    """The version before each, in the order they became known."""
    order = np.lexsort((np.arange(len(unit)), known, unit))
    before = np.full(len(unit), -1, dtype=np.int64)
    same = unit[order][1:] == unit[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    return before


def _numbers(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy()


def _with_unknown(values: NDArray[Any]) -> NDArray[Any]:
    """The array with one more position for «not known»."""
    return np.append(values, np.nan if values.dtype.kind == "f" else -1)
