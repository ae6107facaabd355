"""Named occupations for a few words: by the beginnings of words in their names, by sense, and by parts of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from features.occupations import occupation_codes, occupation_name
from serving.pages.understood import what_is_said
from serving.workplaces import folded

MOST = 8
ENDINGS = ("arbeider", "medarbeider", "er", "en", "et", "e")
"""Endings without which a word still is the same work: «lagerarbeider» finds what is called «lager…»."""
LEADERS = "1"
"""Major group of STYRK-08."""
SHORTEST_BEGINNING, SHORTEST_PART = 3, 4


@dataclass(frozen=True)
class FoundOccupations:
    """Occupations to choose among, by code and name, and what is asked about a word that tells of health."""

    codes: tuple[tuple[str, str], ...]
    ask: str | None


def found_occupations(said: str) -> FoundOccupations:
    """Up to `MOST` occupations for what is said; 422 for a text that may not be sent."""
    (understood,) = what_is_said(said)
    words = folded(said).replace(",", " ").split()
    begun = _with_all(words, lambda stem, name: len(stem) >= SHORTEST_BEGINNING and f" {stem}" in f" {name}")
    within = _with_all(words, lambda stem, name: len(stem) >= SHORTEST_PART and stem in name)
    by_sense = [] if understood is None else [code.code for code in understood.codes]
    codes = list(dict.fromkeys([*begun, *by_sense, *within]))[:MOST]
    ask = None if understood is None else understood.ask
    return FoundOccupations(tuple((code, occupation_name(code)) for code in codes), ask)


def _with_all(words: Sequence[str], in_name: Callable[[str, str], bool]) -> list[str]:
    """Occupations whose name has every word, each with or without its ending; leaders last."""
    stems = [[word, *(word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))] for word in words]
    names = {code: folded(occupation_name(code)).replace("-", " ") for code in occupation_codes()} if words else {}
    found = [c for c, name in names.items() if all(any(in_name(stem, name) for stem in word) for word in stems)]
    return sorted(found, key=lambda code: code.startswith(LEADERS))
