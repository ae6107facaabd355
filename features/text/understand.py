"""What a text about work says: the occupations and work conditions it speaks of, with the words that gave them.

For the specialist to confirm with the person («Forstod vi deg rett?»), never a decision. Text that fits nothing gives
nothing: an empty text, small talk, another language, letters without meaning. Time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from features.occupations import occupation_codes, occupation_index, occupation_name
from features.text import kept
from features.text.attitude import Attitude, attitude
from features.text.classes import burden, condition_labelled, labelled
from features.text.clauses import Clause, wished
from features.text.conditions import ConditionEvidence, ConditionMatch
from features.text.encoder import Encoder, PieceEncoder, open_encoder
from features.text.evidence import Evidence
from features.text.hashed import HashedLogistic
from features.text.health_words import health_words
from features.text.language import is_understood, says_something, tells_stance
from features.text.lexicon import Lexicon, read_lexicon
from features.text.naming import learn_naming
from features.text.pieces import Pieces, Word
from features.text.stance import learn_stance
from features.text.wishes import usual_occupations
from features.vocabulary import WorkCondition

MOST_CODES = 5
LEAST_BEST, LEAST_SCORE = 0.15, 0.03
"""A text whose best occupation scores below the first gives none; another below the second is not named."""
MOST_WORDS = 4
"""So many words of the text are named as the reason for an occupation."""
USUAL_SHARE = 2 / 3
"""How much of a short wish is given to what it most often means; the rest to what its words say here."""
_UNSPECIFIED = "0000"
_DRIVING = burden(WorkCondition.NO_DRIVING)
"""The one burden that is a task in itself: who welcomes driving may mean to drive."""

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class CodeMatch:
    """An occupation spoken of: its score from 0 to 1, and the words of the text that gave it, in the text's order."""

    code: str
    name: str
    score: float
    because: list[str]


@dataclass(frozen=True)
class Understanding:
    """What one text says: occupations with the likeliest first, conditions, and words about health to be said
    otherwise.
    """

    codes: list[CodeMatch]
    conditions: list[ConditionMatch]
    health: list[str]


@dataclass(frozen=True)
class _Segment:
    """A stretch of one text: the text's row, its clauses and words, and what they most often mean as shares of the
    occupations (zeros where it is no short wish)."""

    row: int
    clauses: Sequence[Clause]
    words: list[Word]
    usual: Scores


@dataclass(frozen=True)
class _Heard:
    """Segments of many texts: which text each is of, its words, and its scores [segments, occupations]."""

    rows: NDArray[np.int64]
    segments: list[list[Word]]
    scores: Scores


