"""The workplaces of the tables as the service needs them: found by name or number, and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from features.places import municipality_name

FOLDED = dict(zip("áàâãéèêëíìîïóòôõúùûüýçñäö", "aaaaeeeeiiiioooouuuuycnæø", strict=True))
"""Letters with an accent, which nobody writes when looking for a name; ä and ö are æ and ø with our neighbours.
Å, æ and ø are letters of their own."""


class WorkplaceDirectory:
    """Built once from the tables; answers from memory."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self._rows = frames["workplaces"].sort("orgnr")
        self._name = self._rows["name"].fill_null("").str.to_lowercase().str.replace_many(FOLDED)
        towns = {
            code: folded(municipality_name(code) or "") for code in self._rows["municipality"].drop_nulls().unique()
        }
        self._town = self._rows["municipality"].replace_strict(towns, default="", return_dtype=pl.String)
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
        """Up to `limit` rows following the number `after` whose name holds every word said, in whatever order, or whose
        number begins so. Words may be of the town too, but for one of them."""
        words = folded(said).split()
        holds = [self._name.str.contains(word, literal=True) for word in words]
        in_town = [self._town.str.contains(word, literal=True) for word in words]
        every = pl.Series([True] * len(self._rows), dtype=pl.Boolean)
        some = ~every if words else every
        for name, town in zip(holds, in_town, strict=True):
            every, some = every & (name | town), some | name
        numbered = self._rows["orgnr"].str.starts_with("".join(words))
        return self._rows.filter(((every & some) | numbered) & (self._rows["orgnr"] > after)).head(limit)


def folded(text: str) -> str:
    """The text as it is looked for: in small letters without accents."""
    return "".join(FOLDED.get(letter, letter) for letter in text.lower())
