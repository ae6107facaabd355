from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from features.cells import from_stored_form, to_stored_form
from features.database import Database, KeptAnswer, Promotion
from features.database import rows as rows_module
from features.database.rows import among, erasure, upsert
from features.database.schema import METADATA, STORED
from features.errors import StorageError
from features.relations import is_about_people
from features.tables import BY_NAME, TABLES
from tests.features.deliveries import AS_OF, FIRST, SECOND, THIRD, Row, default_row, typed_rows

LATER = date(2025, 6, 5)


@pytest.fixture(params=["database", "postgresql"])
def either(request: pytest.FixtureRequest) -> Database:
    """An empty database of each kind."""
    database: Database = request.getfixturevalue(request.param)
    return database


def store(database: Database, name: str, *rows: Row, simulated: bool = True, as_of: date = AS_OF) -> tuple[int, ...]:
    done = database.store(name, typed_rows(name, *rows), "test", simulated, as_of)
    return done.new, done.changed, done.unchanged, len(done.refused)


def fill(database: Database, *, simulated: bool = True) -> None:
    """One row of each table."""
    for table in [BY_NAME["workplaces"], *TABLES]:
        store(database, table.name, {}, simulated=simulated)


def test_every_table_comes_back_as_it_was_stored(either: Database) -> None:
    fill(either)
    for table in TABLES:
        expected = typed_rows(table.name, {}).with_columns(dataset=pl.lit("test"), simulated=pl.lit(True))
        assert either.read(table.name).drop("known_from", "stored_in", strict=False).equals(expected), table.name


def test_rows_are_new_changed_or_unchanged(either: Database) -> None:
    assert store(either, "providers", {"provider_id": "a"}, {"provider_id": "b"}) == (2, 0, 0, 0)
    assert store(either, "providers", {"provider_id": "a"}, {"provider_id": "b", "name": "Ny"}) == (0, 1, 1, 0)
    assert either.read("providers")["name"].to_list() == ["Vekst", "Ny"]


def test_reading_is_in_the_order_of_the_key_whatever_the_order_of_letters(either: Database) -> None:
    store(either, "providers", *({"provider_id": key} for key in ("b", "A", "å", "B", "a")))
    assert either.read("providers")["provider_id"].to_list() == ["A", "B", "a", "b", "å"]


def test_more_rows_than_are_read_at_a_time_all_come_back(either: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "_ROWS_READ_AT_A_TIME", 50)
    monkeypatch.setattr(rows_module, "_ROWS_WRITTEN_AT_A_TIME", 20)
    rows = typed_rows("providers", {}).drop("provider_id").join(pl.DataFrame({"n": range(601)}), how="cross")
    frame = rows.select(pl.format("v-{}", "n").alias("provider_id"), pl.exclude("n"))
    assert either.store("providers", frame, "test", True, AS_OF).new == 601
    assert either.read("providers").height == 601
    assert either.store("providers", frame, "test", True, AS_OF).unchanged == 601


def test_the_version_grows_with_what_is_stored_and_with_nothing_else(either: Database) -> None:
    before = either.version()
    store(either, "providers", {})
    after = either.version()
    store(either, "providers", {})
    either.record_promotion("1", "ranker", datetime(2025, 6, 1, tzinfo=UTC), "{}")
    assert before < after == either.version()
    assert either.versions() == {"providers": 1}


def test_a_replaced_workplace_goes_to_the_history(either: Database) -> None:
    store(either, "workplaces", {"employees": 1, "recorded_on": date(2025, 1, 1)}, {"orgnr": SECOND})
    store(either, "workplaces", {"employees": 2}, {"orgnr": SECOND})
    store(either, "workplaces", {"employees": 3}, as_of=LATER)
    versions = either.read("workplaces_history").select("orgnr", "employees", "known_from", "replaced_on").rows()
    assert versions == [(FIRST, 1, date(2025, 1, 1), AS_OF), (FIRST, 2, AS_OF, LATER)]
    now = either.read("workplaces").select("orgnr", "employees", "known_from").rows()
    assert now == [(FIRST, 3, LATER), (SECOND, 20, None)]


