"""What there is to hand over: from whom, which people with what is on the sheet about each, and who may get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.follow_up.book import load_follow_up_book
from features.follow_up.calendar import running
from features.follow_up.hand_over import Transfer, moved
from features.follow_up.hand_over_sheet import SheetPerson, sheet
from serving.api.hand_overs import held_by, known_providers, told_of
from serving.auth import Caller, Role
from serving.followed import rows_about
from serving.pages.hand_over.colleagues import colleagues
from serving.pages.jobs.owned import providers_of
from serving.state import State

MOST_SHOWN = 150
Providers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Choosing:
    """`owners` are whom one may hand over from, by key with what they are called; `people` those of the chosen one.

    So many are shown as a form can carry; `more` says that there are others, who go along when all are handed over.
    """

    from_id: str
    owners: Mapping[str, str]
    people: list[SheetPerson]
    more: bool
    colleagues: list[str]
    providers: Providers
    simulated: bool


def choosing(caller: Caller, state: State, from_id: str, today: date) -> Choosing:
    """What the caller may hand over from somebody: a specialist their own, a supervisor what anybody has there."""
    leads = Role.SUPERVISOR in caller.roles
    chosen = from_id if leads and from_id else "" if leads and Role.SPECIALIST not in caller.roles else caller.user
    candidates, providers = state.access.candidates(caller, state.snapshot().people), providers_of(state)
    people = [] if not chosen else _people(caller, state, candidates, chosen, today)
    return Choosing(
        from_id=chosen,
        owners=_owners(state, candidates, providers, today) if leads else {},
        people=people[:MOST_SHOWN],
        more=len(people) > MOST_SHOWN,
        colleagues=colleagues(caller, state, candidates),
        providers=providers,
        simulated=bool(candidates["simulated"].any()),
    )


def _people(caller: Caller, state: State, candidates: pl.DataFrame, from_id: str, today: date) -> list[SheetPerson]:
    """Those whom a hand-over from somebody would move, those in a job first; every one is a look."""
    whose = held_by(state, candidates["participant_id"].to_list(), from_id)
    rows = rows_about(state.database, candidates.filter(pl.col("participant_id").is_in(whose)))
    transfer = Transfer(from_id, "", known_providers(state, [from_id], None))
    seen = state.access.seen(caller, state.snapshot().people, moved(rows, transfer, today).participant_ids)
    made = sheet(rows, sorted(seen), told_of(state, rows, candidates), load_follow_up_book(), today)
    return sorted(made, key=lambda one: (not one.placements, one.participant_id))


def _owners(state: State, candidates: pl.DataFrame, providers: Providers, today: date) -> dict[str, str]:
    """Whoever has people or runs follow-up among the candidates, by key."""
    whose = candidates["participant_id"].to_list()
    still = running(state.database.rows("placements", whose, "participant_id"), today)
    parts = [candidates["specialist_id"], still["owner_id"], still["provider_id"]]
    keys = pl.concat(parts).drop_nulls().unique().sort().to_list()
    return {key: providers[key]["name"] if key in providers else key for key in keys}
