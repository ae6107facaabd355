"""No new defeat: what broke a job counts against workplaces that share it, until something has changed (R03).

A job or trial that ended within 52 weeks for a reason that lies in its conditions is remembered by those conditions,
never as a trait of the person: a workplace that does not share them is as if it had not been. Leaving for a better job
or for education, downsizing and the end of a subsidy say nothing about conditions. A changed factor is a later profile
with another way of travel, other hours, conditions or wishes, by the reason; or a condition that answers the reason,
recorded as offered there after the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.affinity import Affinity
from features.occupations import occupation_indices
from features.pair import minutes_between
from features.vocabulary import TRIAL_FORMS, EndReason, WorkCondition
from features.workplace import Board
from features.world import Profiles, World
from features.world.facts import Facts, Floats, Ints, minimum_by_row
from features.world.memory import pair_key
from features.world.outcomes import WEEKS_52
from features.world.profiles import CONDITIONS

C = WorkCondition
ANSWERS: dict[EndReason, tuple[WorkCondition, ...]] = {
    EndReason.TASKS: (C.FIXED_TASK_LIST, C.WRITTEN_INSTRUCTIONS),
    EndReason.PACE: (C.STEADY_PACE, C.SHORT_SHIFTS, C.FIXED_TASK_LIST),
    EndReason.SOCIAL: (C.SMALL_TEAM, C.FIXED_CONTACT_PERSON, C.OWN_WORKSPACE),
    EndReason.MANAGEMENT: (C.FIXED_CONTACT_PERSON,),
    EndReason.TRANSPORT: (),
    EndReason.HOURS: (C.SHORT_SHIFTS, C.FLEXIBLE_HOURS),
    EndReason.OTHER: (),
}
"""Reasons that lie in the conditions, and the work conditions that answer each."""
REASONS: tuple[EndReason, ...] = tuple(ANSWERS)
CHANGED_BY: dict[EndReason, tuple[str, ...]] = {
    EndReason.TASKS: ("wished_occupations", "unwanted_occupations"),
    EndReason.PACE: ("work_conditions",),
    EndReason.SOCIAL: ("work_conditions",),
    EndReason.TRANSPORT: ("travel_mode", "max_travel_minutes"),
    EndReason.HOURS: ("hours_min", "hours_max"),
}
"""Columns of `participants` in which a later row records a changed factor."""
MUCH_OF_THE_WORK = 3.0
"""Log lift from which a workplace is taken to have just the work that broke: twenty times as much as elsewhere."""
SAME_CHAIN = 0.5
"""How far another unit of a legal entity shares its management."""
SAME_WAY = 0.5
"""Minutes within which a way counts as equally long."""


@dataclass(frozen=True)
class Shared:
    """How far each row's workplace shares what broke before.

    `share` [n] is 0–1, of the job of which it shares most; `reason` [n] is that job's position in `REASONS`, -1 where
    nothing is remembered. A share of 0 beside a reason means that the workplace does not have what broke.
    """

    share: Floats
    reason: Ints


@dataclass(frozen=True)
class _Broken:
    """Jobs that broke, as arrays [m]."""

    participant: Ints
    unit: Ints
    occupation: Ints
    reason: Ints
    hours: Floats
    ended: Ints
    known: Ints
    version: Ints
    """Profile version in force on the day before the end; -1 where none was known."""
    minutes: Floats
    """The way to it then, by that version."""

    def take(self, rows: Ints) -> _Broken:
        return replace(self, **{name: values[rows] for name, values in vars(self).items()})


@dataclass(frozen=True)
class _Pairs:
    """Rows of (profile version, workplace, day) that a broken job is held beside, as arrays [m]."""

    version: Ints
    unit: Ints
    day: Ints
    offered: Floats
    expected: Floats

    def take(self, rows: Ints | NDArray[np.bool_]) -> _Pairs:
        return replace(self, **{name: values[rows] for name, values in vars(self).items()})


class Defeats:
    """Built once from a world; answers for any day with what was known by then."""

    def __init__(self, world: World, affinity: Affinity) -> None:
        self._world, self._affinity = world, affinity
        self._broken = _broken(world)
        self._facts = Facts(self._broken.participant, self._broken.known)

    def shared(self, profiles: Profiles, version: Ints, unit: Ints, day: Ints, board: Board) -> Shared:
        """For rows of (profile version, unit, day), int [n] each, with the board of the same rows."""
        share, reason = np.zeros(len(unit)), np.full(len(unit), -1, dtype=np.int64)
        rows, which = self._facts.expand(profiles.participant[version], day)
        if len(rows) == 0:
            return Shared(share, reason)
        broken = self._broken.take(self._facts.order[which])
        open_ = ~self._changed(profiles, version[rows], broken)
        rows, broken = rows[open_], broken.take(np.flatnonzero(open_))
        pairs = _Pairs(version[rows], unit[rows], day[rows], board.offered[rows], board.expected[rows])
        alike = np.zeros(len(rows))
        for position, name in enumerate(REASONS):
            mine = np.flatnonzero(broken.reason == position)
            if len(mine):
                alike[mine] = self._alike(name, profiles, pairs.take(mine), broken.take(mine))
        order = np.lexsort((-broken.ended, -alike, rows))
        first = order[np.unique(rows[order], return_index=True)[1]]
        share[rows[first]], reason[rows[first]] = alike[first], broken.reason[first]
        return Shared(share, reason)

    def _changed(self, profiles: Profiles, version: Ints, broken: _Broken) -> NDArray[np.bool_]:
        """Whether the profile says otherwise, in what matters for the reason, than when the job ended."""
        then = self._said_then
        now = then if profiles is self._world.profiles else _marks(profiles)
        known = broken.version >= 0
        changed = np.zeros(len(version), dtype=np.bool_)
        for name in CHANGED_BY:
            mine = known & (broken.reason == REASONS.index(name))
            changed[mine] = now[name][version[mine]] != then[name][broken.version[mine]]
        return changed

    @cached_property
    def _said_then(self) -> dict[EndReason, NDArray[Any]]:
        return _marks(self._world.profiles)

    def _alike(self, reason: EndReason, profiles: Profiles, pairs: _Pairs, broken: _Broken) -> Floats:
        """How far each pair's workplace shares what broke the job for the reason, 0–1."""
        if reason is EndReason.TRANSPORT:
            return self._way(profiles, pairs, broken)
        columns = [CONDITIONS.index(condition) for condition in ANSWERS[reason]]
        answered = (pairs.offered[:, columns] == 1.0).any(axis=1)
        if reason is EndReason.TASKS:
            elsewhere = self._work(pairs, broken)
        elif reason in (EndReason.PACE, EndReason.SOCIAL):
            elsewhere = np.where(answered, 0.0, _missing(pairs.expected[:, columns]))
        elif reason is EndReason.MANAGEMENT:
            elsewhere = np.where(answered, 0.0, self._management(pairs, broken))
        elif reason is EndReason.HOURS:
            elsewhere = np.where(answered, 0.0, self._hours(pairs, broken))
        else:
            elsewhere = np.zeros(len(answered))
        there = np.where(self._answered_since(columns, pairs, broken), 0.0, 1.0)
        return np.where(pairs.unit == broken.unit, there, elsewhere)

    def _answered_since(self, columns: list[int], pairs: _Pairs, broken: _Broken) -> NDArray[np.bool_]:
        """Whether one of the conditions was recorded as offered there after the end."""
        answered = np.zeros(len(pairs.unit), dtype=np.bool_)
        for column in columns:
            key = pair_key(pairs.unit, np.full(len(pairs.unit), column), len(CONDITIONS))
            since = self._world.conditions.latest_day(key, pairs.day) > broken.ended
            answered |= since & (pairs.offered[:, column] == 1.0)
        return answered

    def _way(self, profiles: Profiles, pairs: _Pairs, broken: _Broken) -> Floats:
        """A way at least as long as it was."""
        place = self._world.workplaces.version(pairs.unit, pairs.day)
        minutes = minutes_between(self._world, profiles, pairs.version, place)
        return (minutes > broken.minutes - SAME_WAY).astype(np.float64)

    def _work(self, pairs: _Pairs, broken: _Broken) -> Floats:
        """More of the work that broke than elsewhere."""
        lift = self._affinity.fit(self._world, broken.occupation[:, None], pairs.unit, pairs.day)
        return np.asarray(np.clip(np.nan_to_num(lift) / MUCH_OF_THE_WORK, 0.0, 1.0))

    def _management(self, pairs: _Pairs, broken: _Broken) -> Floats:
        """The same legal entity."""
        w = self._world.workplaces
        here, there = (w.entity[w.version(unit, pairs.day)] for unit in (pairs.unit, broken.unit))
        return np.where((here >= 0) & (here == there), SAME_CHAIN, 0.0)

    def _hours(self, pairs: _Pairs, broken: _Broken) -> Floats:
        """As many hours as those that broke in every need whose hours are known, where there is one."""
        needs = self._world.needs
        rows, which = needs.expand(pairs.unit, pairs.day)
        hours = needs.values["hours"][which]
        keep = (needs.values["until"][which] >= pairs.day[rows]) & ~np.isnan(hours)
        least = minimum_by_row(rows[keep], hours[keep], len(pairs.unit))
        return (least >= broken.hours).astype(np.float64)


