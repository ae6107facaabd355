"""The need to show for each suggestion, and the work and hours that it is about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from features import occupations
from features.pair import occupation_distance
from features.pipeline import Batch
from features.world import Profiles, World
from features.world.facts import to_date
from serving import schemas


class ShownNeed(NamedTuple):
    """The need as the card says it; `occupation` (STYRK-08) and `hours` a week where they are known."""

    need: schemas.Need
    occupation: str | None = None
    hours: float | None = None


UNKNOWN = ShownNeed(schemas.Need(status="unknown"))


def shown_needs(world: World, profiles: Profiles, batch: Batch) -> list[ShownNeed]:
    """The need to show for each row: one that holds before one that is outdated, near the wishes before far."""
    shown = [UNKNOWN] * len(batch)
    for facts, table in ((world.ads, "vacancies"), (world.needs, "employer_needs")):
        rows, which = facts.expand(batch.unit, batch.day)
        holds = facts.values["until"][which] >= batch.day[rows]
        wanted = profiles.wishes[batch.version[rows]]
        distance = occupation_distance(wanted, facts.values["occupation"][which].astype(np.int64))
        order = np.lexsort((-facts.when[which], distance, ~holds, rows))
        first = order[np.unique(rows[order], return_index=True)[1]] if len(order) else order
        for k in first:
            i = int(rows[k])
            if shown[i].need.status == "known" and not holds[k]:
                continue
            row = world.row(table, int(facts.values["row"][which[k]]))
            need = schemas.Need(
                status="known" if holds[k] else "outdated",
                text=row.get("text") if table == "employer_needs" and row.get("text") else _title(row),
                recorded_on=to_date(int(facts.when[which[k]])),
                source=row.get("source", "ad"),
            )
            shown[i] = ShownNeed(need, row["occupation"], row.get("hours_per_week"))
    return shown


def _title(row: dict[str, object]) -> str:
    title = row.get("title")
    return str(title) if title else occupations.occupation_name(str(row["occupation"]))
