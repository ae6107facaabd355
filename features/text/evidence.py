"""Which of several classes a text speaks of, by the evidence of texts whose class is known.

Two witnesses are heard. The encoder says how near the text is to the middle of each class; naive Bayes says how much
likelier the text's pieces are in one class than in another. Their sum, as a softmax, is the chance of each class.
Texts are given as their folded words (`features.text.pieces`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from features.text.encoder import Encoder, unit
from features.text.pieces import IDEA, Pieces, clean, words

NEARNESS_WEIGHT, BAYES_WEIGHT = 8.0, 0.5
IDEA_WEIGHT = 2.0
"""What the idea behind a word counts beside the word itself."""
_UNSEEN = 0.01
_CHUNK = 2048
_KEPT_WORDS = 50_000

Scores = NDArray[np.float32]
Said = Sequence[str]
"""A text as its folded words."""


class Evidence:
    """Chances of classes for texts. `names` [pieces] are the pieces known, `rarity` [pieces] their weights, `base`
    [classes] the log-likelihood of a piece never seen in a class, `gain` [pieces, classes] what it gains for having
    been seen there, `centres` [classes, d] the middle of each class. Not safe between threads."""

    def __init__(
        self,
        names: Sequence[str],
        rarity: NDArray[np.float32],
        base: NDArray[np.float32],
        gain: Any,
        centres: NDArray[np.float32],
        encoder: Encoder,
        pieces: Pieces,
    ) -> None:
        self.encoder, self.pieces = encoder, pieces
        self.known = {name: row for row, name in enumerate(names)}
        self.rarity, self.base, self.centres = rarity, base, centres
        self.gain, self._columns = gain, gain.tocsc()
        self._usual = np.asarray(gain.mean(axis=1)).ravel()
        self.heard = np.maximum(np.exp(np.log(_UNSEEN) - base.astype(np.float64)) - _UNSEEN * len(names), 1)
        """How much was heard of each class [classes]."""
        self._rows: dict[str, NDArray[np.int64]] = {}

    @classmethod
    def learn(cls, texts: Sequence[str], labels: NDArray[np.int64], encoder: Encoder, pieces: Pieces) -> Evidence:
        """The evidence of texts with known classes `labels` [n]."""
        said = [[word.folded for word in words(clean(text))] for text in texts]
        names = sorted({piece for text in said for word in text for piece in pieces.of_word(word)})
        nothing = sparse.csr_matrix((len(names), 1), dtype=np.float32)
        blank = np.zeros(1, dtype=np.float32)
        counting = cls(names, np.ones(len(names), dtype=np.float32), blank, nothing, blank, encoder, pieces)
        counts = counting._counts(said)
        seen = np.bincount(counts.indices, minlength=len(names))
        counting.rarity = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        counting.rarity[[name[0] == IDEA for name in names]] *= IDEA_WEIGHT
        by_class = sparse.csr_matrix((np.ones(len(texts)), (labels, np.arange(len(texts)))))
        mass = by_class @ counting._weights(said)
        total = np.asarray(mass.sum(axis=1)).ravel() + _UNSEEN * len(names)
        base = (np.log(_UNSEEN) - np.log(total)).astype(np.float32)
        gain = mass.T.tocsr()
        gain.data = np.log1p(gain.data / _UNSEEN).astype(np.float16).astype(np.float32)
        return cls(
            names, counting.rarity, base, gain.astype(np.float32), _centres(texts, labels, encoder), encoder, pieces
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All but the encoder and the cutter, to be kept in a file."""
        return {
            "names": np.frombuffer("\n".join(self.known).encode(), dtype=np.uint8),
            "rarity": self.rarity,
            "base": self.base,
            "centres": self.centres,
            "gain": self.gain.data.astype(np.float16),
            "classes": self.gain.indices.astype(np.int16),
            "starts": self.gain.indptr.astype(np.int32),
        }

    @classmethod
    def from_arrays(cls, kept: Mapping[str, NDArray[Any]], encoder: Encoder, pieces: Pieces) -> Evidence:
        """What `arrays` gave, with the encoder it was learnt with."""
        names, base = bytes(kept["names"]).decode().split("\n"), kept["base"]
        gain = sparse.csr_matrix(
            (kept["gain"].astype(np.float32), kept["classes"].astype(np.int32), kept["starts"]),
            shape=(len(names), len(base)),
        )
        return cls(names, kept["rarity"], base, gain, kept["centres"], encoder, pieces)

    def chances(self, said: Sequence[Said]) -> Scores:
        """Chance [n, classes] of each class; a row sums to one, or to zero where no piece is known."""
        parts = [self._chances(said[at : at + _CHUNK]) for at in range(0, len(said), _CHUNK)]
        return np.concatenate([np.zeros((0, len(self.base)), dtype=np.float32), *parts])

    def _chances(self, said: Sequence[Said]) -> Scores:
        weights = self._weights(said)
        likelihood = weights @ self.gain + np.asarray(weights.sum(axis=1)) * self.base
        nearness = self.encoder.encode([" ".join(text) for text in said]) @ self.centres.T
        total = NEARNESS_WEIGHT * nearness + BAYES_WEIGHT * np.asarray(likelihood)
        total -= total.max(axis=1, keepdims=True)
        chance = np.exp(total)
        chance /= chance.sum(axis=1, keepdims=True)
        chance[np.diff(weights.indptr) == 0] = 0
        return np.asarray(chance, dtype=np.float32)

    def _rows_of(self, folded: str) -> NDArray[np.int64]:
        rows = self._rows.get(folded)
        if rows is None:
            if len(self._rows) >= _KEPT_WORDS:
                self._rows.clear()
            known = [self.known[piece] for piece in self.pieces.of_word(folded) if piece in self.known]
            rows = self._rows[folded] = np.array(known, dtype=np.int64)
        return rows

    def _counts(self, said: Sequence[Said]) -> Any:
        """How often [texts, pieces] each known piece stands in each text, as a sparse matrix."""
        rows = [self._rows_of(word) for text in said for word in text]
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
        sizes = np.array([len(row) for row in rows], dtype=np.int64)
        text = np.repeat(np.repeat(np.arange(len(said)), [len(text) for text in said]), sizes)
        counts = sparse.csr_matrix((np.ones(len(columns)), (text, columns)), shape=(len(said), len(self.known)))
        counts.sum_duplicates()
        return counts

    def _weights(self, said: Sequence[Said]) -> Any:
        """One row of unit length per text over the known pieces: damped counts times rarity."""
        weights = self._counts(said)
        weights.data = (1 + np.log(weights.data)) * self.rarity[weights.indices]
        of_text = np.repeat(np.arange(len(said)), np.diff(weights.indptr))
        length = np.sqrt(np.bincount(of_text, weights=weights.data**2, minlength=len(said)))
        weights.data /= np.maximum(length, 1e-12)[of_text]
        return weights

    def word_shares(self, folded: Said, label: int) -> Scores:
        """How much each word of a text [n] speaks for one class rather than for the average of all."""
        gain = np.asarray(self._columns[:, [label]].todense()).ravel() - self._usual
        rows = [self._rows_of(word) for word in folded]
        return np.array([float((gain[r] * self.rarity[r]).sum()) for r in rows], dtype=np.float32)


def _centres(texts: Sequence[str], labels: NDArray[np.int64], encoder: Encoder) -> NDArray[np.float32]:
    vectors = encoder.encode(texts)
    sums = np.zeros((int(labels.max()) + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, vectors)
    return unit(sums)
