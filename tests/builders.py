"""Small tables with plain defaults, so that a test says only what it is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from features.declaration import Kind, Table
from features.tables import BY_NAME, TABLES

DAY = date(2025, 6, 1)
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
    """All tables as `Database.read_tables` gives them: those given, one default participant and workplace, else empty."""
    frames = {t.name: rows(t.name) for t in TABLES} | {
        "participants": rows("participants", {}),
        "workplaces": rows("workplaces", {}),
    }
    frames |= given
    frames = {name: f.with_columns(simulated=pl.lit(True), dataset=pl.lit("test")) for name, f in frames.items()}
    frames["workplaces"] = frames["workplaces"].with_columns(known_from=pl.col("recorded_on"))
    frames["workplaces_history"] = frames["workplaces"].clear().with_columns(replaced_on=pl.lit(None, pl.Date))
    return frames


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
    return {name: None for name in table.column_names} | DEFAULTS[table.name] | row
