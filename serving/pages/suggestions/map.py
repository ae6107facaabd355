"""A map of a list: where the workplaces lie from the participant, and how far the reach goes, as points of a drawing.

North is up and distances are true near the home; no map of roads is fetched from anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.places import EARTH_RADIUS_KM, municipality_centre, municipality_name, travel_minutes

SIZE, MARGIN = 400.0, 22.0
SAME_SPOT = 23.0
"""Numbers nearer than this are drawn beside each other."""
SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200)
FURTHEST_KM = 400.0


@dataclass(frozen=True)
class Dot:
    """A suggestion by its number."""

    rank: int
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Town:
    """A municipality near by, to know one's way by."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class MapDrawing:
    """Everything in units of the drawing; `reach` is a radius, and a bar of `scale` is `scale_km` long."""

    dots: tuple[Dot, ...]
    towns: tuple[Town, ...]
    home: tuple[float, float]
    reach: float
    scale: float
    scale_km: int
    unplaced: int
    size: float = SIZE


def map_drawing(person: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> MapDrawing | None:
    """The map for a row of `participants`; each place has rank, name, municipality, latitude and longitude.

    A place without coordinates stands in the middle of its municipality. None where the home is not known.
    """
    home = _position(person)
    if home is None:
        return None
    positions = [_position(place) for place in places]
    known = [(place, position) for place, position in zip(places, positions, strict=True) if position is not None]
    east, north = _km_from(home, [position for _, position in known])
    reach_km = reach(person["max_travel_minutes"], person["travel_mode"], home)
    widest = max([reach_km, *np.hypot(east, north).tolist(), 1.0])
    unit = (SIZE / 2 - MARGIN) / widest
    xy = _apart(SIZE / 2 + np.stack([east, -north], axis=1) * unit)
    dots = tuple(Dot(p["rank"], p["name"], round(x, 1), round(y, 1)) for (p, _), (x, y) in zip(known, xy, strict=True))
    scale_km = max((km for km in SCALES_KM if km * unit <= SIZE / 3), default=SCALES_KM[0])
    return MapDrawing(
        dots=dots,
        towns=_towns(home, unit, widest, [place["municipality"] for place in places]),
        home=(SIZE / 2, SIZE / 2),
        reach=round(reach_km * unit, 1),
        scale=round(scale_km * unit, 1),
        scale_km=scale_km,
        unplaced=len(places) - len(known),
    )


def reach(minutes: float, mode: str, home: tuple[float, float]) -> float:
    """How far in km the estimate of travel says one comes in so many minutes, in a straight line."""
    km = np.linspace(0, FURTHEST_KM, 4001)
    north = home[0] + np.degrees(km / EARTH_RADIUS_KM)
    within = travel_minutes(home[0], home[1], north, home[1], mode) <= minutes
    return float(km[within].max()) if within.any() else 0.0


def _position(row: Mapping[str, Any]) -> tuple[float, float] | None:
    if row["latitude"] is not None and row["longitude"] is not None:
        return float(row["latitude"]), float(row["longitude"])
    latitude, longitude = municipality_centre([row["municipality"] or ""])
    return None if np.isnan(latitude[0]) else (float(latitude[0]), float(longitude[0]))


def _km_from(home: tuple[float, float], positions: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    """Km east and north of the home, one each."""
    where = np.array(positions, dtype=np.float64).reshape(-1, 2)
    degree = np.radians(1) * EARTH_RADIUS_KM
    return (where[:, 1] - home[1]) * degree * np.cos(np.radians(home[0])), (where[:, 0] - home[0]) * degree


def _apart(xy: Any) -> Any:
    """Positions [n, 2] with those that would cover an earlier one moved beside it."""
    placed: list[Any] = []
    for point in xy:
        moved, turn = point, 0
        while any(np.hypot(*(moved - other)) < SAME_SPOT for other in placed):
            turn += 1
            angle, distance = turn * 2.4, SAME_SPOT * np.sqrt(turn)
            moved = np.clip(point + distance * np.array([np.cos(angle), np.sin(angle)]), MARGIN / 2, SIZE - MARGIN / 2)
            if turn > 400:
                break
        placed.append(moved)
    return np.array(placed).reshape(-1, 2)


def _towns(home: tuple[float, float], unit: float, widest: float, codes: Sequence[str]) -> tuple[Town, ...]:
    """The municipalities of the places."""
    wanted = sorted(set(codes))
    latitude, longitude = municipality_centre(wanted)
    east, north = _km_from(home, list(zip(latitude.tolist(), longitude.tolist(), strict=True)))
    named = [(municipality_name(code), e, n) for code, e, n in zip(wanted, east, north, strict=True)]
    return tuple(
        Town(name, round(SIZE / 2 + e * unit, 1), round(SIZE / 2 - n * unit, 1))
        for name, e, n in named
        if name is not None and np.hypot(e, n) <= widest
    )
