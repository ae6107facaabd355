"""Texts to vectors: the shipped model with numpy alone, or any sentence-transformers model that is set instead.

The shipped model is a table of one vector per piece (`features.text.pieces`). A text's vector is the mean over its
pieces, brought to unit length; words met before are kept, so that a text costs one look-up per word.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from features.errors import InputError
from features.text.pieces import Pieces, clean, words

MODEL = Path(__file__).parent / "model" / "pieces.npz"
_KEPT_WORDS = 50_000
_CHUNK = 4096

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors [n, d] of unit length; all zeros where the text holds nothing that is known."""
        ...


class PieceEncoder:
    """The mean of piece vectors. `names` are the pieces, `vectors` [len(names), d] theirs, `parts` the stems that
    compounds are cut into."""

    def __init__(self, names: Sequence[str], vectors: Vectors, parts: Sequence[str]) -> None:
        self.names = list(names)
        self.vectors = vectors
        self.pieces = Pieces(parts)
        self.rows = {name: row for row, name in enumerate(self.names)}
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, int] = {}
        self._kept = np.zeros((1024, self.vectors.shape[1]), dtype=np.float32)

    def _keep(self, new: Sequence[str]) -> None:
        """The sum of each new word's piece vectors is kept: its share in the direction of a text."""
        rows = [[self.rows[piece] for piece in self.pieces.of_word(word) if piece in self.rows] for word in new]
        first = len(self._places)
        while first + len(new) > len(self._kept):
            self._kept = np.concatenate([self._kept, np.zeros_like(self._kept)])
        self._kept[first : first + len(new)] = _sums(self.vectors, rows)
        self._places.update((word, first + place) for place, word in enumerate(new))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors [n, d] of unit length; all zeros where no piece of the text is known."""
        parts = [self._encode(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]
        return np.concatenate([np.zeros((0, self.vectors.shape[1]), dtype=np.float32), *parts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if len(self._places) > _KEPT_WORDS:
            self._forget()
        said = [[word.folded for word in words(clean(text))] for text in texts]
        self._keep(list({word: None for text in said for word in text if word not in self._places}))
        return unit(_sums(self._kept, [[self._places[word] for word in text] for text in said]))

    def save(self, path: Path) -> None:
        """Writes the model as one npz file: vectors as bytes with one scale per piece. The same model gives the same
        file.
        """
        scale = np.maximum(np.abs(self.vectors).max(axis=1), 1e-6) / 127
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            names=np.frombuffer("\n".join(self.names).encode(), dtype=np.uint8),
            parts=np.frombuffer("\n".join(sorted(self.pieces.parts)).encode(), dtype=np.uint8),
            scale=scale.astype(np.float32),
            vectors=np.rint(self.vectors / scale[:, None]).astype(np.int8),
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> PieceEncoder:
        """Reads what `save` wrote. A missing or broken file is an InputError."""
        try:
            with path.open("rb") as file, np.load(file) as held:
                names, parts = (bytes(held[key]).decode().split("\n") for key in ("names", "parts"))
                vectors = held["vectors"].astype(np.float32) * held["scale"][:, None]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise InputError(f"the text model {path.name} cannot be read: rebuild it with make text-model") from error
        return cls(names, vectors, parts)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by path or name. Needs the extra `text`."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise InputError(
                f"the text model {name!r} needs sentence-transformers: pip install rettplass[text]"
            ) from error
        self._model: Any = SentenceTransformer(name, device="cpu")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors [n, d] of unit length."""
        given = self._model.encode(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return unit(np.asarray(given, dtype=np.float32))


def _sums(vectors: Vectors, rows: Sequence[Sequence[int]]) -> Vectors:
    """The sums [n, d] of the vectors in the rows named in each list; zeros for an empty one."""
    counts = np.array([len(named) for named in rows], dtype=np.int64)
    sums = np.zeros((len(rows), vectors.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(counts)
    if len(filled):
        flat = np.fromiter((row for named in rows for row in named), dtype=np.int64, count=int(counts.sum()))
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        sums[filled] = np.add.reduceat(vectors[flat], starts[filled], axis=0)
    return sums


def open_encoder(name: str | None = None) -> Encoder:
    """The shipped model, or the sentence-transformers model of that path or name (`RETTPLASS_TEXT_MODEL`)."""
    return SentenceTransformerEncoder(name) if name else PieceEncoder.load()


def unit(vectors: Vectors) -> Vectors:
    """Each row brought to length one; rows of zeros stay."""
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)
