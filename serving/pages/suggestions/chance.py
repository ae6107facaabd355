"""The chance of still being there over a year, with its band, as points of a small drawing.

It runs through the outlook's 26 and 52 weeks. Between them it falls as the model that made the list has seen people
leave, four weeks by four weeks; where that model is not live any more, the same share leaves every month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MONTHS = 12
PERIODS, HALF = 13, 6.5
POINTS = np.array([*range(7), HALF, *range(7, PERIODS + 1)])
"""Where the curve is drawn, in periods of four weeks: at the end of each, and after 26 weeks."""
EVEN = np.arange(PERIODS + 1, dtype=np.float64)
"""A hazard that is the same in every period, heaped up."""
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


def chance_drawing(outlook: Mapping[str, Any], course: NDArray[np.float64] = EVEN) -> ChanceDrawing:
    """The drawing of an outlook's `stays_26w` and `stays_52w`: everybody is there at the start.

    `course` [14] is the hazard heaped up over the periods, see `Outlook.course`.
    """
    estimate, low, high = (over_a_year(outlook, which, course) for which in ("estimate", "low", "high"))
    month = POINTS / PERIODS * MONTHS
    return ChanceDrawing(
        line=_points(month, estimate),
        band=_points(np.concatenate([month, month[::-1]]), np.concatenate([high, low[::-1]])),
        ticks=tuple((percent, float(_y(np.array(percent / 100)))) for percent in (100, 50, 0)),
        months=tuple((number, float(_x(np.array(number)))) for number in (0, 6, 12)),
    )


def over_a_year(outlook: Mapping[str, Any], which: str, course: NDArray[np.float64] = EVEN) -> NDArray[np.float64]:
    """Share still there at `POINTS`, shape [15]; `which` is estimate, low or high."""
    known = [1.0, outlook["stays_26w"][which], outlook["stays_52w"][which]]
    logs = np.log(np.maximum(known, LEAST))
    heaped = np.interp(POINTS, EVEN, course)
    return np.asarray(np.exp(np.interp(heaped, np.interp([0.0, HALF, PERIODS], EVEN, course), logs)))


def _points(month: NDArray[Any], share: NDArray[np.float64]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(_x(month), _y(share), strict=True))


def _x(month: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(LEFT + month / MONTHS * (WIDTH - LEFT - RIGHT))


def _y(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM))
