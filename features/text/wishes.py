"""What a short wish most often means: «lager», «noe med dyr», «butikk eller kjøkken».

One word fits many occupations, and no model can know which was meant. A list that can be read and corrected
(`wishes.yaml`) says which ones a job specialist would ask about, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path

import yaml

from features.text.language import says_something
from features.text.pieces import fold, stem

WISHES = Path(__file__).parent / "wishes.yaml"
MOST_WORDS = 3
"""So many telling words are a short wish; more of them say what is meant."""
_WORK = ("jobber", "jobb", "arbeide", "arbeider", "arbeid", "medarbeider", "bransjen", "bransje", "hjelp", "ting")
"""Ends of words that only say that it is work: «lagerjobb»."""


def usual_occupations(folded: Sequence[str]) -> list[str]:
    """The four-digit codes that a short wish, as its folded words, most often means, the likeliest first; none where a
    telling word is not listed, or there are too many.
    """
    telling = list(dict.fromkeys(word for word in folded if says_something(word)))
    if not 1 <= len(telling) <= MOST_WORDS:
        return []
    whole = _found(telling) if len(telling) > 1 else ()
    each = [whole] if whole else [_of_word(word) for word in telling]
    if not all(each):
        return []
    in_turn = (code for place in zip_longest(*each) for code in place if code)
    return list(dict.fromkeys(in_turn))


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, ...]:
    found = _found([word])
    ending = next((e for e in _WORK if word.endswith(e) and len(word) > len(e) + 1), None)
    if found or ending is None:
        return found
    front = word.removesuffix(ending)
    return next((codes for part in (front, front.rstrip("s")) if (codes := _found([part]))), ())


def _found(words: Sequence[str]) -> tuple[str, ...]:
    """The codes of a listed wish of these words, in any order: the very words, else their stems."""
    by_shape = (listed.get(_key(words, shape), ()) for listed, shape in zip(_listed(), _SHAPES, strict=True))
    return next(filter(None, by_shape), ())


def _key(words: Sequence[str], shape: Callable[[str], str]) -> frozenset[str]:
    return frozenset(shape(fold(word)) for word in words)


def _stem_of_stem(word: str) -> str:
    """Reaches the base form where an ending hides another: «naturen», natur."""
    return stem(stem(word))


_SHAPES: tuple[Callable[[str], str], ...] = (str, stem, _stem_of_stem)


@cache
def _listed() -> tuple[dict[frozenset[str], tuple[str, ...]], ...]:
    """The wishes by each shape of their words. Of two that share a shape the shorter, the base form, is found by it;
    of two as long neither.
    """
    given = yaml.safe_load(WISHES.read_text(encoding="utf-8"))
    wishes = sorted(((wish, tuple(codes.split())) for codes, listed in given.items() for wish in listed), key=_length)
    return tuple(_by_shape(wishes, shape) for shape in _SHAPES)


def _by_shape(
    wishes: Sequence[tuple[str, tuple[str, ...]]], shape: Callable[[str], str]
) -> dict[frozenset[str], tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, tuple[str, ...]]] = {}
    for wish, codes in wishes:
        key = _key(wish.split(), shape)
        first, named = found.setdefault(key, (wish, codes))
        if len(first) == len(wish) and named != codes:
            found[key] = (first, ())
    return {key: codes for key, (_, codes) in found.items()}


def _length(listed: tuple[str, tuple[str, ...]]) -> int:
    return len(listed[0])
