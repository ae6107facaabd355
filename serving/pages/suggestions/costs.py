"""What the employer pays month by month, without and with support, as points of a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.pages.money import kroner

WIDTH, HEIGHT = 320.0, 110.0
LEFT, RIGHT, TOP, BOTTOM = 6.0, 6.0, 18.0, 16.0
TICK_MONTHS = 6


@dataclass(frozen=True)
class CostDrawing:
    """Outlines of SVG shapes from the floor up; `top` is the highest cost in kroner, in words."""

    without: str
    with_package: str
    top: str
    months: tuple[tuple[int, float], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    ceiling: float = TOP
    floor: float = HEIGHT - BOTTOM


def cost_drawing(cost: Mapping[str, Any]) -> CostDrawing | None:
    """The drawing of an `employer_cost`; None where nothing is paid in any month."""
    months = cost["months"]
    highest = max((max(month["without"], month["with"]) for month in months), default=0)
    if highest <= 0:
        return None
    return CostDrawing(
        without=_steps([month["without"] / highest for month in months]),
        with_package=_steps([month["with"] / highest for month in months]),
        top=kroner(highest),
        months=tuple((n, _x(n, len(months))) for n in range(0, len(months) + 1, TICK_MONTHS)),
    )


def _steps(heights: Sequence[float]) -> str:
    """A closed outline of one step for each month; heights are shares of the drawing's."""
    floor = HEIGHT - BOTTOM
    points = [(_x(0, len(heights)), floor)]
    for number, share in enumerate(heights):
        y = floor - share * (floor - TOP)
        points += [(_x(number, len(heights)), y), (_x(number + 1, len(heights)), y)]
    points.append((_x(len(heights), len(heights)), floor))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _x(number: int, months: int) -> float:
    return LEFT + number / months * (WIDTH - LEFT - RIGHT)
