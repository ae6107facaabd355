from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.database import Database
from features.errors import InputError
from features.loading import load
from features.registers.job_ad_importing import import_ads
from features.registers.job_ads import ad_rows, newest, oslo_day, plain_text
from features.settings import Settings
from features.tables import VACANCIES
from tests.features.deliveries import AS_OF, FIRST, deliver

TODAY = date(2025, 6, 2)
UNKNOWN = "974760673"
"""A right organisation number of a workplace that is not stored."""


def ad(uuid: str = "a", **given: Any) -> dict[str, Any]:
    """The details of one ad as the feed gives them, with more than we take."""
    return {
        "uuid": uuid,
        "published": "2025-05-20T22:30:00Z",
        "expires": "2025-06-30T21:59:59.999Z",
        "updated": "2025-05-21T08:00:00+02:00",
        "workLocations": [{"country": "NORGE", "municipal": "SKIEN"}],
        "contactList": [{"name": "Kari Kontakt", "phone": "99999999"}],
        "title": "Butikkmedarbeider",
        "description": "<p>Vi trenger en som kan <b>fylle på varer</b>.</p>",
        "categoryList": [{"categoryType": "STYRK08", "code": "5223", "name": "Butikkmedarbeidere", "score": 0.9}],
        "jobtitle": "Butikkmedarbeider",
        "employer": {"name": "EKSEMPEL", "orgnr": FIRST, "description": "", "homepage": ""},
        "extent": "Deltid",
        "positioncount": "2",
    } | given


def entry(
    uuid: str = "a", status: str = "ACTIVE", changed: str = "2025-05-21T08:00:00Z", **given: Any
) -> dict[str, Any]:
    content = ad(uuid, **given) if status == "ACTIVE" else None
    return {"uuid": uuid, "ad_content": content, "sistEndret": changed, "status": status}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """One stored workplace, FIRST."""
    made = Database(f"sqlite:///{tmp_path}/test.db")
    made.migrate()
    load(made, deliver(tmp_path / "d"), TODAY)
    return made


def bring(database: Database, folder: Path, *records: Any, codes: dict[str, str] | None = None) -> list[str]:
    """Import a file of the records; `codes` is what each ad's words are understood as."""
    path = folder / "ads.json"
    path.write_text(json.dumps(records), "utf-8")
    settings = Settings(ads_bookmarks=folder / "bookmarks.json")
    return import_ads(
        database, str(path), AS_OF, TODAY, settings, lambda texts: [(codes or {}).get(text) for text in texts]
    )


def stored(database: Database) -> dict[str, dict[str, Any]]:
    return {row["ad_id"]: row for row in database.read("vacancies").iter_rows(named=True)}


def test_an_ad_becomes_a_row_of_vacancies(database: Database, tmp_path: Path) -> None:
    assert bring(database, tmp_path, entry()) == ["vacancies: 1 in = 1 stored + 0 unchanged + 0 quarantined"]
    row = stored(database)["a"]
    assert (row["orgnr"], row["occupation"], row["title"], row["text"]) == (
        FIRST, "5223", "Butikkmedarbeider", "Vi trenger en som kan fylle på varer.",
    )  # fmt: skip
    assert (row["published"], row["expires"]) == (date(2025, 5, 21), date(2025, 6, 30))
    assert (row["extent"], row["positions"], row["recorded_on"], row["simulated"]) == ("part_time", 2, AS_OF, False)


def test_the_same_file_again_changes_nothing_and_a_new_text_keeps_the_day_it_was_learnt(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, entry())
    later = Settings(ads_bookmarks=tmp_path / "b.json")
    path = tmp_path / "ads.json"
    again = import_ads(database, str(path), TODAY, TODAY, later, lambda texts: [None] * len(texts))
    assert again == ["vacancies: 1 in = 0 stored + 1 unchanged + 0 quarantined"]
    path.write_text(json.dumps([entry(description="Ny tekst")]), "utf-8")
    import_ads(database, str(path), TODAY, TODAY, later, lambda texts: [None] * len(texts))
    assert stored(database)["a"]["text"] == "Ny tekst"
    assert stored(database)["a"]["recorded_on"] == AS_OF


