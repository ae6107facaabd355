"""A list, when nothing has changed since the one before, costs a handful of queries, each by an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from models.bundle import Matcher
from tests.serving.conftest import Service, serving

HANDFUL = 14
"""Two for what has changed; the rest write the list and its rows, in two transactions."""
ONE_LINE_PER_TABLE = {"data_version", "journal_head"}


@pytest.fixture
def either(either_url: str, tmp_path: Path, matcher: Matcher) -> Iterator[Service]:
    with serving(tmp_path, matcher, database_url=either_url) as service:
        yield service


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is sent meanwhile, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        sent.append((statement, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def looked_through(engine: Engine, statement: str, values: Any) -> set[str]:
    """The tables that the statement reads row by row, for want of an index."""
    if statement.split(maxsplit=1)[0] not in ("SELECT", "UPDATE", "DELETE"):
        return set()
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            scans = [line.split()[1] for line in plan if line.startswith("SCAN") and "INDEX" not in line]
        else:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
            scans = [line.partition("Seq Scan on ")[2].split()[0] for line in plan if "Seq Scan on " in line]
    return set(scans) & set(sa.inspect(engine).get_table_names())


def test_a_list_costs_a_handful_of_indexed_queries(either: Service) -> None:
    asked = {"participant_id": "p-1"}
    either.client.post("/v1/suggestions", json=asked)
    engine = either.app.state.held.database.engine
    with statements(engine) as sent:
        assert either.client.post("/v1/suggestions", json=asked).status_code == 200
    assert 2 <= len(sent) <= HANDFUL, [text for text, _ in sent]
    for text, values in sent:
        assert looked_through(engine, text, values) <= ONE_LINE_PER_TABLE, text


def test_a_list_that_is_read_again_costs_fewer(either: Service) -> None:
    made = either.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    engine = either.app.state.held.database.engine
    with statements(engine) as sent:
        assert either.client.get(f"/v1/suggestions/{made['list_id']}").json() == made
    assert len(sent) <= 4, [text for text, _ in sent]
    for text, values in sent:
        assert looked_through(engine, text, values) <= ONE_LINE_PER_TABLE, text
