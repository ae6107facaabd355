"""Rows to tell of: a workplace about which there is nothing to say for, and what a test adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from features.catalogue import BY_NAME, FEATURES, RANKING
from models.explanations import Explanation, Told, explain

UNKNOWN = float("nan")
PLAIN: dict[str, float] = dict.fromkeys((f.name for f in FEATURES), 0.0) | {
    "wish_need": UNKNOWN,
    "wish_seen": UNKNOWN,
    "experience_seen": UNKNOWN,
    "hours_gap": UNKNOWN,
    "conditions_met": UNKNOWN,
    "conditions_refused": UNKNOWN,
    "conditions_expected": UNKNOWN,
    "travel_share": 0.6,
    "travel_minutes": 30.0,
    "need_age": 1000.0,
    "ad_age": 1000.0,
    "specialist_days": 1000.0,
    "office_days": 1000.0,
    "own_days": 1000.0,
    "own_result": 1.0,
    "days_since_contact": 1000.0,
    "days_since_start": 1000.0,
    "contacts_quarter": 1.0,
    "room": 1.0,
    "employees": UNKNOWN,
}


def told(names: dict[str, Any] | None = None, **facts: float) -> Told:
    """A plain row beside a plain median candidate, with these facts and names."""
    return replace(Told(PLAIN | facts, PLAIN), **(names or {}))


def effects(**given: float) -> np.ndarray:
    """Effects by ranking feature: of a group the whole falls on its features alike; of a feature on that one."""
    row = np.zeros(len(RANKING))
    for name, value in given.items():
        members = [k for k, feature in enumerate(RANKING) if name in (feature, BY_NAME[feature].group.value)]
        row[members] = value / len(members)
    return row


def explained(one: Told, **given: float) -> Explanation:
    """The explanation of a list of one card."""
    return explain(effects(**given)[None, :], [one])[0]