class TextUnderstanding:
    """Understands texts by the evidence about tasks (`labelled`) and about conditions (`condition_labelled`)."""

    def __init__(self, tasks: Evidence, conditions: Evidence, naming: HashedLogistic, stance: HashedLogistic) -> None:
        self.occupations, self.conditions = tasks, ConditionEvidence(conditions, tasks, naming, stance)

    @classmethod
    def learn(cls, lexicon: Lexicon, encoder: Encoder, pieces: Pieces) -> TextUnderstanding:
        """By the phrases of a lexicon; takes some seconds."""
        tasks = Evidence.learn(*labelled(lexicon), encoder, pieces)
        conditions = Evidence.learn(*condition_labelled(lexicon), encoder, pieces)
        return cls(tasks, conditions, learn_naming(lexicon, pieces), learn_stance(lexicon.conditions))

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """One answer per text, in order."""
        heard = self._hear(texts)
        scores = _strongest(heard, len(texts))
        found = self.conditions.find(texts)
        return [
            Understanding(self._codes(text, heard, row, scores[row]), found[row], health_words(text))
            for row, text in enumerate(texts)
        ]

    def code_scores(self, texts: Sequence[str]) -> Scores:
        """Scores from 0 to 1 [n, occupations] in the order of `occupation_codes`; zeros where a text is not understood.

        A score is about the chance that the occupation is the one meant. Of several sentences each is heard alone
        too, since a person may name more than one kind of work.
        """
        return _strongest(self._hear(texts), len(texts))

    def _hear(self, texts: Sequence[str]) -> _Heard:
        """What is said of work in each sentence, and in the text as a whole.

        How the chance is shared among occupations is read from the segment; how much there is to share, from the
        segment or whichever of its clauses speaks most of tasks, since people tell about themselves in the same
        breath. A short wish is shared with what it most often means (`features.text.wishes`).
        """
        found = [_segment(row, part) for row, text in enumerate(texts) for part in _segments(wished(text))]
        kept = [one for one in found if one.usual.any() or self._knows(one.words)]
        shares, total = self._tasks([one.words for one in kept])
        parts = [(at, clause.words) for at, one in enumerate(kept) for clause in one.clauses if len(one.clauses) > 1]
        if parts:
            by_clause = self._tasks([words for _, words in parts])[1]
            np.maximum.at(total, np.array([at for at, _ in parts]), by_clause)
        scores = shares * total[:, None]
        for at, one in enumerate(kept):
            if one.usual.any():
                own = shares[at] if shares[at].any() else one.usual
                scores[at] = USUAL_SHARE * one.usual + (1 - USUAL_SHARE) * own
        return _Heard(np.array([one.row for one in kept], dtype=np.int64), [one.words for one in kept], scores)

    def _knows(self, words: Sequence[Word]) -> bool:
        return is_understood([word.folded for word in words], self.occupations)

    def _tasks(self, segments: Sequence[Sequence[Word]]) -> tuple[Scores, Scores]:
        """For each segment, shares of the occupations that sum to one [n, occupations], and the chance that it speaks
        of tasks at all [n].

        What is usual counts as one more word: of «butikk» alone, the many who work there are likelier than the manager.
        """
        said = [[word.folded for word in words if not tells_stance(word.folded)] for words in segments]
        chances = self.occupations.chances(said)
        first, driving = len(occupation_codes()), chances[:, _DRIVING]
        for at in np.flatnonzero(driving >= LEAST_SCORE):
            driving[at] *= attitude([word.folded for word in segments[int(at)]]) is Attitude.FOR
        chances = chances[:, :first]
        chances[:, occupation_index(_UNSPECIFIED)] = 0
        total = chances.sum(axis=1) + driving
        telling = np.array([max(1, sum(map(says_something, words))) for words in said], dtype=np.float32)
        shares = chances * np.exp(np.log(self.occupations.heard[:first]).astype(np.float32) / telling[:, None])
        return shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12), total

    def _codes(self, text: str, heard: _Heard, row: int, scores: Scores) -> list[CodeMatch]:
        own = np.flatnonzero(heard.rows == row)
        if scores.max() < LEAST_BEST:
            return []
        best = [int(at) for at in np.argsort(-scores, kind="stable")[:MOST_CODES] if scores[at] >= LEAST_SCORE]
        codes = occupation_codes()
        return [
            CodeMatch(
                codes[at], occupation_name(codes[at]), round(float(scores[at]), 3), self._because(text, heard, own, at)
            )
            for at in best
        ]

    def _because(self, text: str, heard: _Heard, own: NDArray[np.int64], occupation: int) -> list[str]:
        """The words that speak most for the occupation, of the segment that speaks most for it."""
        segment = heard.segments[int(own[np.argmax(heard.scores[own, occupation])])]
        words = [word for word in segment if says_something(word.folded)]
        shares = self.occupations.word_shares([word.folded for word in words], occupation)
        least = shares.max() / 3 if shares.max() > 0 else shares.max()
        strongest = [int(at) for at in np.argsort(-shares, kind="stable")[:MOST_WORDS] if shares[at] >= least]
        return list(dict.fromkeys(text[words[at].start : words[at].end] for at in sorted(strongest)))


def _segments(sentences: list[list[Clause]]) -> list[list[Clause]]:
    whole = [clause for sentence in sentences for clause in sentence]
    return [whole, *sentences] if len(sentences) > 1 else sentences


def _segment(row: int, clauses: Sequence[Clause]) -> _Segment:
    words = [word for clause in clauses for word in clause.words]
    return _Segment(row, clauses, words, _usual(words))


def _usual(words: Sequence[Word]) -> Scores:
    """What a short wish most often means, as shares of occupations that sum to one; zeros where nothing is listed."""
    shares = np.zeros(len(occupation_codes()), dtype=np.float32)
    for place, code in enumerate(usual_occupations([word.folded for word in words])):
        shares[occupation_index(code)] = 1 / (1 + place)
    return np.asarray(shares / max(shares.sum(), 1e-12), dtype=np.float32)


def _strongest(heard: _Heard, texts: int) -> Scores:
    scores = np.zeros((texts, len(occupation_codes())), dtype=np.float32)
    np.maximum.at(scores, heard.rows, heard.scores)
    return scores


@cache
def understanding(model: str | None = None) -> TextUnderstanding:
    """The understanding by the project's own model and what it learnt, or by the sentence-transformers model of that
    path or name (`RETTPLASS_TEXT_MODEL`), which learns from the lexicon when opened. Made once.
    """
    own = PieceEncoder.load()
    if model is None:
        return TextUnderstanding(*kept.load(own))
    return TextUnderstanding.learn(read_lexicon(), open_encoder(model), own.pieces)


def understand(texts: Sequence[str], model: str | None = None) -> list[Understanding]:
    """What each text says, by the project's own model or the one named."""
    return understanding(model).understand(texts)
