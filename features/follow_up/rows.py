"""The rows that follow-up is worked out from: some people, and what is stored about them and their workplaces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from features.follow_up.calendar import followed
from features.naming import registered_as


@dataclass(frozen=True)
class Rows:
    """Frames of the tables of these names. `people` has the newest version of each participant, and no others are here.

    `workplaces`, `needs` and `agreements` are those of the workplaces that the other rows name.
    """

    people: pl.DataFrame
    placements: pl.DataFrame
    follow_ups: pl.DataFrame
    subsidies: pl.DataFrame
    frictions: pl.DataFrame
    contacts: pl.DataFrame
    workplaces: pl.DataFrame
    needs: pl.DataFrame
    agreements: pl.DataFrame

    @cached_property
    def followed(self) -> pl.DataFrame:
        """The placements with what decides their plan; see `calendar.followed`."""
        return followed(self.placements, self.people)

    @cached_property
    def open_frictions(self) -> pl.DataFrame:
        """Frictions that nobody has closed, with `participant_id` and `orgnr` of the placement, the first due first."""
        known = self.placements.select("placement_id", "participant_id", "orgnr")
        return (
            self.frictions.filter(pl.col("closed_at").is_null())
            .join(known, on="placement_id", how="inner")
            .sort("due_at", "friction_id")
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """What each workplace is called."""
        return {row["orgnr"]: registered_as(row) for row in self.workplaces.iter_rows(named=True)}

    def name(self, orgnr: str) -> str:
        """What this workplace is called."""
        return self.names.get(orgnr, orgnr)
