"""Industries: Standard for næringsgruppering in its two editions, SN2007 and SN2025, and where occupations are found.

SN2025 is in force from 2025-09-01; older register data is SN2007. Nearly half of the codes exist in both, and
a third of those have another name there, sometimes another meaning: a code is kept with its edition. Codes and names
are facts of SSB Klass.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.occupations import occupation_codes
from features.vocabulary import IndustryStandard

REFERENCE = Path(__file__).parent / "reference"

STANDARDS: Final = tuple(standard.value for standard in IndustryStandard)

SMOOTHING: Final = 0.08
"""Share of every occupation's prior that is spread over all divisions: a canteen can be anywhere."""


@cache
def _division_names() -> dict[str, str]:
    table = pl.read_csv(REFERENCE / "industry_divisions.csv", infer_schema=False)
    return dict(zip(table["code"], table["name"], strict=True))


DIVISIONS: Final[tuple[str, ...]] = tuple(sorted(_division_names()))
"""The two-digit divisions of either edition, sorted; 45 is SN2007 only, 98 SN2025 only. The order of every array."""


@cache
def _division_positions() -> dict[str, int]:
    return {div: position for position, div in enumerate(DIVISIONS)}


@cache
def _names(standard: str) -> dict[str, str]:
    table = pl.read_csv(REFERENCE / "industries.csv", separator=";", infer_schema=False)
    same = pl.when(pl.col("sn2025") == "=").then("sn2007").otherwise("sn2025").alias("sn2025")
    named = table.with_columns(same).select("code", standard.lower()).drop_nulls()
    return dict(named.iter_rows())


@cache
def _all_codes() -> frozenset[str]:
    return frozenset().union(*(_names(standard) for standard in STANDARDS))


def division(code: str) -> str | None:
    """The two-digit division of an industry code of any level (01.110 is in 01); None when there is none."""
    return code[:2] if code[:2] in _division_names() else None


def division_index(code: str) -> int:
    """The position of the code's division in `DIVISIONS`, -1 when unknown."""
    return _division_positions().get(code[:2], -1)


def division_name(div: str) -> str:
    """A division's short name in bokmål, as a page shows it. An unknown division is a ValueError."""
    if div not in _division_names():
        raise ValueError(f"{div!r} is not a division: give two digits of SN2007 or SN2025, such as 47")
    return _division_names()[div]


def industry_name(code: str, standard: str | None = None) -> str | None:
    """The name of a five-digit code in one edition, or in the newest that has it; None when unknown."""
    if standard is not None:
        return _names(standard).get(code) if standard in STANDARDS else None
    return _names("SN2025").get(code) or _names("SN2007").get(code)


def standards_with(code: str) -> frozenset[str]:
    """The editions in which a five-digit code exists."""
    return frozenset(standard for standard in STANDARDS if code in _names(standard))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _full_code(code: str) -> str | None:
    match = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,3}))?|(\d{4,5})", code.strip())
    if match is None:
        return None
    group, rest, digits = match.groups()
    whole = f"{group:0>2}{rest or '':0<3}" if digits is None else f"{digits:0>5}"
    full = f"{whole[:2]}.{whole[2:]}"
    return full if full in _all_codes() else None


def repair_code(code: str, name: str | None = None) -> tuple[str | None, str | None]:
    """The full five-digit code, and the edition it belongs to, from a code that may have been read as a number.

    Zeros come back at both ends: `41.0` is 41.000 and `1.11` is 01.110. The edition is the only one that has the code;
    where both have it under different names, the one whose name is given (case and spaces aside); otherwise None: the
    edition is not known. A code that neither edition has gives (None, None).
    """
    full = _full_code(code)
    if full is None:
        return None, None
    standards = standards_with(full)
    if len(standards) > 1 and name is not None:
        standards = frozenset(s for s in standards if _key(_names(s)[full]) == _key(name))
    return full, next(iter(standards)) if len(standards) == 1 else None


@cache
def occupation_division_prior() -> NDArray[np.float32]:
    """How likely the work of an occupation is found in a division, [occupations, divisions]; rows sum to 1, none is 0.

    From general knowledge of Norwegian working life (`occupation_industries.csv`), not from counts: the weights of the
    most specific group that is written down for a code, mixed with `SMOOTHING`. Division 45 and what followed it in
    2025 stand side by side. The array is shared and cannot be written to.
    """
    table = pl.read_csv(REFERENCE / "occupation_industries.csv", infer_schema=False)
    written = dict(table.iter_rows())
    weights = np.zeros((len(occupation_codes()), len(DIVISIONS)))
    for row, code in enumerate(occupation_codes()):
        group = next(code[:digits] for digits in (4, 3, 2, 1) if code[:digits] in written)
        for entry in written[group].split():
            div, weight = entry.split(":")
            weights[row, division_index(div)] = float(weight)
    shares = weights / weights.sum(axis=1, keepdims=True)
    everywhere = shares.mean(axis=0) + 1 / len(DIVISIONS)
    smooth = (1 - SMOOTHING) * shares + SMOOTHING * everywhere / everywhere.sum()
    prior: NDArray[np.float32] = smooth.astype(np.float32)
    prior.setflags(write=False)
    return prior
