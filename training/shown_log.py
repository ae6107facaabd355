"""What was shown with a known chance, and what came of the contacts made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.candidates import candidates
from features.pipeline import Batch, Pipeline
from features.tables import SHOWN_LISTS
from features.world import World
from features.world.facts import Ints, days, known_days
from training.dataset import Examples
from training.metrics import Bools, Floats, top_chance

MOST_LISTS = 3000
"""Lists that are looked at, evenly taken: each means that all its candidates are scored."""
WHOLE = ("participant", "version", "unit", "day", "rank", "length")
Score = Callable[[Batch], Floats]


@dataclass(frozen=True)
class ShownLog:
    """Every place [n] of the lists that led to a contact, sorted by list.

    `list` int [n] numbers them from 0, `day` is the day shown, `propensity` the chance of this workplace at this rank
    given those above, `length` the places of the list. `contact` [n] is the example that was made from the place, -1
    where it was not contacted. `followed` [n] is how often the log's lists are followed at this rank.
    """

    list: Ints
    participant: Ints
    version: Ints
    unit: Ints
    day: Ints
    rank: Ints
    propensity: Floats
    length: Ints
    contact: Ints
    followed: Floats

    def __len__(self) -> int:
        return len(self.unit)


def shown_log(world: World, tables: Mapping[str, pl.DataFrame], made: Examples) -> ShownLog:
    """The lists that contacts among `made` came from, where their propensities are known; may hold none."""
    shown = _shown(world, tables["shown_lists"], made.cut)
    came = tables["contacts"].with_row_index("row").filter(pl.col("list_id").is_not_null())
    place = came.group_by("list_id", "orgnr").agg(pl.col("row").min())
    shown = shown.join(place, on=["list_id", "orgnr"], how="left", maintain_order="left")
    followed = shown.group_by("rank").agg(followed=pl.col("row").is_not_null().mean())
    example = pl.DataFrame({"row": made.contact, "contact": np.arange(len(made))}, schema_overrides={"row": pl.UInt32})
    shown = shown.join(example, on="row", how="left", maintain_order="left")
    shown = shown.join(followed, on="rank", how="left", maintain_order="left")
    of_list = pl.col("list_id")
    usable = (pl.col("contact").is_not_null().any() & pl.col("propensity").is_not_null().all()).over(of_list)
    shown = shown.filter(usable & (pl.col("version") >= 0)).with_columns(length=pl.len().over(of_list))
    lists = shown["list_id"].unique(maintain_order=True)
    kept = lists.gather(np.unique(np.linspace(0, len(lists) - 1, MOST_LISTS).astype(np.int64))) if len(lists) else lists
    shown = shown.filter(of_list.is_in(kept.implode())).sort("day", "list_id", "rank")
    number = shown["list_id"].rle_id() if len(shown) else pl.Series([], dtype=pl.UInt32)
    return ShownLog(
        list=number.to_numpy().astype(np.int64),
        **{
            n: shown[n].to_numpy().astype(np.int64) for n in ("participant", "version", "unit", "day", "rank", "length")
        },
        propensity=shown["propensity"].to_numpy().astype(np.float64),
        contact=shown["contact"].fill_null(-1).to_numpy().astype(np.int64),
        followed=shown["followed"].to_numpy().astype(np.float64),
    )


def among_first(pipeline: Pipeline, rankers: Mapping[str, Score], log: ShownLog, k: int) -> dict[str, Floats]:
    """Chance [n] that each ranker would have had the workplace among its first `k` for that person on that day.

    All of the person's candidates are scored, as they were known on the eve of the day.
    """
    found = {name: np.zeros(len(log)) for name in rankers}
    for day in np.unique(log.day):
        rows = np.flatnonzero(log.day == day)
        batch = _candidates(pipeline, np.unique(log.version[rows]), int(day) - 1)
        where = _rows_of(batch, log.version[rows], log.unit[rows])
        for name, score in rankers.items():
            first = top_chance(batch.version, score(batch), k)
            found[name][rows] = np.append(first, 0.0)[where]
    return found


def _candidates(pipeline: Pipeline, versions: Ints, day: int) -> Batch:
    """Every candidate of the profile versions on the day, sorted by version."""
    profiles = pipeline.world.profiles
    market, _ = pipeline.on_market(day)
    units = [candidates(market, profiles, int(v)).unit for v in versions]
    asked = np.repeat(versions, [len(unit) for unit in units])
    return pipeline.on_day(profiles, asked, np.concatenate([np.empty(0, dtype=np.int64), *units]), day)


def _rows_of(batch: Batch, version: Ints, unit: Ints) -> Ints:
    """Row of the batch that holds each pair; -1 where it was no candidate. Shape [n]."""
    held = pl.DataFrame({"version": batch.version, "unit": batch.unit, "row": np.arange(len(batch))})
    asked = pl.DataFrame({"version": version, "unit": unit})
    found = asked.join(held, on=["version", "unit"], how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy().astype(np.int64)


def _shown(world: World, shown: pl.DataFrame, cut: int) -> pl.DataFrame:
    """The table with positions instead of names, as known before the cut; people and workplaces not stored are out."""
    day, person = days(shown["shown_on"]), world.participants.find(shown["participant_id"])
    known: Bools = np.maximum(day, known_days(shown, SHOWN_LISTS)) < cut
    return shown.select(
        "list_id",
        "orgnr",
        "rank",
        pl.col("propensity").cast(pl.Float64),
        participant=pl.Series(person),
        version=pl.Series(world.profiles.version(person, day)),
        unit=pl.Series(world.units.find(shown["orgnr"])),
        day=pl.Series(day),
    ).filter(pl.Series(known) & (pl.col("participant") >= 0) & (pl.col("unit") >= 0))
