"""What a list rests on: the facts that were used with their dates, what was not used, and the grounds of each card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from features.world import Profiles, World
from features.world.facts import Facts, to_date
from features.world.profiles import CONDITIONS
from models.explanations import Explanation
from models.shortlist import Shortlists
from serving import schemas

NOT_USED = [
    "alder",
    "kjønn",
    "opprinnelse",
    "ytelser og innsatsgruppe",
    "måneder brukt på tiltak",
    "hvilke tilskudd som kan gis",
    "hvor sentralt deltakeren bor",
]
"""What never moves a workplace on a list."""


def basis(
    world: World, profiles: Profiles, lists: Shortlists, why: Sequence[Explanation], *, stored: bool
) -> schemas.Basis:
    """The basis of one person's list; of somebody who is not `stored` the grounds stay out, for lists are kept."""
    used = _used(world, lists)
    if stored:
        day = profiles.frame["updated_on"][0]
        used.insert(0, schemas.Used(what="deltakerens ønsker og behov", number=1, oldest=day, newest=day))
    return schemas.Basis(used=used, not_used=NOT_USED, grounds=_grounds(world, lists, why) if stored else [])


def _used(world: World, lists: Shortlists) -> list[schemas.Used]:
    """Facts about the workplaces shown, by kind; kinds of which nothing is known stay, with a number of 0."""
    unit, day = lists.batch.unit, lists.batch.day
    wide = len(CONDITIONS)
    conditions = np.repeat(unit, wide) * wide + np.tile(np.arange(wide), len(unit))
    kinds: tuple[tuple[str, Facts, np.ndarray[tuple[int], np.dtype[np.int64]]], ...] = (
        ("behov meldt av arbeidsgiver", world.needs, unit),
        ("utlyste stillinger", world.ads, unit),
        ("kontakter med arbeidsplassene", world.contact_facts["unit"], unit),
        ("jobber og utprøvinger der", world.begun, unit),
        ("tilrettelegging de har sagt ja eller nei til", world.conditions, conditions),
    )
    made = []
    for what, facts, keys in kinds:
        _, which = facts.expand(keys, np.repeat(day, len(keys) // max(1, len(day))))
        when = facts.when[which]
        made.append(
            schemas.Used(
                what=what,
                number=len(which),
                oldest=to_date(int(when.min())) if len(when) else None,
                newest=to_date(int(when.max())) if len(when) else None,
            )
        )
    return made


def _grounds(world: World, lists: Shortlists, why: Sequence[Explanation]) -> list[schemas.Grounds]:
    return [
        schemas.Grounds(
            orgnr=world.units.names[int(unit)],
            effects=[schemas.Ground(code=g.code, effect=g.effect, text=g.text) for g in one.grounds],
        )
        for unit, one in zip(lists.batch.unit, why, strict=True)
    ]
