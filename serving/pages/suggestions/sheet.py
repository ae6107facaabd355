"""The list as a table for a spreadsheet: one line for each suggestion, nothing about the participant but the place."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from serving.pages import words

COLUMNS = (
    "nummer", "organisasjonsnummer", "navn", "kommune", "bransje", "ansatte", "reisetid i minutter", "for",
    "imot", "behov", "behov meldt", "fortsatt i jobb etter 26 uker", "lavest", "høyest", "neste steg", "kjent av",
    "sist kontakt", "plass til",
)  # fmt: skip
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets (OWASP, CSV injection)."""
BYTE_ORDER_MARK = "\ufeff"


def as_csv(listed: Mapping[str, Any]) -> str:
    """Semicolons and a byte order mark, as a Norwegian Excel reads it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in _row(suggestion)] for suggestion in listed["suggestions"])
    return BYTE_ORDER_MARK + written.getvalue()


def _row(s: Mapping[str, Any]) -> list[Any]:
    place, need, relation = s["workplace"], s["need"] or {}, s["relation"] or {}
    minutes = s["travel_minutes"]
    stays = s["outlook"]["stays_26w"] if s["outlook"] else {}
    return [
        s["rank"], s["orgnr"], words.workplace_name(place), place["municipality"], place["industry"],
        place["employees"], None if minutes is None else round(minutes),
        " | ".join(reason["text"] for reason in s["reasons"]),
        s["caution"]["text"] if s["caution"] else None, need.get("text"), need.get("recorded_on"),
        *(_share(stays.get(which)) for which in ("estimate", "low", "high")), relation.get("next_step"),
        relation.get("known_by"), relation.get("last_contact"), s["capacity"]["room"] if s["capacity"] else None,
    ]  # fmt: skip


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}".replace(".", ",")


def _harmless(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(STARTS_A_FORMULA) else text
