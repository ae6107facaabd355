"""An invented labour market that obeys the tables: people, workplaces and three years of history, with a known truth.

No feature, model or page reads this package; rankers see only the tables it writes.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from features.simulator.history import first_day, found, run
from features.simulator.parameters import Parameters
from features.simulator.record_contacts import record_contacts
from features.simulator.record_employers import record_employers
from features.simulator.record_people import record_people
from features.simulator.record_placements import record_placements
from features.simulator.recording import Calendar
from features.simulator.report import SimulationReport, report
from features.simulator.truth import truth
from features.tables import TABLES

UNTIL = date(2026, 6, 30)
"""Last day of the invented history unless another is asked for."""


def simulate(
    out: Path,
    seed: int,
    participants: int,
    workplaces: int,
    until: date = UNTIL,
    workplaces_from: pl.DataFrame | None = None,
    progress: bool = False,
    parameters: Parameters | None = None,
) -> SimulationReport:
    """Write every table of the contract and `dataset.json` to `out`, and `truth.parquet` to the directory `OUT-truth`.

    `participants` is the number of people over the whole period. `workplaces_from` has the columns of the table
    `workplaces`; people then live where those workplaces are, and `workplaces` is not used. The same arguments give the
    same files. The report compares the written tables with the figures of the practice notes.
    """
    chosen = parameters or Parameters()
    market = run(found(seed, participants, workplaces, chosen, workplaces_from), until, progress)
    calendar = Calendar(first_day(until, chosen), until)
    rng = np.random.default_rng([seed, 1])
    tables = record_people(rng, market, calendar)
    tables |= record_employers(rng, market, calendar)
    contacts, written = record_contacts(rng, market, calendar)
    tables |= contacts | record_placements(rng, market, calendar, written)

    out.mkdir(parents=True, exist_ok=True)
    for declared in TABLES:
        tables[declared.name].write_parquet(out / f"{declared.name}.parquet")
    about = {"name": out.name, "simulated": True, "as_of": until.isoformat()}
    (out / "dataset.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")
    beside = out.with_name(out.name + "-truth")
    beside.mkdir(parents=True, exist_ok=True)
    truth(market).write_parquet(beside / "truth.parquet")
    return report(tables, until)


__all__ = ["UNTIL", "Parameters", "SimulationReport", "report", "simulate"]
