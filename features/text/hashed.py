"""A logistic regression over named features, kept as one array: each name is hashed to a column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BUCKETS = 2**16

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class HashedLogistic:
    """`weights` [classes, buckets + 1], the constant last; a single class stands for yes against no."""

    weights: Weights

    @classmethod
    def learn(cls, features: Sequence[Collection[str]], labels: NDArray[np.int64], strength: float) -> HashedLogistic:
        """From the features of texts with their classes `labels` [n], counted from 0; `strength` is the inverse of the
        ridge penalty."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=strength, max_iter=300).fit(_matrix(features), labels)
        return cls(np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32))

    def log_odds(self, features: Sequence[Collection[str]]) -> Weights:
        """Evidence for each class [n, classes], before it is made to sum to one."""
        return np.asarray(_matrix(features) @ self.weights[:, :-1].T + self.weights[:, -1], dtype=np.float32)

    def chances(self, features: Sequence[Collection[str]]) -> Weights:
        """Chance of each class [n, classes]; rows sum to one."""
        given = self.log_odds(features)
        given = np.exp(given - given.max(axis=1, keepdims=True))
        return np.asarray(given / given.sum(axis=1, keepdims=True), dtype=np.float32)


def _matrix(features: Sequence[Collection[str]]) -> sparse.csr_matrix:
    """One row of unit length per text."""
    rows = [np.unique([crc32(name.encode()) % BUCKETS for name in names]).astype(np.int32) for names in features]
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    values = np.repeat(1.0 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    columns = np.concatenate([np.zeros(0, dtype=np.int32), *rows])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return sparse.csr_matrix((values, columns, starts), shape=(len(rows), BUCKETS))
