"""What a workplace is called: its registered name, and where there is none, its work and its place in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.industries import industry_name
from features.places import municipality_name

UNNAMED = "Uten navn"
FINER = (" med hovedvekt ", ", ", " ikke nevnt ", " unntatt ")
"""What follows one of these in the name of an industry is finer than a name has to tell."""


def called(name: str | None, industry: str | None, place: str | None) -> str:
    """The name; else «Uten navn – dagligvarehandel i Skien», with as much of it as is known."""
    if name:
        return name
    work = industry or ""
    for finer in FINER:
        work = work.partition(finer)[0]
    work = work if work[1:2].isupper() else work[:1].lower() + work[1:]
    return " ".join(filter(None, [UNNAMED, work and f"– {work}", place and f"i {place}"]))


def registered_as(row: Mapping[str, Any]) -> str:
    """What the workplace of a row of the table `workplaces` is called."""
    code, standard = row.get("industry_code"), row.get("industry_standard")
    industry = None if row["name"] or code is None else industry_name(code, standard)
    return called(row["name"], industry, municipality_name(row.get("municipality") or ""))
