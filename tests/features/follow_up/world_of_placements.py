"""Rows for the tests of follow-up: one person in adapted work, with whatever a test says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from features.cells import TYPES
from features.follow_up.book import load_follow_up_book
from features.follow_up.calendar import calendar, followed
from features.follow_up.rows import Rows
from features.follow_up.tables import FRICTIONS
from tests.builders import rows

BOOK = load_follow_up_book()
START = date(2026, 1, 1)


def on(days: int) -> date:
    """So many days after the start."""
    return START + timedelta(days=days)


def placement(**changes):
    return {"form": "adapted_work_ordinary", "starts_on": START, "owner_id": "Z990001"} | changes


def held(due, with_whom="both", done=True):
    """A contact that was planned for a day, and held on it."""
    return {"due_on": due, "with_whom": with_whom, "done_on": due if done else None}


def placed(*placements, people=({"stream": "vto"},)):
    return followed(rows("placements", *(placement(**p) for p in placements)), rows("participants", *people))


def items(*follow_ups, today, placements=({},), people=({"stream": "vto"},), subsidies=(), until=None):
    """The calendar on a day, as a list of dicts."""
    made = calendar(
        placed(*placements, people=people),
        rows("follow_ups", *follow_ups),
        rows("placement_subsidies", *subsidies),
        BOOK,
        today,
        until=until,
    )
    return made.to_dicts()


def keys(found, *statuses):
    """(day number after the start, side, kind) of the items with these statuses."""
    return [
        ((item["due_on"] - START).days, item["with_whom"], item["kind"]) for item in found if item["status"] in statuses
    ]


def about(people=({"stream": "vto"},), **tables):
    """`Rows` of these rows; tables that are left out are empty."""
    frictions = pl.DataFrame(schema={c.name: TYPES[c.kind] for c in FRICTIONS.columns})
    given = tables.pop("frictions", frictions)
    names = {
        "placements": "placements",
        "follow_ups": "follow_ups",
        "subsidies": "placement_subsidies",
        "contacts": "contacts",
        "workplaces": "workplaces",
        "needs": "employer_needs",
        "agreements": "agreements",
    }
    frames = {field: rows(name, *tables.get(field, ())) for field, name in names.items()}
    return Rows(people=rows("participants", *people), frictions=given, **frames)
