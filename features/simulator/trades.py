"""What people do at work in the invented market: trades with tasks, industries with trades, milieus with conditions.

The market's own structure, written apart from the reference knowledge that rankers read: it must not confirm them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from features.vocabulary import TimeOfDay, WorkCondition

TASKS = (
    "customers",
    "goods",
    "food",
    "cleaning",
    "care",
    "children",
    "machines",
    "craft",
    "office",
    "digital",
    "green",
    "animals",
    "driving",
    "creative",
)
CONDITIONS = tuple(c.value for c in WorkCondition)
TIMES = tuple(t.value for t in TimeOfDay)


@dataclass(frozen=True)
class Trades:
    """Occupations (STYRK-08) with unit task vectors [trade, task], how often they are wished for, and plain words."""

    codes: tuple[str, ...]
    tasks: NDArray[np.float32]
    wish: NDArray[np.float64]
    wish_vto: NDArray[np.float64]
    titles: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def driving(self) -> NDArray[np.bool_]:
        """Trades that cannot be done without a driving licence."""
        return self.tasks[:, TASKS.index("driving")] > 0.9


@dataclass(frozen=True)
class Industries:
    """Industries with their share of workplaces, size, chains, owner, milieu and trade weights [industry, trade]."""

    codes: tuple[str, ...]
    codes_2025: tuple[str, ...]
    share: NDArray[np.float64]
    employees: NDArray[np.float64]
    chain: NDArray[np.float64]
    sectors: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    describes: tuple[str, ...]
    trades: NDArray[np.float64]
    conditions: NDArray[np.float64]
    """[industry, condition] share of workplaces that offer it."""
    times: NDArray[np.float64]
    """[industry, day/evening/night/weekend] share of workplaces with work then."""
    part_time: NDArray[np.float64]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _weights(text: str, names: tuple[str, ...]) -> NDArray[np.float64]:
    row = np.zeros(len(names))
    for part in text.split():
        name, weight = part.split(":")
        row[names.index(name)] = float(weight)
    return row


@cache
def trades() -> Trades:
    """The trades of the market, from `trades.csv`."""
    rows = list(_rows("trades.csv"))
    tasks = np.array([_weights(r["tasks"], TASKS) for r in rows])
    return Trades(
        codes=tuple(r["code"] for r in rows),
        tasks=(tasks / np.linalg.norm(tasks, axis=1, keepdims=True)).astype(np.float32),
        wish=np.array([float(r["wish"]) for r in rows]),
        wish_vto=np.array([float(r["wish_vto"]) for r in rows]),
        titles=tuple(r["title"] for r in rows),
        phrases=tuple(tuple(r["phrases"].split("|")) for r in rows),
    )


@cache
def industries() -> Industries:
    """The industries of the market, from `industries.csv` and `milieus.csv`; codes are SN2007."""
    rows = list(_rows("industries.csv"))
    milieus = {r["milieu"]: r for r in _rows("milieus.csv")}
    codes = trades().codes
    milieu = [milieus[r["milieu"]] for r in rows]
    return Industries(
        codes=tuple(r["code"] for r in rows),
        codes_2025=tuple(r["sn2025"] for r in rows),
        share=np.array([float(r["share"]) for r in rows]),
        employees=np.array([float(r["employees"]) for r in rows]),
        chain=np.array([float(r["chain"]) for r in rows]),
        sectors=tuple(r["sector"] for r in rows),
        kinds=tuple(tuple(r["kinds"].split("|")) for r in rows),
        describes=tuple(r["describes"] for r in rows),
        trades=np.array([_weights(r["trades"], codes) for r in rows]),
        conditions=np.array([[float(m[c]) for c in CONDITIONS] for m in milieu]),
        times=np.array([[1.0, *(float(m[t]) for t in TIMES[1:])] for m in milieu]),
        part_time=np.array([float(m["part_time"]) for m in milieu]),
    )
