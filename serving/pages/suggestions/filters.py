"""The form by which a specialist narrows the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError

from serving.pages.layout.forms import Fields, only
from serving.problems import bad_input
from serving.schemas import Filters


def filters_of(fields: Fields) -> Filters:
    """The filters of a form; empty fields narrow nothing. 422 for what cannot be a filter."""
    given: dict[str, Any] = {
        "occupations": [code for code in fields.get("yrke", []) if code],
        "municipalities": [code for code in fields.get("kommune", []) if code],
        "need": "known" if only(fields, "behov") else "any",
        "never_used": bool(only(fields, "nye")),
    }
    for name, field in (("max_travel_minutes", "reise"), ("hours_min", "timer_fra"), ("hours_max", "timer_til")):
        if text := only(fields, field).strip().replace(",", "."):
            given[name] = _number(field, text)
    try:
        return Filters.model_validate(given)
    except ValidationError:
        raise bad_input("filters", "this cannot be filtered by") from None


def in_address(filters: Filters) -> str:
    """The filters as the query of a list's own address, so that its form can show them; empty without filters."""
    said = [("reise", filters.max_travel_minutes), ("timer_fra", filters.hours_min), ("timer_til", filters.hours_max)]
    said += [("behov", 1 if filters.need == "known" else None), ("nye", 1 if filters.never_used else None)]
    several = [("yrke", code) for code in filters.occupations] + [("kommune", code) for code in filters.municipalities]
    return urlencode([(name, value) for name, value in [*said, *several] if value is not None])


def _number(field: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise bad_input(field, "give a number") from None
    return int(value) if value.is_integer() else value
