"""What a training command works on: the people it may learn from, the truth if there is one, and the day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from features.database import Database
from features.errors import InputError
from features.protection import without_people

COUNTY_TRUTH = Path("var/county-truth/truth.parquet")
"""Where `make simulate` leaves the truth of its county."""


@dataclass(frozen=True)
class Source:
    """Tables by name, the day they are asked about, and the true chances where a simulation left them."""

    tables: Mapping[str, pl.DataFrame]
    as_of: date
    truth: pl.DataFrame | None


def read_source(
    database: Database, training_basis: str | None, truth_file: Path | None, as_of: date | None, today: date
) -> Source:
    """Read what may be learnt from; InputError when that is nobody. Nobody learns from people who have objected.

    Real people come only with a basis, and then alone: simulated people would teach what was made up. Without a
    `truth_file` the simulated county's is taken, when the people in the database are that county's. Without an `as_of`
    the day is that of the truth's data set, else the day after the last one anything is known of: to ask on a later
    day would take silence for failure.
    """
    real = database.read("participants", simulated=False)
    if len(real) and not training_basis and database.read("participants", simulated=True).is_empty():
        raise InputError("the people in the database are real: set RETTPLASS_TRAINING_BASIS before training on them")
    use_real = len(real) > 0 and bool(training_basis)
    tables = database.read_tables(people="real" if use_real else "simulated")
    tables = without_people(tables, tables["objections"]["participant_id"])
    people = tables["participants"]
    if people.is_empty():
        raise InputError("there is nobody to learn from: run `make simulate` or `python -m features load DIR` first")
    if truth_file is None and not use_real and COUNTY_TRUTH.exists() and _is_from(people, COUNTY_TRUTH):
        truth_file = COUNTY_TRUTH
    if truth_file is None:
        return Source(tables, as_of or min(today, _last_day_seen(tables) + timedelta(days=1)), None)
    if use_real:
        raise InputError("there is no truth about real people: leave out --truth")
    if not truth_file.exists():
        raise InputError(f"there is no file {truth_file}")
    said, truth = _dataset(truth_file).get("as_of"), pl.read_parquet(truth_file)
    if not truth["participant_id"].is_in(people["participant_id"].implode()).any():
        raise InputError(f"{truth_file} tells of nobody who is in the database: it belongs to another simulation")
    return Source(tables, as_of or (date.fromisoformat(said) if said else today), truth)


def _last_day_seen(tables: Mapping[str, pl.DataFrame]) -> date:
    """The last day of a contact or of a placement's observation; the people's last change when there are neither."""
    seen: list[date] = pl.concat([tables["contacts"]["contacted_on"], tables["placements"]["observed_until"]]).to_list()
    return max(seen or tables["participants"]["updated_on"].to_list())


def _dataset(truth_file: Path) -> dict[str, str]:
    """`dataset.json` of the directory DIR whose truth lies in `DIR-truth`; empty when it is not there."""
    folder = truth_file.parent
    described = folder.with_name(folder.name.removesuffix("-truth")) / "dataset.json"
    return dict(json.loads(described.read_text(encoding="utf-8"))) if described.exists() else {}


def _is_from(people: pl.DataFrame, truth_file: Path) -> bool:
    """Whether all the people come from the data set that the truth is about, and it is about some of them."""
    if people["dataset"].unique().to_list() != [_dataset(truth_file).get("name")]:
        return False
    told = pl.read_parquet(truth_file, columns=["participant_id"])["participant_id"].unique()
    return bool(told.is_in(people["participant_id"].implode()).any())
