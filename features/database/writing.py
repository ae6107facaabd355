"""One transaction on the tables: all of what is written in it is there afterwards, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from features.cells import TYPES, from_stored_form, to_stored_form
from features.database.journal import Entry, append
from features.database.places import forget_places, protected_among
from features.database.rows import add, among, compare, count_up, fetch, keep_history, lock, write
from features.database.schema import ANSWERS, STORED
from features.database.versions import keep_replaced, next_version
from features.protection import without_place
from features.restricted import PARTICIPANT_RULES
from features.tables import BY_NAME, PARTICIPANTS

_PEOPLE_AND_RULES = (PARTICIPANT_RULES.name, PARTICIPANTS.name)
"""Written by one at a time: what the one says decides what the other keeps."""


@dataclass(frozen=True)
class Stored:
    """What became of rows: how many were new, changed and unchanged; `refused` are their places in the frame, refused
    because the stored row with that key is real where this one is simulated, or the other way."""

    new: int
    changed: int
    unchanged: int
    refused: list[int]

    @property
    def stored(self) -> int:
        """Rows written."""
        return self.new + self.changed


@dataclass(frozen=True)
class KeptAnswer:
    """What a call was answered: `asked` stands for the call, `body` is JSON text as it was sent."""

    asked: str
    status: int
    body: str


class Writing:
    """A transaction that is open; `Database.writing` opens it and commits it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, *names: str) -> None:
        """Make every other writer of these tables wait until this transaction ends."""
        for name in sorted(names):
            lock(self._connection, name)

    def rows(self, name: str, values: Iterable[str], column: str | None = None) -> pl.DataFrame:
        """A table's rows whose key begins with one of the values, or whose `column` is one: typed, and `simulated`."""
        return read_rows(self._connection, name, values, column)

    def store(self, name: str, frame: pl.DataFrame, dataset: str, simulated: bool, as_of: date) -> Stored:
        """Store checked rows by their key; see `Database.store`."""
        connection, table = self._connection, BY_NAME[name]
        rows = to_stored_form(table, frame.select(table.column_names))
        for one in _PEOPLE_AND_RULES if name in _PEOPLE_AND_RULES else (name,):
            lock(connection, one)
        if table is PARTICIPANTS:
            rows = without_place(rows, protected_among(connection, rows["participant_id"]))
        compared = compare(connection, table, rows, simulated)
        state = compared["state"]
        fresh = compared.filter(state.is_in(["new", "changed"])).with_columns(
            dataset=pl.lit(dataset), simulated=pl.lit(simulated), stored_in=pl.lit(next_version(connection, name))
        )
        keep_replaced(connection, table, fresh.filter(pl.col("state") == "changed"), next_version(connection, name))
        if table.history:
            since = pl.when(pl.col("state") == "changed").then(pl.col("recorded_on").fill_null(as_of))
            fresh = fresh.with_columns(known_from=since.otherwise(pl.col("recorded_on")))
            keep_history(connection, table, fresh.filter(pl.col("state") == "changed"))
        columns = [c.name for c in STORED[name].columns]
        add(connection, STORED[name], fresh.filter(pl.col("state") == "new").select(columns))
        write(connection, STORED[name], fresh.filter(pl.col("state") == "changed").select(columns))
        if fresh.height:
            count_up(connection, name)
        if table is PARTICIPANT_RULES and forget_places(connection):
            count_up(connection, PARTICIPANTS.name)
        counts = dict(state.value_counts().iter_rows())
        refused = (state == "refused").arg_true().to_list()
        return Stored(counts.get("new", 0), counts.get("changed", 0), counts.get("unchanged", 0), refused)

    def journal(self, entry: Entry) -> int:
        """Put an entry at the end of the journal, and give its number."""
        return append(self._connection, entry)

    def claim_answer(self, caller: str, key: str, asked: str, at: datetime) -> KeptAnswer | None:
        """Take the key for this transaction; or what was answered before, when the key is taken.

        Another transaction that claims the same key waits until this one ends. `at` carries its time zone.
        """
        insert = (postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert)(ANSWERS)
        taken = {"caller": caller, "key": key, "asked": asked, "at": at.astimezone(UTC), "status": 0, "body": ""}
        claim = insert.on_conflict_do_nothing().returning(ANSWERS.c.key)
        if self._connection.execute(claim, taken).first() is not None:
            return None
        kept = [ANSWERS.c[name] for name in ("asked", "status", "body")]
        mine = (ANSWERS.c.caller == caller) & (ANSWERS.c.key == key)
        return KeptAnswer(*self._connection.execute(sa.select(*kept).where(mine)).one())

    def keep_answer(self, caller: str, key: str, status: int, body: str, participant_id: str | None) -> None:
        """Keep what is answered under the claimed key; `participant_id` is whom it tells something of."""
        mine = sa.update(ANSWERS).where(ANSWERS.c.caller == caller, ANSWERS.c.key == key)
        self._connection.execute(mine.values(status=status, body=body, participant_id=participant_id))


def read_rows(connection: Connection, name: str, values: Iterable[str], column: str | None = None) -> pl.DataFrame:
    """See `Writing.rows`."""
    table, stored = BY_NAME[name], STORED[name]
    types = {c.name: TYPES[c.kind] for c in table.columns} | {"simulated": pl.Boolean()}
    query = sa.select(*(stored.c[one] for one in types))
    query = query.where(among(stored.c[column or table.keys[0]], connection.dialect.name))
    found = fetch(connection, query, types, pl.Series(list(values), dtype=pl.String))
    return from_stored_form(table, found.sort(table.keys, maintain_order=True))