def test_a_stopped_ad_gets_that_day_as_its_last_and_loses_its_text(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, entry(), entry("b"))
    said = bring(database, tmp_path, entry("a", "INACTIVE", "2025-05-25T10:00:00Z"), entry("c", "INACTIVE"))
    assert said == [
        "vacancies: 1 in = 1 stored + 0 unchanged + 0 quarantined",
        "no longer advertised: 1",
        "left out, inactive and never stored: 1",
    ]
    assert (stored(database)["a"]["expires"], stored(database)["a"]["text"]) == (date(2025, 5, 25), None)
    assert stored(database)["b"]["expires"] == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("changed", "last"), [("2025-07-15T10:00:00Z", date(2025, 6, 30)), ("2024-01-01", date(2025, 5, 21))]
)
def test_the_last_day_stays_between_publishing_and_expiry(
    database: Database, tmp_path: Path, changed: str, last: date
) -> None:
    bring(database, tmp_path, entry())
    bring(database, tmp_path, entry("a", "INACTIVE", changed))
    assert stored(database)["a"]["expires"] == last


def test_the_last_line_of_an_ad_counts_wherever_it_stands(database: Database, tmp_path: Path) -> None:
    said = bring(database, tmp_path, entry(title="Før"), entry("b"), entry(title="Nå"))
    assert said == ["vacancies: 2 in = 2 stored + 0 unchanged + 0 quarantined"]
    assert stored(database)["a"]["title"] == "Nå"
    assert [line.place for line in newest([entry(), entry("b"), entry()])] == [2, 3]


def test_pages_entries_and_bare_ads_are_read_alike() -> None:
    page = {
        "version": "1.0",
        "items": [{"id": "x", "url": "/api/v1/feedentry/x", "_feed_entry": {"uuid": "x", "status": "INACTIVE"}}],
    }
    lines = newest([page, {"content": [ad("y")]}, {"uuid": "z", "json": ad("z"), "status": "ACTIVE"}, 7])
    assert [(line.ad_id, line.active) for line in lines] == [("x", False), ("y", True), ("z", True), (None, True)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"employer": {"orgnr": UNKNOWN}}, "not among the workplaces"),
        ({"employer": {"orgnr": "123456789"}}, "wrong check digit"),
        ({"employer": None}, "orgnr is missing"),
        ({"categoryList": [], "title": "Noe", "jobtitle": None, "description": None}, "occupation is missing"),
        ({"published": "i går"}, "published is not a date"),
        ({"expires": "2025-05-01T00:00:00Z"}, "expires"),
        ({"title": None, "jobtitle": None}, "title is missing"),
        ({"description": "Kontakt 01010750160"}, "national identity number"),
    ],
)  # fmt: skip
def test_an_ad_that_cannot_be_used_is_quarantined_with_a_reason(
    database: Database, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    said = bring(database, tmp_path, entry(**changes), entry("b"))
    assert said[0] == "vacancies: 2 in = 1 stored + 0 unchanged + 1 quarantined"
    assert reason in said[1]
    assert "01010750160" not in "".join(said)
    assert list(stored(database)) == ["b"]


def categories(*codes: tuple[str, str, float]) -> list[dict[str, Any]]:
    return [{"categoryType": kind, "code": code, "score": score} for kind, code, score in codes]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (categories(("ESCO", "5120", 1.0), ("STYRK08NAV", "2342.07", 0.0)), "2342"),
        (categories(("STYRK08NAV", "9112", 1.0), ("STYRK08", "5223", 0.1)), "5223"),
        (categories(("STYRK08", "9112", 0.2), ("STYRK08", "5223", 0.7)), "5223"),
        (categories(("STYRK08", "0000", 1.0), ("STYRK08", "52231", 1.0), ("STYRK08", "9999", 1.0)), None),
        ([None, {"categoryType": "STYRK08", "code": ["5223"]}, 3], None),
        ("5223", None),
    ],
)  # fmt: skip
def test_the_best_category_of_styrk_gives_the_occupation(given: Any, code: str | None) -> None:
    nothing = pl.DataFrame(schema=dict.fromkeys(VACANCIES.column_names, pl.String))
    made = ad_rows(newest([entry(categoryList=given)]), nothing, AS_OF, lambda texts: [None] * len(texts))
    assert made.frame["occupation"].to_list() == [code]


