"""Numbers by group without small ones, so that nobody is told of by a count, nor by subtraction from a total.

Groups with a small number are counted together with others, as one. Every number that is shown is then 0 or at least
the smallest one allowed, the groups shown do not overlap, and the total is their sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

POOLED = "others"
"""The name of the groups that are counted together."""


def pooled(counts: Mapping[str, Sequence[int]], smallest: int) -> dict[str, str] | None:
    """Under which name each group is shown: its own, or `POOLED`; None when not even all together can be shown.

    `counts` has the same parts, which do not overlap, for each group. As few groups are pooled as this rule gives: all
    with a small part, and then the smallest others until the pool has none.
    """
    if not counts:
        return {}
    names = sorted(counts, key=lambda name: (sum(counts[name]), name))
    numbers = np.array([counts[name] for name in names], dtype=np.int64)
    inside = _small(numbers, smallest)
    while inside.any() and _small(numbers[inside].sum(axis=0)[None, :], smallest)[0]:
        if inside.all():
            return None
        inside[np.flatnonzero(~inside)[0]] = True
    return {name: POOLED if within else name for name, within in zip(names, inside, strict=True)}


def _small(numbers: NDArray[np.int64], smallest: int) -> NDArray[np.bool_]:
    """Whether a row has a part that is neither 0 nor large enough. A group of nobody has none."""
    return np.asarray(((numbers > 0) & (numbers < smallest)).any(axis=1))


def shown_parts(rows: pl.DataFrame, parts: Sequence[str], smallest: int) -> tuple[pl.Series, bool]:
    """For a finer division of rows that are shown: which rows may show it, and whether the total may.

    The total may where every row does, or where those that do not have, together, no small part and are at least two.
    """
    numbers = rows.select(parts).to_numpy().astype(np.int64)
    hidden = _small(numbers, smallest)
    rest = numbers[hidden].sum(axis=0)[None, :]
    total = not hidden.any() or (int(hidden.sum()) > 1 and not _small(rest, smallest)[0])
    return pl.Series(~hidden), bool(total)
