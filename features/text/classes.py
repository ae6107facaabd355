"""The classes that texts are told apart by: occupations, the sides of work conditions, and talk about no task."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from features.occupations import occupation_codes, occupation_indices
from features.text.attitude import Attitude, attitude
from features.text.evidence import Scores
from features.text.lexicon import Lexicon
from features.text.pieces import clean, stem, words
from features.vocabulary import WorkCondition

_SIDES = 2 * len(WorkCondition)


def labelled(lexicon: Lexicon) -> tuple[list[str], NDArray[np.int64]]:
    """Texts and classes to learn from: occupations first, in the order of `occupation_codes`, then what is no task: the
    condition spoken of and its side (`condition_sides`), and every list of other talk.
    """
    codes = occupation_indices([phrase.code for phrase in lexicon.occupations]).astype(np.int64)
    texts, sides = condition_sides(lexicon)
    first = len(occupation_codes())
    talk = [(text, first + _SIDES + place) for place, phrases in enumerate(lexicon.others) for text in phrases]
    labels = np.concatenate([codes, first + sides, np.array([label for _, label in talk], dtype=np.int64)])
    return [*(p.text for p in lexicon.occupations), *texts, *(text for text, _ in talk)], labels


def condition_labelled(lexicon: Lexicon) -> tuple[list[str], NDArray[np.int64]]:
    """Texts and classes of conditions alone: their sides, and as the last class words like theirs that name none."""
    texts, sides = condition_sides(lexicon)
    beside = [phrase.text for phrase in lexicon.conditions if phrase.wanted is None]
    return [*texts, *beside], np.concatenate([sides, np.full(len(beside), _SIDES)])


def burden(condition: WorkCondition) -> int:
    """The class, of those of `labelled`, of phrases that name a condition's burden («kjøre bil»)."""
    return len(occupation_codes()) + 2 * tuple(WorkCondition).index(condition) + 1


def condition_chances(chances: Scores) -> Scores:
    """Of chances by the classes of `labelled`, those of each condition [n, conditions], both its sides together."""
    first = len(occupation_codes())
    both: Scores = chances[:, first : first + _SIDES].reshape(len(chances), _SIDES // 2, 2).sum(axis=2)
    return both


def condition_sides(lexicon: Lexicon) -> tuple[list[str], NDArray[np.int64]]:
    """Phrases that speak of a condition and what they name: twice the condition's place for its relief («lett arbeid»),
    one more for its burden («tunge løft»).

    A phrase names the burden when it turns it down and so wants the condition, or welcomes it and so does not. Phrases
    that say it does not matter name either, and are left out.
    """
    order = {condition: place for place, condition in enumerate(WorkCondition)}
    texts, sides = [], []
    for phrase in lexicon.conditions:
        said = attitude([word.folded for word in words(clean(phrase.text))])
        if phrase.wanted is not None and said is not Attitude.INDIFFERENT:
            texts.append(phrase.text)
            sides.append(2 * order[phrase.condition] + (phrase.wanted != (said is Attitude.FOR)))
    return texts, np.array(sides, dtype=np.int64)


def known_parts(texts: Iterable[str]) -> set[str]:
    """The stems of the lexicon that a compound may be cut into."""
    spoken = {word.folded for text in texts for word in words(text) if word.folded.isalpha()}
    return {stem(word) for word in spoken if 3 <= len(word) <= 12 and len(stem(word)) >= 3}
