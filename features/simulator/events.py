"""What happens to workplaces whether or not anybody visits them: needs for labour, notices, leaders who leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator.employers import NEVER, ROLES, Employers, leaders
from features.simulator.parameters import Parameters

NOTICES = ("temporary_layoff", "mass_dismissal", "bankruptcy", "closure")
LAYOFF_REMEMBERED = 26
"""Weeks a layoff weighs on the employer's answer."""


@dataclass(frozen=True)
class Needs:
    """Times when a workplace needs labour in a role, sorted by the first week; `last` is the first week without."""

    workplace: NDArray[np.int64]
    role: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    advertised: NDArray[np.bool_]


def needs(rng: Generator, employers: Employers, parameters: Parameters) -> Needs:
    """Larger workplaces need labour more often; about a quarter of the needs becomes an ad."""
    years = (parameters.weeks + 20) / 52
    size = np.clip(employers.register.employees / 10, 0.25, 10) ** 0.4
    count = rng.poisson(parameters.needs_a_year * years * size)
    workplace = np.repeat(np.arange(len(employers)), count)
    first = rng.integers(-20, parameters.weeks, workplace.size)
    order = np.argsort(first, kind="stable")
    workplace, first = workplace[order], first[order]
    cumulative = np.cumsum(employers.role_weight[workplace], axis=1)
    role = (cumulative > rng.random((workplace.size, 1)) * cumulative[:, -1:]).argmax(axis=1)
    last = first + 2 + rng.exponential(parameters.need_weeks, workplace.size).astype(int)
    often = np.where(employers.register.employees[workplace] >= 10, 0.34, 0.16)
    return Needs(
        workplace, role, first, np.minimum(last, employers.closed_week[workplace]), rng.random(role.size) < often
    )


class NeedState:
    """Which roles need labour in the present week."""

    def __init__(self, needs: Needs, workplaces: int) -> None:
        self.open = np.zeros((workplaces, ROLES), dtype=np.int16)
        self._needs = needs
        self._by_end = np.argsort(needs.last, kind="stable")
        self._begun = self._ended = 0

    def move_to(self, week: int) -> NDArray[np.int64]:
        """Advance; the numbers of the needs that began since the last week."""
        begun = int(np.searchsorted(self._needs.first, week, side="right"))
        ended = int(np.searchsorted(self._needs.last[self._by_end], week, side="right"))
        new, over = np.arange(self._begun, begun), self._by_end[self._ended : ended]
        np.add.at(self.open, (self._needs.workplace[new], self._needs.role[new]), 1)
        np.subtract.at(self.open, (self._needs.workplace[over], self._needs.role[over]), 1)
        self._begun, self._ended = begun, ended
        return new


@dataclass(frozen=True)
class Notices:
    """Notices with week of begin and end (`NEVER` without an end), sorted by begin."""

    workplace: NDArray[np.int64]
    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def notices(rng: Generator, employers: Employers, parameters: Parameters) -> Notices:
    """Layoffs and mass dismissals at random; closing workplaces give notice in three of four cases."""
    p, count = parameters, len(employers)
    years = p.weeks / 52
    off = np.flatnonzero(rng.random(count) < p.layoffs_a_year * years)
    mass = np.flatnonzero((rng.random(count) < 4 * p.dismissals_a_year * years) & (employers.register.employees >= 30))
    closing = np.flatnonzero((employers.closed_week < NEVER) & (rng.random(count) < 0.75))
    workplace = np.concatenate([off, mass, closing])
    kind = np.repeat([0, 1, 2], [off.size, mass.size, closing.size])
    kind = np.where((kind == 2) & (rng.random(kind.size) < 0.4), 3, kind)
    random_week = rng.integers(0, p.weeks, workplace.size)
    warned = np.maximum(0, employers.closed_week[workplace] - rng.integers(2, 7, workplace.size))
    first = np.where(kind >= 2, warned, random_week)
    lasts = np.where(kind == 0, rng.integers(4, 26, workplace.size), np.where(rng.random(kind.size) < 0.6, 26, NEVER))
    last = np.where(kind >= 2, NEVER, np.minimum(NEVER, first + lasts))
    kept = first < employers.closed_week[workplace]
    order = np.argsort(first[kept], kind="stable")
    return Notices(workplace[kept][order], kind[kept][order], first[kept][order], last[kept][order])


@dataclass(frozen=True)
class LeaderChanges:
    """New leaders, sorted by week. No table records them."""

    week: NDArray[np.int64]
    workplace: NDArray[np.int64]
    openness: NDArray[np.float32]
    quality: NDArray[np.float32]

    def during(self, week: int) -> slice:
        """The changes of one week."""
        return slice(*np.searchsorted(self.week, [week, week + 1]).tolist())


def leader_changes(rng: Generator, count: int, parameters: Parameters) -> LeaderChanges:
    """Leaders leave at a constant rate; several may do so at one workplace."""
    times = rng.poisson(parameters.leader_leaves * parameters.weeks, count)
    workplace = np.repeat(np.arange(count), times)
    week = rng.integers(0, parameters.weeks, workplace.size)
    order = np.argsort(week, kind="stable")
    openness, quality = leaders(rng, workplace.size, parameters)
    return LeaderChanges(week[order], workplace[order], openness, quality)
