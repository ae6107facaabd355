"""Small tables with plain defaults, so that a test says only what it is about."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from features import industries, occupations
from features.affinity import Affinity
from features.catalogue import NAMES
from features.declaration import Kind, Table
from features.defeats import Defeats
from features.pair import pair_features
from features.participant import participant_features
from features.pipeline import Batch, Pipeline
from features.tables import BY_NAME, TABLES
from features.workplace import workplace_board
from features.world import World
from features.world.facts import day_number
from models.bundle import Matcher
from models.lambdamart import train_lambdamart
from models.outlook import Starts, Stays, fit_outlook

DAY = date(2025, 6, 1)
WORKPLACE, PARTICIPANT, SPECIALIST = "310000124", "p-1", "Z990001"
"""The one workplace, the one person and the one specialist of the defaults."""
SKIEN, PORSGRUNN, VINJE = "4003", "4001", "4036"
_TYPES: dict[Kind, Any] = {
    Kind.INTEGER: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.BOOLEAN: pl.Boolean,
    Kind.DATE: pl.Date,
    Kind.LIST: pl.List(pl.String),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "participants": {
        "participant_id": "p-1", "stream": "ips", "office_id": "0806", "specialist_id": "Z990001",
        "municipality": SKIEN, "latitude": 59.21, "longitude": 9.61, "wished_occupations": ["5223"],
        "unwanted_occupations": [], "experience_occupations": ["9412"], "hours_min": 10.0, "hours_max": 30.0,
        "times_of_day": ["day"], "max_travel_minutes": 45, "travel_mode": "car", "driving_licence": ["B"],
        "norwegian_level": "good", "work_conditions": ["fixed_task_list", "quiet_surroundings"],
        "follow_up_need": "medium", "may_contact_employers": True, "shareable": [], "excluded_workplaces": [],
        "unavailable_times": [], "available_from": date(2024, 1, 1), "registered_on": date(2024, 1, 1),
        "updated_on": date(2024, 1, 1),
    },
    "participant_rules": {"participant_id": "p-1", "birth_date": date(1995, 1, 1), "protection": "none"},
    "participant_audit": {"participant_id": "p-1"},
    "workplaces": {
        "orgnr": "310000124", "org_form": "BEDR", "industry_code": "47.110", "industry_standard": "SN2007",
        "municipality": SKIEN, "latitude": 59.20, "longitude": 9.60, "employees": 20,
    },
    "workplace_conditions": {
        "orgnr": "310000124", "condition": "fixed_task_list", "offered": True, "source": "visit",
        "recorded_on": date(2025, 1, 1),
    },
    "employer_needs": {
        "need_id": "n-1", "orgnr": "310000124", "occupation": "5223", "hours_per_week": 20.0, "source": "visit",
        "recorded_on": date(2025, 5, 1),
    },
    "vacancies": {
        "ad_id": "a-1", "orgnr": "310000124", "published": date(2025, 5, 1), "expires": date(2025, 7, 1),
        "occupation": "5223", "title": "Butikkmedarbeider", "extent": "part_time", "positions": 1,
    },
    "agreements": {
        "orgnr": "310000124", "programme": "Vi inkluderer", "level": "national", "covers": "unit",
        "starts_on": date(2025, 1, 1),
    },
    "employer_notices": {"orgnr": "310000124", "kind": "temporary_layoff", "starts_on": date(2025, 5, 1)},
    "providers": {"provider_id": "v-1", "name": "Vekst", "kind": "growth_enterprise"},
    "shown_lists": {
        "list_id": "l-1", "orgnr": "310000124", "participant_id": "p-1", "shown_on": date(2025, 5, 1), "rank": 1,
    },
    "contacts": {
        "contact_id": "c-1", "orgnr": "310000124", "participant_id": "p-1", "specialist_id": "Z990001",
        "contacted_on": date(2025, 5, 1), "channel": "visit", "result": "meeting",
    },
    "choices": {
        "choice_id": "k-1", "participant_id": "p-1", "orgnr": "310000124", "kind": "pin", "chosen_on": date(2025, 5, 2),
    },
    "placements": {
        "placement_id": "s-1", "participant_id": "p-1", "orgnr": "310000124", "occupation": "5223",
        "form": "permanent", "paid": True, "hours_per_week": 20.0, "starts_on": date(2025, 1, 1),
        "observed_until": DAY,
    },
    "placement_subsidies": {"placement_id": "s-1", "scheme": "mentor_subsidy", "starts_on": date(2025, 1, 1)},
    "follow_ups": {"placement_id": "s-1", "due_on": date(2025, 2, 1), "with_whom": "both"},
}  # fmt: skip


def rows(name: str, *given: dict[str, Any]) -> pl.DataFrame:
    """A typed frame of one table: each given dict is a row on top of the defaults."""
    table = BY_NAME[name]
    return pl.DataFrame([_complete(table, row) for row in given], schema=_schema(table), orient="row")


def tables(**given: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All tables as `Database.read_tables` gives them: those given, one default participant and workplace, else empty.

    A workplace, and a replaced row of one in `workplaces_history`, is known from its `recorded_on`.
    """
    frames = {t.name: rows(t.name) for t in TABLES} | {
        "participants": rows("participants", {}),
        "workplaces": rows("workplaces", {}),
    }
    frames |= given
    frames = {name: f.with_columns(simulated=pl.lit(True), dataset=pl.lit("test")) for name, f in frames.items()}
    frames["workplaces"] = frames["workplaces"].with_columns(known_from=pl.col("recorded_on"))
    former = frames.get("workplaces_history", frames["workplaces"].clear())
    frames["workplaces_history"] = former.with_columns(known_from=pl.col("recorded_on"), replaced_on=pl.lit(DAY))
    return frames


