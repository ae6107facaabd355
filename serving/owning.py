"""Who owns the follow-up of one placement: taken or given in one transaction, its open frictions with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from features import tables
from features.database import Writing
from features.follow_up.calendar import running
from features.follow_up.hand_over import Transfer
from features.follow_up.tables import FRICTIONS, HAND_OVERS, OUTBOX
from serving.followed import newest
from serving.friction import one_row, tell_new_owner
from serving.hand_over import hand_over
from serving.journal import DATASET
from serving.problems import ProblemError, bad_input
from serving.writes import new_id, put_row

TAKEN = "Somebody else owns this follow-up by now: look at it again."


@dataclass(frozen=True)
class NewOwner:
    """Who is to own it, and instead of whom: a person or a provider, None where nobody did."""

    owner_id: str | None
    provider_id: str | None
    instead_of: str | None

    @property
    def key(self) -> str:
        """Who answers: the person, else the provider."""
        return self.owner_id or self.provider_id or ""


def give(writing: Writing, placement_id: str, to: NewOwner, by: str, today: date, at: datetime) -> dict[str, Any]:
    """Give the follow-up of a running placement to a new owner, and the row as it is then.

    422 where the placement has ended; 409 where somebody else owns it than the one it is taken from. What is so
    already is left as it is. The new owner is told of open frictions, and who had it before is kept. A specialist who
    does not have the participant gets them too: else nobody would see what is to be done.
    """
    writing.lock("participants", "participant_rules", "placements", FRICTIONS.name, HAND_OVERS.name, OUTBOX.name)
    found = writing.rows(tables.PLACEMENTS.name, [placement_id])
    row = found.to_dicts()[0]
    if running(found, today).is_empty():
        raise bad_input("placement_id", "has ended: nobody has to follow it up")
    if (row["owner_id"], row["provider_id"]) != (to.owner_id, to.provider_id):
        if (row["owner_id"] or row["provider_id"]) != to.instead_of:
            raise ProblemError(409, TAKEN)
        (person,) = newest(writing.rows("participants", [row["participant_id"]])).to_dicts()
        specialist = person["specialist_id"]
        along = to.provider_id is None and to.key not in (by, specialist)
        if along:
            transfer = Transfer(specialist, to.key, frozenset())
            hand_over(writing, [row["participant_id"]], transfer, by, today, at, chosen=True)
        if to.instead_of is not None and not (along and to.instead_of == specialist):
            _keep_who_had_it(writing, row, to, by, today)
        _give_frictions(writing, row, to.key, today, at)
    changed = found.with_columns(
        owner_id=pl.lit(to.owner_id, dtype=pl.String), provider_id=pl.lit(to.provider_id, dtype=pl.String)
    )
    simulated = bool(row["simulated"])
    return put_row(writing, tables.PLACEMENTS, changed, simulated=simulated, today=today, is_new=False)


def _give_frictions(writing: Writing, placement: Mapping[str, Any], to: str, today: date, at: datetime) -> None:
    """Open frictions of the placement are answered by the new owner, who is told of each."""
    open_ = writing.rows(FRICTIONS.name, [placement["placement_id"]], "placement_id").filter(
        pl.col("closed_at").is_null(), pl.col("owner_id") != to
    )
    changed = open_.with_columns(owner_id=pl.lit(to))
    if len(changed):
        writing.store(FRICTIONS.name, changed, DATASET, placement["simulated"], today)
    tell_new_owner(writing, open_, to, today, at)


def _keep_who_had_it(writing: Writing, placement: Mapping[str, Any], to: NewOwner, by: str, today: date) -> None:
    line = one_row(
        HAND_OVERS,
        hand_over_id=new_id("hand-over"),
        participant_id=placement["participant_id"],
        from_id=to.instead_of,
        to_id=to.key,
        handed_on=today,
        made_by=by,
        caseload=False,
        placements=1,
    )
    writing.store(HAND_OVERS.name, line, DATASET, placement["simulated"], today)
