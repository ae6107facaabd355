"""Which work conditions a text speaks of, and whether they are wanted.

Two questions are kept apart for each clause. What is named: a condition's relief («lett arbeid») or its burden («tunge
løft»), by the evidence of the lexicon. How it is spoken of: wished for, turned down or said not to matter
(`features.text.attitude`). A relief wished for or a burden turned down is wanted; the opposite, and what does not
matter, is unwanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.text.attitude import Attitude, turns_down
from features.text.classes import condition_chances
from features.text.clauses import SpokenClause, spoken_clauses
from features.text.evidence import Evidence
from features.text.language import says_something
from features.vocabulary import WorkCondition

LEAST_CHANCE = 0.6
"""Among the conditions, and words like theirs that name none."""
LEAST_BESIDE_TASKS = 0.2
"""Among conditions, tasks and other talk: «påfyll om morgenen» tells what to do, not for how long."""
_ORDER = tuple(WorkCondition)


@dataclass(frozen=True)
class ConditionMatch:
    """A condition that a text speaks of: needed or offered (`wanted`), or not needed or its opposite welcome; and the
    words of the text that gave it.
    """

    condition: WorkCondition
    wanted: bool
    because: list[str]


@dataclass(frozen=True)
class _Found:
    condition: int
    relief: bool
    chance: float
    clause: SpokenClause

    @property
    def wanted(self) -> bool:
        return self.clause.attitude is not Attitude.INDIFFERENT and self.relief == (
            self.clause.attitude is Attitude.FOR
        )


class ConditionEvidence:
    """Finds conditions by the evidence about them (`condition_labelled`). `everything` is the evidence about tasks
    and conditions together.
    """

    def __init__(self, evidence: Evidence, everything: Evidence) -> None:
        self.evidence, self.everything = evidence, everything

    def find(self, texts: Sequence[str]) -> list[list[ConditionMatch]]:
        """The conditions of each text, each named once, in the order of the texts' clauses."""
        said = [(row, clause) for row, text in enumerate(texts) for clause in self._clauses(text)]
        spoken = [[word.folded for word in clause.words] for _, clause in said]
        chances, beside = self.evidence.chances(spoken), condition_chances(self.everything.chances(spoken))
        found: list[list[_Found]] = [[] for _ in texts]
        for (row, clause), chance, likely in zip(said, chances, beside >= LEAST_BESIDE_TASKS, strict=True):
            found[row] += [named for named in self._named(clause, chance) if likely[named.condition]]
        return [self._matches(text, named) for text, named in zip(texts, found, strict=True)]

    def _clauses(self, text: str) -> list[SpokenClause]:
        return [clause for clause in spoken_clauses(text) if any(says_something(w.folded) for w in clause.words)]

    def _named(self, clause: SpokenClause, chance: NDArray[np.float32]) -> list[_Found]:
        sides = chance[: 2 * len(_ORDER)].reshape(-1, 2)
        return [
            _Found(int(at), bool(sides[at, 0] >= sides[at, 1]), float(sides[at].sum()), clause)
            for at in np.flatnonzero(sides.sum(axis=1) >= LEAST_CHANCE)
        ]

    def _matches(self, text: str, named: list[_Found]) -> list[ConditionMatch]:
        strongest: dict[int, _Found] = {}
        for found in named:
            strongest.setdefault(found.condition, found)
        return [ConditionMatch(_ORDER[f.condition], f.wanted, self._because(text, f)) for f in strongest.values()]

    def _because(self, text: str, found: _Found) -> list[str]:
        """The clause's words that speak most for what is named, and those that turn it down, in order."""
        words = found.clause.words
        shares = self.evidence.word_shares([word.folded for word in words], 2 * found.condition + (not found.relief))
        telling = [
            says_something(word.folded) and share >= shares.max() / 3 for word, share in zip(words, shares, strict=True)
        ]
        kept = [w for w, tells in zip(words, telling, strict=True) if tells or turns_down(w.folded)]
        return list(dict.fromkeys(text[word.start : word.end] for word in kept))
