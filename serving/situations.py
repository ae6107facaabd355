"""What an example of a hire is about, for each suggestion: where, as what, and how many hours."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from features.occupations import occupation_codes
from features.pipeline import Batch, Pipeline
from features.subsidies.match import Situation
from features.world import Profiles
from serving.needs import ShownNeed

_TENTH = Decimal("0.1")


def situations(
    pipeline: Pipeline, profiles: Profiles, batch: Batch, needs: Sequence[ShownNeed], wishes: Sequence[str | None]
) -> list[Situation]:
    """The work and hours of a need that holds, within the hours the person wants.

    Without such a need it is the wish of the row, see `likeliest_wishes`, and the middle of the hours.
    """
    workplaces = pipeline.world.workplaces
    version = workplaces.version(batch.unit, batch.day)
    made = []
    for i, (need, wish) in enumerate(zip(needs, wishes, strict=True)):
        card, person = workplaces.card.row(int(version[i]), named=True), int(batch.version[i])
        low, high = float(profiles.hours_min[person]), float(profiles.hours_max[person])
        holds = need.need.status == "known"
        hours = min(max(need.hours, low), high) if holds and need.hours is not None else (low + high) / 2
        made.append(
            Situation(
                municipality=card["municipality"],
                occupation=need.occupation if holds else wish,
                hours_per_week=Decimal(str(hours)).quantize(_TENTH),
                org_form=card["org_form"],
            )
        )
    return made


def likeliest_wishes(pipeline: Pipeline, profiles: Profiles, batch: Batch) -> list[str | None]:
    """The wished occupation that is most common in each row's industry; None for a person without wishes."""
    world, codes = pipeline.world, occupation_codes()
    division = world.workplaces.division[world.workplaces.version(batch.unit, batch.day)]
    wanted = profiles.wishes[batch.version]
    lifts = np.stack([pipeline.affinity.best(w[:, None], division, batch.day) for w in wanted.T], axis=1)
    best = np.where(wanted < 0, -np.inf, np.nan_to_num(lifts, nan=-1e9)).argmax(axis=1)
    return [codes[w[k]] if w[k] >= 0 else None for w, k in zip(wanted, best, strict=True)]
