"""Kaplan–Meier: how long jobs last when some of them still run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Survival:
    """A Kaplan–Meier curve: after each time (weeks) the share still there, and Greenwood's sum for its error."""

    weeks: NDArray[np.floating]
    share: NDArray[np.floating]
    greenwood: NDArray[np.floating]

    def at(self, week: float) -> float:
        """Share still there after so many weeks."""
        place = int(np.searchsorted(self.weeks, week, side="right"))
        return 1.0 if place == 0 else float(self.share[place - 1])

    def error_at(self, week: float) -> float:
        """Standard error of the share still there after so many weeks (Greenwood)."""
        place = int(np.searchsorted(self.weeks, week, side="right"))
        return 0.0 if place == 0 else float(self.share[place - 1] * np.sqrt(self.greenwood[place - 1]))

    def mean_within(self, week: float) -> float:
        """Mean weeks stayed within a window of so many weeks."""
        ends = np.concatenate([[0.0], self.weeks[self.weeks < week], [week]])
        shares = np.concatenate([[1.0], self.share[self.weeks < week]])
        return float((np.diff(ends) * shares).sum())

    def mean_error_within(self, week: float) -> float:
        """Standard error of `mean_within`."""
        inside = self.weeks < week
        areas = np.diff(np.concatenate([self.weeks[inside], [week]])) * self.share[inside]
        still_to_come = np.cumsum(areas[::-1])[::-1]
        return float(np.sqrt((still_to_come**2 * np.diff(self.greenwood[inside], prepend=0.0)).sum()))


def survival(weeks: NDArray[np.float64], ended: NDArray[np.bool_]) -> Survival:
    """Kaplan–Meier: `weeks` until the end or until the last day known, `ended` whether it was the end."""
    times, counts = np.unique(weeks[ended], return_counts=True)
    at_risk = weeks.size - np.searchsorted(np.sort(weeks), times, side="left")
    left = np.maximum(at_risk - counts, 1)
    return Survival(times, np.cumprod(1 - counts / at_risk), np.cumsum(counts / (at_risk * left)))
