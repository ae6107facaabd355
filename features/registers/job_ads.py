"""Job ads as Nav's feed publishes them (pam-stilling-feed), as rows of `vacancies`.

An ad that is no longer active keeps its row: its last day becomes the day it was stopped, and its text is taken away,
as the feed's terms ask. Contact persons are never read. Fields are named as in the feed, read in August 2026.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from features.occupations import is_occupation
from features.tables import VACANCIES

OSLO = ZoneInfo("Europe/Oslo")
EXTENTS = {"heltid": "full_time", "deltid": "part_time"}
CATEGORIES = ("STYRK08", "STYRK08NAV")
"""Kinds of category that begin with a STYRK-08 code of four digits, the official one first."""
UNSPECIFIED = "0000"
LONGEST_AD = 200_000
"""Characters of an ad's description that are read."""

OccupationsOf = Callable[[Sequence[str]], Sequence[str | None]]
"""The occupation that each text speaks of, None where it is not understood."""


@dataclass(frozen=True)
class Line:
    """The newest that the feed says of one ad. `place` is its 1-based place in the feed; `ad` holds the details."""

    place: int
    ad_id: str | None
    active: bool
    changed_on: str | None
    ad: Mapping[str, Any]


@dataclass(frozen=True)
class AdRows:
    """Rows of `vacancies` with their place in the feed; `by_text` of them got their occupation from their own words.

    `ended` are stored ads that were stopped; `unseen` inactive ads that were never stored, which are left out.
    """

    frame: pl.DataFrame
    row: pl.Series
    by_text: int
    ended: int
    unseen: int


def newest(records: Iterable[Any]) -> list[Line]:
    """One line per ad, the last that is said of it, from pages, entries or bare ads in the order of the feed."""
    lines: dict[object, Line] = {}
    for place, record in enumerate(_entries(records), start=1):
        line = read_line(record, place)
        lines.pop(line.ad_id or place, None)
        lines[line.ad_id or place] = line
    return list(lines.values())


def _entries(records: Iterable[Any]) -> Iterable[Any]:
    for record in records:
        inside = record.get("items", record.get("content")) if isinstance(record, dict) else None
        yield from inside if isinstance(inside, list) else [record]


def read_line(record: Any, place: int) -> Line:
    """What one record says of its ad: a line of a page, an entry, or a bare ad."""
    record = record if isinstance(record, dict) else {}
    entry = record.get("_feed_entry")
    entry = record if not isinstance(entry, dict) else record | entry
    ad = next((entry[key] for key in ("ad_content", "json") if isinstance(entry.get(key), dict)), None)
    ad = entry if ad is None else ad
    status = _text(entry.get("status")) or _text(ad.get("status")) or "ACTIVE"
    return Line(
        place,
        _text(ad.get("uuid")) or _text(entry.get("uuid")) or _text(entry.get("id")),
        status.upper() == "ACTIVE",
        oslo_day(entry.get("sistEndret") or entry.get("date_modified") or ad.get("updated")),
        ad,
    )


def ad_rows(lines: Sequence[Line], stored: pl.DataFrame, as_of: date, occupations_of: OccupationsOf) -> AdRows:
    """The rows to load: active ads as they are, stored ads that were stopped with their new last day.

    `stored` is the table as it is stored; an ad keeps the day on which it was first recorded, a new one has `as_of`.
    """
    before = {row["ad_id"]: row for row in stored.select(VACANCIES.column_names).iter_rows(named=True)}
    active = [line for line in lines if line.active]
    stopped = [line for line in lines if not line.active and line.ad_id in before]
    listed = [_category(line.ad) for line in active]
    unlisted = [i for i, code in enumerate(listed) if code is None]
    understood = occupations_of([said(active[i].ad) for i in unlisted])
    for i, code in zip(unlisted, understood, strict=True):
        listed[i] = code
    rows = [_row(line, code, before.get(line.ad_id), as_of) for line, code in zip(active, listed, strict=True)]
    rows += [_ended(before[line.ad_id], line.changed_on or str(as_of)) for line in stopped]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(VACANCIES.column_names, pl.String), orient="row")
    places = pl.Series([line.place for line in (*active, *stopped)], dtype=pl.Int64)
    by_text = sum(code is not None for code in understood)
    return AdRows(frame, places, by_text, len(stopped), len(lines) - len(active) - len(stopped))


