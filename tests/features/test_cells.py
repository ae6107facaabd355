from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from features.cells import TYPES, plain, typed
from features.checks import cell_findings
from features.declaration import Column, Format, Kind, Table, Trust
from features.findings import Cells
from features.tables import TABLES
from tests.features.deliveries import AS_OF

NOTHING: dict[str, Any] = {"meaning": "", "trust": Trust.EVENT, "required": False}
WIDE = Table(
    "wide",
    "one column of each kind",
    (
        Column("text", Kind.TEXT, **NOTHING),
        Column("whole", Kind.INTEGER, **NOTHING),
        Column("number", Kind.NUMBER, **NOTHING),
        Column("yes", Kind.BOOLEAN, **NOTHING),
        Column("day", Kind.DATE, **NOTHING),
        Column("many", Kind.LIST, **NOTHING),
        Column("object", Kind.JSON, **NOTHING),
        Column("place", Kind.TEXT, format=Format.MUNICIPALITY, **NOTHING),
        Column("jobs", Kind.LIST, format=Format.OCCUPATION, **NOTHING),
        Column("industry", Kind.TEXT, format=Format.INDUSTRY, **NOTHING),
    ),
)


def read(column: str, *values: Any, dtype: Any = None) -> list[Any]:
    """What cells of a file become in a column of `WIDE`."""
    given = pl.DataFrame({column: pl.Series(values, dtype=dtype, strict=False)})
    frame = typed(WIDE, plain(WIDE, given))
    assert frame[column].dtype == TYPES[WIDE.column(column).kind]
    return frame[column].to_list()


def test_text_is_trimmed_and_nothing_is_not_known() -> None:
    assert read("text", " a b ", "", "  ", None) == ["a b", None, None, None]


def test_numbers_become_text_without_a_fraction() -> None:
    assert read("text", 974633191, 1) == ["974633191", "1"]
    assert read("text", 974633191.0, 1.5) == ["974633191", None]


def test_codes_of_four_digits_get_back_the_zero_that_a_number_lost() -> None:
    assert read("place", 301, 4003) == ["0301", "4003"]
    assert read("jobs", [110, 5223], None) == [["0110", "5223"], []]


def test_whole_numbers() -> None:
    assert read("whole", "12", "12.0", "-3", "012", "1e3", "12.5", "x", "9" * 30) == [12, 12, -3, 12, *[None] * 4]
    assert read("whole", 12.0, 12.5, float("nan"), float("inf"), 1e300) == [12, None, None, None, None]
    assert read("whole", Decimal("12.00")) == [12]
    assert read("whole", 2**64 - 1, dtype=pl.UInt64) == [None]
    assert read("whole", True) == [None]


def test_numbers() -> None:
    assert read("number", "1.5", ".5", "2", "-1e3", "1,5", "nan", "inf", "0x1") == [1.5, 0.5, 2.0, -1000.0, *[None] * 4]
    assert read("number", 1.5, float("nan"), float("-inf")) == [1.5, None, None]


def test_true_and_false() -> None:
    assert read("yes", "true", "FALSE", "1", "ja", "") == [True, False, None, None, None]
    assert read("yes", True, None) == [True, None]
    assert read("yes", 1) == [None]


def test_days() -> None:
    day = date(2025, 6, 1)
    assert read("day", "2025-06-01", "2025-06-01 00:00:00", "2025-06-01T00:00:00Z") == [day] * 3
    assert read("day", "2025-6-1", "01.06.2025", "2025-06-31", "2025-06-01T12:00:00", "20250601") == [None] * 5
    assert read("day", day) == [day]
    assert read("day", datetime(2025, 6, 1), datetime(2025, 6, 1, 0, 0, 1)) == [day, None]


def test_midnight_is_that_of_the_given_time_zone() -> None:
    midnight = datetime(2025, 6, 1, tzinfo=ZoneInfo("Europe/Oslo"))
    assert read("day", midnight, dtype=pl.Datetime("us", "Europe/Oslo")) == [date(2025, 6, 1)]


def test_lists() -> None:
    assert read("many", "a| b ||c", "", None) == [["a", "b", "c"], [], []]
    assert read("many", ["a", " ", None, "b"], [], None) == [["a", "b"], [], []]
    assert read("many", 12, None) == [None, []]


def test_objects() -> None:
    assert read("object", '{"b": 1, "a": 2.5}', "{}", "[]", "x", None) == ['{"a": 2.5, "b": 1}', "{}", None, None, None]
    assert read("object", {"a": 1, "b": None}) == ['{"a": 1}']
    assert read("object", '{"a": true}', '{"a": NaN}', '{"a": Infinity}', '{"a": "1"}') == [None] * 4


def test_an_industry_code_may_lack_its_point() -> None:
    assert read("industry", "85201", "85.201") == ["85.201", "85.201"]


def test_absent_columns_are_not_known() -> None:
    frame = typed(WIDE, plain(WIDE, pl.DataFrame({"text": ["a"]})))
    assert frame.row(0) == ("a", None, None, None, None, [], None, None, [], None)


STRANGE = {
    "small": pl.Series([1], dtype=pl.Int8),
    "large": pl.Series([2**64 - 1], dtype=pl.UInt64),
    "not a number": pl.Series([float("nan")]),
    "decimal": pl.Series([Decimal("1.25")]),
    "day": pl.Series([date(2025, 1, 1)]),
    "day beyond": pl.Series([3_000_000], dtype=pl.Int32).cast(pl.Date),
    "moment": pl.Series([datetime(2025, 1, 1, tzinfo=ZoneInfo("Europe/Oslo"))]),
    "time": pl.Series([time(12)]),
    "span": pl.Series([timedelta(days=1)]),
    "bytes": pl.Series([b"\xff\x00"]),
    "record": pl.Series([{"a": 1, "b": "x"}]),
    "records": pl.Series([[{"a": 1}]]),
    "lists": pl.Series([[["a"]]]),
    "bytes in a list": pl.Series([[b"\xff"]]),
    "days in a list": pl.Series([[date(2025, 1, 1)]]),
    "numbers in a list": pl.Series([[1.5, float("nan"), None]]),
    "array": pl.Series([["a", "b"]], dtype=pl.Array(pl.String, 2)),
    "category": pl.Series(["a"], dtype=pl.Categorical),
    "choice": pl.Series(["a"], dtype=pl.Enum(["a"])),
    "nothing": pl.Series([None], dtype=pl.Null),
    "truth": pl.Series([True]),
}


@pytest.mark.parametrize("strange", STRANGE)
def test_no_type_of_column_breaks_a_check(strange: str) -> None:
    for table in TABLES:
        odd = Cells.read(table, pl.DataFrame([STRANGE[strange].alias(c) for c in table.column_names]), AS_OF)
        cell_findings(odd)
        assert odd.typed.schema == {c.name: TYPES[c.kind] for c in table.columns}
