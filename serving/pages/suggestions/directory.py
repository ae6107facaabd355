"""An unranked list on its page: a search among all of it, and some workplaces at a time, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.workplaces import folded

ON_A_PAGE = 25


@dataclass(frozen=True)
class Directory:
    """The part of a list that is shown: how many were found, and from which place the next part begins, if any."""

    sought: str
    found: int
    shown: Sequence[Mapping[str, Any]]
    following: int | None


def directory(suggestions: Sequence[Mapping[str, Any]], sought: str, first: int) -> Directory:
    """Workplaces that have every word sought in name, place, industry or need, or as their number; from `first` on."""
    words = folded(sought).split()
    found = [s for s in suggestions if all(word in _text(s) or word == s["orgnr"] for word in words)]
    following = first + ON_A_PAGE
    return Directory(sought, len(found), found[first:following], following if following < len(found) else None)


def _text(suggestion: Mapping[str, Any]) -> str:
    place, need = suggestion["workplace"], suggestion["need"] or {}
    said = (place["name"], place["municipality"], place["industry"], need.get("text"))
    return folded(" ".join(filter(None, said)))
