"""What people and employers say in their own words, understood once for each text.

A text is remembered by its digest, so that nothing holds it a second time. The text model is opened when the first text
has to be understood, and is used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from features.errors import InputError
from features.settings import Settings
from features.world.facts import Floats, Ints

if TYPE_CHECKING:
    from features.text.understand import TextUnderstanding, Understanding

MOST_CODES = 5
LEAST_SCORE = 0.1
"""Occupations with a lower score are not taken as said."""
MOST_REMEMBERED = 500_000
"""Texts that are remembered at once; above it all are forgotten."""
_AT_ONCE, _BEFORE_OTHERS = 1024, 5

_Codes = tuple[tuple[int, ...], tuple[float, ...]]


class TextReader:
    """Understands texts by one model. Safe between threads; `open_model` gives the model when it is first needed."""

    def __init__(self, open_model: Callable[[], TextUnderstanding]) -> None:
        self._open, self._lock = open_model, RLock()
        self._model: TextUnderstanding | None = None
        self._codes: dict[bytes, _Codes] = {}

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """What each text says, with the words that gave it; others get in between, a few texts at a time."""
        said: list[Understanding] = []
        for at in range(0, len(texts), _BEFORE_OTHERS):
            with self._lock:
                said += self._opened().understand(texts[at : at + _BEFORE_OTHERS])
        return said

    def codes(self, texts: Sequence[str | None]) -> tuple[Ints, Floats]:
        """The occupations that each text speaks of, likeliest first, and their scores 0–1: both [n, `MOST_CODES`].

        Occupations are positions in `occupation_codes`; -1 with score 0 where there are no more, or no text.
        """
        keys = [_digest(text) if text else b"" for text in texts]
        with self._lock:
            if len(self._codes) > MOST_REMEMBERED:
                self._codes.clear()
            new = {k: t for k, t in zip(keys, texts, strict=True) if t and k not in self._codes}
            for part in _parts(new):
                self._codes |= dict(zip(part, self._said(list(part.values())), strict=True))
            found = [self._codes[key] if key else _NOTHING for key in keys]
        code = np.array([codes for codes, _ in found], dtype=np.int64).reshape(-1, MOST_CODES)
        return code, np.array([scores for _, scores in found], dtype=np.float64).reshape(-1, MOST_CODES)

    def _opened(self) -> TextUnderstanding:
        if self._model is None:
            self._model = self._open()
        return self._model

    def _said(self, texts: list[str]) -> Iterator[_Codes]:
        scores = self._opened().code_scores(texts)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :MOST_CODES]
        score = np.take_along_axis(scores, best, axis=1).astype(np.float64)
        said = score >= LEAST_SCORE
        code, score = np.where(said, best, -1), np.where(said, score, 0.0)
        return ((tuple(c), tuple(s)) for c, s in zip(code.tolist(), score.tolist(), strict=True))


_NOTHING: _Codes = ((-1,) * MOST_CODES, (0.0,) * MOST_CODES)


def reader() -> TextReader:
    """The reader that this process shares, by the text model of the settings (`RETTPLASS_TEXT_MODEL`).

    A model that cannot be opened is an InputError when the first text is to be understood.
    """
    return _shared(Settings().text_model)


@cache
def _shared(model: str | None) -> TextReader:
    def open_model() -> TextUnderstanding:
        from features.text.understand import understanding

        try:
            return understanding(model)
        except (OSError, ValueError) as cause:
            raise InputError(f"the text model {model!r} cannot be opened: check RETTPLASS_TEXT_MODEL") from cause

    return TextReader(open_model)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _parts(texts: dict[bytes, str]) -> Iterator[dict[bytes, str]]:
    keys = list(texts)
    return ({key: texts[key] for key in keys[at : at + _AT_ONCE]} for at in range(0, len(keys), _AT_ONCE))
