"""Placements of the county's people, and a moment that goes with its day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from serving.api.seams import OSLO, now_in_utc, today_in_oslo
from tests.builders import orgnr

NOW = datetime(2026, 2, 2, 9, 30, tzinfo=UTC)


def placement(**changes):
    return {
        "placement_id": "s-1",
        "participant_id": "p-1",
        "orgnr": orgnr(1),
        "occupation": "5223",
        "form": "adapted_work_ordinary",
        "paid": True,
        "hours_per_week": 20.0,
        "owner_id": "Z990001",
        "starts_on": "2026-01-12",
        "observed_until": "2026-02-01",
    } | changes


@contextmanager
def at(service, moment=NOW):
    """The service as if it were this moment, and its day."""
    before = dict(service.app.dependency_overrides)
    service.app.dependency_overrides[now_in_utc] = lambda: moment
    service.app.dependency_overrides[today_in_oslo] = lambda: moment.astimezone(OSLO).date()
    try:
        yield
    finally:
        service.app.dependency_overrides.clear()
        service.app.dependency_overrides.update(before)


def headers(user="Z990001", role="specialist", office="0806"):
    return {"X-Development-User": user, "X-Development-Roles": role, "X-Development-Offices": office}


def later(**by):
    return NOW + timedelta(**by)
