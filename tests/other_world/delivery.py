"""The world as a directory that a case system could have delivered, and beside it the truth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl

from tests.other_world import told_of_employers, told_of_history, told_of_people
from tests.other_world.told_of_people import participant_ids
from tests.other_world.world import UNTIL, OtherWorld


def deliver(world: OtherWorld, folder: Path, seed: int) -> dict[str, pl.DataFrame]:
    """Write the tables and `dataset.json` to `folder`, and `FOLDER-truth/truth.parquet`; the answer is the tables."""
    random = np.random.default_rng([seed, 1])
    tables = told_of_people.tables(random, world)
    tables |= told_of_employers.tables(random, world)
    tables |= told_of_history.tables(random, world)
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    about = {"name": f"other_world_{world.shape}_{seed}", "simulated": True, "as_of": UNTIL.isoformat()}
    (folder / "dataset.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    beside = folder.with_name(f"{folder.name}-truth")
    beside.mkdir(exist_ok=True)
    true_chances(world).write_parquet(beside / "truth.parquet")
    return tables


def true_chances(world: OtherWorld) -> pl.DataFrame:
    """Columns participant_id, orgnr, starts, employed_26w, employed_52w: the chances of a contact on the last day."""
    ids, numbers = participant_ids(len(world.people)), world.employers.orgnr
    return world.truth.select(
        pl.Series("participant_id", ids[world.truth["person"].to_numpy()]),
        pl.Series("orgnr", numbers[world.truth["workplace"].to_numpy()]),
        "starts", "employed_26w", "employed_52w",
    )  # fmt: skip
