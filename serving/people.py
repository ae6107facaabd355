"""The people of the tables as the service needs them: today's row, the profile of a date, and a caller's caseload."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller
from serving.permissions import Person, visible
from serving.settings import ServiceSettings


class People:
    """Built once from the tables; answers from memory."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        rules = frames["participant_rules"].unique("participant_id", keep="last", maintain_order=True)
        self._versions = frames["participants"].sort("participant_id", "updated_on")
        self._rules = {row["participant_id"]: row for row in rules.iter_rows(named=True)}
        self._now = (
            self._versions.unique("participant_id", keep="last", maintain_order=True)
            .join(rules.select("participant_id", "protection"), on="participant_id", how="left")
            .with_columns(pl.col("protection").fill_null(Protection.NONE.value))
        )
        ids = self._now["participant_id"].to_list()
        self._position = dict(zip(ids, range(len(ids)), strict=True))

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self._now)

    def find(self, participant_id: str) -> Person | None:
        """The person as of the newest row; None when unknown."""
        position = self._position.get(participant_id)
        if position is None:
            return None
        row = self._now.row(position, named=True)
        return Person(
            participant_id=ParticipantId(participant_id),
            office_id=row["office_id"],
            specialist_id=row["specialist_id"],
            simulated=bool(row["simulated"]),
            protection=Protection(row["protection"]),
        )

    def profile(self, participant_id: str, as_of: date) -> pl.DataFrame | None:
        """The version known on the date, as one row of the table; None before the first."""
        known = pl.max_horizontal("updated_on", pl.col("recorded_on"))
        rows = self._versions.filter((pl.col("participant_id") == participant_id) & (known <= as_of))
        return rows.tail(1) if len(rows) else None

    def row(self, participant_id: str) -> dict[str, Any]:
        """The newest row, by column."""
        return self._now.row(self._position[participant_id], named=True)

    def rules(self, participant_id: str) -> dict[str, Any] | None:
        """The row of `participant_rules`; None where there is none."""
        return self._rules.get(participant_id)

    def specialists(self, offices: Collection[str] | None = None) -> list[str]:
        """Who has people, by ident: in these offices, or anywhere. Who has protected people alone is not told of."""
        known = self._now.filter(pl.col("protection") == Protection.NONE.value)
        if offices is not None:
            known = known.filter(pl.col("office_id").is_in(sorted(offices)))
        return known["specialist_id"].unique().sort().to_list()

    def caseload(
        self, caller: Caller, settings: ServiceSettings, after: str, limit: int, looking_on: date | None = None
    ) -> pl.DataFrame:
        """The newest rows of up to `limit` people whom the caller may see, by id, following the id `after`.

        With `looking_on` only those who have not left by that day.
        """
        wanted = visible(caller, settings) & (pl.col("participant_id") > after)
        if looking_on is not None:
            wanted &= pl.col("left_on").is_null() | (pl.col("left_on") > looking_on)
        return self._now.filter(wanted).head(limit)
