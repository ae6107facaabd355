"""Lists that were journalled before there was a chain: nothing is lost on the way up, or on the way back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from features.database import Database, alembic_config
from features.database.chain import Anchor

LIST = {"list": {"list_id": "l-1", "as_of": "2025-05-01", "model": {"version": "7"}}, "made_by": "Z990001", "asked": {}}
OLD = sa.table(
    "journal",
    *map(sa.column, ("list_id", "participant_id", "model_version", "payload")),
    sa.column("as_of", sa.Date),
    sa.column("shown_on", sa.Date),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request, tmp_path):
    """A database as it was before the chain, with a list, an inline list, and one that was erased."""
    url = f"sqlite:///{tmp_path}/old.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("bare_postgresql_url")
    database = Database(url)
    step(database, command.upgrade, "0003")
    days = {"as_of": date(2025, 5, 1), "shown_on": date(2025, 6, 1), "model_version": "7"}
    kept = {"payload": json.dumps(LIST)}
    with database.engine.begin() as connection:
        connection.execute(sa.insert(OLD), {"list_id": "l-1", "participant_id": "p-1"} | days | kept)
        connection.execute(sa.insert(OLD), {"list_id": "l-2", "participant_id": None} | days | kept)
        connection.execute(sa.insert(OLD), {"list_id": "l-3", "participant_id": None, "payload": "{}"} | days)
    yield database
    database.engine.dispose()


def step(database, way, to):
    with database.engine.begin() as connection:
        way(alembic_config(connection), to)


def test_every_list_that_was_kept_is_in_the_chain(before):
    before.migrate()
    found = before.journal.verify()
    assert (found.flaws, found.anchor.count) == ([], 2)
    entry = before.journal.of_list("l-1")
    assert (entry.participant_id, entry.at) == ("p-1", datetime(2025, 6, 1, tzinfo=UTC))
    assert json.loads(entry.payload) == LIST | {"shown_on": "2025-06-01"}
    assert before.journal.of_list("l-3") is None
    assert before.journal.verify(Anchor(found.anchor.count, found.anchor.hash)).flaws == []


def test_on_the_way_back_the_lists_stand_alone_again(before):
    before.migrate()
    step(before, command.downgrade, "0003")
    with before.engine.connect() as connection:
        rows = {row.list_id: row for row in connection.execute(sa.select(OLD))}
    assert rows.keys() == {"l-1", "l-2"}
    assert (rows["l-1"].participant_id, rows["l-1"].as_of, rows["l-1"].shown_on) == (
        "p-1", date(2025, 5, 1), date(2025, 6, 1),
    )  # fmt: skip
    assert json.loads(rows["l-1"].payload)["made_by"] == "Z990001"
