"""Ways to more workplaces where few are left within reach: what each would give, in words, and the best of it.

A thin market is met with a plan and never with an empty page or with suggestions that do not fit: a longer way, work
that is like the wishes, tasks put together anew at larger or open workplaces, and workplaces where nobody has been.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features import occupations, places
from features.candidates import ENOUGH, open_to
from features.pipeline import Batch, Pipeline
from features.world import Profiles
from features.world.facts import Floats, Ints
from models.explanations import COMMON_WORK, SAME_WORK, SIMILAR_WORK
from models.explanations.told import minutes
from models.ranker import Ranker
from models.shortlist import Shortlists
from serving import schemas

FURTHER = (15, 30)
"""Minutes beyond the longest way accepted that are tried."""
LARGE = 20
"""Employees from which a workplace has tasks enough to put some together anew."""
NAMED = 3
"""Occupations that are named as like the wishes."""


def widening(
    pipeline: Pipeline, ranker: Ranker, profiles: Profiles, lists: Shortlists, day: int, *, filtered: bool
) -> list[schemas.Widening] | None:
    """What to do where fewer than enough workplaces are within reach; None where there are enough.

    A list that the specialist has narrowed is widened only when nothing is left of it: by fewer filters.
    """
    allowed, minutes = open_to(pipeline.on_market(day)[0], profiles, 0)
    unit = np.flatnonzero(allowed & (minutes <= profiles.max_travel[0]))
    if filtered:
        return None if len(lists) else _fewer_filters(len(unit))
    if len(unit) >= ENOUGH:
        return None
    near = pipeline.on_day(profiles, np.zeros_like(unit), unit, day)
    around = _Around(pipeline, ranker, profiles, day, minutes, allowed, near)
    found = [_beyond(lists), *_longer_travel(around), _similar(around), _job_carving(around), _new_employers(around)]
    return [entry for entry in found if entry is not None]


@dataclass(frozen=True)
class _Around:
    """The workplaces around one person: which may be proposed and the minutes there [U], and those within reach."""

    pipeline: Pipeline
    ranker: Ranker
    profiles: Profiles
    day: int
    minutes: Floats
    allowed: NDArray[np.bool_]
    near: Batch

    def best(self, batch: Batch) -> schemas.BestWorkplace:
        """The workplace that the ranker puts first; the batch is not empty."""
        score = self.ranker.score(batch)
        unit = int(batch.unit[np.lexsort((batch.unit, self.minutes[batch.unit], -score))[0]])
        version = int(self.pipeline.world.workplaces.version(np.array([unit]), self.day)[0])
        card = self.pipeline.world.workplaces.card.row(version, named=True)
        return schemas.BestWorkplace(
            orgnr=card["orgnr"],
            name=card["name"],
            municipality=places.municipality_name(card["municipality"]) or card["municipality"],
            travel_minutes=round(float(self.minutes[unit])),
        )


def _workplaces(count: int) -> str:
    return "1 arbeidsplass" if count == 1 else f"{count} arbeidsplasser"


def _fewer_filters(number: int) -> list[schemas.Widening]:
    text = f"Uten filtrene er {_workplaces(number)} innen reisevei"
    return [schemas.Widening(kind="fewer_filters", gives=number, text=text)]


def _beyond(lists: Shortlists) -> schemas.Widening | None:
    """What has already been added to the list from beyond reach."""
    number = int(lists.beyond_reach.sum())
    if number == 0:
        return None
    furthest = float(lists.minutes[lists.beyond_reach].max())
    text = f"{number} forslag på listen ligger lenger unna enn ønsket, inntil {minutes(furthest)}"
    return schemas.Widening(kind="longer_travel", gives=number, text=text)


def _longer_travel(around: _Around) -> list[schemas.Widening]:
    """What a longer way gives: one entry for each that gives something more, or one that says it gives nothing."""
    made: list[schemas.Widening] = []
    own = float(around.profiles.max_travel[0])
    for extra in FURTHER:
        unit = np.flatnonzero(around.allowed & (around.minutes > own) & (around.minutes <= own + extra))
        if len(unit) > (made[-1].gives if made else 0):
            text = f"{extra} minutter lengre reisevei gir {_workplaces(len(unit))} til"
            best = around.best(around.pipeline.on_day(around.profiles, np.zeros_like(unit), unit, around.day))
            made.append(schemas.Widening(kind="longer_travel", gives=len(unit), text=text, best=best))
    if made:
        return made
    text = f"{FURTHER[-1]} minutter lengre reisevei gir ingen arbeidsplasser til"
    return [schemas.Widening(kind="longer_travel", gives=0, text=text)]


def _similar(around: _Around) -> schemas.Widening | None:
    """Workplaces within reach that have work like the wishes, and not the wished work itself."""
    wishes = around.profiles.wishes[0]
    distance = occupations.distance_matrix()[wishes[wishes >= 0]]
    wished = (distance <= SAME_WORK).any(axis=0)
    like = np.flatnonzero((distance <= SIMILAR_WORK).any(axis=0) & ~wished)
    has_wished = _has_work(around, np.flatnonzero(wished)).any(axis=1)
    has_like = _has_work(around, like)
    rows = np.flatnonzero(has_like.any(axis=1) & ~has_wished)
    if len(rows) == 0:
        return None
    codes, often = occupations.occupation_codes(), has_like[rows].sum(axis=0)
    commonest = like[np.argsort(-often, kind="stable")[:NAMED]]
    such = ", ".join(occupations.occupation_in_text(codes[int(k)]) for k in commonest if often[like == k] > 0)
    text = f"{_workplaces(len(rows))} innen reisevei har arbeid som ligner på ønskene: {such}"
    best = around.best(around.near.take(rows))
    return schemas.Widening(kind="similar_occupations", gives=len(rows), text=text, best=best)


def _has_work(around: _Around, occupation: Ints) -> NDArray[np.bool_]:
    """Whether each workplace within reach has each of the occupations, [n, occupations].

    It has when the work has been seen there, or when its industry commonly has it.
    """
    world, batch = around.pipeline.world, around.near
    rows, which = world.work_seen.expand(batch.unit, batch.day)
    seen = world.work_seen.values["occupation"][which].astype(np.int64)
    found = np.zeros((len(batch), len(occupations.occupation_codes())), dtype=np.bool_)
    found[rows, seen] = True
    division = world.workplaces.division[world.workplaces.version(batch.unit, batch.day)]
    row, wanted = np.repeat(np.arange(len(batch)), len(occupation)), np.tile(occupation, len(batch))
    lift = around.pipeline.affinity.best(wanted[:, None], division[row], batch.day[row])
    found[row, wanted] |= np.nan_to_num(lift, nan=-np.inf) > COMMON_WORK
    return found[:, occupation]


def _job_carving(around: _Around) -> schemas.Widening | None:
    """Large or open workplaces within reach without a need that fits, where tasks might be put together anew."""
    near = around.near
    fits = np.nan_to_num(near.column("wish_need"), nan=1.0) <= SIMILAR_WORK
    large_or_open = (near.column("employees") >= LARGE) | (near.column("unit_starts") > 0)
    rows = np.flatnonzero(~fits & (near.column("room") > 0) & large_or_open)
    if len(rows) == 0:
        return None
    text = (
        f"{_workplaces(len(rows))} innen reisevei er store eller har tatt inn folk før, uten et behov som passer: "
        "spør om oppgaver kan settes sammen på nytt (jobbutforming)"
    )
    return schemas.Widening(kind="job_carving", gives=len(rows), text=text, best=around.best(near.take(rows)))


def _new_employers(around: _Around) -> schemas.Widening | None:
    """Workplaces within reach where nobody has been."""
    near = around.near
    rows = np.flatnonzero((near.column("unit_contacts") == 0) & (near.column("unit_starts") == 0))
    if len(rows) == 0:
        return None
    text = f"{_workplaces(len(rows))} innen reisevei har ingen av oss vært i kontakt med"
    return schemas.Widening(kind="new_employers", gives=len(rows), text=text, best=around.best(near.take(rows)))
