"""Which occupation a text speaks of, by the evidence of the lexicon.

Two witnesses are heard. The encoder says how near the text is to the middle of each occupation's phrases; naive Bayes
says how much likelier the text's pieces are in one occupation's phrases than in another's. Their sum, as a softmax,
is the chance of each occupation. Phrases about work conditions and small talk stand as classes of their own, so that
text which says nothing about tasks gives its chance to them instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from features.occupations import occupation_codes, occupation_indices
from features.text.attitude import Attitude, attitude
from features.text.encoder import Encoder, unit
from features.text.lexicon import Lexicon
from features.text.pieces import Pieces, clean, stem, words
from features.vocabulary import WorkCondition

NEARNESS_WEIGHT, BAYES_WEIGHT = 8.0, 0.75
_UNSEEN = 0.03
_CHUNK = 2048

Scores = NDArray[np.float32]


class Evidence:
    """Chances of classes for texts, made once from texts with known classes `labels` [n] and an encoder."""

    def __init__(
        self,
        texts: Sequence[str],
        labels: NDArray[np.int64],
        encoder: Encoder,
        pieces: Pieces,
        nearness_weight: float = NEARNESS_WEIGHT,
        bayes_weight: float = BAYES_WEIGHT,
    ) -> None:
        self.encoder, self.pieces = encoder, pieces
        self.nearness_weight, self.bayes_weight = nearness_weight, bayes_weight
        self.classes = int(labels.max()) + 1
        vectors = encoder.encode(texts)
        sums = np.zeros((self.classes, vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, labels, vectors)
        self.centres = unit(sums)
        found = [self._counts(text) for text in texts]
        self.known = {piece: row for row, piece in enumerate(sorted({p for counts in found for p in counts}))}
        texts_with = np.zeros(len(self.known))
        for counts in found:
            texts_with[[self.known[piece] for piece in counts]] += 1
        self.rarity = np.log((1 + len(texts)) / (1 + texts_with)) + 1
        by_class = sparse.csr_matrix((np.ones(len(texts)), (labels, np.arange(len(texts)))))
        mass = (by_class @ self._weights(found)).tocsc()
        self._bayes(mass)

    def _bayes(self, mass: sparse.csc_matrix) -> None:
        total = np.asarray(mass.sum(axis=1)).ravel() + _UNSEEN * mass.shape[1]
        self.base = (np.log(_UNSEEN) - np.log(total)).astype(np.float32)
        """Log-likelihood [classes] of a piece never seen in the class."""
        gain = mass.T.tocsr()
        gain.data = np.log1p(gain.data / _UNSEEN)
        self.gain = gain.astype(np.float32)
        """What it gains [pieces, classes] for having been seen there."""

    def _counts(self, text: str) -> Counter[str]:
        return Counter(self.pieces.of(text))

    def _weights(self, found: Sequence[Counter[str]]) -> sparse.csr_matrix:
        """One row of unit length per text over the known pieces: damped counts times rarity."""
        rows = [[(self.known[p], n) for p, n in counts.items() if p in self.known] for counts in found]
        sizes = np.array([len(row) for row in rows])
        columns = np.array([column for row in rows for column, _ in row], dtype=np.int64)
        values = 1 + np.log(np.array([number for row in rows for _, number in row], dtype=np.float64))
        values *= self.rarity[columns]
        of_text = np.repeat(np.arange(len(rows)), sizes)
        length = np.sqrt(np.bincount(of_text, weights=values * values, minlength=len(rows)))
        return sparse.csr_matrix(
            (values / np.maximum(length, 1e-12)[of_text], columns, np.concatenate([[0], np.cumsum(sizes)])),
            shape=(len(rows), len(self.known)),
        )

    def chances(self, texts: Sequence[str]) -> Scores:
        """Chance [n, classes] of each class; a row sums to one, or to zero where no piece is known."""
        parts = [self._chances(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]
        return np.concatenate([np.zeros((0, self.classes), dtype=np.float32), *parts])

    def _chances(self, texts: Sequence[str]) -> Scores:
        weights = self._weights([self._counts(text) for text in texts])
        likelihood = weights @ self.gain + np.asarray(weights.sum(axis=1)) * self.base
        nearness = self.encoder.encode(texts) @ self.centres.T
        total = self.nearness_weight * nearness + self.bayes_weight * np.asarray(likelihood)
        total -= total.max(axis=1, keepdims=True)
        chance = np.exp(total)
        chance /= chance.sum(axis=1, keepdims=True)
        chance[np.diff(weights.indptr) == 0] = 0
        return chance.astype(np.float32)

    def word_shares(self, folded: Sequence[str], label: int) -> NDArray[np.float32]:
        """How much each word of a text [n] speaks for one class rather than for the average of all."""
        shares = np.zeros(len(folded), dtype=np.float32)
        for place, word in enumerate(folded):
            rows = [self.known[piece] for piece in self.pieces.of_word(word) if piece in self.known]
            if rows:
                gain = np.asarray(self.gain[rows, label].todense()).ravel()
                usual = np.asarray(self.gain[rows].mean(axis=1)).ravel()
                shares[place] = float(((gain - usual) * self.rarity[rows]).sum())
        return shares


def labelled(lexicon: Lexicon) -> tuple[list[str], NDArray[np.int64]]:
    """Texts and classes to learn from: occupations first, in the order of `occupation_codes`, then what is no task: the
    condition spoken of and its side (`condition_sides`), and every list of other talk."""
    codes = occupation_indices([phrase.code for phrase in lexicon.occupations]).astype(np.int64)
    texts, sides = condition_sides(lexicon)
    first = len(occupation_codes())
    then = first + 2 * len(WorkCondition)
    talk = [(text, then + place) for place, phrases in enumerate(lexicon.others) for text in phrases]
    labels = np.concatenate([codes, first + sides, np.array([label for _, label in talk], dtype=np.int64)])
    return [*(p.text for p in lexicon.occupations), *texts, *(text for text, _ in talk)], labels


def condition_chances(chances: Scores) -> Scores:
    """Of chances by the classes of `labelled`, those of each condition [n, conditions], both its sides together."""
    first, sides = len(occupation_codes()), 2 * len(WorkCondition)
    both: Scores = chances[:, first : first + sides].reshape(len(chances), sides // 2, 2).sum(axis=2)
    return both


def condition_sides(lexicon: Lexicon) -> tuple[list[str], NDArray[np.int64]]:
    """Phrases that speak of a condition and what they name: twice the condition's place for its relief («lett arbeid»),
    one more for its burden («tunge løft»).

    A phrase names the burden when it turns it down and so wants the condition, or welcomes it and so does not.
    Phrases that say it does not matter name either, and are left out.
    """
    order = {condition: place for place, condition in enumerate(WorkCondition)}
    texts, sides = [], []
    for phrase in lexicon.conditions:
        said = attitude([word.folded for word in words(clean(phrase.text))])
        if phrase.wanted is not None and said is not Attitude.INDIFFERENT:
            texts.append(phrase.text)
            sides.append(2 * order[phrase.condition] + (phrase.wanted != (said is Attitude.FOR)))
    return texts, np.array(sides, dtype=np.int64)


def known_parts(texts: Sequence[str]) -> set[str]:
    """The stems of the lexicon that a compound may be cut into."""
    spoken = {word.folded for text in texts for word in words(text) if word.folded.isalpha()}
    return {stem(word) for word in spoken if 3 <= len(word) <= 12 and len(stem(word)) >= 3}
