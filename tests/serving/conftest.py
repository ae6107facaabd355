"""A tiny invented county, a matcher with arbitrary weights, and the service over them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features import tables
from features.catalogue import NAMES, RANKING
from features.cells import plain, typed
from features.database import Database
from models.bundle import Matcher
from models.lambdamart import LambdaMart
from models.linear import Scale
from models.outlook import PERIODS_52, Outlook
from serving.api.seams import today_in_oslo
from serving.app import create_app
from serving.auth.development import DEVELOPER
from serving.pages.layout.tokens import FIELD
from serving.settings import ServiceSettings
from tests.builders import orgnr

TODAY = date(2026, 2, 2)

PERSON: dict[str, Any] = {
    "participant_id": "p-1",
    "stream": "ips",
    "office_id": "0806",
    "specialist_id": "Z990001",
    "municipality": "4003",
    "latitude": 59.21,
    "longitude": 9.61,
    "wished_occupations": ["5223", "9112"],
    "unwanted_occupations": [],
    "wished_text": "Butikk i sentrum",
    "experience_occupations": ["5223"],
    "skills_text": None,
    "hours_min": 15.0,
    "hours_max": 25.0,
    "times_of_day": ["day"],
    "unavailable_times": ["tue 09:00-12:00"],
    "max_travel_minutes": 45,
    "travel_mode": "transit",
    "driving_licence": [],
    "norwegian_level": "good",
    "work_conditions": ["no_heavy_lifting"],
    "follow_up_need": "medium",
    "may_contact_employers": True,
    "shareable": ["experience"],
    "excluded_workplaces": [],
    "available_from": "2026-01-01",
    "left_on": None,
    "registered_on": "2025-09-01",
    "updated_on": "2025-10-01",
}


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def person() -> Callable[..., dict[str, Any]]:
    """A participant's row with plain defaults."""
    return lambda **changes: PERSON | changes


@pytest.fixture
def inline(person: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """An inline participant with plain defaults, without ids and dates."""
    left_out = ("participant_id", "office_id", "specialist_id", "available_from", "registered_on", "updated_on")
    return lambda **changes: {k: v for k, v in PERSON.items() if k not in left_out} | {"simulated": True} | changes


class Browser(TestClient):
    """A client that sends the fields of a form with the hidden one that the page would have drawn in it."""

    def request(self, method: str, url: Any, *, data: Any = None, headers: Any = None, **given: Any) -> Any:
        if isinstance(data, dict) and FIELD not in data:
            user = dict(headers or {}).get("X-Development-User", DEVELOPER)
            data = data | {FIELD: self.app.state.form_tokens.draw(user, time.time())}
        return super().request(method, url, data=data, headers=headers, **given)


@dataclass(frozen=True)
class Service:
    """The service over the county, and what lies under it."""

    app: FastAPI
    client: TestClient
    database: Database
    settings: ServiceSettings

    def store(self, name: str, *rows: dict[str, Any], simulated: bool = True) -> None:
        """Store rows of a table; absent columns are empty."""
        table = tables.BY_NAME[name]
        frame = typed(table, plain(table, pl.DataFrame(list(rows), infer_schema_length=None)))
        assert self.database.store(name, frame, "test", simulated, TODAY).refused == []

    def settle(self) -> None:
        """Four workplaces in Skien; people of three specialists in two offices, one protected and one real."""
        self.store("workplaces", *(workplace(n) for n in range(4)))
        self.store(
            "participants",
            PERSON,
            PERSON | {"participant_id": "p-2"},
            PERSON | {"participant_id": "p-3", "specialist_id": "Z990002"},
            PERSON | {"participant_id": "p-4", "specialist_id": "Z990003", "office_id": "0301"},
            PERSON | {"participant_id": "p-protected"},
            PERSON | {"participant_id": "p-left", "left_on": "2026-01-15"},
        )
        self.store("participants", PERSON | {"participant_id": "p-real"}, simulated=False)
        rules = {"birth_date": "1990-01-01", "protection": "none"}
        self.store(
            "participant_rules",
            {"participant_id": "p-1", **rules, "months_used": '{"mentor_subsidy": 3}'},
            {"participant_id": "p-protected", **rules, "protection": "confidential"},
        )
        need = {"occupation": "5223", "source": "visit", "recorded_on": "2026-01-20"}
        hostile = "<script>alert(1)</script> i varemottaket"
        self.store("employer_needs", {"need_id": "n-1", "orgnr": orgnr(1), "text": hostile, **need})


def workplace(number: int) -> dict[str, Any]:
    """A shop in Skien; the first has no name."""
    return {
        "orgnr": orgnr(number),
        "name": f"EKSEMPEL {number}" if number else None,
        "org_form": "BEDR",
        "industry_code": "47.110",
        "municipality": "4003",
        "latitude": 59.20 + number / 100,
        "longitude": 9.61,
        "employees": 10 + number,
        "registered_on": "2015-01-01",
    }


@contextmanager
def serving(folder: Path, matcher: Matcher | None, **changed: Any) -> Iterator[Service]:
    """The service over a county of its own in the folder; without a matcher there is no champion.

    `changed` are settings with other values than their defaults.
    """
    places: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'test.db'}",
        "model_dir": folder / "champion",
        "audit_log": folder / "audit.log",
    }
    settings = ServiceSettings(**places | changed)
    database = Database(settings.database_url)
    database.migrate()
    if matcher is not None:
        matcher.save(settings.model_dir)
    app = create_app(settings)
    app.dependency_overrides[today_in_oslo] = lambda: TODAY
    service = Service(app, Browser(app), database, settings)
    service.settle()
    with service.client:
        yield service
    database.engine.dispose()


def matcher_of_chance() -> Matcher:
    """A matcher whose weights mean nothing: these tests are about what surrounds it."""
    rng = np.random.default_rng(1)
    scale = Scale(NAMES, np.zeros(len(NAMES)), np.ones(len(NAMES)), np.zeros(len(NAMES), dtype=np.bool_))
    weights = rng.normal(0, 0.01, (5, len(NAMES) + 1))
    outlook = Outlook(scale, weights - 0.1, scale, weights, np.full((5, PERIODS_52), -3.0))
    labelled = lgb.Dataset(rng.random((400, len(RANKING))), rng.integers(0, 2, 400), feature_name=list(RANKING))
    booster = lgb.train({"objective": "binary", "verbosity": -1, "num_threads": 1}, labelled, 3)
    ranker = LambdaMart(booster, outlook.order())
    return Matcher(ranker, outlook, date(2026, 1, 1), version="7", metrics={"ndcg_at_10": 0.5})


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """See `matcher_of_chance`."""
    return matcher_of_chance()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, matcher: Matcher) -> Iterator[Service]:
    """One service for all tests that leave it as they found it."""
    with serving(tmp_path_factory.mktemp("shared"), matcher) as service:
        yield service


@pytest.fixture
def service(tmp_path: Path, matcher: Matcher) -> Iterator[Service]:
    """A service of the test's own, to change."""
    with serving(tmp_path, matcher) as made:
        yield made


@pytest.fixture(scope="session")
def served() -> Callable[..., Any]:
    """A service under other settings: see `serving`."""
    return serving


@pytest.fixture
def untrained(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service without a champion."""
    with serving(tmp_path, None) as made:
        yield made.client


@pytest.fixture
def client(shared: Service) -> TestClient:
    """A client of the shared service."""
    return shared.client


@pytest.fixture
def specialist() -> dict[str, str]:
    """Headers of the specialist of p-1 and p-2."""
    return {"X-Development-User": "Z990001", "X-Development-Roles": "specialist", "X-Development-Offices": "0806"}