def test_simulated_rows_never_replace_real_ones(either: Database) -> None:
    store(either, "workplaces", {}, simulated=False)
    store(either, "providers", {}, simulated=False)
    assert store(either, "workplaces", {"employees": 1}, {"orgnr": SECOND}) == (1, 0, 0, 1)
    assert store(either, "providers", {"name": "Ny"}) == (0, 0, 0, 1)
    assert store(either, "providers", {}) == (0, 0, 1, 0)


def test_a_real_workplace_replaces_a_simulated_one_even_with_the_same_values(either: Database) -> None:
    store(either, "workplaces", {})
    assert store(either, "workplaces", {}, simulated=False) == (0, 1, 0, 0)
    assert either.read("workplaces")["simulated"].to_list() == [False]


@pytest.mark.parametrize("simulated", [True, False])
def test_a_person_is_real_or_simulated_in_every_version(either: Database, simulated: bool) -> None:
    store(either, "participants", {}, simulated=simulated)
    assert store(either, "participants", {"updated_on": LATER}, simulated=not simulated) == (0, 0, 0, 1)
    assert store(either, "participants", {}, simulated=not simulated) == (0, 0, 0, 1)


def test_the_places_of_refused_rows_are_told(database: Database) -> None:
    store(database, "participants", {"participant_id": "p-2"}, simulated=False)
    frame = typed_rows("participants", {}, {"participant_id": "p-2"}, {"participant_id": "p-3"})
    assert database.store("participants", frame, "test", True, AS_OF).refused == [1]


def test_people_are_read_as_asked_and_workplaces_in_full(either: Database) -> None:
    store(either, "workplaces", {}, simulated=False)
    store(either, "workplaces", {"orgnr": SECOND})
    store(either, "participants", {"participant_id": "real"}, simulated=False)
    store(either, "participants", {"participant_id": "invented"})
    store(either, "contacts", {"contact_id": "real", "participant_id": None}, simulated=False)
    store(either, "contacts", {"contact_id": "invented", "participant_id": "invented"})
    read = {people: either.read_tables(people=people) for people in ("simulated", "real", "all")}  # type: ignore[arg-type]
    names = {p: (t["participants"]["participant_id"].to_list(), t["contacts"].height) for p, t in read.items()}
    assert names == {"simulated": (["invented"], 1), "real": (["real"], 1), "all": (["invented", "real"], 2)}
    assert {t["workplaces"].height for t in read.values()} == {2}
    assert set(read["all"]) == {t.name for t in TABLES} | {
        "workplaces_history", "postcodes", "versions", "objections",
    }  # fmt: skip


def test_who_refers_to_people() -> None:
    assert {t.name for t in TABLES if is_about_people(t)} == {
        "participants", "participant_rules", "participant_audit", "contacts", "shown_lists", "choices", "placements",
        "placement_subsidies", "follow_ups",
    }  # fmt: skip


