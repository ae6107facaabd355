"""The parts of a profile that are changed one at a time: which columns each has, and how a form says them.

No part has room for health, a diagnosis or a benefit, and none for why somebody is away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from features.text.health_words import health_question, health_words
from serving.pages.layout.forms import Fields, only
from serving.problems import ProblemError

Columns = dict[str, Any]
NOT_HEALTH = "ikke_helse"
"""The field by which somebody says that a text with a health word is not about the participant's health."""
HEALTH, BOTH = "health", "both"
"""Faults that bring their own sentence."""


@dataclass(frozen=True)
class Part:
    """One part: its columns, the fields of its form that say a row of `participants`, and the columns fields say."""

    columns: tuple[str, ...]
    fields_of: Callable[[Mapping[str, Any]], Fields]
    columns_of: Callable[[Fields], Columns]


def seen_of(part: Part, row: Mapping[str, Any]) -> str:
    """A mark of what a part says in a row, to tell whether it was changed after a form was drawn."""
    said = [None if row[name] == [] else row[name] for name in part.columns]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:24]


def _several(column: str, field: str) -> Part:
    """A part with one list: each value is a tick."""
    return Part(
        (column,),
        lambda row: {field: list(row[column] or [])},
        lambda fields: {column: list(dict.fromkeys(fields.get(field, [])))},
    )


def _one(column: str, field: str) -> Part:
    """A part with one choice; an empty one is not known."""
    return Part(
        (column,), lambda row: {field: [row[column] or ""]}, lambda fields: {column: only(fields, field) or None}
    )


def _words_of(row: Mapping[str, Any]) -> Fields:
    return {"onske": [row["wished_text"] or ""], "ferdigheter": [row["skills_text"] or ""]}


def _words(fields: Fields) -> Columns:
    given = {"wished_text": only(fields, "onske").strip(), "skills_text": only(fields, "ferdigheter").strip()}
    asked = health_question([word for text in given.values() for word in health_words(text)])
    if asked and not only(fields, NOT_HEALTH):
        raise ProblemError(422, faults=[(HEALTH, asked)])
    return {name: text or None for name, text in given.items()}


def _day_of(row: Mapping[str, Any]) -> Fields:
    return {
        "fra": [f"{row['hours_min']:g}".replace(".", ",")],
        "til": [f"{row['hours_max']:g}".replace(".", ",")],
        "tider": list(row["times_of_day"] or []),
    }


def _day(fields: Fields) -> Columns:
    hours = {name: _number(only(fields, field)) for name, field in (("hours_min", "fra"), ("hours_max", "til"))}
    return hours | {"times_of_day": list(dict.fromkeys(fields.get("tider", [])))}


def _away(fields: Fields) -> Columns:
    """The times kept, and one more where a start and an end are given."""
    kept, begins, ends = fields.get("behold", []), only(fields, "fra"), only(fields, "til")
    if not begins and not ends:
        return {"unavailable_times": kept}
    if not begins < ends:
        raise ProblemError(422, faults=[("unavailable_times", "ends before it begins")])
    return {"unavailable_times": list(dict.fromkeys([*kept, f"{only(fields, 'dag')} {begins}-{ends}"]))}


def _way(fields: Fields) -> Columns:
    return {"travel_mode": only(fields, "maate"), "max_travel_minutes": _number(only(fields, "minutter"))}


def _sharing_of(row: Mapping[str, Any]) -> Fields:
    contact = "ja" if row["may_contact_employers"] else "nei"
    return {"kontakt": [contact], "kan": list(row["shareable"] or [])}


def _sharing(fields: Fields) -> Columns:
    contact = {"ja": True, "nei": False}.get(only(fields, "kontakt"))
    return {"may_contact_employers": contact, "shareable": list(dict.fromkeys(fields.get("kan", [])))}


def _number(said: str) -> float | int | str:
    """What a field says as a number; what is none is left as it is, to be refused."""
    try:
        value = float(said.strip().replace(",", "."))
    except ValueError:
        return said
    return int(value) if value.is_integer() else value


PARTS: Mapping[str, Part] = {
    "onsker": _several("wished_occupations", "yrke"),
    "uonsket": _several("unwanted_occupations", "yrke"),
    "erfaring": _several("experience_occupations", "yrke"),
    "ord": Part(("wished_text", "skills_text"), _words_of, _words),
    "vilkar": _several("work_conditions", "vilkar"),
    "tid": Part(("hours_min", "hours_max", "times_of_day"), _day_of, _day),
    "opptatt": Part(("unavailable_times",), lambda row: {"behold": list(row["unavailable_times"] or [])}, _away),
    "reise": Part(
        ("travel_mode", "max_travel_minutes"),
        lambda row: {"maate": [row["travel_mode"]], "minutter": [str(row["max_travel_minutes"])]},
        _way,
    ),
    "norsk": _one("norwegian_level", "norsk"),
    "oppfolging": _one("follow_up_need", "behov"),
    "deling": Part(("may_contact_employers", "shareable"), _sharing_of, _sharing),
    "veto": _several("excluded_workplaces", "orgnr"),
}
"""By the word that stands in the address."""
OCCUPATIONS = ("onsker", "uonsket", "erfaring")
"""Parts that are occupations, found by words."""
