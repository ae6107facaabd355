"""Invented data sets that several tests read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from features.simulator import SimulationReport, simulate
from features.simulator.history import found, run
from features.simulator.market import Market
from features.simulator.parameters import Parameters
from features.tables import TABLES

UNTIL = date(2026, 6, 30)


@dataclass(frozen=True)
class County:
    path: Path
    until: date
    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame
    report: SimulationReport


def read(path: Path, until: date, report: SimulationReport) -> County:
    tables = {t.name: pl.read_parquet(path / f"{t.name}.parquet") for t in TABLES}
    truth = pl.read_parquet(path.with_name(path.name + "-truth") / "truth.parquet")
    return County(path, until, tables, truth, report)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    path = tmp_path_factory.mktemp("simulated") / "county"
    return read(path, UNTIL, simulate(path, seed=4, participants=200, workplaces=1500, until=UNTIL))


@pytest.fixture(scope="session")
def large_report(tmp_path_factory: pytest.TempPathFactory) -> SimulationReport:
    return simulate(tmp_path_factory.mktemp("simulated") / "large", 1, participants=1800, workplaces=6000, until=UNTIL)


@pytest.fixture(scope="session")
def market() -> Market:
    return run(found(11, 1500, 6000, Parameters()), UNTIL)
