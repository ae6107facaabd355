"""What a specialist narrows a list to, beyond the way there. A filtered list trains nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features import occupations, places
from features.pair import occupation_distance
from features.pipeline import Batch, Pipeline
from features.world.facts import Facts, Floats, Ints
from models.explanations import COMMON_WORK, SIMILAR_WORK
from serving import schemas


def narrowed(pipeline: Pipeline, filters: schemas.Filters, batch: Batch) -> NDArray[np.bool_]:
    """Which rows satisfy the filters that need more than the way there."""
    world = pipeline.world
    version = world.workplaces.version(batch.unit, batch.day)
    stay = np.ones(len(batch), dtype=np.bool_)
    if filters.municipalities:
        codes = [places.current_municipality(code) or code for code in filters.municipalities]
        stay &= np.isin(world.workplaces.municipality[version], [int(code) for code in codes])
    if filters.industries:
        industry = world.workplaces.card["industry_code"].fill_null("").gather(version)
        digits = industry.str.replace_all(".", "", literal=True)
        wanted = [code.replace(".", "") for code in filters.industries]
        stay &= np.any([digits.str.starts_with(code).to_numpy() for code in wanted], axis=0)
    if filters.occupations:
        stay &= _has_work(pipeline, filters.occupations, batch)
    if filters.need == "known":
        stay &= (batch.column("needs_current") > 0) | (batch.column("ads_current") > 0)
    if filters.never_used:
        stay &= (world.begun.count(batch.unit, batch.day) - world.begun.count(batch.unit, batch.day - 365)) == 0
    if filters.hours_min is not None or filters.hours_max is not None:
        stay &= _has_hours(world.needs, batch, filters.hours_min or 0.0, filters.hours_max or 168.0)
    return stay


def _has_work(pipeline: Pipeline, codes: list[str], batch: Batch) -> NDArray[np.bool_]:
    wanted = np.broadcast_to(occupations.occupation_indices(codes).astype(np.int64), (len(batch), len(codes)))
    world = pipeline.world
    rows, which = world.work_seen.expand(batch.unit, batch.day)
    near = (
        occupation_distance(wanted[rows], world.work_seen.values["occupation"][which].astype(np.int64)) <= SIMILAR_WORK
    )
    seen = np.bincount(rows, weights=near, minlength=len(batch)) > 0
    division = world.workplaces.division[world.workplaces.version(batch.unit, batch.day)]
    common = np.nan_to_num(pipeline.affinity.best(wanted, division, batch.day), nan=-np.inf) >= COMMON_WORK
    return np.asarray(seen | common)


def _has_hours(needs: Facts, batch: Batch, low: float, high: float) -> NDArray[np.bool_]:
    """Rows without a current need of other hours: a need whose hours are not known stays."""
    rows, which = needs.expand(batch.unit, batch.day)
    hours: Floats = needs.values["hours"][which]
    outside = (needs.values["until"][which] >= batch.day[rows]) & ((hours < low) | (hours > high))
    inside = (needs.values["until"][which] >= batch.day[rows]) & (hours >= low) & (hours <= high)
    n: Ints = np.bincount(rows[outside], minlength=len(batch))
    m: Ints = np.bincount(rows[inside], minlength=len(batch))
    return np.asarray((n == 0) | (m > 0))
