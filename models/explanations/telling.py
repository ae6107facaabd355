"""The facts and names that the sentences of a list's cards may rest on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from features.catalogue import NAMES
from features.defeats import ANSWERS, REASONS
from features.occupations import distance_matrix, occupation_codes, occupation_in_text
from features.pipeline import Batch, Pipeline
from features.vocabulary import CONDITION_LABELS, WorkCondition
from features.world import Profiles
from features.world.facts import Facts, Floats, Ints
from features.world.profiles import CONDITIONS
from models.explanations.told import COMMON_WORK, SIMILAR_WORK, Told


def tell(
    pipeline: Pipeline,
    profiles: Profiles,
    batch: Batch,
    beyond_reach: NDArray[np.bool_],
    typical: Mapping[str, float],
) -> list[Told]:
    """One for each row; `typical` are the median candidate's features by name."""
    if len(batch) == 0:
        return []
    world, version = pipeline.world, batch.version
    board = pipeline.on_market(int(batch.day[0]))[1].take(batch.unit)
    shared = pipeline.defeats.shared(profiles, version, batch.unit, batch.day, board)
    asked = profiles.conditions[version]
    wishes, done = profiles.wishes[version], profiles.experience[version]
    needed = _nearer(
        _nearest(world.needs, wishes, batch, current=True), _nearest(world.ads, wishes, batch, current=True)
    )
    seen, worked = (_nearest(world.work_seen, wanted, batch, current=False) for wanted in (wishes, done))
    return [
        Told(
            facts=dict(zip(NAMES, batch.values[i].tolist(), strict=True)),
            typical=typical,
            needed=needed[i][1],
            seen=seen[i][1],
            common=common,
            done=worked[i][1],
            done_common=done_common,
            offered=_labels(asked[i] & (board.offered[i] == 1.0)),
            refused=_labels(asked[i] & (board.offered[i] == 0.0)),
            broke=None if shared.reason[i] < 0 else REASONS[int(shared.reason[i])],
            answered=_answers(int(shared.reason[i]), board.offered[i]),
            beyond_reach=bool(beyond_reach[i]),
        )
        for i, (common, done_common) in enumerate(
            zip(_commonest(pipeline, wishes, batch), _commonest(pipeline, done, batch), strict=True)
        )
    ]


Near = tuple[float, str | None]
"""Distance in STYRK-08 to the nearest occupation wanted, and its name; infinite and None where nothing is similar."""


def _nearest(facts: Facts, wanted: Ints, batch: Batch, *, current: bool) -> list[Near]:
    """For each row the occupation wanted that is nearest to one in the workplace's facts."""
    found: list[Near] = [(np.inf, None)] * len(batch)
    rows, which = facts.expand(batch.unit, batch.day)
    if current:
        holds = facts.values["until"][which] >= batch.day[rows]
        rows, which = rows[holds], which[holds]
    if len(rows) == 0:
        return found
    occupation = facts.values["occupation"][which].astype(np.int64)
    distance = distance_matrix()[wanted[rows], occupation[:, None]].astype(np.float64)
    distance[(wanted[rows] < 0) | (occupation < 0)[:, None]] = np.inf
    order = np.lexsort((distance.min(axis=1), rows))
    for k in order[np.unique(rows[order], return_index=True)[1]]:
        if distance[k].min() <= SIMILAR_WORK:
            found[int(rows[k])] = (float(distance[k].min()), _name(int(wanted[rows[k], int(distance[k].argmin())])))
    return found


def _nearer(one: list[Near], other: list[Near]) -> list[Near]:
    return [a if a[0] <= b[0] else b for a, b in zip(one, other, strict=True)]


def _commonest(pipeline: Pipeline, wanted: Ints, batch: Batch) -> list[str | None]:
    """The occupation wanted that each row's industry has most of, where it commonly has one."""
    world = pipeline.world
    division = world.workplaces.division[world.workplaces.version(batch.unit, batch.day)]
    lifts = np.stack([pipeline.affinity.best(w[:, None], division, batch.day) for w in wanted.T], axis=1)
    lifts = np.nan_to_num(lifts, nan=-np.inf)
    best = lifts.argmax(axis=1)
    return [_name(int(w[k])) if lift[k] > COMMON_WORK else None for w, k, lift in zip(wanted, best, lifts, strict=True)]


def _name(occupation: int) -> str:
    return occupation_in_text(occupation_codes()[occupation])


def _labels(flags: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(CONDITION_LABELS[WorkCondition(CONDITIONS[k])] for k in np.flatnonzero(flags))


def _answers(reason: int, offered: Floats) -> tuple[str, ...]:
    """Conditions known to be offered that answer the reason."""
    if reason < 0:
        return ()
    return tuple(CONDITION_LABELS[c] for c in ANSWERS[REASONS[reason]] if offered[CONDITIONS.index(c)] == 1.0)
