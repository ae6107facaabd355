"""Where people and workplaces lie, and how long the way between them truly takes.

True travel differs from any estimate by distance: roads wind, fjords and mountains stand between, buses do not run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features import places

MODES = ("car", "transit", "walk")
HOME_COUNTY = "40"
WORKPLACES_PER_THOUSAND = 55.0
KM_PER_DEGREE = 111.2

INHABITANTS = {
    "4003": 56, "4001": 37, "4005": 13, "4012": 14, "4014": 10.4, "4020": 10.9, "4026": 5.6, "4018": 6.6, "4036": 3.8,
    "4022": 2.9, "4016": 4.1, "4028": 2.4, "4034": 2.2, "4030": 1.45, "4024": 1.6, "4032": 1.25, "4010": 2.35,
    "0301": 717, "4601": 292, "5001": 214, "1103": 148, "3201": 131, "4204": 116, "3301": 104, "3203": 98, "3205": 93,
    "3107": 85, "1108": 83, "5501": 78, "3907": 66, "3207": 62, "3105": 60, "1508": 59, "3905": 59, "1804": 53,
    "3103": 52, "3909": 48, "3222": 48, "4203": 46, "3209": 43, "1149": 43, "4626": 39, "1106": 38, "3411": 35,
    "3403": 32, "3101": 32, "3305": 31, "3407": 30, "3405": 29, "3303": 28, "3312": 28, "3911": 27, "3903": 26,
}  # fmt: skip
"""Thousands of inhabitants, rounded, for the home county and the large municipalities; the others are drawn."""


@dataclass(frozen=True)
class Geography:
    """Municipalities with their settlements; a settlement is the unit of detours, barriers and bus service."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    share: NDArray[np.float64]
    """[municipality] share of people and workplaces."""
    centrality: NDArray[np.int64]
    """[municipality] 1 most central … 6."""
    office: NDArray[np.int64]
    """[municipality] number of the office that serves it."""
    municipality: NDArray[np.int64]
    """[settlement]"""
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    weight: NDArray[np.float64]
    """[settlement] share within its municipality."""
    detour: NDArray[np.float32]
    """[settlement, settlement] road length over straight line."""
    barrier: NDArray[np.float32]
    """[settlement, settlement] minutes lost to a ferry or a mountain."""
    bus: NDArray[np.float32]
    """[settlement] minutes of waiting; a missing route costs an hour and more."""

    def scatter(
        self, rng: Generator, municipality: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """A settlement, latitude and longitude for each given municipality number."""
        first = np.searchsorted(self.municipality, np.arange(len(self.codes)))
        last = np.searchsorted(self.municipality, np.arange(len(self.codes)), side="right") - 1
        cumulative = np.cumsum(self.weight)
        start = cumulative[first[municipality]] - self.weight[first[municipality]]
        drawn = np.searchsorted(cumulative, start + rng.random(municipality.size) * 0.999999)
        settlement = np.clip(drawn, first[municipality], last[municipality])
        spread = 1.1 / KM_PER_DEGREE
        latitude = self.latitude[settlement] + rng.normal(0, spread, municipality.size)
        longitude = self.longitude[settlement] + rng.normal(0, 2 * spread, municipality.size)
        return settlement, latitude, longitude

    def minutes(
        self,
        home: NDArray[np.int64],
        home_latitude: NDArray[np.float64],
        home_longitude: NDArray[np.float64],
        work: NDArray[np.int64],
        work_latitude: NDArray[np.float64],
        work_longitude: NDArray[np.float64],
        mode: NDArray[np.int64],
    ) -> NDArray[np.float32]:
        """True minutes from door to door; arguments broadcast, `mode` numbers `MODES`."""
        up = (work_latitude - home_latitude) * KM_PER_DEGREE
        across = (work_longitude - home_longitude) * KM_PER_DEGREE * np.cos(np.radians(home_latitude))
        km = np.hypot(up, across)
        road = km * self.detour[home, work]
        lost = self.barrier[home, work]
        walk = road * 12.5
        car = 5 + road * 1.08 + lost
        transit = np.minimum(9 + road * 1.75 + lost + np.maximum(self.bus[home], self.bus[work]), walk)
        chosen = np.select([mode == 0, mode == 1], [car, transit], walk + 0.3 * lost)
        return np.asarray(chosen, dtype=np.float32)


def county(rng: Generator, workplaces: int) -> tuple[list[str], NDArray[np.float64]]:
    """Codes and inhabitants (thousands) of the home county and as many neighbours as so many workplaces need."""
    table = places.municipalities().sort("code")
    codes: list[str] = table["code"].to_list()
    drawn = 4.5 * np.exp(rng.normal(0, 0.8, len(codes)))
    people = np.array([INHABITANTS.get(code, drawn[i]) for i, code in enumerate(codes)])
    home = np.array([code.startswith(HOME_COUNTY) for code in codes])
    latitude, longitude = table["latitude"].to_numpy(), table["longitude"].to_numpy()
    centre = latitude[home].mean(), longitude[home].mean()
    distance = np.hypot(latitude - centre[0], (longitude - centre[1]) * 0.5)
    order = np.lexsort((distance, ~home))
    reached = np.cumsum(people[order]) * WORKPLACES_PER_THOUSAND
    wanted = order[: max(int(home.sum()), int(np.searchsorted(reached, workplaces)) + 1)]
    return [codes[i] for i in wanted], people[wanted]


def geography(rng: Generator, codes: list[str], people: NDArray[np.float64], posts: int) -> Geography:
    """Settlements, roads, barriers, buses and offices for these municipalities.

    `people` is their size in thousands; with few `posts` for specialists there are few offices.
    """
    table = {row["code"]: row for row in places.municipalities().iter_rows(named=True)}
    share = people / people.sum()
    centre_latitude = np.array([table[c]["latitude"] for c in codes])
    centre_longitude = np.array([table[c]["longitude"] for c in codes])
    count = np.clip(1 + np.sqrt(people / 1.8).astype(int), 2, 9)
    municipality = np.repeat(np.arange(len(codes)), count)
    first = np.concatenate([[True], municipality[1:] != municipality[:-1]])
    away = np.where(first, 0.0, rng.gamma(3.0, 3.2, municipality.size))
    angle = rng.random(municipality.size) * 2 * np.pi
    latitude = centre_latitude[municipality] + away * np.sin(angle) / KM_PER_DEGREE
    longitude = centre_longitude[municipality] + away * np.cos(angle) / (
        KM_PER_DEGREE * np.cos(np.radians(centre_latitude[municipality]))
    )
    weight = np.where(first, 2.5, rng.gamma(1.2, 0.5, municipality.size) + 0.05)
    weight = weight / np.bincount(municipality, weight)[municipality]
    size = people[municipality] * weight
    no_bus = rng.random(municipality.size) < np.where(size < 2, 0.45, np.where(size < 6, 0.15, 0.0))
    wait = np.where(no_bus, 70.0, rng.gamma(2.0, 2.0 + 8.0 / (1.0 + size)))
    return Geography(
        codes=tuple(codes),
        names=tuple(table[c]["name"] for c in codes),
        share=share,
        centrality=_centrality(people),
        office=_offices(share, centre_latitude, centre_longitude, posts),
        municipality=municipality,
        latitude=latitude,
        longitude=longitude,
        weight=weight,
        detour=_detours(rng, municipality.size),
        barrier=_barriers(rng, latitude, longitude),
        bus=wait.astype(np.float32),
    )


def _centrality(people: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray(6 - np.digitize(people, [2.0, 4.5, 12.0, 40.0, 200.0]), dtype=np.int64)


def _offices(
    share: NDArray[np.float64], latitude: NDArray[np.float64], longitude: NDArray[np.float64], posts: int
) -> NDArray[np.int64]:
    """Municipalities of some size have their own office; the small ones belong to the nearest of those."""
    order = np.argsort(-share)
    own = order[: max(1, min(posts // 2, int(np.ceil(len(share) * 0.4))))]
    distance = np.hypot(latitude[:, None] - latitude[own], (longitude[:, None] - longitude[own]) * 0.5)
    return np.asarray(np.argmin(distance, axis=1), dtype=np.int64)


def _detours(rng: Generator, size: int) -> NDArray[np.float32]:
    drawn = np.triu(rng.gamma(2.0, 0.11, (size, size)), 1)
    return (1.18 + drawn + drawn.T).astype(np.float32)


def _barriers(rng: Generator, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float32]:
    """A few fjords and ridges: whoever has to cross one loses the same minutes both ways."""
    x, y = (longitude - longitude.mean()) * 0.5, latitude - latitude.mean()
    minutes = np.zeros((x.size, x.size), dtype=np.float32)
    for _ in range(3):
        angle, through, length = rng.random() * np.pi, int(rng.integers(x.size)), 0.2
        side = (x - x[through]) * np.cos(angle) + (y - y[through]) * np.sin(angle) > rng.normal(0, 0.03)
        near = np.hypot(x - x[through], y - y[through]) < length
        crossing = (side[:, None] != side) & (near[:, None] & near)
        minutes += crossing * np.float32(rng.uniform(10, 28))
    return minutes
