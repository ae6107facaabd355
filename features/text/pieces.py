"""From Norwegian text to pieces: one way of cutting text up, shared by training and serving.

A word gives itself, its stem, the stems of the parts it is put together of («kjøkkenbenk»: kjøkken, benk) and
character pieces of four and five letters with the word's ends marked. Unseen compounds, inflections, nynorsk forms
and misspellings therefore share pieces with words that are known. Every step takes time in proportion to the length
of the text.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

IDEA = "^"
NEIGHBOURS = Path(__file__).parent / "neighbours.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NYNORSK = Path(__file__).parent / "nynorsk.csv"
LONGEST_WORD = 40
"""Letters; what is longer is no word."""
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ä": "æ", "ö": "ø", "é": "e", "è": "e", "ê": "e", "ó": "o", "ò": "o", "ô": "o", "ü": "y", "à": "a"}
)
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}

_ENDINGS = (
    "hetene", "ingene", "ingane", "heten", "heter", "ingen", "inger", "ingar", "erne", "eren", "arar", "arane", "ande",
    "ende", "este", "aste", "inga", "ene", "ane", "ast", "est", "ede", "ete", "ing", "ere", "are", "ers", "ens", "ets",
    "lig", "leg", "er", "ar", "en", "et", "te", "de", "dd", "es", "as", "st", "a", "e", "t", "s", "r",
)  # fmt: skip
_ENDINGS_BY_LETTER = {
    letter: tuple(ending for ending in _ENDINGS if ending[-1] == letter) for letter in {e[-1] for e in _ENDINGS}
}
_ALWAYS_SHORT = 3
_VOWEL = re.compile("[aeiouyæøå]")
_SOUND = re.compile(r"ei|øy|au|[ktgh]j|^[hk]v")
_DOUBLE = re.compile(r"([bcdfghjklmnprstvz])\1")
_WRITTEN = {"ei": "e", "øy": "ø", "au": "ø", "kj": "k", "tj": "k", "gj": "g", "hj": "j", "hv": "v", "kv": "v"}
PARTICLES = (
    "inn",
    "opp",
    "ut",
    "av",
    "på",
    "til",
    "bort",
    "ned",
    "over",
    "under",
    "etter",
    "fram",
    "frem",
    "for",
    "sam",
)
"""Beginnings that may be cut off a verb or its noun: «innpakking»."""


@dataclass(frozen=True)
class Word:
    """A word of a text: folded for comparing, with its place in the text it came from."""

    folded: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text with markup and characters that print nothing replaced by spaces, composed (NFC)."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(" " if unicodedata.category(c) in _INVISIBLE and c != "\n" else c for c in composed)
    return _MARKUP.sub(lambda found: " " * len(found.group()), composed) if "<" in composed else composed


def words(text: str) -> list[Word]:
    """The words of a cleaned text, in order: lower case, nynorsk and dialect forms as bokmål where a rule is known."""
    return [
        Word(fold(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
        if found.end() - found.start() <= LONGEST_WORD
    ]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One word in lower case, foreign vowels written the Norwegian way, common nynorsk forms as bokmål."""
    low = word.lower().translate(_LETTERS)
    return _bokmål_forms().get(low, low)


def _part_stem(part: str) -> str:
    """The stem of a part of a folded word."""
    return stem(_bokmål_forms().get(part, part))


@cache
def _bokmål_forms() -> dict[str, str]:
    """Common nynorsk and dialect forms whose bokmål form no rule for stems reaches."""
    with NYNORSK.open(encoding="utf-8", newline="") as lines:
        return {row["form"]: row["bokmål"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """What inflections of a word share, in a spelling that bokmål, nynorsk and common misspellings share too."""
    for ending in _ENDINGS_BY_LETTER.get(folded[-1:], ()):
        rest = folded[: -len(ending)]
        if folded.endswith(ending) and len(rest) >= _ALWAYS_SHORT and _VOWEL.search(rest):
            folded = rest
            break
    return _DOUBLE.sub(r"\1", _SOUND.sub(_as_written, folded))


def _as_written(sound: re.Match[str]) -> str:
    return _WRITTEN[sound.group()]


def character_pieces(folded: str) -> list[str]:
    """Runs of four and five characters of the word with its ends marked."""
    marked = f"<{folded}>"
    return [marked[i : i + n] for n in (4, 5) for i in range(len(marked) - n + 1)]


@cache
def _ideas() -> dict[str, list[str]]:
    """The ideas that each stem belongs to."""
    found: dict[str, list[str]] = {}
    for idea, near in yaml.load(NEIGHBOURS.read_text(encoding="utf-8"), Loader=_LOADER).items():
        for word in dict.fromkeys(stem(fold(word)) for word in near):
            found.setdefault(word, []).append(idea)
    return found


def neighbour_stems() -> set[str]:
    """The stems that belong to an idea."""
    return set(_ideas())


class Pieces:
    """Cuts words and texts into pieces.

    `parts` are the stems that a compound may be cut into. A piece begins with its kind: `=` word, `~` stem, `^` the
    idea behind a stem (`neighbours.yaml`), `#` characters.
    """

    def __init__(self, parts: Iterable[str]) -> None:
        self.parts = frozenset(parts)
        self.of_word = lru_cache(maxsize=200_000)(self._of_word)

    def _of_word(self, folded: str) -> tuple[str, ...]:
        own = stem(folded)
        stems = dict.fromkeys([own, *(_part_stem(part) for part in self.split(folded))])
        ideas = dict.fromkeys(idea for s in stems for idea in _ideas().get(s, ()))
        return (
            f"={folded}",
            *(f"~{s}" for s in stems),
            *(f"{IDEA}{idea}" for idea in ideas),
            *(f"#{c}" for c in character_pieces(folded)),
        )

    def split(self, folded: str) -> list[str]:
        """The parts of a compound, the last part first; empty where no cut gives two known parts."""
        best: tuple[int, list[str]] = (0, [])
        for cut in range(len(folded) - 3, 1, -1):
            head, rest = folded[cut:], folded[:cut]
            if _part_stem(head) not in self.parts:
                continue
            if rest in PARTICLES:
                best = max(best, (2 * len(head), [head]), key=lambda found: found[0])
                continue
            link = next((n for n in (0, 1) if self._is_front(rest, n)), None)
            if link is not None and len(rest) - link >= _ALWAYS_SHORT:
                worth = min(len(head), len(rest)) * 2 - link
                best = max(best, (worth, [head, rest[: len(rest) - link]]), key=lambda found: found[0])
        return best[1]

    def _is_front(self, rest: str, link: int) -> bool:
        if link and rest[-1:] not in ("s", "e"):
            return False
        return _part_stem(rest[: len(rest) - link]) in self.parts

    def of(self, text: str) -> list[str]:
        """The pieces of a whole text."""
        return [piece for word in words(clean(text)) for piece in self.of_word(word.folded)]
