"""Which work condition a stretch of text names, if any, learnt from the lexicon's phrases against each other.

Naive Bayes (`features.text.evidence`) asks how usual each word is in each class, this which words decide; on phrases by
others than those it learnt from the two together are right oftener than either (docs/text.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from features.text.hashed import HashedLogistic
from features.text.lexicon import Lexicon
from features.text.pieces import Pieces, clean, stem, words
from features.vocabulary import WorkCondition

STRENGTH = 30.0
EVERY = 2
"""One phrase in so many of those about occupations is learnt from, as naming no condition."""


def learn_naming(lexicon: Lexicon, pieces: Pieces) -> HashedLogistic:
    """Classes: none, then the conditions in the order of `WorkCondition`."""
    order = {condition: place for place, condition in enumerate(WorkCondition, start=1)}
    told = [(phrase.text, 0 if phrase.wanted is None else order[phrase.condition]) for phrase in lexicon.conditions]
    told += [(phrase.text, 0) for phrase in lexicon.occupations[::EVERY]]
    told += [(text, 0) for phrases in lexicon.others for text in phrases]
    features = [naming_features([word.folded for word in words(clean(text))], pieces) for text, _ in told]
    return HashedLogistic.learn(features, np.array([place for _, place in told]), STRENGTH)


def naming_features(folded: Sequence[str], pieces: Pieces) -> set[str]:
    """The words' pieces, their stems, and stems two by two."""
    stems = [stem(word) for word in folded]
    pairs = zip(["", *stems], [*stems, ""], strict=True)
    return {*(piece for word in folded for piece in pieces.of_word(word)), *(f"2 {one} {two}" for one, two in pairs)}
