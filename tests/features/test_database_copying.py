"""Whatever a text holds goes into PostgreSQL and comes back by COPY as it was."""

from __future__ import annotations

import math
from datetime import date

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.database import Database, copying
from features.database import rows as rows_module
from features.database.copying import escaped, unescaped
from features.database.schema import STORED
from features.errors import StorageError
from tests.features.deliveries import AS_OF, FIRST, SECOND, typed_rows

HOSTILE = [
    "", "\\N", "\\.", "\n\\.\n", "a\tb\r\nc", "\\n", "\\\\n", "\\\\\n", '"', "'; DROP TABLE x; --", "%s %(x)s {}",
    "\u202eabc", "🙂", "\x01\x08\x0b\x0c\x7f", "null", "NULL", "å" * 5000, "#", " ", "a\n" * 2000,
]  # fmt: skip
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)))


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), texts, st.text("\\nrtbfvN.\t\n\r\x08\x0c\x0b")), min_size=1))
def test_what_is_escaped_comes_back(cells: list[str | None]) -> None:
    rows = pl.DataFrame({"text": cells}, schema={"text": pl.String})
    assert unescaped(escaped(rows)).equals(rows)
    written = "".join(escaped(rows)["text"].drop_nulls())
    assert not set(written) & set("\t\n\r")


@pytest.fixture
def copied(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A PostgreSQL database into which single rows too are copied, and of which little is read at a time."""
    monkeypatch.setattr(copying, "MANY", 1)
    monkeypatch.setattr(copying, "_BYTES_READ_AT_A_TIME", 3000)
    return postgresql


def providers(names: list[str | None]) -> pl.DataFrame:
    keys = [f"v-{n:03}" for n in range(len(names))]
    return typed_rows("providers", *({"provider_id": k, "name": n} for k, n in zip(keys, names, strict=True)))


def test_every_kind_of_cell_is_copied_and_comes_back(copied: Database) -> None:
    frame = providers([*HOSTILE, *"ab"])
    assert copied.store("providers", frame, "test", True, AS_OF).new == len(HOSTILE) + 2
    assert copied.read("providers")["name"].to_list() == [*HOSTILE, *"ab"]
    workplaces = typed_rows(
        "workplaces",
        {"latitude": 0.1 + 0.2, "longitude": math.pi, "employees": None, "name": None, "description": ""},
        {"orgnr": SECOND, "latitude": 1e-300, "employees": 2**62, "closed_on": date(9999, 12, 31)},
    )
    copied.store("workplaces", workplaces, "test", True, AS_OF)
    assert copied.read("workplaces").select(workplaces.columns).equals(workplaces)
    people = typed_rows("participants", {"driving_licence": ["B", '"', "\\", "\n"], "wished_text": "\t"})
    copied.store("participants", people, "test", True, AS_OF)
    assert copied.read("participants").select(people.columns).equals(people)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(texts, min_size=1, max_size=20))
def test_any_text_comes_back(copied: Database, names: list[str]) -> None:
    with copied.engine.begin() as connection:
        connection.execute(sa.delete(STORED["providers"]))
    copied.store("providers", providers([*names]), "test", True, AS_OF)
    assert copied.read("providers")["name"].to_list() == names


def test_copied_rows_replace_those_with_the_same_key(copied: Database) -> None:
    copied.store("providers", providers(["a", "b", "c"]), "test", True, AS_OF)
    done = copied.store("providers", providers(["a", "B", "C", "d"]), "later", True, AS_OF)
    assert (done.new, done.changed, done.unchanged) == (1, 2, 1)
    stored = copied.read("providers")
    assert stored["name"].to_list() == ["a", "B", "C", "d"]
    assert stored["dataset"].to_list() == ["test", "later", "later", "later"]


def test_a_replaced_workplace_goes_to_the_history_when_copied(copied: Database) -> None:
    copied.store("workplaces", typed_rows("workplaces", {}, {"orgnr": SECOND}), "test", True, AS_OF)
    copied.store("workplaces", typed_rows("workplaces", {"employees": 9}, {"orgnr": SECOND}), "test", True, AS_OF)
    history = copied.read("workplaces_history").select("orgnr", "employees", "replaced_on").rows()
    assert history == [(FIRST, 20, AS_OF)]


def test_a_copy_that_fails_leaves_nothing_and_names_no_value(copied: Database) -> None:
    contacts = typed_rows("contacts", {"contact_id": "c-1", "next_step": "hemmelig"}, {"contact_id": "c-2"})
    with pytest.raises(StorageError) as said:
        copied.store("contacts", contacts, "test", True, AS_OF)
    assert "hemmelig" not in str(said.value)
    assert copied.read("contacts").is_empty()
    assert copied.versions().get("contacts", 0) == 0


def test_few_rows_are_written_by_statements(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(rows_module, "copy_in", refuse)
    monkeypatch.setattr(rows_module, "copy_over", refuse)
    postgresql.store("providers", providers(["a", "b"]), "test", True, AS_OF)
    postgresql.store("providers", providers(["a", "c"]), "test", True, AS_OF)
    assert postgresql.read("providers")["name"].to_list() == ["a", "c"]


def test_text_that_no_text_can_hold_is_refused_in_words(copied: Database) -> None:
    with pytest.raises(StorageError):
        copied.store("providers", providers(["a\x00b"]), "test", True, AS_OF)
    assert copied.read("providers").is_empty()
