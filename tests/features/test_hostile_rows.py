"""Whatever stands in a cell of a delivery: quarantined with a reason, or stored as the text it is."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from features.database import Database
from features.declaration import Kind
from features.hidden_characters import holds_hidden_character, is_plain
from features.loading import Dataset, Loader, load
from features.tables import BY_NAME, TABLES
from tests.builders import DAY, rows

TEXT = (Kind.TEXT, Kind.FREE_TEXT, Kind.LIST, Kind.JSON)
CELLS = [(t.name, c.name) for t in TABLES for c in t.columns if c.kind in TEXT]
HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE participants; --", "%s{0}${jndi:ldap://x}", "a\x00b", "\u202etxet",
    "\u2066a\u2069", "\ufffe", "=cmd|' /C calc'!A0", "[[" * 500, '{"a":' * 500, '{"a": 1e999}', '{"a": NaN}', "9" * 400,
    "1e400", "-0", "NaN", "\u0661\u0662\u0663", "x" * 100_000, "a|b||", '"', "a,b\nc", "\ufeff", "e" + "\u0301" * 300,
]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('hostile')}/rows.db")
    made.migrate()
    for table in [BY_NAME["workplaces"], *TABLES]:
        made.store(table.name, rows(table.name, {}), "test", True, DAY)
    return made


def as_text(name: str) -> pl.DataFrame:
    """The default row of a table as a file of text has it."""
    table = BY_NAME[name]
    lists = [pl.col(c.name).list.join("|") for c in table.columns if c.kind is Kind.LIST]
    return rows(name, {}).with_columns(lists).cast(pl.String)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(CELLS), st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)
@example(("contacts", "next_step"), "a\x00b")
@example(("contacts", "next_step"), "\x85")
def test_a_cell_of_text_is_refused_or_comes_back_as_it_was(
    database: Database, cell: tuple[str, str], value: str
) -> None:
    name, column = cell
    frame = as_text(name).with_columns(pl.lit(value).alias(column))
    report = Loader(database, Dataset("hostile", True, DAY), DAY).load_frame(BY_NAME[name], frame)
    assert report.rows_in == report.stored + report.unchanged + report.quarantined == 1
    if report.quarantined:
        assert report.findings["reason"].str.len_chars().min() > 0
    else:
        assert is_plain(pl.Series([value]).str.strip_chars()[0]), "white space around a text is not part of it"
        if BY_NAME[name].column(column).kind is Kind.FREE_TEXT:
            stored = database.read(name)[column].to_list()
            assert (value.strip() or None) in {text if text is None else text.strip() for text in stored}


NUMBERS = [float("nan"), float("inf"), -1e308, 1e308, 2.0**63, -(2**63), 0.1, True, "1e5", "٣", b"\xff", [1], {"a": 1}]


@pytest.mark.parametrize("name", [t.name for t in TABLES])
def test_a_number_that_is_none_is_refused(database: Database, name: str) -> None:
    table = BY_NAME[name]
    loader = Loader(database, Dataset("hostile", True, DAY), DAY)
    for column in table.columns:
        if column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.BOOLEAN):
            for value in NUMBERS if name == "placement_subsidies" else NUMBERS[:5]:
                frame = rows(name, {}).with_columns(pl.Series(column.name, [value], strict=False))
                report = loader.load_frame(table, frame)
                assert report.rows_in == report.stored + report.unchanged + report.quarantined == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"\xff\xfe\xfa", b'"', b"orgnr\n\x00", b"orgnr,orgnr\n1,2", b"PAR1"]
)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_that_is_none_is_refused_and_the_others_go_on(
    database: Database, tmp_path: Path, content: bytes, suffix: str
) -> None:
    (tmp_path / "dataset.json").write_text(json.dumps({"name": "hostile", "simulated": True, "as_of": str(DAY)}))
    for name in ("participants", "workplaces"):
        as_text(name).write_csv(tmp_path / f"{name}.csv")
    (tmp_path / f"contacts.{suffix}").write_bytes(content)
    report = load(database, tmp_path, DAY)
    whole = {one.name: one for one in report.tables}
    assert whole["workplaces"].refusal is None
    assert whole["participants"].refusal is None


@given(st.text(max_size=50))
def test_one_rule_for_files_and_calls(text: str) -> None:
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert holds_hidden_character(pl.Series([text]))[0] == (not is_plain(text))
