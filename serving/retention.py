"""People who left long ago are erased, save those on legal hold; models that no list needs go with them.

Somebody has left when the newest row says so, and long ago when nothing that is known of them is younger: not the
leaving, a contact, or the last day of a placement. Nobody who is still in a job that is followed is erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from features.database import Database
from features.errors import InputError
from serving.idempotency import KEPT
from serving.kept_models import KeptModels
from serving.settings import ServiceSettings


@dataclass(frozen=True)
class Due:
    """Keys of people whose time is over: to be `erased`, or on legal hold."""

    erased: list[str]
    held: list[str]


def due(frames: Mapping[str, pl.DataFrame], holds: frozenset[str], today: date, months: int) -> Due:
    """Everybody of whom nothing is younger than so many months, by key."""
    before = pl.select(pl.lit(today).dt.offset_by(f"-{months}mo")).item()
    newest = frames["participants"].sort("participant_id", "updated_on").unique("participant_id", keep="last")
    left = newest.filter(pl.col("left_on") <= before).select("participant_id", since="left_on")
    placed = frames["placements"].select("participant_id", since=pl.col("ends_on").fill_null(pl.col("observed_until")))
    met = frames["contacts"].select("participant_id", since="contacted_on").drop_nulls()
    recent = pl.concat([placed, met]).filter(pl.col("since") > before)
    over = left.join(recent, on="participant_id", how="anti")["participant_id"].sort().to_list()
    return Due([one for one in over if one not in holds], [one for one in over if one in holds])


def retention(settings: ServiceSettings, today: date, at: datetime, *, dry_run: bool) -> Due:
    """Erase everybody who is due, and say who that was; with `dry_run` only say it. StorageError when it fails.

    Each person is a transaction of their own: what was done stays done when it is stopped on the way.
    """
    database = Database(settings.database_url)
    database.migrate()
    frames = database.read_tables(people="all", protected=True)
    found = due(frames, frozenset(database.rights.holds()), today, settings.retention_months)
    if not dry_run:
        for participant_id in found.erased:
            database.rights.erase(participant_id, at, "retention")
        database.forget_answers(at.astimezone(UTC) - KEPT)
        KeptModels(settings.model_dir).drop(database.journal.bundles())
    return found


def hold(settings: ServiceSettings, participant_id: str, because: str | None, today: date) -> None:
    """Put a person on legal hold, or without `because` release one; InputError for somebody who is not known."""
    database = Database(settings.database_url)
    database.migrate()
    if because is None:
        if not database.rights.release(participant_id):
            raise InputError("There is no legal hold on this person: give --because to set one")
    elif database.rights.everything_about(participant_id).rows:
        database.rights.hold(participant_id, today, because)
    else:
        raise InputError("There is no such person here")
