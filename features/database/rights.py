"""What a person can ask for: to see everything that is held, to have it erased, and not to be ranked.

Everything here finds a person by the same two ways: a table's own `participant_id`, or the row of the person's that a
row refers to. A table that tells something about people and can be reached by neither cannot be declared.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from features.cells import TYPES, from_stored_form
from features.database.engine import in_words, snapshot
from features.database.journal import Entry, append, entries_about, erase
from features.database.rows import among, count_up, erasure, fetch, lock
from features.database.schema import ANSWERS, LEGAL_HOLDS, OBJECTIONS, REPLACED, STORED
from features.database.versions import erasure_of_replaced, whom
from features.declaration import Table
from features.errors import RettplassError
from features.relations import is_about_people
from features.tables import KEPT, TABLES


class HeldError(RettplassError):
    """The person is on legal hold: nothing may be erased yet. `because` says why."""

    def __init__(self, because: str) -> None:
        super().__init__(f"This person is on legal hold: {because}")
        self.because = because


class Hold(NamedTuple):
    """Since when nothing may be erased about somebody, and why."""

    since: date
    because: str


@dataclass(frozen=True)
class Held:
    """Everything that is held about a person.

    `rows` and `former` (rows that were replaced) by table, `entries` of the journal, `answers` given to calls,
    `objected_on` where the person is not to be ranked, and the legal hold.
    """

    rows: dict[str, list[dict[str, Any]]]
    former: dict[str, list[dict[str, Any]]]
    entries: list[Entry]
    answers: list[dict[str, Any]]
    objected_on: date | None
    hold: Hold | None


class Rights:
    """Reads, writes and erases in one database. Failures of it are `StorageError`s."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def everything_about(self, participant_id: str) -> Held:
        """Everything held about a person, at one moment; empty throughout when nothing is."""
        with in_words(self._engine), snapshot(self._engine) as connection:
            keys = {t.name: _keys(connection, t, participant_id) for t in _about_people()}
            rows = {t.name: _rows(connection, t, keys[t.name]) for t in _about_people()}
            former = {t.name: _former(connection, t, keys[t.name]) for t in _about_people()}
            answers = sa.select(ANSWERS.c.caller, ANSWERS.c.at, ANSWERS.c.body)
            given = connection.execute(answers.where(ANSWERS.c.participant_id == participant_id)).mappings().all()
            objected, hold = _objected(connection, participant_id), _hold(connection, participant_id)
            entries = entries_about(connection, participant_id)
        return Held(
            rows={name: found for name, found in rows.items() if found},
            former={name: found for name, found in former.items() if found},
            entries=entries,
            answers=[{"caller": a["caller"], "at": a["at"], "answer": json.loads(a["body"] or "null")} for a in given],
            objected_on=objected,
            hold=hold,
        )

    def erase(self, participant_id: str, at: datetime, because: str) -> dict[str, int]:
        """Delete every row about a person, and what the journal holds; says how many went, by table.

        HeldError while the person is on legal hold. What an SQLite file held is overwritten. Nobody can tell afterwards
        who was erased: the journal notes that somebody was, when and because of what.
        """
        gone = {}
        with in_words(self._engine), self._engine.begin() as connection:
            for table in sorted(_about_people(), key=lambda t: t.name):
                lock(connection, table.name)
            if (hold := _hold(connection, participant_id)) is not None:
                raise HeldError(hold.because)
            for table in reversed(_about_people()):
                former = connection.execute(erasure_of_replaced(table, participant_id)).rowcount
                gone[table.name] = connection.execute(erasure(table, participant_id)).rowcount + former
                if gone[table.name]:
                    count_up(connection, table.name)
            for own in (ANSWERS, OBJECTIONS):
                gone[own.name] = connection.execute(
                    sa.delete(own).where(own.c.participant_id == participant_id)
                ).rowcount
            gone["journal"] = erase(connection, participant_id, at, because)
        self._overwrite()
        return gone

    def object(self, participant_id: str, on: date, noted_by: str, at: datetime) -> date:
        """Note that a person is not to be ranked, and say since when; the first objection holds."""
        with in_words(self._engine), self._engine.begin() as connection:
            lock(connection, OBJECTIONS.name)
            since = _objected(connection, participant_id)
            if since is not None:
                return since
            line = {"participant_id": participant_id, "objected_on": on, "noted_by": noted_by}
            connection.execute(sa.insert(OBJECTIONS), line)
            _objection_noted(connection, participant_id, noted_by, at, objects=True)
        return on

    def take_back(self, participant_id: str, noted_by: str, at: datetime) -> None:
        """Note that a person may be ranked again; does nothing where there was no objection."""
        with in_words(self._engine), self._engine.begin() as connection:
            lock(connection, OBJECTIONS.name)
            mine = sa.delete(OBJECTIONS).where(OBJECTIONS.c.participant_id == participant_id)
            if connection.execute(mine).rowcount:
                _objection_noted(connection, participant_id, noted_by, at, objects=False)

    def hold(self, participant_id: str, since: date, because: str) -> None:
        """From now on nothing about this person may be erased; a hold that is there gets the new reason."""
        with in_words(self._engine), self._engine.begin() as connection:
            connection.execute(sa.delete(LEGAL_HOLDS).where(LEGAL_HOLDS.c.participant_id == participant_id))
            line = {"participant_id": participant_id, "since": since, "because": because}
            connection.execute(sa.insert(LEGAL_HOLDS), line)

    def release(self, participant_id: str) -> bool:
        """End a legal hold; False when there was none."""
        with in_words(self._engine), self._engine.begin() as connection:
            gone = sa.delete(LEGAL_HOLDS).where(LEGAL_HOLDS.c.participant_id == participant_id)
            return bool(connection.execute(gone).rowcount)

    def holds(self) -> dict[str, Hold]:
        """Everybody on legal hold."""
        with in_words(self._engine), self._engine.connect() as connection:
            rows = connection.execute(sa.select(LEGAL_HOLDS))
            return {row.participant_id: Hold(row.since, row.because) for row in rows}

    def _overwrite(self) -> None:
        """Move what an SQLite file has beside it into the file, where what was deleted is overwritten by zeros."""
        if self._engine.dialect.name == "sqlite":
            with in_words(self._engine), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _about_people() -> list[Table]:
    """Parents before children."""
    return [t for t in (*TABLES, *KEPT) if is_about_people(t)]


