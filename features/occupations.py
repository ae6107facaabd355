"""Occupations: the four-digit codes of STYRK-08, their names, and how far apart two occupations are in practice.

Codes and names are facts of Standard for yrkesklassifisering (SSB Klass); a name is shortened to one person's title.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

REFERENCE = Path(__file__).parent / "reference"

SAME_GROUP = {4: 0.0, 3: 0.25, 2: 0.45, 1: 0.75}
"""Distance between occupations that share that many leading digits."""
MIXED_GROUPS = (
    "26", "31", "34", "51", "75", "96",
    "216", "226", "315", "325", "333", "335", "343", "515", "516", "524", "754", "962",
)  # fmt: skip
"""Groups that hold unlike work (51 holds cooks, hairdressers and caretakers): their members are only as
near as the level above says."""
UNRELATED = 1.0
"""Distance between occupations of different major groups."""


@cache
def _names() -> dict[str, str]:
    table = pl.read_csv(REFERENCE / "occupations.csv", infer_schema=False)
    return dict(zip(table["code"], table["name"], strict=True))


@cache
def occupation_codes() -> tuple[str, ...]:
    """Every four-digit code of STYRK-08, sorted; the order of every array over occupations."""
    return tuple(sorted(_names()))


@cache
def _positions() -> dict[str, int]:
    return {code: position for position, code in enumerate(occupation_codes())}


def is_occupation(code: str) -> bool:
    """Whether the text is a four-digit code of STYRK-08."""
    return code in _names()


def occupation_name(code: str) -> str:
    """The occupation in bokmål, as a page shows it. An unknown code is a ValueError."""
    if not is_occupation(code):
        raise ValueError(f"{code!r} is not an occupation: give a four-digit code of STYRK-08, such as 5223")
    return _names()[code]


def occupation_in_text(code: str) -> str:
    """The occupation inside a sentence: «butikkmedarbeider», «IKT-driftstekniker». An unknown code is a ValueError."""
    name = occupation_name(code)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def occupation_index(code: str) -> int:
    """The position of the code in `occupation_codes`. An unknown code is a ValueError."""
    if not is_occupation(code):
        raise ValueError(f"{code!r} is not an occupation: give a four-digit code of STYRK-08, such as 5223")
    return _positions()[code]


def occupation_indices(codes: Sequence[str]) -> NDArray[np.int32]:
    """The positions of many codes, -1 where a code is unknown."""
    positions = _positions()
    return np.fromiter((positions.get(code, -1) for code in codes), dtype=np.int32, count=len(codes))


@cache
def distance_matrix() -> NDArray[np.float32]:
    """How far the work of one occupation is from another's, [n, n] in the order of `occupation_codes`.

    0 is the same occupation and 1 unrelated work. STYRK-08's own levels give the ground, where a group holds like work;
    `near_occupations.csv` brings together what a job specialist treats as neighbours although the classification keeps
    it apart. Symmetric, with a zero diagonal; the array is shared and cannot be written to.
    """
    codes = np.array(occupation_codes())
    distance = np.full((len(codes), len(codes)), UNRELATED, dtype=np.float32)
    for digits, level in sorted(SAME_GROUP.items()):
        group = codes.astype(f"<U{digits}")
        alike = ~np.isin(group, MIXED_GROUPS)
        distance[(group[:, None] == group[None, :]) & alike] = level
    near = pl.read_csv(REFERENCE / "near_occupations.csv", infer_schema=False)
    for level, members in zip(near["distance"].cast(pl.Float32), near["occupations"].str.split("|"), strict=True):
        places = np.array([occupation_index(code) for code in members])
        block = np.ix_(places, places)
        distance[block] = np.minimum(distance[block], level)
    np.fill_diagonal(distance, 0.0)
    distance.setflags(write=False)
    return distance