def test_what_is_read_together_is_of_one_moment(either: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from features import database as module

    fill(either)
    read = module._read

    def read_while_another_writes(connection: Any, name: str, *rest: Any) -> pl.DataFrame:
        frame = read(connection, name, *rest)
        if name == "participants":
            store(either, "contacts", {"contact_id": "c-2"})
        return frame

    monkeypatch.setattr(module, "_read", read_while_another_writes)
    assert either.read_tables(people="all")["contacts"].height == 1
    assert either.read("contacts").height == 2


def test_two_writers_wait_for_each_other(either: Database) -> None:
    threads = [
        threading.Thread(target=store, args=(either, "providers", {"provider_id": "v-1", "name": str(n)}))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert either.versions() == {"providers": 6}
    assert either.read("providers").height == 1


def test_a_key_is_claimed_once_and_free_again_when_the_work_failed(either: Database) -> None:
    at = datetime(2025, 6, 1, 12, tzinfo=UTC)

    def fail_after_claiming() -> None:
        with either.writing() as writing:
            assert writing.claim_answer("Z1", "k", "call", at) is None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_claiming()
    with either.writing() as writing:
        assert writing.claim_answer("Z1", "k", "call", at) is None
        writing.keep_answer("Z1", "k", 201, "{}", None)
    with either.writing() as writing:
        assert writing.claim_answer("Z1", "k", "another call", at) == KeptAnswer("call", 201, "{}")
        assert writing.claim_answer("Z2", "k", "call", at) is None


def test_what_was_live_when_is_our_own_record(either: Database) -> None:
    first, second = datetime(2025, 6, 1, 12, tzinfo=UTC), datetime(2025, 6, 2, 12, tzinfo=UTC)
    either.record_promotion("1", "ranker", first, "{}")
    either.record_promotion("2", "ranker", second, '{"ndcg": 0.5}')
    assert either.model_history() == [
        Promotion("1", "ranker", first, "{}"),
        Promotion("2", "ranker", second, '{"ndcg": 0.5}'),
    ]


def test_keys_of_parents_may_be_asked_for_a_few(either: Database) -> None:
    store(either, "workplaces", {}, {"orgnr": SECOND}, {"orgnr": THIRD})
    asked = either.parent_keys("workplaces", pl.Series([THIRD, None, "' OR 1=1 --", FIRST]))
    assert sorted(asked["key"]) == sorted([FIRST, THIRD])
    assert either.parent_keys("workplaces").height == 3


def test_a_row_without_its_workplace_cannot_be_stored(either: Database) -> None:
    store(either, "participants", {})
    with pytest.raises(StorageError):
        store(either, "contacts", {"next_step": "hemmelig"})


def test_what_the_database_says_names_no_value_and_no_password() -> None:
    database = Database("postgresql+psycopg://user:hemmelig@127.0.0.1:1/none?connect_timeout=1")
    with pytest.raises(StorageError) as said:
        database.version()
    assert "hemmelig" not in str(said.value)
    assert "127.0.0.1" in str(said.value)


def test_a_failed_write_names_no_value(database: Database) -> None:
    store(database, "participants", {})
    with pytest.raises(StorageError) as said:
        store(database, "contacts", {"next_step": "hemmelig"})
    chain: BaseException | None = said.value
    while chain is not None:
        assert "hemmelig" not in str(chain)
        chain = chain.__cause__


@pytest.mark.parametrize("url", ["", "rettplass.db", "sqlite:////proc/nowhere/rettplass.db", "oracle://x"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(StorageError):
        Database(url)


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/var/deep/rettplass.db").migrate()
    assert (tmp_path / "var/deep/rettplass.db").is_file()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError):
        Database(f"sqlite:///{tmp_path}/x.db").version()


def test_a_database_may_live_in_memory() -> None:
    database = Database("sqlite://")
    database.migrate()
    store(database, "providers", {})
    assert database.read("providers").height == 1


def test_sqlite_keeps_references_and_readers_do_not_wait_for_writers(database: Database, tmp_path: Path) -> None:
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with sqlite3.connect(tmp_path / "rettplass.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_definition_and_every_upsert_is_understood_by_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in METADATA.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect)).strip().startswith("CREATE TABLE")
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect)).startswith(("CREATE INDEX", "CREATE UNIQUE INDEX"))
    for name, stored in STORED.items():
        written = str(upsert(stored, "postgresql").compile(dialect=dialect))
        assert "ON CONFLICT (" + ", ".join(BY_NAME[name].keys) + ") DO UPDATE SET" in written.replace('"', "")
        key = stored.c[BY_NAME[name].keys[0]]
        assert "jsonb_array_elements_text" in str(
            sa.select(key).where(among(key, "postgresql")).compile(dialect=dialect)
        )
    for table_ in TABLES:
        if is_about_people(table_):
            assert "DELETE" in str(erasure(table_, "p-1").compile(dialect=dialect))


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=8)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(texts, max_size=4), min_size=1, max_size=4))
def test_lists_come_back_from_the_stored_form(lists: list[list[str]]) -> None:
    table = BY_NAME["participants"]
    rows = typed_rows("participants", *({"driving_licence": values} for values in lists))
    assert from_stored_form(table, to_stored_form(table, rows)).equals(rows)


def test_default_rows_are_of_the_declared_tables() -> None:
    assert all(set(default_row(t.name)) == set(t.column_names) for t in TABLES)
