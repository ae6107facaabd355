"""Where this world lies: one real county, a town and its surroundings, and how long the way to work takes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from features import tables

MODES = ("car", "transit", "walk")
START_MINUTES = np.array([5.0, 13.0, 2.0])
MINUTES_PER_KM = np.array([1.15, 2.0, 12.5])
DETOUR = 1.3
LARGE_ENOUGH = 15
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class County:
    """Municipalities (code, centre) by distance from the town they lie around, with each one's share of everything."""

    codes: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    share: np.ndarray

    def places(self, random: np.random.Generator, count: int, spread_km: float) -> tuple[np.ndarray, ...]:
        """`count` places: municipality index, latitude, longitude; scattered about the centres by a Laplace law."""
        where = random.choice(len(self.codes), count, p=self.share)
        north, east = random.laplace(0.0, spread_km / KM_PER_DEGREE, (2, count))
        return where, self.latitude[where] + north, self.longitude[where] + east / np.cos(np.radians(62.0))


def county(random: np.random.Generator) -> County:
    """The municipalities of one drawn county around one drawn town, the town with the greatest share."""
    with (Path(tables.__file__).parent / "reference/municipalities.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = sorted({row["county"] for row in rows})
    held = [[row for row in rows if row["county"] == name] for name in names]
    held = [members for members in held if len(members) >= LARGE_ENOUGH]
    members = held[random.integers(len(held))]
    latitude = np.array([float(row["latitude"]) for row in members])
    longitude = np.array([float(row["longitude"]) for row in members])
    town = random.integers(len(members))
    order = np.argsort(kilometres(latitude[town], longitude[town], latitude, longitude), kind="stable")
    share = 1.0 / (1.0 + np.arange(len(members))) ** 1.1
    codes = np.array([row["code"] for row in members])
    return County(codes[order], latitude[order], longitude[order], share / share.sum())


def kilometres(
    latitude: np.ndarray | float, longitude: np.ndarray | float, other_latitude: np.ndarray, other_longitude: np.ndarray
) -> np.ndarray:
    """Straight distance in km on a flat map, good within a county. Arrays broadcast."""
    north = (other_latitude - latitude) * KM_PER_DEGREE
    east = (other_longitude - longitude) * KM_PER_DEGREE * np.cos(np.radians(latitude))
    return np.asarray(np.hypot(north, east), dtype=np.float32)


def minutes(mode: np.ndarray, km: np.ndarray) -> np.ndarray:
    """Door-to-door minutes of this world, which the tables never show. `mode` indexes `MODES`."""
    return np.asarray(START_MINUTES[mode] + MINUTES_PER_KM[mode] * DETOUR * km, dtype=np.float32)
