"""Characters that a reader does not see: they can end a text early, move what follows, or turn it around.

Control characters other than tab and line breaks, and those that embed, override or isolate the direction of writing
(Unicode Standard Annex 9): a text with one of them shows something else than it says.
"""

from __future__ import annotations

import re

import polars as pl

_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_HALVES = "\ud800-\udfff"
_FOUND = re.compile(f"[{_HIDDEN}{_HALVES}]")


def holds_hidden_character(texts: pl.Series) -> pl.Series:
    """Whether each text holds one; null where there is no text."""
    return texts.str.contains(f"[{_HIDDEN}]")


def is_plain(text: str) -> bool:
    """Whether the text holds none, and no half of a character, which cannot be stored."""
    return _FOUND.search(text) is None
