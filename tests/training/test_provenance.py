"""Where a model comes from: the same rows give the same fingerprint, and one changed cell another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from features.database import Database
from features.subsidies.book import load_book
from tests.training.conftest import County
from training import provenance
from training.provenance import code_version, fingerprint, origin


def frame(**columns: object) -> pl.DataFrame:
    return pl.DataFrame({"who": ["a", None, "c"], "hours": [1.0, 2.5, None], "wishes": [["5223"], [], None]} | columns)


def test_the_same_rows_have_the_same_fingerprint_however_they_lie_in_memory() -> None:
    whole = frame()
    parts = pl.concat([whole[:1], whole[1:]], rechunk=False)
    assert fingerprint(whole) == fingerprint(parts)


@pytest.mark.parametrize(
    "changed",
    [
        {"who": ["a", None, "d"]},
        {"who": ["a", "", "c"]},
        {"hours": [1.0, 2.5, 0.0]},
        {"wishes": [["5223"], [], ["9112"]]},
        {"wishes": [["5223"], ["9112"], None]},
    ],
    ids=str,
)
def test_one_changed_cell_is_seen(changed: dict[str, object]) -> None:
    assert fingerprint(frame(**changed)) != fingerprint(frame())


def test_order_and_names_of_columns_count() -> None:
    assert fingerprint(frame()) != fingerprint(frame().reverse())
    assert fingerprint(frame()) != fingerprint(frame().rename({"who": "whom"}))


def test_the_stored_tables_are_the_same_each_time_they_are_read(county: County) -> None:
    once, again = (origin(Database(county.database_url).read_tables(people="simulated"), "Z990001") for _ in range(2))
    assert once == again
    assert once.data == origin(county.tables, "Z990002").data
    fewer = county.tables | {"contacts": county.tables["contacts"][1:]}
    assert origin(fewer).data != once.data


def test_everything_that_made_the_model_is_written_down(county: County) -> None:
    params = origin(county.tables, "Z990001").params()
    assert params["rulebook"] == load_book().version
    assert (params["trained_by"], params["people"]) == ("Z990001", "simulated")
    assert params["rows_contacts"] == len(county.tables["contacts"])
    assert {"data", "code", "version_lightgbm", "version_numpy"} <= params.keys()


def test_one_real_person_makes_the_people_real(county: County) -> None:
    people = county.tables["participants"]
    mixed = people.with_columns(simulated=pl.int_range(pl.len()) > 0)
    assert origin(county.tables | {"participants": mixed}).params()["people"] == "real"


def test_outside_a_repository_the_package_says_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    assert code_version() == provenance.version("rettplass")