def test_without_a_category_the_words_of_the_ad_give_the_occupation(database: Database, tmp_path: Path) -> None:
    words = "Vi trenger noen på påfyll\nvarer om morgenen"
    plain = {"categoryList": [], "jobtitle": None, "title": "Vi trenger noen på påfyll"}
    said = bring(database, tmp_path, entry(**plain, description="<div>varer om morgenen</div>"), codes={words: "5223"})
    assert said[1] == "occupation by the words of the ad: 1"
    assert stored(database)["a"]["occupation"] == "5223"


def test_what_is_no_json_is_refused(database: Database, tmp_path: Path) -> None:
    (tmp_path / "ads.json").write_text("<html>", "utf-8")
    with pytest.raises(InputError, match=r"ads\.json is not JSON at record 1"):
        import_ads(database, str(tmp_path / "ads.json"), AS_OF, TODAY, Settings(ads_bookmarks=tmp_path / "b"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-05-20T21:59:59Z", "2025-05-20"),
        ("2025-05-20T22:00:00Z", "2025-05-21"),
        ("2025-01-20T22:30:00Z", "2025-01-20"),
        ("2025-05-20T23:30:00", "2025-05-20"),
        ("2025-05-20", "2025-05-20"),
        ("", None),
        (None, None),
        ({"a": 1}, None),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_moment_of_the_feed_is_a_day_in_oslo(moment: Any, day: str | None) -> None:
    assert oslo_day(moment) == day


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>En <b>kokk</b> &amp; hjelp.</p><ul><li>vaske</li><li>rydde</li></ul>", "En kokk & hjelp.\nvaske\nrydde"),
        ("før<script>alert('<p>x</p>')</script>etter", "før\netter"),
        ("a < b og c > d<!-- gjemt --><br/>ny", "a < b og c > d\nny"),
        ("uten slutt <a href='", "uten slutt <a href='"),
        ("  mye \t luft  ", "mye luft"),
        ("&lt;script&gt;", "<script>"),
    ],
)  # fmt: skip
def test_a_description_is_read_as_plain_words(markup: str, text: str) -> None:
    assert plain_text(markup) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["uuid", "items", "content", "ad_content", "_feed_entry", "status", "employer", "categoryList",
                         "code", "categoryType", "score", "published", "expires", "description", "title", "id"]),
        inner, max_size=5),
    max_leaves=15,
)  # fmt: skip


@given(st.lists(JSON, max_size=4))
def test_whatever_the_feed_holds_gives_rows_of_text_one_for_each_active_ad(records: list[Any]) -> None:
    lines = newest(records)
    nothing = pl.DataFrame(schema=dict.fromkeys(VACANCIES.column_names, pl.String))
    made = ad_rows(lines, nothing, AS_OF, lambda texts: [None] * len(texts))
    assert made.frame.height == sum(line.active for line in lines)
    assert made.unseen == sum(not line.active for line in lines)
    assert all(kind == pl.String for kind in made.frame.dtypes)


@given(st.text(alphabet="<>/!-ap &;#x", max_size=200))
def test_any_markup_is_read_without_adding_words(markup: str) -> None:
    assert len(plain_text(markup)) <= len(markup)
