"""The workplaces of the tables as the service needs them: found by name or number, and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

FOLDED = dict(zip("áàâãéèêëíìîïóòôõúùûüýçñ", "aaaaeeeeiiiioooouuuuycn", strict=True))
"""Letters with an accent, which nobody writes when looking for a name; å, æ, ø, ä and ö are letters of their own."""


class WorkplaceDirectory:
    """Built once from the tables; answers from memory."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self._rows = frames["workplaces"].sort("orgnr")
        self._name = self._rows["name"].fill_null("").str.to_lowercase().str.replace_many(FOLDED)
        numbers = self._rows["orgnr"].to_list()
        self._position = dict(zip(numbers, range(len(numbers)), strict=True))
        above = [self._rows["parent_orgnr"], frames["agreements"]["orgnr"], frames["employer_notices"]["orgnr"]]
        self._entities = frozenset(pl.concat(above).drop_nulls().to_list())

    def row(self, orgnr: str) -> dict[str, Any] | None:
        """The row by column; None when the number is none of a workplace here."""
        position = self._position.get(orgnr)
        return None if position is None else self._rows.row(position, named=True)

    def knows(self, orgnr: str, *, entities: bool) -> bool:
        """Whether the number is a workplace's, or, with `entities`, a legal entity's that is named here."""
        return orgnr in self._position or (entities and orgnr in self._entities)

    def find(self, said: str, after: str, limit: int) -> pl.DataFrame:
        """Up to `limit` rows following the number `after` whose name holds what is said, or whose number begins so."""
        text = said.strip().lower()
        folded = "".join(FOLDED.get(letter, letter) for letter in text)
        named = self._name.str.contains(folded, literal=True) | self._rows["orgnr"].str.starts_with(text)
        return self._rows.filter(named & (self._rows["orgnr"] > after)).head(limit)
