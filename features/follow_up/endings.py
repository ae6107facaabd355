"""Warnings before a subsidy, a need or an agreement ends: 90, 60 and 30 days before, by the book."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.follow_up.book import FollowUpBook
from features.follow_up.calendar import running
from features.vocabulary import AgreementScope

ENDINGS: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "what": pl.String(),
    "orgnr": pl.String(),
    "placement_id": pl.String(),
    "participant_id": pl.String(),
    "ends_on": pl.Date(),
    "days_left": pl.Int64(),
    "within": pl.Int64(),
}
"""Columns: `kind` is subsidy, need or agreement, `what` the scheme, occupation or programme, `within` the warning (90,
60 or 30) that `days_left` has come under."""


def endings(
    placements: pl.DataFrame,
    subsidies: pl.DataFrame,
    needs: pl.DataFrame,
    agreements: pl.DataFrame,
    workplaces: pl.DataFrame,
    book: FollowUpBook,
    today: date,
) -> pl.DataFrame:
    """What ends within the longest warning, as `ENDINGS`, the first to end first; the last day itself is included.

    Subsidies of placements that are running; needs and agreements of `workplaces` (orgnr, parent_orgnr), an agreement
    of a legal entity once for each of its workplaces here. Where the same follows on, nothing ends.
    """
    steps = sorted(book.limits.warning_days.on(today).held)
    paid = _last(subsidies.join(running(placements, today), on="placement_id", how="semi"), ["placement_id", "scheme"])
    paid = paid.join(placements.select("placement_id", "participant_id", "orgnr"), on="placement_id", how="inner")
    wanted = needs.rename({"valid_until": "ends_on"}).join(workplaces, on="orgnr", how="semi")
    agreed = _last(_by_unit(agreements, workplaces), ["orgnr", "programme"])
    none = pl.lit(None, dtype=pl.String)
    found = pl.concat(
        [
            paid.select(pl.lit("subsidy").alias("kind"), pl.col("scheme").alias("what"), *_REST),
            _last(wanted, ["orgnr", "occupation"]).select(
                pl.lit("need").alias("kind"), pl.col("occupation").alias("what"),
                "orgnr", none.alias("placement_id"), none.alias("participant_id"), "ends_on",
            ),
            agreed.select(
                pl.lit("agreement").alias("kind"), pl.col("programme").alias("what"),
                "orgnr", none.alias("placement_id"), none.alias("participant_id"), "ends_on",
            ),
        ]
    )  # fmt: skip
    left = (pl.col("ends_on") - pl.lit(today)).dt.total_days()
    within = pl.coalesce(pl.when(left <= step).then(pl.lit(step, dtype=pl.Int64)) for step in steps)
    return (
        found.with_columns(days_left=left, within=within)
        .filter(pl.col("days_left") >= 0, pl.col("within").is_not_null())
        .select(pl.col(name).cast(kind) for name, kind in ENDINGS.items())
        .sort("ends_on", "kind", "orgnr", "what", "placement_id")
    )


_REST = ["orgnr", "placement_id", "participant_id", "ends_on"]


def _last(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Of rows of the same, the one that ends last; none where one of them has no end."""
    open_ended = rows.filter(pl.col("ends_on").is_null())
    return (
        rows.join(open_ended, on=keys, how="anti", maintain_order="left")
        .sort("ends_on", maintain_order=True)
        .unique(keys, keep="last", maintain_order=True)
    )


def _by_unit(agreements: pl.DataFrame, workplaces: pl.DataFrame) -> pl.DataFrame:
    """Agreements by workplace: those of the unit, and those of the legal entity above."""
    entity = pl.col("covers") == AgreementScope.LEGAL_ENTITY.value
    own = agreements.join(workplaces, on="orgnr", how="semi").select("orgnr", "programme", "ends_on")
    units = workplaces.filter(pl.col("parent_orgnr").is_not_null()).select(unit="orgnr", orgnr="parent_orgnr")
    above = (
        agreements.filter(entity)
        .join(units, on="orgnr", how="inner")
        .select(pl.col("unit").alias("orgnr"), "programme", "ends_on")
    )
    return pl.concat([own, above])
