"""A workplace is found as people write it: without accents, words in any order, the town beside the name."""

from __future__ import annotations

import polars as pl
import pytest

from serving.workplaces import WorkplaceDirectory
from tests.builders import orgnr

NAMES = ("KAFÉ BLÅBÆR AS", "SÖDERBERG BLOMSTER", "BAKERI ØST", None)


@pytest.fixture(scope="module")
def directory():
    rows = {"orgnr": [orgnr(n) for n in range(4)], "name": NAMES, "municipality": ["4003", "4003", "0301", "0301"]}
    empty = {"orgnr": pl.Series([], dtype=pl.String)}
    workplaces = pl.DataFrame(rows).with_columns(parent_orgnr=pl.lit(None, dtype=pl.String))
    tables = {"workplaces": workplaces, "agreements": pl.DataFrame(empty), "employer_notices": pl.DataFrame(empty)}
    return WorkplaceDirectory(tables)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("kafe", [0]),
        ("Kafé", [0]),
        ("blåbær kafe", [0]),
        ("blabaer", []),
        ("søderberg", [1]),
        ("blomster skien", [1]),
        ("skien", []),
        ("ost", []),
        ("øst bakeri", [2]),
        (f"{orgnr(3)[:3]} {orgnr(3)[3:6]} {orgnr(3)[6:]}", [3]),
        ("a", [0, 2]),
    ],
)
def test_a_workplace_is_found_as_people_write_it(directory, said, found):
    assert directory.find(said, "", 10)["orgnr"].to_list() == sorted(orgnr(n) for n in found)


def test_nothing_said_is_everything(directory):
    assert len(directory.find(" ", "", 10)) == 4