def said(ad: Mapping[str, Any]) -> str:
    """What an ad says of the work: its title, the job's title and the description, as plain text."""
    parts = (_text(ad.get("title")), _text(ad.get("jobtitle")), plain_text(_text(ad.get("description")) or ""))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _row(line: Line, occupation: str | None, before: Mapping[str, Any] | None, as_of: date) -> dict[str, str | None]:
    ad = line.ad
    employer = ad.get("employer")
    return {
        "ad_id": line.ad_id,
        "orgnr": _text(employer.get("orgnr")) if isinstance(employer, dict) else None,
        "published": oslo_day(ad.get("published")),
        "expires": oslo_day(ad.get("expires")) or oslo_day(ad.get("applicationDue")),
        "occupation": occupation,
        "title": _text(ad.get("title")) or _text(ad.get("jobtitle")),
        "text": plain_text(_text(ad.get("description")) or "") or None,
        "extent": EXTENTS.get((_text(ad.get("extent")) or "").lower(), "unknown"),
        "positions": _positions(ad.get("positioncount")),
        "recorded_on": str((before and before["recorded_on"]) or as_of),
    }


def _ended(before: Mapping[str, Any], stopped_on: str) -> dict[str, str | None]:
    row = {name: None if value is None else str(value) for name, value in before.items()}
    last = max(str(before["published"]), min(str(before["expires"]), stopped_on))
    return row | {"expires": last, "text": None}


def _category(ad: Mapping[str, Any]) -> str | None:
    """The code of the best category of the first kind that has a known one; None where there is none."""
    given = ad.get("categoryList")
    listed = [c for c in given if isinstance(c, dict)] if isinstance(given, list) else []
    for kind in CATEGORIES:
        ours = [c for c in listed if c.get("categoryType") == kind and _code(c.get("code"))]
        if ours:
            return _code(max(ours, key=lambda c: _number(c.get("score"))).get("code"))
    return None


def _code(given: Any) -> str | None:
    """The four digits of «5223» or «2342.07»; None for what is no occupation."""
    found = re.match(r"([0-9]{4})(?![0-9])", _text(given) or "")
    return found[1] if found and found[1] != UNSPECIFIED and is_occupation(found[1]) else None


def _number(given: Any) -> float:
    return float(given) if isinstance(given, int | float) and given == given else 0.0


def _positions(given: Any) -> str:
    """Posts; one where the feed does not give a whole number, as the feed itself does."""
    written = _text(given) or ""
    return written if re.fullmatch(r"[0-9]{1,4}", written) else "1"


def oslo_day(given: Any) -> str | None:
    """The date in Oslo of the feed's moment; what is no moment is kept, so that the checks can refuse it."""
    written = _text(given)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        return str((moment.astimezone(OSLO) if moment.tzinfo else moment).date())
    except (ValueError, OverflowError):
        return written


def _text(given: Any) -> str | None:
    """The text, or the number as text; None where it is empty or something else."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    return str(given).strip() or None


def plain_text(markup: str) -> str:
    """The words of HTML, one line per paragraph or list item; scripts and styles left out. Takes linear time."""
    words, silent = [], ""
    pieces = _TAG.split(markup[:LONGEST_AD])
    for text, closing, tag in zip(pieces[::3], ["", *pieces[1::3]], ["", *pieces[2::3]], strict=True):
        tag = tag.lower()
        if silent:
            silent = "" if closing and tag == silent else silent
        elif tag in SILENT and not closing:
            silent = tag
        words.append(("" if tag in INLINE else "\n") + ("" if silent else unescape(text)))
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*|[!?])[^<>]*>")
SILENT = frozenset({"script", "style", "template"})
INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})
"""Tags that do not begin a new line."""
