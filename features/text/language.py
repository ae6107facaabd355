"""Whether a text is Norwegian that the lexicon can say anything about, and which words carry meaning in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

from features.text.pieces import Pieces, stem

WORDS = Path(__file__).parent / "empty_words.yaml"
LEAST_KNOWN = 0.5
"""Share of a text's words that must be known, as a word, a stem or a compound of known parts."""


class Knows(Protocol):
    """What knows pieces of words."""

    known: dict[str, int]
    pieces: Pieces


def says_something(folded: str) -> bool:
    """Whether a word can point to work: not a function word, and longer than one letter."""
    return len(folded) > 1 and folded not in _words()["empty"]


def tells_stance(folded: str) -> bool:
    """Whether a word only tells how somebody stands to what is named («helst»)."""
    return folded in _words()["stance"]


def is_understood(folded: Sequence[str], lexicon: Knows) -> bool:
    """Whether the folded words of a text are Norwegian enough, and enough of them are words that the lexicon knows."""
    meant = [word for word in folded if says_something(word)]
    foreign = sum(word in _words()["foreign"] for word in folded)
    if foreign > 1 and foreign * 4 > len(folded):
        return False
    known = sum(_is_known(word, lexicon) for word in folded)
    return known >= LEAST_KNOWN * len(folded) and any(_is_known(word, lexicon) for word in meant)


def _is_known(folded: str, lexicon: Knows) -> bool:
    return f"={folded}" in lexicon.known or f"~{stem(folded)}" in lexicon.known or len(lexicon.pieces.split(folded)) > 0


@cache
def _words() -> dict[str, frozenset[str]]:
    """Words that say nothing about work (`empty`), those of a wish itself (`stance`), and of other languages
    (`foreign`)."""
    given = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {kind: frozenset(listed) for kind, listed in given.items()}