def world(**given: pl.DataFrame) -> World:
    """The world of `tables(**given)`."""
    return World.from_tables(tables(**given))


def pipeline(**given: pl.DataFrame) -> Pipeline:
    """The pipeline over `tables(**given)`."""
    return Pipeline(world(**given))


def known(where: World, on: date = DAY, workplace: str = WORKPLACE, participant: str = PARTICIPANT) -> dict[str, float]:
    """Every feature of one pair by name, as known on the day; industries are taken to be alike for all occupations."""
    unit, person, day = (
        where.units.find(pl.Series([workplace])),
        where.participants.find(pl.Series([participant])),
        (np.array([day_number(on)])),
    )
    version = where.profiles.version(person, day)
    alike = Affinity(0, np.zeros((1, len(occupations.occupation_codes()), len(industries.DIVISIONS)), np.float32))
    board = workplace_board(where, unit, day)
    pair = pair_features(where, alike, where.profiles, version, unit, day, board)
    shared = {"defeat_shared": Defeats(where, alike).shared(where.profiles, version, unit, day, board).share}
    named = {**board.features, **pair, **participant_features(where.profiles, version), **shared}
    return {name: float(value[0]) for name, value in named.items()}


def batch(number: int, seed: int = 0, **given: Any) -> Batch:
    """Rows of features with standard normal values, and those given by name (one value or one per row)."""
    values = np.random.default_rng(seed).normal(size=(number, len(NAMES))).astype(np.float32)
    for name, value in given.items():
        values[:, NAMES.index(name)] = value
    positions = np.arange(number, dtype=np.int64)
    return Batch(values, positions, positions, np.full(number, day_number(DAY), dtype=np.int64))


@cache
def small_matcher() -> Matcher:
    """A matcher trained on invented numbers: `conditions_met` helps a start and `unit_lasting_26w` a stay."""
    number, rng = 600, np.random.default_rng(1)
    seen = batch(number, seed=1)
    helps, lasts = seen.column("conditions_met"), seen.column("unit_lasting_26w")
    group, draw = np.repeat(np.arange(30), number // 30), rng.random((2, number))
    started, stayed = draw[0] < 1 / (1 + np.exp(1 - 2 * helps)), draw[1] < 1 / (1 + np.exp(-2 * lasts))
    days = np.where(stayed, 400, (draw[1] * 360).astype(np.int64))
    learnt_from = (
        Starts(seen, started | (draw[0] < 0.3), started, group, np.ones(number)),
        Stays(seen, days, ~stayed, group),
    )
    outlook = fit_outlook(*learnt_from, seed=1, refits=4)
    gain = np.clip(10 + 5 * helps, 0, 30)
    return Matcher(train_lambdamart(seen, group, gain, outlook.order(), seed=1), outlook, DAY)


def orgnr(number: int) -> str:
    """The `number`-th valid organisation number from 310000000 on."""
    found, candidate = -1, 31000000
    while found < number:
        digits = [int(d) for d in str(candidate)]
        control = (11 - sum(w * d for w, d in zip((3, 2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11) % 11
        if control < 10:
            found, last = found + 1, f"{candidate}{control}"
        candidate += 1
    return last


def days_after(day: date, number: int) -> date:
    """The date so many days later."""
    return day + timedelta(days=number)


def _schema(table: Table) -> dict[str, Any]:
    return {c.name: _TYPES.get(c.kind, pl.String) for c in table.columns}


def _complete(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(table.column_names) | DEFAULTS[table.name] | row
