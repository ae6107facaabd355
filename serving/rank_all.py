"""Every list at once: the best workplaces of everybody who is looking, to a Parquet file."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from tqdm import tqdm

from features.completeness import ENOUGH, completeness_of_all
from features.database import Database
from features.pipeline import Pipeline
from features.searching import searching
from features.vocabulary import Protection
from features.world import World
from features.world.facts import Ints, day_number
from models.bundle import Matcher, load_matcher
from models.shortlist import Shortlists, shortlists
from serving.settings import Auth, ServiceSettings

PAIRS_AT_ONCE = 150_000
"""Pairs scored in one call: enough to keep both cores busy, and little memory."""


def rank_all(settings: ServiceSettings, out: Path, limit: int, as_of: date) -> None:
    """Write the file and print people, pairs and pairs a second; BundleError without a champion."""
    database = Database(settings.database_url)
    database.migrate()
    matcher = load_matcher(settings.model_dir)
    real = settings.auth is not Auth.DEVELOPMENT and bool(settings.processing_basis)
    frames = database.read_tables(people="all" if real else "simulated", protected=True)
    pipeline = Pipeline(World.from_tables(frames))
    versions = ranked(pipeline.world, frames["participant_rules"], frames["objections"], day_number(as_of))
    started = time.perf_counter()
    parts, pairs = _lists(pipeline, matcher, versions, pipeline.eventful.settled(day_number(as_of)), limit)
    seconds = time.perf_counter() - started
    table = pl.concat(parts)
    out.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(out)
    print(f"{len(versions)} people, {pairs} pairs in {seconds:.1f} s ({pairs / max(seconds, 1e-9):.0f} pairs/s)")


def ranked(world: World, rules: pl.DataFrame, objections: pl.DataFrame, day: int) -> Ints:
    """Profile versions of everybody who is looking on the day, save protected people and those who objected to it."""
    version = searching(world, day)
    protected = rules.filter(pl.col("protection") != Protection.NONE.value)["participant_id"]
    left_out = pl.concat([protected, objections["participant_id"]])
    return version[~np.isin(world.profiles.participant[version], world.participants.find(left_out))]


def _lists(
    pipeline: Pipeline, matcher: Matcher, versions: Ints, day: int, limit: int
) -> tuple[list[pl.DataFrame], int]:
    """One frame per call to the ranker, and how many pairs were scored."""
    world = pipeline.world
    at_once = max(1, PAIRS_AT_ONCE // max(1, len(world.units)))
    abstain = completeness_of_all(world.profiles.frame) < ENOUGH
    parts, pairs = [], 0
    with tqdm(total=len(versions), unit="people", disable=None) as progress:
        for first in range(0, max(1, len(versions)), at_once):
            chosen = versions[first : first + at_once]
            lists = shortlists(pipeline, matcher, world.profiles, chosen, day, limit, abstain=abstain[chosen])
            parts.append(_frame(world, lists))
            pairs += lists.pairs
            progress.update(len(chosen))
    return parts, pairs


def _frame(world: World, lists: Shortlists) -> pl.DataFrame:
    """The columns of the contract."""
    c = lists.chances
    return pl.DataFrame(
        {
            "participant_id": world.profiles.frame["participant_id"].gather(lists.batch.version),
            "rank": lists.rank.astype(np.int32),
            "orgnr": world.units.names.gather(lists.batch.unit),
            "score": lists.score,
            "starts": c.estimate["starts"],
            "employed_26w": c.estimate["employed_26w"],
            "employed_26w_low": c.low["employed_26w"],
            "employed_26w_high": c.high["employed_26w"],
            "employed_52w": c.estimate["employed_52w"],
            "employed_52w_low": c.low["employed_52w"],
            "employed_52w_high": c.high["employed_52w"],
            "travel_minutes": np.round(lists.minutes),
        }
    )
