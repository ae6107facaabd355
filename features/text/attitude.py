"""How a clause speaks of what it names: wished for, turned down, or said not to matter.

A small grammar of fixed expressions (`attitudes.yaml`) rather than a model: each can be read and corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path

import yaml

EXPRESSIONS = Path(__file__).parent / "attitudes.yaml"


class Attitude(IntEnum):
    """What a clause says about the thing it names; the value is its sign."""

    AGAINST = -1
    INDIFFERENT = 0
    FOR = 1


def attitude(folded: Sequence[str]) -> Attitude:
    """The attitude of a clause, given as its folded words. Two negations cancel out; saying nothing is being for."""
    said, expressions = " ".join(folded), _expressions()
    if expressions[Attitude.INDIFFERENT].search(said):
        return Attitude.INDIFFERENT
    against = sum(1 for _ in expressions[Attitude.AGAINST].finditer(said))
    return Attitude.AGAINST if against % 2 == 1 or against > 2 else Attitude.FOR


def is_marked(folded: Sequence[str]) -> bool:
    """Whether the clause says an attitude of its own."""
    said = " ".join(folded)
    return any(expression.search(said) for expression in _expressions().values())


def turns_down(folded: str) -> bool:
    """Whether the word alone turns down what it is said of."""
    return _expressions()[Attitude.AGAINST].fullmatch(folded) is not None


@cache
def _expressions() -> dict[Attitude, re.Pattern[str]]:
    given = yaml.safe_load(EXPRESSIONS.read_text(encoding="utf-8"))
    return {kind: re.compile(rf"(?<!\w)(?:{'|'.join(given[kind.name.lower()])})(?!\w)") for kind in Attitude}
