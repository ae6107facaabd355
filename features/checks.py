"""Everything that can be wrong with one row by itself: named checks, each with a sentence for whoever caused it.

A sentence never repeats what a cell held, except municipality and occupation codes of four digits. What rows are to
each other, and to what is stored, is in `relations`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from features.declaration import Column, Format, Kind
from features.findings import Cells, findings_frame
from features.hidden_characters import holds_hidden_character
from features.identity_numbers import holds_identity_number
from features.industries import division_name
from features.occupations import is_occupation
from features.vocabulary import Scheme

EARLIEST = date(1900, 1, 1)
LONGEST_KEY = 200
MONTHS_IN_A_LIFE = 1200
_ORGNR_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_TEXT_KINDS = frozenset({Kind.TEXT, Kind.FREE_TEXT, Kind.LIST, Kind.JSON})


@dataclass(frozen=True)
class Check:
    """A thing that can be wrong with a cell: to which columns it applies, which rows it finds, and in what words."""

    name: str
    applies: Callable[[Column], bool]
    finds: Callable[[Cells, Column], pl.Series]
    says: Callable[[Column], str]
    quotes: bool = False


def check_digit_is_right(orgnrs: pl.Series) -> pl.Series:
    """Whether nine digits end in their mod 11 check digit (Brønnøysund); null where there are not nine digits."""
    nine = orgnrs.set(~orgnrs.str.contains("^[0-9]{9}$"), None)
    digits = [nine.str.slice(place, 1).cast(pl.Int32) for place in range(9)]
    total = pl.Series([0], dtype=pl.Int32)
    for weight, digit in zip(_ORGNR_WEIGHTS, digits[:8], strict=True):
        total = total + digit * weight
    return (11 - total % 11) % 11 == digits[8]


def cell_findings(cells: Cells) -> pl.DataFrame:
    """What is wrong with the rows one by one, as `FINDINGS`: at most one finding per cell, the first that applies."""
    found = [_frame(cells, cells.uneven, "row", "uneven_row", "has not as many cells as the header")]
    for column in cells.table.columns:
        settled = cells.uneven
        for check in (c for c in CHECKS if c.applies(column)):
            faulty = check.finds(cells, column).fill_null(False) & ~settled
            if faulty.any():
                found.append(_frame(cells, faulty, column.name, check.name, check.says(column), check.quotes))
                settled = settled | faulty
    for first, second in cells.table.ordered:
        faulty = (cells.typed[first] > cells.typed[second]).fill_null(False) & ~cells.uneven
        found.append(
            _frame(
                cells,
                faulty,
                first,
                "wrong_order",
                f"is after {second}" if _is_date(cells, first) else f"is more than {second}",
            )
        )
    return pl.concat(found)


def _frame(cells: Cells, faulty: pl.Series, column: str, check: str, says: str, quotes: bool = False) -> pl.DataFrame:
    rows = cells.row.filter(faulty)
    if not quotes:
        return findings_frame(rows, column, check, says)
    held = cells.raw[column].filter(faulty)
    if held.dtype != pl.String and not held.dtype.is_integer():
        return findings_frame(rows, column, check, says)
    quoted = held.cast(pl.String)
    named = quoted.str.contains("^[0-9]{3,4}$").fill_null(False)
    reasons = pl.select(pl.when(named).then(pl.lit(quoted) + " " + says).otherwise(pl.lit(says))).to_series()
    return findings_frame(rows, column, check, reasons)


def _is_date(cells: Cells, column: str) -> bool:
    return cells.typed[column].dtype == pl.Date


def _unreadable(cells: Cells, column: Column) -> pl.Series:
    return cells.raw[column.name].is_not_null() & cells.typed[column.name].is_null()


def _wrong_form(pattern: str) -> Callable[[Cells, Column], pl.Series]:
    return lambda cells, column: ~cells.typed[column.name].str.contains(pattern)


def _organisation_number(cells: Cells, column: Column) -> pl.Series:
    values = cells.typed[column.name]
    if column.kind is Kind.LIST:
        return values.list.eval(~pl.element().str.contains("^[0-9]{9}$")).list.any()
    return ~values.str.contains("^[0-9]{9}$")


def _unknown_among(values: pl.Series, known: Callable[[str], bool]) -> pl.Series:
    unknown = [value for value in values.unique().drop_nulls().to_list() if not known(value)]
    return values.is_in(unknown)


def _is_industry(code: str) -> bool:
    try:
        return len(code) == 6 and code[2] == "." and code.replace(".", "").isdecimal() and bool(division_name(code[:2]))
    except ValueError:
        return False


def _unknown_value(cells: Cells, column: Column) -> pl.Series:
    values = cells.typed[column.name]
    if column.kind is Kind.JSON:
        return _unknown_among(values, lambda text: json.loads(text).keys() <= {scheme.value for scheme in Scheme})
    allowed = [member.value for member in column.values or ()]
    if column.kind is Kind.LIST:
        return values.list.eval(~pl.element().is_in(allowed)).list.any()
    return ~values.is_in(allowed)


def _out_of_range(cells: Cells, column: Column) -> pl.Series:
    values = cells.typed[column.name]
    if column.kind is Kind.DATE:
        return (values < EARLIEST) | (values > date.max)
    if column.kind is Kind.JSON:
        return _unknown_among(values, lambda t: all(0 <= n <= MONTHS_IN_A_LIFE for n in json.loads(t).values()))
    below = values < column.low if column.low is not None else pl.repeat(False, len(values), eager=True)
    return below | (values > column.high) if column.high is not None else below


def _range_words(column: Column) -> str:
    if column.kind is Kind.DATE:
        return f"is before {EARLIEST} or after {date.max}"
    if column.kind is Kind.JSON:
        return "holds a number of months that cannot be"
    if column.high is None:
        return f"is below {column.low:g}"
    return f"is not between {column.low:g} and {column.high:g}"


def _value_words(column: Column) -> str:
    names: Iterable[str] = Scheme if column.kind is Kind.JSON else column.values or ()
    holds = {Kind.LIST: "holds something that", Kind.JSON: "holds a scheme that"}.get(column.kind, "")
    return f"{holds} is none of {', '.join(str(name) for name in names)}".strip()


def _unreadable_as(name: str, words: str, *kinds: Kind) -> Check:
    return Check(name, lambda c: c.kind in kinds and c.format is not Format.MUNICIPALITY, _unreadable, lambda _: words)


def _formed(name: str, words: str, pattern: str, *formats: Format) -> Check:
    return Check(name, lambda c: c.format in formats, _wrong_form(pattern), lambda _: words)


def _is_text(column: Column) -> bool:
    return column.kind in _TEXT_KINDS


def _is_single(form: Format) -> Callable[[Column], bool]:
    return lambda column: column.format is form and column.kind is Kind.TEXT


CHECKS: tuple[Check, ...] = (
    Check(
        "national_identity_number",
        _is_text,
        lambda cells, column: holds_identity_number(cells.texts(column)),
        lambda _: "holds a national identity number: the whole row is refused, take the number out",
    ),
    Check(
        "hidden_character",
        _is_text,
        lambda cells, column: holds_hidden_character(cells.texts(column)),
        lambda _: "holds a character that is not seen, or that turns the text around: take it out",
    ),
    Check(
        "missing",
        lambda column: column.required and column.kind is not Kind.LIST and column.format is not Format.PROTECTION,
        lambda cells, column: cells.raw[column.name].is_null(),
        lambda _: "is missing",
    ),
    _unreadable_as("not_text", "is not text", Kind.TEXT, Kind.FREE_TEXT),
    _unreadable_as("not_a_number", "is not a whole number", Kind.INTEGER),
    _unreadable_as("not_a_number", "is not a number", Kind.NUMBER),
    _unreadable_as("not_true_or_false", "is neither true nor false", Kind.BOOLEAN),
    _unreadable_as("not_a_date", "is not a date: write it as YYYY-MM-DD", Kind.DATE),
    _unreadable_as("not_a_list", "is not a list", Kind.LIST),
    _unreadable_as("not_json", "is not a JSON object of numbers", Kind.JSON),
    Check(
        "unknown_municipality",
        _is_single(Format.MUNICIPALITY),
        _unreadable,
        lambda _: "is not a municipality code that stands for one municipality of 2024",
        quotes=True,
    ),
    Check(
        "organisation_number",
        lambda column: column.format is Format.ORGNR,
        _organisation_number,
        lambda _: "is not an organisation number of nine digits",
    ),
    Check(
        "check_digit",
        _is_single(Format.ORGNR),
        lambda cells, column: ~check_digit_is_right(cells.typed[column.name]),
        lambda _: "is an organisation number with a wrong check digit",
    ),
    _formed("four_digits", "is not four digits", "^[0-9]{4}$", Format.OFFICE, Format.POSTCODE),
    _formed(
        "unusable_id",
        f"is not an id: at most {LONGEST_KEY} characters without space, slash, ?, # or %",
        rf"^[^\s/\\?#%\x00-\x1f]{{1,{LONGEST_KEY}}}$",
        Format.PARTICIPANT,
    ),
    Check(
        "unknown_industry",
        _is_single(Format.INDUSTRY),
        lambda cells, column: _unknown_among(cells.typed[column.name], _is_industry),
        lambda _: "is not an industry code of five digits, such as 85.201",
    ),
    Check(
        "unknown_occupation",
        _is_single(Format.OCCUPATION),
        lambda cells, column: _unknown_among(cells.typed[column.name], is_occupation),
        lambda _: "is not an occupation of STYRK-08 with four digits",
        quotes=True,
    ),
    Check(
        "unknown_value",
        lambda column: column.values is not None or column.kind is Kind.JSON,
        _unknown_value,
        _value_words,
    ),
    Check(
        "out_of_range",
        lambda c: c.low is not None or c.high is not None or c.kind in (Kind.DATE, Kind.JSON),
        _out_of_range,
        _range_words,
    ),
    Check(
        "future_date",
        lambda column: column.happened,
        lambda cells, column: cells.typed[column.name] > cells.latest,
        lambda _: "is in the future, but says what has happened",
    ),
    Check(
        "too_long",
        lambda column: column.key and column.kind is Kind.TEXT,
        lambda cells, column: cells.typed[column.name].str.len_chars() > LONGEST_KEY,
        lambda _: f"is longer than {LONGEST_KEY} characters",
    ),
)
"""All checks of a cell, in the order in which they are asked."""
