"""What a workplace is called: its registered name, and where there is none, its work and its place in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.industries import industry_name
from features.places import municipality_name

UNNAMED = "Uten navn"


def called(name: str | None, industry: str | None, place: str | None) -> str:
    """The name; else «Uten navn – dagligvarehandel i Skien», with as much of it as is known."""
    if name:
        return name
    work = industry[:1].lower() + industry[1:] if industry and not industry[1:2].isupper() else industry
    return " ".join(filter(None, [UNNAMED, work and f"– {work}", place and f"i {place}"]))


def registered_as(row: Mapping[str, Any]) -> str:
    """What the workplace of a row of the table `workplaces` is called."""
    code, standard = row.get("industry_code"), row.get("industry_standard")
    industry = None if row["name"] or code is None else industry_name(code, standard)
    return called(row["name"], industry, municipality_name(row.get("municipality") or ""))
