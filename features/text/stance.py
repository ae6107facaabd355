"""Whether a condition that somebody speaks of is wanted, learnt from the lexicon's phrases.

A grammar of attitudes (`features.text.attitude`) tells «ikke» from «gjerne»; it does not hear «går helt fint», «det får
andre ta» or «må påregnes». This has learnt which words, with which attitude and about which condition, stand in phrases
that want it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from features.text.clauses import SpokenClause, spoken_clauses
from features.text.hashed import HashedLogistic
from features.text.lexicon import ConditionPhrase
from features.text.pieces import stem
from features.vocabulary import WorkCondition

STRENGTH = 10.0


def learn_stance(phrases: Sequence[ConditionPhrase]) -> HashedLogistic:
    """From phrases that want a condition or do not; those that name none are left out."""
    told = [phrase for phrase in phrases if phrase.wanted is not None]
    features = [stance_features(spoken_clauses(phrase.text), phrase.condition) for phrase in told]
    return HashedLogistic.learn(features, np.array([phrase.wanted for phrase in told], dtype=np.int64), STRENGTH)


def stance_features(clauses: Sequence[SpokenClause], condition: WorkCondition) -> set[str]:
    """The clauses' stems, alone, with the attitude, with the condition, with both, and two by two."""
    said: set[str] = set()
    for clause in clauses:
        stems, attitude = [stem(word.folded) for word in clause.words], int(clause.attitude)
        said.add(f"{attitude}")
        said.update(f"w {one}" for one in stems)
        said.update(f"a {attitude} {one}" for one in stems)
        said.update(f"c {condition} {one}" for one in stems)
        said.update(f"b {condition} {attitude} {one}" for one in stems)
        said.update(f"2 {one} {two}" for one, two in zip(["", *stems], [*stems, ""], strict=True))
    return said
