"""`make bench`: one list end to end, and everybody's lists, as ratios to bare `Booster.predict` on the same rows.

A ratio of 1.5 means that everything around the ranker (candidates, features, outlook, reasons) costs half of what the
ranker itself does. Ratios are comparable between machines; milliseconds are not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from features.candidates import candidates
from features.capacity import Capacity
from features.catalogue import RANKING
from features.database import Database
from features.loading import load
from features.pipeline import Pipeline
from features.simulator import simulate
from features.world import World
from features.world.facts import day_number
from models.bundle import Matcher
from models.shortlist import shortlists
from serving.rank_all import PAIRS_AT_ONCE, ranked
from serving.schemas import SuggestionRequest
from serving.suggest import suggest
from training.train import fit

UNTIL = date(2026, 6, 30)
PEOPLE = 20


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def county(folder: Path, workplaces: int, participants: int) -> tuple[Pipeline, Capacity, np.ndarray]:
    """A simulated county through the loader and back, and the profile versions of those who are searching."""
    simulate(folder / "county", seed=3, participants=participants, workplaces=workplaces, until=UNTIL)
    database = Database(f"sqlite:///{folder}/bench.db")
    database.migrate()
    load(database, folder / "county", UNTIL)
    frames = database.read_tables(people="simulated")
    pipeline = Pipeline(World.from_tables(frames))
    held = Capacity(pipeline.world, frames["placements"], frames["placement_subsidies"])
    return pipeline, held, ranked(pipeline.world, frames["participant_rules"], frames["objections"], day_number(UNTIL))


def measure(pipeline: Pipeline, held: Capacity, matcher: Matcher, versions: np.ndarray) -> None:
    """Print one line for one list, and one for everybody's."""
    day, profiles = day_number(UNTIL), pipeline.world.profiles
    market, _ = pipeline.on_market(day)
    ends, bare, rows = [], [], []
    for version in versions[:PEOPLE]:
        profile = profiles.frame[int(version)]
        request = SuggestionRequest(participant_id=profile["participant_id"][0])
        unit = candidates(market, profiles, int(version)).unit
        values = pipeline.on_day(profiles, np.full(len(unit), version), unit, day).columns(RANKING)
        ends.append(seconds(lambda p=profile, r=request: suggest(pipeline, held, matcher, p, r, UNTIL, "bench")))  # type: ignore[misc]
        bare.append(seconds(lambda v=values: matcher.ranker.booster.predict(v)))  # type: ignore[misc]
        rows.append(len(unit))
    print(
        f"  one list: {median(rows):.0f} candidates, {1000 * median(ends):.0f} ms end to end, "
        f"{1000 * median(bare):.0f} ms bare predict, ratio {median(ends) / median(bare):.2f}"
    )
    everybody(pipeline, matcher, versions, day)


def everybody(pipeline: Pipeline, matcher: Matcher, versions: np.ndarray, day: int) -> None:
    """Print pairs a second of everybody's lists, beside the ranker alone on as many rows."""
    profiles = pipeline.world.profiles
    at_once = max(1, PAIRS_AT_ONCE // len(pipeline.world.units))
    chunks = [versions[i : i + at_once] for i in range(0, min(len(versions), 40 * at_once), at_once)]
    pairs = 0

    def run() -> None:
        nonlocal pairs
        pairs = sum(shortlists(pipeline, matcher, profiles, chunk, day, 10).pairs for chunk in chunks)

    whole = seconds(run)
    unit = np.arange(len(pipeline.world.units))
    values = pipeline.on_day(profiles, np.full(len(unit), versions[0]), unit, day).columns(RANKING)
    alone = seconds(lambda: matcher.ranker.booster.predict(values)) / len(unit)
    print(
        f"  everybody: {sum(len(c) for c in chunks)} people, {pairs} pairs, {pairs / whole:.0f} pairs/s; "
        f"bare predict {1 / alone:.0f} rows/s, ratio {whole / pairs / alone:.2f}"
    )


def main() -> None:
    """Train on a county of 4,000 workplaces, then measure there and at 60,000."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workplaces", type=int, nargs="*", default=[4000, 60000])
    sizes = parser.parse_args().workplaces
    matcher: Matcher | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            pipeline, held, versions = county(Path(folder), size, 600 if size <= 10000 else 200)
            matcher = matcher or fit(pipeline, UNTIL).matcher
            print(f"{size} workplaces, {matcher.ranker.booster.num_trees()} trees:")
            measure(pipeline, held, matcher, versions)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
