"""What became of starts, by office, and the pathways between kinds of work."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl
from fastapi import APIRouter

from features.follow_up.book import Stage, load_follow_up_book
from features.follow_up.disclosure import POOLED
from features.follow_up.pathways import steps_from
from features.follow_up.results import results
from features.protection import protected_people
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today
from serving.auth import Role
from serving.schemas.follow_up import OutcomesAnswer, PathwayAnswer
from serving.settings import Auth

ROUTER = APIRouter(prefix="/v1", tags=["outcomes"], responses=PROBLEMS)
SEES_EVERY_OFFICE = frozenset({Role.OPERATOR, Role.AUDITOR})


@ROUTER.get("/outcomes", summary="What became of starts, by office")
def get_outcomes(caller: Calling, state: Held, today: Today) -> OutcomesAnswer:
    """After 3, 6, 12 and 24 months: the caller's offices, small ones together, and all; without protected people."""
    only = True if state.settings.auth is Auth.DEVELOPMENT else None
    names = ("participants", "participant_rules", "placements", "placement_subsidies")
    people, rules, placements, subsidies = (state.database.read(name, simulated=only) for name in names)
    hidden = pl.col("participant_id").is_in(protected_people(rules).implode())
    made = results(placements.filter(~hidden), subsidies, people.filter(~hidden), load_follow_up_book(), today)
    every = bool(caller.roles & SEES_EVERY_OFFICE)
    answer = OutcomesAnswer.model_validate(asdict(made))
    shown = [o for o in answer.outcomes if every or o.office_id in (None, POOLED) or caller.has_office(o.office_id)]
    return answer.model_copy(update={"outcomes": shown})


@ROUTER.get("/pathways/{start}", summary="The steps allowed from here")
def get_pathways(start: Stage, _caller: Calling, today: Today) -> PathwayAnswer:
    """From sheltered work, a trial, adapted work, a wage subsidy or ordinary work: onward, and back."""
    steps = steps_from(load_follow_up_book(), start, today)
    return PathwayAnswer.model_validate({"start": start, "steps": [asdict(step) for step in steps]})
