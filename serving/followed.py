"""What is stored about the follow-up of some people, read by their keys: always as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import polars as pl

from features.follow_up.rows import Rows


class Reads(Protocol):
    """Something that reads a table's rows by its leading key or a column: a database, or a transaction on it."""

    def rows(self, name: str, values: Iterable[str], column: str | None = None) -> pl.DataFrame:
        """The rows, typed, with `simulated`."""


def rows_about(
    reads: Reads, people: pl.DataFrame, *, visited_by: Iterable[str] = (), placements_only: bool = False
) -> Rows:
    """Everything follow-up is worked out from, for rows of people (the newest of each).

    `visited_by` adds contacts that these specialists had for nobody in particular. With `placements_only` there are no
    contacts, needs and agreements: the calendar and frictions need none.
    """
    whose = people["participant_id"].to_list()
    placements = reads.rows("placements", whose, "participant_id")
    keys = placements["placement_id"].to_list()
    contacts = reads.rows("contacts", [] if placements_only else whose, "participant_id")
    alone = [
        reads.rows("contacts", [one], "specialist_id").filter(pl.col("participant_id").is_null()) for one in visited_by
    ]
    contacts = pl.concat([contacts, *alone])
    units = pl.concat([placements["orgnr"], contacts["orgnr"]]).unique().to_list()
    workplaces = reads.rows("workplaces", units)
    above = workplaces["parent_orgnr"].drop_nulls().unique().to_list()
    return Rows(
        people=people,
        placements=placements,
        follow_ups=reads.rows("follow_ups", keys),
        subsidies=reads.rows("placement_subsidies", keys),
        frictions=reads.rows("frictions", keys, "placement_id"),
        contacts=contacts,
        workplaces=workplaces,
        needs=reads.rows("employer_needs", [] if placements_only else units, "orgnr"),
        agreements=reads.rows("agreements", [] if placements_only else [*units, *above]),
    )


def newest(versions: pl.DataFrame) -> pl.DataFrame:
    """Of rows of `participants`, the newest of each person."""
    return versions.sort("participant_id", "updated_on").unique("participant_id", keep="last", maintain_order=True)
