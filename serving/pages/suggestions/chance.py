"""The chance of still being there month by month, with its band, as points of a small drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MONTHS = 12
WIDTH, HEIGHT = 168.0, 84.0
LEFT, RIGHT, TOP, BOTTOM = 32.0, 4.0, 7.0, 16.0
LEAST = 1e-4
"""A share below this is drawn as this, since the curve between known points is even in its logarithm."""


@dataclass(frozen=True)
class ChanceDrawing:
    """`line` and `band` are points of SVG shapes; `ticks` are a share in percent and its height."""

    line: str
    band: str
    ticks: tuple[tuple[int, float], ...]
    months: tuple[tuple[int, float], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM


def chance_drawing(outlook: Mapping[str, Any]) -> ChanceDrawing:
    """The drawing of an outlook's `stays_26w` and `stays_52w`: everybody is there at the start.

    Between the start, half a year and a year the same share leaves every month.
    """
    estimate, low, high = (over_a_year(outlook, which) for which in ("estimate", "low", "high"))
    month = np.arange(MONTHS + 1)
    return ChanceDrawing(
        line=_points(month, estimate),
        band=_points(np.concatenate([month, month[::-1]]), np.concatenate([high, low[::-1]])),
        ticks=tuple((percent, float(_y(np.array(percent / 100)))) for percent in (100, 50, 0)),
        months=tuple((number, float(_x(np.array(number)))) for number in (0, 6, 12)),
    )


def over_a_year(outlook: Mapping[str, Any], which: str) -> NDArray[np.float64]:
    """Share still there after 0 to 12 months, shape [13]; `which` is estimate, low or high."""
    known = [1.0, outlook["stays_26w"][which], outlook["stays_52w"][which]]
    logs = np.log(np.maximum(known, LEAST))
    return np.asarray(np.exp(np.interp(np.arange(MONTHS + 1), [0, 6, 12], logs)))


def _points(month: NDArray[Any], share: NDArray[np.float64]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(_x(month), _y(share), strict=True))


def _x(month: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(LEFT + month / MONTHS * (WIDTH - LEFT - RIGHT))


def _y(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM))
