"""A small simulated county, made once for all tests of training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from features.loading import load
from features.simulator import UNTIL, simulate
from training.retrain import Trained, train_and_judge


@dataclass(frozen=True)
class County:
    """Where the county lies, what is in it, and the true chances on its last day."""

    folder: Path
    database_url: str
    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame
    as_of: date


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("training")
    simulate(folder / "county", seed=3, participants=250, workplaces=300)
    url = f"sqlite:///{folder}/rettplass.db"
    database = Database(url)
    database.migrate()
    load(database, folder / "county", UNTIL)
    truth = pl.read_parquet(folder / "county-truth" / "truth.parquet")
    return County(folder, url, database.read_tables(people="simulated"), truth, UNTIL)


@pytest.fixture(scope="session")
def trained(county: County) -> Trained:
    """A first model of the county, judged by the truth."""
    return train_and_judge(county.tables, county.as_of, county.truth, None, seed=1)
