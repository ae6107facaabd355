"""Health words in a wish, so that the specialist is asked to say them as a work condition instead.

No diagnosis, symptom or treatment may be kept, and not every way of telling can be caught: recall and precision are
measured (`docs/text.md`). A sentence about helping others («jobbe med gamle og syke») tells about work, not health.
Words and expressions stand in `health_words.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml

from features.text.clauses import Clause, clauses
from features.vocabulary import CONDITION_LABELS, WorkCondition

WORDS = Path(__file__).parent / "health_words.yaml"
_WORDS_BEFORE = 12
"""So many words before a health word are heard for whose health it is."""
_OWN_TELLING = re.compile(
    r"(?<!\w)(?<!som )(?:(?:jeg|han|hun|selv|deltaker\w*|brukeren) )?"
    r"(?:har|hatt|hadde|fått|fikk|er|var|slitt|sliter|lider|går på|plages)(?: \w+)?$"
)


@dataclass(frozen=True)
class _Entries:
    """Words with the conditions they often stand for; the keys of `begins` are beginnings of words."""

    whole: Mapping[str, list[WorkCondition]]
    begins: Mapping[str, list[WorkCondition]]

    def __contains__(self, folded: str) -> bool:
        return folded in self.whole or folded.startswith(tuple(self.begins))

    def meant(self, folded: str) -> list[WorkCondition]:
        """The conditions a word often stands for."""
        return [*self.whole.get(folded, ()), *(c for b, cs in self.begins.items() if folded.startswith(b) for c in cs)]


@dataclass(frozen=True)
class _Words:
    telling: _Entries
    perhaps: _Entries
    body: re.Pattern[str]
    expressions: re.Pattern[str]
    own: re.Pattern[str]
    others: re.Pattern[str]


def health_words(text: str) -> list[str]:
    """The words of the text that tell about somebody's health, as they stand there, in order, each once."""
    found = (text[start:end] for clause in clauses(text) for start, end in _told(clause))
    return list(dict.fromkeys(found))


def health_question(found: Sequence[str]) -> str | None:
    """A sentence in bokmål that asks to say the health words as work conditions; none where there are none."""
    if not found:
        return None
    said = " og ".join(f"«{word}»" for word in found[:3])
    meant = list(dict.fromkeys(CONDITION_LABELS[c] for words in found for c in _meant(words)))[:2]
    example = f", for eksempel {' eller '.join(f'«{label}»' for label in meant)}" if meant else ""
    return f"Teksten sier noe om helse ({said}). Skriv heller hva som trengs på jobben{example}."


def _told(clause: Clause) -> list[tuple[int, int]]:
    """Places in the text of what tells about health in one clause."""
    known, said = _known(), " ".join(clause.folded)
    is_own = known.own.search(said) is not None
    starts = list(accumulate((len(word) + 1 for word in clause.folded), initial=0))
    places = []
    for hit in known.expressions.finditer(said):
        first, last = bisect_left(starts, hit.start()), bisect_left(starts, hit.end()) - 1
        if not _about_others(clause, first):
            places.append((clause.words[first].start, clause.words[last].end))
    for n, word in enumerate(clause.words):
        tells = word.folded in known.telling and not _about_others(clause, n)
        if tells or (word.folded in known.perhaps and is_own and not known.others.search(_before(clause, n))):
            places.append((word.start, word.end))
    return _widest(places)


def _before(clause: Clause, place: int) -> str:
    return " ".join(clause.folded[max(0, place - _WORDS_BEFORE) : place])


def _about_others(clause: Clause, place: int) -> bool:
    """Whether what stands before in the clause speaks of helping others, and not of having it oneself."""
    before = _before(clause, place)
    return _known().others.search(before) is not None and _OWN_TELLING.search(before) is None


def _widest(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _meant(found: str) -> list[WorkCondition]:
    known, words = _known(), found.lower().split()
    by_word = [c for word in words for entries in (known.telling, known.perhaps) for c in entries.meant(word)]
    return by_word or ([WorkCondition.NO_HEAVY_LIFTING] if any(known.body.fullmatch(word) for word in words) else [])


@cache
def _known() -> _Words:
    given = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    body, ill = ("(?:" + "|".join(given[key]) + ")" for key in ("body", "ill"))
    expressions = [text.replace("{body}", body).replace("{ill}", ill) for text in given["expressions"]]
    return _Words(
        _entries(given["telling"]),
        _entries(given["perhaps"]),
        re.compile(body),
        _by_words(expressions),
        _by_words(given["own"]),
        _by_words(given["others"]),
    )


def _by_words(expressions: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?!\w)")


def _entries(given: Mapping[str, list[str]]) -> _Entries:
    meant = {word: [WorkCondition(condition) for condition in conditions] for word, conditions in given.items()}
    return _Entries(
        {word: conditions for word, conditions in meant.items() if not word.endswith("*")},
        {word[:-1]: conditions for word, conditions in meant.items() if word.endswith("*")},
    )
