"""Places: the municipalities, their centres, and an estimate of the travel time between two points.

Municipality codes are those of 2024-01-01 (SSB Klass). A centre is where people live, not the middle of the map: the
postcode position nearest to everybody, from positions by Erik Bolstad (CC BY 3.0), rounded to 0.01°.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from features.vocabulary import PlacePrecision, TravelMode

REFERENCE = Path(__file__).parent / "reference"

MODES: Final = tuple(mode.value for mode in TravelMode)
"""Means of travel; the order is the integer code used in arrays."""

LEAST_KM: Final = {"address": 0.3, "postcode": 1.5, "municipality": 3.0}
"""Straight-line km below which a distance says nothing, by `place_precision`: how far apart two places typically are
when both stand on the same point."""

BAND_STARTS_KM: Final = (0.0, 5.0, 20.0, 60.0)
"""Where each band of `BAND_SPEEDS_KMH` begins, in km along the road."""
BAND_SPEEDS_KMH: Final = {"car": (35, 50, 65, 70), "transit": (16, 22, 30, 40), "walk": (4.8, 4.8, 4.8, 4.8)}
"""Speed of the next km, by band. Transit includes changes and the longer waits of routes that leave town."""
DETOUR: Final = {"car": 1.3, "transit": 1.4, "walk": 1.3}
"""Km along the road per km in a straight line."""
FIXED_MINUTES: Final = {"car": 4.0, "transit": 12.0, "walk": 0.0}
"""Car: to the car, parking, from the car. Transit: to and from the stop, and the wait."""

EARTH_RADIUS_KM: Final = 6371.0
NORWAY: Final = {"latitude": (57.0, 81.5), "longitude": (4.0, 34.0)}
"""Coordinates outside are taken as not known (swapped or empty)."""

Float32 = NDArray[np.float32]


@cache
def municipalities() -> pl.DataFrame:
    """Every municipality on 2024-01-01: code, name, county, latitude, longitude (degrees, WGS 84)."""
    text = {"code": pl.String, "name": pl.String, "county": pl.String}
    return pl.read_csv(REFERENCE / "municipalities.csv", schema_overrides=text)


@cache
def _successors() -> dict[str, str]:
    table = pl.read_csv(REFERENCE / "municipality_successors.csv", infer_schema=False)
    return dict(zip(table["former"], table["current"], strict=True))


@cache
def _names() -> dict[str, str]:
    return dict(zip(municipalities()["code"], municipalities()["name"], strict=True))


def current_municipality(code: str) -> str | None:
    """The code of 2024 for a municipality code of any year since about 2000: 0806 and 3807 are both 4003 (Skien).

    A lost leading zero is put back. A municipality that was split follows the part where most people live. Unknown
    codes, Svalbard and Jan Mayen give None.
    """
    padded = code.strip().zfill(4)
    return padded if padded in _names() else _successors().get(padded)


def municipality_name(code: str) -> str | None:
    """The name of the municipality that a code of any year stands for today; None when unknown."""
    current = current_municipality(code)
    return None if current is None else _names()[current]


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).removesuffix(" kommune")


@cache
def _codes_by_name() -> dict[str, str | None]:
    codes: dict[str, str | None] = {}
    for code, name, county in municipalities().select("code", "name", "county").iter_rows():
        codes[_key(name)] = None if _key(name) in codes else code
        codes[_key(f"{name} ({county})")] = code
    return codes


def municipality_code(name: str) -> str | None:
    """The code of 2024 for a municipality's name of today.

    Case and stray spaces do not matter, and one language of a double name is enough («Kárášjohka - Karasjok»). Herøy
    and Våler are two places each: None unless the county follows in brackets, as in «Herøy (Nordland)».
    """
    parts = (name, *re.split(r"\s+[-–/]\s+", name))
    return next((code for part in parts if (code := _codes_by_name().get(_key(part)))), None)


@cache
def _centres() -> dict[str, tuple[float, float]]:
    rows = municipalities().select("code", "latitude", "longitude").iter_rows()
    return {code: (latitude, longitude) for code, latitude, longitude in rows}


def municipality_centre(codes: Iterable[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of the centres, in the order of the codes (of any year); NaN where a code is unknown."""
    unknown = (np.nan, np.nan)
    points = [_centres().get(current_municipality(code) or "", unknown) for code in codes]
    columns = np.array(points, dtype=np.float64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def great_circle_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Float32:
    """Straight-line distance in km between points in degrees; the four arrays broadcast. Exact to some metres."""
    half = np.float32(np.pi / 360)
    lat1, lon1, lat2, lon2 = (np.asarray(value, dtype=np.float32) for value in (lat1, lon1, lat2, lon2))
    north = np.sin((lat2 - lat1) * half)
    east = np.sin((lon2 - lon1) * half)
    chord = north * north + np.cos(2 * half * lat1) * np.cos(2 * half * lat2) * (east * east)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1))), dtype=np.float32)


