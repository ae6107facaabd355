"""What is said to be wrong with workplaces: one tap and no reason, or one of a few kinds and a few words.

It is kept as the reason of a choice, the kind first. A report is open until what it is about becomes known anew, or for
half a year; it is told by workplace, and never by who said it or for whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from features.vocabulary import ChoiceKind, Protection

OPEN = timedelta(days=180)


class Wrong(StrEnum):
    """What may be wrong, in the words that are kept."""

    ADDRESS = "adressen"
    GONE = "de finnes ikke lenger"
    INDUSTRY = "feil bransje"
    NEED = "behovet stemmer ikke"
    OTHER = "annet"


@dataclass(frozen=True)
class Reported:
    """One workplace's open reports: how many, of which kinds (None where nothing was said), the last day, the words."""

    orgnr: str
    number: int
    kinds: Sequence[tuple[Wrong, int]]
    latest: date
    words: Sequence[str]


def reason_of(kind: str, words: str) -> str | None:
    """What is kept of a kind and some words; None where neither was given. Words alone are about something else."""
    known = kind if kind in list(Wrong) else Wrong.OTHER.value if words else None
    return f"{known}: {words}" if words else known


def said_of(reason: str | None) -> tuple[Wrong | None, str]:
    """The kind and the words of what was kept; a reason from elsewhere is words."""
    first, _, words = (reason or "").partition(": ")
    if first in list(Wrong):
        return Wrong(first), words
    return (Wrong.OTHER if reason else None), reason or ""


def open_reports(frames: Mapping[str, pl.DataFrame], today: date, readable: Collection[str]) -> list[Reported]:
    """Workplaces with open reports, most reports first; words are of those reports alone that are about `readable`.

    Nothing is told of reports about protected people.
    """
    rules = frames["participant_rules"]
    protected = rules.filter(pl.col("protection") != Protection.NONE.value)["participant_id"].to_list()
    recent = frames["choices"].filter(
        (pl.col("kind") == ChoiceKind.WRONG.value)
        & pl.col("chosen_on").is_between(today - OPEN, today)
        & ~pl.col("participant_id").is_in(protected)
    )
    anew = {name: _known_anew(frames[name]) for name in ("workplaces", "employer_needs")}
    by_place: dict[str, list[dict[str, object]]] = {}
    for row in recent.sort("chosen_on", "choice_id").iter_rows(named=True):
        kind, _ = said_of(row["reason"])
        heard = anew["employer_needs" if kind is Wrong.NEED else "workplaces"].get(row["orgnr"])
        if heard is None or heard <= row["chosen_on"]:
            by_place.setdefault(row["orgnr"], []).append(row)
    found = [_reported(orgnr, rows, readable) for orgnr, rows in by_place.items()]
    return sorted(found, key=lambda one: (-one.number, -one.latest.toordinal(), one.orgnr))


def _reported(orgnr: str, rows: Sequence[Mapping[str, object]], readable: Collection[str]) -> Reported:
    """One tap and the words that followed it are one report: of one person's list on one day."""
    reports = {(row["participant_id"], row["chosen_on"]) for row in rows}
    said = [(row, *said_of(str(row["reason"]) if row["reason"] else None)) for row in rows]
    kinds = Counter(kind for kind, _ in {(kind, (r["participant_id"], r["chosen_on"])) for r, kind, _ in said if kind})
    words = list(dict.fromkeys(text for row, _, text in said if text and row["participant_id"] in readable))
    latest = max(day for _, day in reports if isinstance(day, date))
    return Reported(orgnr, len(reports), [(kind, kinds[kind]) for kind in Wrong if kinds[kind]], latest, words)


def _known_anew(rows: pl.DataFrame) -> dict[str, date]:
    """The last day on which something became known of each workplace in a table."""
    known = rows.filter(pl.col("recorded_on").is_not_null()).group_by("orgnr").agg(pl.col("recorded_on").max())
    return dict(known.select("orgnr", "recorded_on").iter_rows())
