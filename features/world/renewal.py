"""What each part of a world is made from, so that a new world keeps the parts that would come out the same.

A part is kept when every table and every other part that it is made from is the very object it was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Made = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of tables, and names of other parts."""

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "units": ("workplaces",),
    "entities": ("workplaces", "workplaces_history", "agreements", "employer_notices"),
    "participants": ("participants",),
    "offices": ("participants",),
    "specialists": ("participants", "contacts"),
}
"""Indices, which are kept also when the tables changed but the names in them did not; by the tables they are of."""

_STARTS: Made = (("placements",), ("units", "workplaces"))
MADE_FROM: Mapping[str, Made] = {
    "workplaces": (("workplaces", "workplaces_history", "postcodes"), ("units", "entities")),
    "profiles": (("participants",), ("participants", "specialists", "offices", "units")),
    "_specialist_office": ((), ("profiles",)),
    "contacts": (("contacts",), ("units", "participants", "specialists")),
    "contact_facts": ((), ("contacts", "workplaces", "_specialist_office")),
    "placements": (("placements", "contacts"), ("units", "participants")),
    "starts": _STARTS,
    "begun": _STARTS,
    "ended": _STARTS,
    "lasted": _STARTS,
    "broke": _STARTS,
    "needs": (("employer_needs",), ("units",)),
    "needs_expired": ((), ("needs",)),
    "ads": (("vacancies",), ("units",)),
    "ads_expired": ((), ("ads",)),
    "chains": ((), ("workplaces",)),
    "work_seen": (("employer_needs", "vacancies", "placements"), ("units",)),
    "conditions": (("workplace_conditions",), ("units",)),
    "conditions_by_division": (("workplace_conditions",), ("units", "workplaces")),
    "agreements": (("agreements",), ("units", "entities")),
    "notices": (("employer_notices",), ("units", "entities")),
}
"""The other parts, each after those it is made from."""


def kept_parts(
    tables: Mapping[str, Any], parts: Mapping[str, Any], tables_before: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The parts of before, by name, that hold for the new tables; `parts` are the indices that are settled already."""
    kept = dict(parts)
    for name, (of_tables, of_parts) in MADE_FROM.items():
        same = all(tables.get(one) is tables_before.get(one) for one in of_tables)
        if name in before and same and all(one in kept and kept[one] is before.get(one) for one in of_parts):
            kept[name] = before[name]
    return kept