def _mode_codes(mode: str | ArrayLike) -> NDArray[np.intp]:
    if isinstance(mode, str):
        if mode not in MODES:
            raise ValueError(f"{mode!r} is not a means of travel: give one of {', '.join(MODES)}")
        return np.asarray(MODES.index(mode))
    codes = np.asarray(mode)
    if codes.dtype.kind not in "iu" or (codes.size and not 0 <= codes.min() <= codes.max() < len(MODES)):
        raise ValueError(f"means of travel must be integers from 0 to {len(MODES) - 1}, in the order {MODES}")
    return codes.astype(np.intp)


def _minutes(km: Float32, mode: NDArray[np.intp]) -> Float32:
    by_mode = [(FIXED_MINUTES[name], DETOUR[name], *BAND_SPEEDS_KMH[name]) for name in MODES]
    fixed, detour, *speeds = np.array(by_mode, dtype=np.float32).T[:, mode]
    road = km * detour
    minutes = fixed + road * (60 / speeds[0])
    for start, slower, faster in zip(BAND_STARTS_KM[1:], speeds, speeds[1:], strict=False):
        change = 60 / faster - 60 / slower
        if np.any(change):
            minutes = minutes + change * np.maximum(road - np.float32(start), 0)
    return np.asarray(minutes, dtype=np.float32)


def travel_minutes(
    lat1: ArrayLike,
    lon1: ArrayLike,
    lat2: ArrayLike,
    lon2: ArrayLike,
    mode: str | ArrayLike,
    *,
    least_km: ArrayLike = LEAST_KM["address"],
) -> Float32:
    """Estimated minutes from door to door, from straight-line distance and the constants above; everything broadcasts.

    `mode` is a name of `MODES` or integers in that order. Nobody waits for a bus that takes longer than walking, so no
    estimate is above the walk. Distances under `least_km` count as `least_km`: give the value of `LEAST_KM` for the
    coarser of the two points, so that two places on one centroid are a typical local trip apart and not zero minutes.
    Never decreases with distance. Fjords, ferries and timetables are not known. NaN where a coordinate is NaN.
    """
    km = np.maximum(great_circle_km(lat1, lon1, lat2, lon2), np.asarray(least_km, dtype=np.float32))
    return np.minimum(_minutes(km, _mode_codes(mode)), _minutes(km, _mode_codes("walk")))


def read_postcodes(path: Path) -> pl.DataFrame:
    """Postcode positions from Erik Bolstad's tab-separated file: postcode, place, municipality, latitude, longitude.

    The file's municipality codes have lost leading zeros and follow 2021 borders: they come back as codes of 2024, null
    on Svalbard and Jan Mayen. A postcode that stands there twice keeps its first row.
    """
    rows = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
    municipality = pl.Series(
        "municipality", [current_municipality(code or "") for code in rows["KOMMNR"]], dtype=pl.String
    )
    return rows.select(
        pl.col("POSTNR").str.zfill(4).alias("postcode"),
        pl.col("POSTSTAD").alias("place"),
        municipality,
        pl.col("LAT").cast(pl.Float64).alias("latitude"),
        pl.col("LON").cast(pl.Float64).alias("longitude"),
    ).unique("postcode", keep="first", maintain_order=True)


def resolve_place(workplaces: pl.DataFrame, postcodes: pl.DataFrame | None = None) -> pl.DataFrame:
    """The workplaces with latitude, longitude and `place_precision` filled, rows and other columns as they were.

    A workplace's own coordinates are an address; else the position of its postcode, when `postcodes` (postcode,
    latitude, longitude) is given and holds it; else the centre of its municipality. With none of them the three columns
    are null. `postcode`, `latitude` and `longitude` may be absent from `workplaces`.
    """
    points = pl.DataFrame(schema={"postcode": pl.String, "latitude": pl.Float64, "longitude": pl.Float64})
    if postcodes is not None:
        points = postcodes.select(points.columns).unique("postcode", keep="first")
    points = points.select("postcode", post_latitude="latitude", post_longitude="longitude")
    centre_latitude, centre_longitude = municipality_centre(code or "" for code in workplaces["municipality"])
    known = workplaces.with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in (("postcode", pl.String), ("latitude", pl.Float64), ("longitude", pl.Float64))
        if name not in workplaces.columns
    ).select(
        "postcode",
        pl.struct("latitude", "longitude").alias("own"),
        pl.Series("centre_latitude", centre_latitude).fill_nan(None),
        pl.Series("centre_longitude", centre_longitude).fill_nan(None),
    )
    known = known.join(points, on="postcode", how="left", maintain_order="left")
    latitude, longitude = pl.col("own").struct.field("latitude"), pl.col("own").struct.field("longitude")
    in_norway = latitude.is_between(*NORWAY["latitude"]) & longitude.is_between(*NORWAY["longitude"])
    found = known.select(
        latitude=pl.when(in_norway).then(latitude).otherwise(pl.coalesce("post_latitude", "centre_latitude")),
        longitude=pl.when(in_norway).then(longitude).otherwise(pl.coalesce("post_longitude", "centre_longitude")),
        place_precision=pl.when(in_norway)
        .then(pl.lit(PlacePrecision.ADDRESS.value))
        .when(pl.col("post_latitude").is_not_null())
        .then(pl.lit(PlacePrecision.POSTCODE.value))
        .when(pl.col("centre_latitude").is_not_null())
        .then(pl.lit(PlacePrecision.MUNICIPALITY.value)),
    )
    return workplaces.with_columns(found)