def _missing(expected: Floats) -> Floats:
    """How surely conditions are missing: 0 up to as likely as not, 1 where all are known to be."""
    return np.asarray(np.maximum(0.0, 1.0 - 2.0 * expected.mean(axis=1)))


def _broken(world: World) -> _Broken:
    """Jobs and trials that ended within 52 weeks for a reason that lies in their conditions.

    A trial ends by plan: of trials, `other` says nothing.
    """
    p, o = world.placements, world.placements.outcomes
    early = np.flatnonzero((o.ends < o.starts + WEEKS_52) & ~o.competing & (p.participant >= 0) & (p.unit >= 0))
    rows = [world.row("placements", int(i)) for i in early]
    reason = np.array([_reason(row) for row in rows], dtype=np.int64)
    early, rows = early[reason >= 0], [row for row, r in zip(rows, reason, strict=True) if r >= 0]
    participant, unit, ended = p.participant[early], p.unit[early], o.ends[early]
    version = world.profiles.version(participant, ended - 1)
    place = world.workplaces.version(unit, ended)
    minutes = minutes_between(world, world.profiles, np.maximum(version, 0), place)
    return _Broken(
        participant=participant,
        unit=unit,
        occupation=occupation_indices([str(row["occupation"]) for row in rows]).astype(np.int64),
        reason=reason[reason >= 0],
        hours=np.array([row["hours_per_week"] for row in rows], dtype=np.float64),
        ended=ended,
        known=o.end_known()[early],
        version=version,
        minutes=np.where(version >= 0, minutes, np.nan),
    )


def _reason(row: dict[str, Any]) -> int:
    if row["end_reason"] == EndReason.OTHER and row["form"] in TRIAL_FORMS:
        return -1
    return REASONS.index(row["end_reason"]) if row["end_reason"] in REASONS else -1


def _marks(profiles: Profiles) -> dict[EndReason, NDArray[Any]]:
    """For each reason a mark per profile version that is the same where what matters for the reason is the same."""
    return {
        reason: profiles.frame.select(pl.concat_str([_text(profiles.frame, c) for c in columns], separator="/"))
        .to_series()
        .hash()
        .to_numpy()
        for reason, columns in CHANGED_BY.items()
    }


def _text(frame: pl.DataFrame, column: str) -> pl.Expr:
    """The cell as text; lists in order of value, numbers as floats, so that one thing is written in one way."""
    kind = frame.schema[column]
    if isinstance(kind, pl.List):
        return pl.col(column).cast(pl.List(pl.String)).list.sort().list.join("|").fill_null("")
    return pl.col(column).cast(pl.Float64 if kind.is_numeric() else pl.String).cast(pl.String).fill_null("")
