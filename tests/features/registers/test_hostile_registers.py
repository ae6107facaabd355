"""Whatever stands in a register or a feed from outside: quarantined with a reason or stored, and never a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.database import Database
from features.errors import InputError
from features.hidden_characters import holds_hidden_character
from features.loading import load
from features.registers.importing import import_register
from features.registers.job_ad_importing import import_ads
from features.settings import Settings
from tests.features.deliveries import AS_OF, FIRST, SECOND, deliver
from tests.features.registers.test_enhetsregisteret import unit
from tests.features.registers.test_job_ads import TODAY, ad
from tests.features.test_hostile_rows import HOSTILE

ANY = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = ANY | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(ANY, max_size=2) | st.just({"a": {}})
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One stored workplace, FIRST."""
    folder = tmp_path_factory.mktemp("hostile")
    made = Database(f"sqlite:///{folder}/test.db")
    made.migrate()
    load(made, deliver(folder / "d"), TODAY)
    return made


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a record that holds no others."""
    if isinstance(value, dict | list) and value:
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, part in inner for leaf in leaves(part, (*path, key))]
    return [path]


def changed(record: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The record with another value at the path."""
    copy = json.loads(json.dumps(record))
    part = copy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return dict(copy)


@SLOW
@given(st.sampled_from(leaves(unit())), VALUES)
def test_a_unit_of_the_register(database: Database, tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
    file = tmp_path / "units.json"
    file.write_text(json.dumps([unit(SECOND), changed(unit(FIRST), path, value)]), "utf-8")
    with suppress(InputError):
        import_register(database, file, AS_OF, TODAY)
    names = database.read("workplaces")["name"]
    assert not holds_hidden_character(names.drop_nulls()).any()


@SLOW
@given(st.sampled_from(leaves(ad())), VALUES)
def test_an_ad_of_the_feed(database: Database, tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
    file = tmp_path / "ads.json"
    file.write_text(json.dumps([changed(ad("a"), path, value), ad("whole")]), "utf-8")
    bookmarks = Settings(ads_bookmarks=tmp_path / "bookmarks.json")
    with suppress(InputError):
        assert import_ads(database, str(file), AS_OF, TODAY, bookmarks, lambda texts: [None for _ in texts])
    for column in ("title", "text"):
        if column in (stored := database.read("vacancies")).columns:
            assert not holds_hidden_character(stored[column].drop_nulls()).any()
