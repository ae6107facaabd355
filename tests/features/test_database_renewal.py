"""Tables that are read again, of which only what changed is fetched, are the tables read anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import polars as pl
import pytest

from features.database import Database
from features.tables import BY_NAME, TABLES
from tests.builders import rows

DAY = date(2025, 6, 1)


@pytest.fixture
def either(either_url: str) -> Iterator[Database]:
    database = Database(either_url)
    database.migrate()
    for table in [BY_NAME["workplaces"], *TABLES]:
        database.store(table.name, rows(table.name, {}), "test", True, DAY)
    yield database
    database.engine.dispose()


def store(database: Database, name: str, simulated: bool = True, **row: object) -> None:
    assert database.store(name, rows(name, row), "test", simulated, DAY).refused == []


def two_tables(database: Database) -> None:
    store(database, "choices", choice_id="k-0")
    store(database, "employer_notices", kind="closure")


POSTCODES = pl.DataFrame({"postcode": ["3701"], "latitude": [59.1], "longitude": [9.6]})
CHANGES = {
    "a row more": lambda d: store(d, "contacts", contact_id="c-2"),
    "a row changed": lambda d: store(d, "contacts", result="no"),
    "rows of several tables": two_tables,
    "a new version of a person": lambda d: store(d, "participants", updated_on=date(2025, 5, 1)),
    "a workplace with its history": lambda d: store(d, "workplaces", employees=7, recorded_on=date(2025, 5, 1)),
    "a workplace that becomes real": lambda d: store(d, "workplaces", simulated=False, employees=7),
    "somebody who becomes protected": lambda d: store(d, "participant_rules", protection="confidential"),
    "somebody real": lambda d: store(d, "participants", simulated=False, participant_id="p-real"),
    "postcodes": lambda d: d.store_postcodes(POSTCODES),
    "somebody erased": lambda d: d.rights.erase("p-1", datetime(2025, 6, 1, tzinfo=UTC), "asked"),
}


@pytest.mark.parametrize("people", ["simulated", "all"])
@pytest.mark.parametrize("change", CHANGES)
def test_read_again_is_read_anew(either: Database, change: str, people: str) -> None:
    held = either.read_tables(people=people, protected=True)
    CHANGES[change](either)
    again, anew = either.read_tables_again(held, people=people), either.read_tables(people=people, protected=True)
    assert again.keys() == anew.keys()
    for name, frame in anew.items():
        in_order = pl.DataFrame.clone if name in BY_NAME else lambda rows: rows.sort(rows.columns[0])
        assert in_order(again[name]).equals(in_order(frame)), name


def test_what_did_not_change_is_the_same_frame(either: Database) -> None:
    held = either.read_tables(people="all", protected=True)
    store(either, "contacts", contact_id="c-2")
    again = either.read_tables_again(held, people="all")
    assert {name for name in held if again[name] is not held[name]} <= {"contacts", "versions", "objections"}


def test_only_what_changed_is_fetched(either: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from features.database import renewal

    held, fetched, fetch = either.read_tables(people="all", protected=True), [], renewal.fetch
    store(either, "contacts", contact_id="c-2")

    def counting(*given: object) -> pl.DataFrame:
        fetched.append(fetch(*given))
        return fetched[-1]

    monkeypatch.setattr(renewal, "fetch", counting)
    either.read_tables_again(held, people="all")
    assert [frame.height for frame in fetched] == [1, 1], "the row, and how many rows there are"