def _keys(connection: Connection, table: Table, participant_id: str) -> pl.Series:
    """The values of `whom(table)` that stand for the person: the key itself, or those of the person's parent rows."""
    column = table.column(str(whom(table)))
    if column.name == "participant_id":
        return pl.Series([participant_id])
    parent = STORED[str(column.refers_to)]
    mine = sa.select(parent.c[column.name]).where(parent.c.participant_id == participant_id)
    return pl.Series(list(connection.execute(mine).scalars()), dtype=pl.String)


def _rows(connection: Connection, table: Table, keys: pl.Series) -> list[dict[str, Any]]:
    types = {c.name: TYPES[c.kind] for c in table.columns} | {"dataset": pl.String(), "simulated": pl.Boolean()}
    stored = STORED[table.name]
    query = sa.select(*(stored.c[name] for name in types))
    query = query.where(among(stored.c[str(whom(table))], connection.dialect.name))
    return from_stored_form(table, fetch(connection, query, types, keys).sort(table.keys)).to_dicts()


def _former(connection: Connection, table: Table, keys: pl.Series) -> list[dict[str, Any]]:
    query = sa.select(REPLACED.c.content).where(
        REPLACED.c.table_name == table.name, REPLACED.c.about.in_(keys.to_list())
    )
    return [json.loads(content) for content in connection.execute(query.order_by(REPLACED.c.entry_id)).scalars()]


def _objected(connection: Connection, participant_id: str) -> date | None:
    since = sa.select(OBJECTIONS.c.objected_on).where(OBJECTIONS.c.participant_id == participant_id)
    return connection.execute(since).scalar_one_or_none()


def _hold(connection: Connection, participant_id: str) -> Hold | None:
    held = sa.select(LEGAL_HOLDS.c.since, LEGAL_HOLDS.c.because).where(LEGAL_HOLDS.c.participant_id == participant_id)
    row = connection.execute(held).one_or_none()
    return None if row is None else Hold(*row)


def _objection_noted(
    connection: Connection, participant_id: str, noted_by: str, at: datetime, *, objects: bool
) -> None:
    said = json.dumps({"objects": objects, "noted_by": noted_by})
    append(connection, Entry("objection", at, said, participant_id))
    count_up(connection, OBJECTIONS.name)
