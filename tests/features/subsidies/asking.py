"""A question with plain defaults, changed by the path of a field."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from features.subsidies.body import question_from
from features.subsidies.question import Question

BODY: dict[str, Any] = {
    "participant_rules": {"support_need_group": "JOBBE_DELVIS", "birth_date": "1990-03-15"},
    "workplace": {"employer_tax_rate": 0.141, "holiday_rate": 0.12, "pension_rate": 0.02},
    "job": {
        "monthly_wage": 20000,
        "position_percent": 60,
        "form": "permanent",
        "starts_on": "2026-10-01",
        "purpose": "obtain_work",
    },
}
"""Costs 26,070 kroner a month: 20,000 + 2,400 holiday pay + 448 pension + 3,221.57 employer tax, rounded up."""


def body(**changes: Any) -> dict[str, Any]:
    """The body with changes such as `job__ends_on="2026-12-31"`."""
    made = deepcopy(BODY)
    for path, value in changes.items():
        place = made
        *above, name = path.split("__")
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return made


def question(**changes: Any) -> Question:
    """The question of such a body."""
    return question_from(body(**changes))
