"""Which work conditions a text speaks of, and whether they are wanted.

Two questions are kept apart for each clause. What is named: a condition's relief («lett arbeid») or its burden («tunge
løft»), by the evidence of the lexicon. How it is spoken of: wished for, turned down or said not to matter
(`features.text.attitude`). A relief wished for or a burden turned down is wanted; the opposite, and what does not
matter, is unwanted. What the grammar cannot hear («går helt fint») is heard by `features.text.stance`; the two are
added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.text.attitude import Attitude, turns_down
from features.text.classes import condition_chances
from features.text.clauses import SpokenClause, spoken_sentences
from features.text.evidence import Evidence
from features.text.hashed import HashedLogistic
from features.text.language import says_something
from features.text.naming import naming_features
from features.text.pieces import Word
from features.text.stance import stance_features
from features.vocabulary import WorkCondition

LEAST_CHANCE = 0.3
"""How likely a condition has to be for being told."""
FEWEST_WORDS = 4
"""So many small words may name a condition together."""
NAMING_SHARE = 0.7
"""What `features.text.naming` counts for that, beside the evidence of each word."""
LEAST_BESIDE_TASKS = 0.2
"""Among conditions, tasks and other talk: «påfyll om morgenen» tells what to do, not for how long."""
NAMED_WEIGHT, MOST_NAMED, NO_MATTER = 0.5, 4.0, -3.0
"""What it counts for a condition to be wanted, in log odds: how much likelier relief than burden is named, up to so
much, turned by the attitude; and that something is said not to matter."""
_UNSEEN = 1e-4
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
class _Unit:
    """A stretch of one text: the text's row, its clauses, and the units of these where they are several."""

    row: int
    clauses: tuple[SpokenClause, ...]
    parts: tuple[int, ...]

    @property
    def words(self) -> list[Word]:
        return [word for clause in self.clauses for word in clause.words]


class ConditionEvidence:
    """Finds conditions by the evidence about their sides (`condition_labelled`), by what names them (`naming`), and
    whether they are wanted by the `stance`. `everything` is the evidence about tasks and conditions together.
    """

    def __init__(
        self, evidence: Evidence, everything: Evidence, naming: HashedLogistic, stance: HashedLogistic
    ) -> None:
        self.evidence, self.everything, self.naming, self.stance = evidence, everything, naming, stance

    def find(self, texts: Sequence[str]) -> list[list[ConditionMatch]]:
        """The conditions of each text, each named once, in the order of the text.

        A sentence is heard as a whole and clause by clause; for each condition the stretch that names it most plainly
        decides.
        """
        units = _units(texts)
        spoken = [[word.folded for word in unit.words] for unit in units]
        sides = self.evidence.chances(spoken)[:, : 2 * len(_ORDER)].reshape(len(units), len(_ORDER), 2)
        by_word = sides.sum(axis=2)
        by_word = np.where(condition_chances(self.everything.chances(spoken)) >= LEAST_BESIDE_TASKS, by_word, 0.0)
        named = self.naming.chances([naming_features(said, self.evidence.pieces) for said in spoken])[:, 1:]
        chance = NAMING_SHARE * named + (1.0 - NAMING_SHARE) * by_word
        relief = np.log((sides[:, :, 0] + _UNSEEN) / (sides[:, :, 1] + _UNSEEN))
        plainest: list[dict[int, int]] = [{} for _ in texts]
        for at, condition in zip(*np.nonzero(chance >= LEAST_CHANCE), strict=True):
            held = plainest[units[at].row]
            best = held.get(int(condition))
            if best is None or chance[at, condition] > chance[best, condition]:
                held[int(condition)] = int(at)
        return [
            [self._match(texts[row], units, at, condition, sides, relief) for condition, at in held.items()]
            for row, held in enumerate(plainest)
        ]

    def _match(
        self,
        text: str,
        units: Sequence[_Unit],
        at: int,
        condition: int,
        sides: NDArray[np.float32],
        relief: NDArray[np.float32],
    ) -> ConditionMatch:
        unit = units[at]
        telling = max(unit.parts or (at,), key=lambda part: float(sides[part, condition].sum()))
        attitude, named = units[telling].clauses[0].attitude, float(relief[telling, condition])
        told = (
            NO_MATTER if attitude is Attitude.INDIFFERENT else int(attitude) * np.clip(named, -MOST_NAMED, MOST_NAMED)
        )
        heard = self.stance.log_odds([stance_features(unit.clauses, _ORDER[condition])])[0, 0]
        because = self._because(text, unit.words, 2 * condition + (named < 0))
        because = because or [text[word.start : word.end] for word in units[telling].words]
        return ConditionMatch(_ORDER[condition], bool(heard + NAMED_WEIGHT * told > 0), because)

    def _because(self, text: str, words: Sequence[Word], side: int) -> list[str]:
        """The words that speak most for what is named, and those that turn it down, in order."""
        shares = self.evidence.word_shares([word.folded for word in words], side)
        telling = [
            says_something(word.folded) and share >= shares.max() / 3 for word, share in zip(words, shares, strict=True)
        ]
        kept = [w for w, tells in zip(words, telling, strict=True) if tells or turns_down(w.folded)]
        return list(dict.fromkeys(text[word.start : word.end] for word in kept))


def _units(texts: Sequence[str]) -> list[_Unit]:
    """Every sentence that may say something, each followed by such clauses of it where it has several. Four small words
    may: «være for meg selv» says much with words that say nothing one by one."""
    units: list[_Unit] = []
    for row, text in enumerate(texts):
        for sentence in spoken_sentences(text):
            telling = [
                c for c in sentence if len(c.words) >= FEWEST_WORDS or any(says_something(w.folded) for w in c.words)
            ]
            if not telling:
                continue
            alone = telling if len(sentence) > 1 else []
            first = len(units) + 1
            units.append(_Unit(row, tuple(sentence), tuple(range(first, first + len(alone)))))
            units += [_Unit(row, (clause,), ()) for clause in alone]
    return units
