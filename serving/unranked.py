"""The list of somebody who objected to being ranked: every workplace within reach by name, and no model behind it.

Nothing that is needed to make contact is left out: who they are, how far away, what they need, who knows them, room,
follow-up, and subsidies where few enough are left to quote them all. Nothing on it says where to begin.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from features.candidates import candidates
from features.capacity import Capacity
from features.completeness import completeness
from features.pipeline import Pipeline
from features.world.facts import day_number
from models.explanations import Explanation
from models.outlook import CHANCES, Chances
from models.shortlist import Shortlists
from serving import schemas
from serving.decisions import Decided
from serving.filters import narrowed
from serving.schemas import SuggestionRequest
from serving.subsidies import RuleBook
from serving.suggest import cards

NO_MODEL = schemas.ModelName(name="unranked", version="0")
OBJECTED = (
    "Deltakeren har reservert seg mot rangering. Listen viser alle arbeidsplasser innen rekkevidde, "
    "i alfabetisk rekkefølge."
)
QUOTED = 50
"""As many workplaces as a ranked list may have: so many are quoted with subsidies. Filters narrow a longer list."""


def unranked(
    pipeline: Pipeline,
    capacity: Capacity,
    profile: pl.DataFrame,
    request: SuggestionRequest,
    as_of: date,
    list_id: str,
    rulebook: RuleBook | None,
    decided: Decided,
) -> schemas.SuggestionList:
    """The list for a one-row frame of the `participants` table, as known on `as_of`; the filters narrow it, and the
    limit of the request does not. Ranks are places in the alphabet and every score is 0."""
    world, day = pipeline.world, day_number(as_of)
    profiles = world.read_profiles(decided.without(profile))
    market, _ = pipeline.on_market(day)
    found = candidates(market, profiles, 0, request.filters.max_travel_minutes, decided.added)
    batch = pipeline.on_day(profiles, np.zeros(len(found.unit), dtype=np.int64), found.unit, day)
    named = pl.DataFrame({"row": np.arange(len(batch)), "stays": narrowed(pipeline, request.filters, batch)})
    names = world.workplaces.card.select(pl.col("name").str.to_lowercase(), "orgnr")
    named = pl.concat([named, names[market.version[found.unit]]], how="horizontal").filter("stays")
    order = named.sort("name", "orgnr", nulls_last=True)["row"].to_numpy()
    places, nothing = np.arange(1, len(order) + 1), np.zeros(len(order))
    lists = Shortlists(
        person=np.zeros(len(order), dtype=np.int64),
        rank=places,
        model_rank=places,
        explored=np.zeros(len(order), dtype=np.bool_),
        propensity=nothing,
        score=nothing,
        batch=batch.take(order),
        minutes=found.minutes[order],
        beyond_reach=found.beyond_reach[order],
        chances=Chances(*(dict.fromkeys(CHANCES, nothing) for _ in range(3))),
        scored=batch,
    )
    quoted = rulebook if len(lists) <= QUOTED else None
    why = [Explanation([], None, [])] * len(lists)
    unsaid = {"outlook": None, "fit": None, "propensity": None}
    added = schemas.OrderBy(model=None, exploration=False, pin=False, added=True)
    made = cards(pipeline, capacity, profiles, lists, why, quoted, as_of, decided)
    complete = completeness(profile)
    return schemas.SuggestionList(
        list_id=list_id,
        as_of=as_of,
        participant_id=profile["participant_id"][0],
        simulated=bool(profile["simulated"][0]),
        model=NO_MODEL,
        rulebook_version=None if quoted is None else quoted.book.version,
        completeness=schemas.Completeness(share=complete.share, missing=complete.missing),
        abstained=schemas.Abstained(reason=OBJECTED),
        suggestions=[
            card.model_copy(update=unsaid | {"order_by": added if card.order_by and card.order_by.added else None})
            for card in made
        ],
    )
