"""The journal: an append-only chain of what was shown and chosen, and beside it the payloads, which can be erased.

One line, locked by whoever appends, says how far the chain has come: entries are numbered without gaps however many
write at once, in as many processes as there are, on SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from features.database.chain import Anchor, Link, digest_of, flaws, hash_of
from features.database.engine import in_words, snapshot, turn
from features.database.schema import JOURNAL_ENTRIES, JOURNAL_HEAD, JOURNAL_PAYLOADS

Kind = Literal["list", "choice", "objection", "erasure"]
_AT_A_TIME = 2_000


@dataclass(frozen=True)
class Entry:
    """What is journalled: `payload` is JSON, `at` carries its time zone.

    `participant_id` is whom it is about, and the only way erasure finds it; `list_id` names a list, once; `bundle` is
    the model that a list was made with.
    """

    kind: Kind
    at: datetime
    payload: str
    participant_id: str | None = None
    list_id: str | None = None
    bundle: str | None = None


@dataclass(frozen=True)
class Verified:
    """What looking through the whole journal found: `flaws`, one sentence each, and where it ends."""

    flaws: list[str]
    erased: int
    anchor: Anchor


def append(connection: Connection, entry: Entry) -> int:
    """Put an entry at the end, in the caller's transaction, and give its number; the same `list_id` again fails."""
    head = JOURNAL_HEAD.c
    forward = sa.update(JOURNAL_HEAD).values(count=head.count + 1).returning(head.count, head.hash)
    sequence, previous = connection.execute(forward).one()
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    salt = secrets.token_hex(16)
    digest = digest_of(salt, entry.participant_id, entry.list_id, entry.bundle, entry.payload)
    link = Link(sequence, entry.kind, at, digest, previous, hash_of(previous, sequence, entry.kind, at, digest))
    connection.execute(sa.insert(JOURNAL_ENTRIES), vars(link))
    kept = {"sequence": sequence, "salt": salt, "payload": entry.payload, "bundle": entry.bundle}
    whose = {"participant_id": entry.participant_id, "list_id": entry.list_id}
    connection.execute(sa.insert(JOURNAL_PAYLOADS), kept | whose)
    connection.execute(sa.update(JOURNAL_HEAD).values(hash=link.hash))
    return int(sequence)


def erase(connection: Connection, participant_id: str, at: datetime, because: str) -> int:
    """Delete what the journal holds about a person, payload and salt, and note which entries are empty from now on.

    Says how many they were. The note names no person.
    """
    payloads = JOURNAL_PAYLOADS.c
    mine = sa.delete(JOURNAL_PAYLOADS).where(payloads.participant_id == participant_id).returning(payloads.sequence)
    gone = sorted(connection.execute(mine).scalars())
    append(connection, Entry("erasure", at, json.dumps({"entries": gone, "because": because})))
    return len(gone)


class JournalStore:
    """Reads and verifies the journal of one database. Failures are `StorageError`s."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, entry: Entry) -> int:
        """Put an entry at the end, and give its number; a StorageError when there is such a list already."""
        with in_words(self._engine), turn(self._engine), self._engine.begin() as connection:
            return append(connection, entry)

    def of_list(self, list_id: str) -> Entry | None:
        """The entry of a list; None when there is none, or it was erased."""
        with in_words(self._engine), self._engine.connect() as connection:
            found = entries(connection, JOURNAL_PAYLOADS.c.list_id == list_id)
        return found[0] if found else None

    def about(self, participant_id: str) -> list[Entry]:
        """Every entry about a person, oldest first."""
        with in_words(self._engine), self._engine.connect() as connection:
            return entries_about(connection, participant_id)

    def bundles(self) -> set[str]:
        """The models that kept lists were made with."""
        bundle = JOURNAL_PAYLOADS.c.bundle
        with in_words(self._engine), self._engine.connect() as connection:
            return set(connection.execute(sa.select(bundle).where(bundle.is_not(None)).distinct()).scalars())

    def verify(self, anchor: Anchor | None = None) -> Verified:
        """Look through all of it, at one moment."""
        with in_words(self._engine), snapshot(self._engine) as connection:
            head = Anchor(*connection.execute(sa.select(JOURNAL_HEAD.c.count, JOURNAL_HEAD.c.hash)).one())
            found = list(flaws(_links(connection), head, anchor))
            empty, of_payloads = _payload_flaws(connection)
        return Verified(found + of_payloads, len(empty), head)


def entries(connection: Connection, which: sa.ColumnElement[bool]) -> list[Entry]:
    """The entries whose payload is kept and is one of those asked for, oldest first."""
    entry, kept = JOURNAL_ENTRIES.c, JOURNAL_PAYLOADS.c
    wanted = (entry.kind, entry.at, kept.payload, kept.participant_id, kept.list_id, kept.bundle)
    query = sa.select(*wanted).join_from(JOURNAL_ENTRIES, JOURNAL_PAYLOADS).where(which).order_by(entry.sequence)
    return [Entry(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in connection.execute(query)]


def entries_about(connection: Connection, participant_id: str) -> list[Entry]:
    """Every entry about a person, oldest first."""
    return entries(connection, JOURNAL_PAYLOADS.c.participant_id == participant_id)


def _links(connection: Connection) -> Iterator[Link]:
    columns = [JOURNAL_ENTRIES.c[name] for name in Link.__dataclass_fields__]
    query = sa.select(*columns).order_by(JOURNAL_ENTRIES.c.sequence)
    return (Link(**row._mapping) for row in _streamed(connection, query))


def _payload_flaws(connection: Connection) -> tuple[set[int], list[str]]:
    """Entries whose payload is gone, and what is wrong with payloads: changed, or gone without an erasure."""
    entry, kept = JOURNAL_ENTRIES.c, JOURNAL_PAYLOADS.c
    digested = (kept.participant_id, kept.list_id, kept.bundle, kept.payload)
    beside = sa.select(entry.sequence, entry.kind, entry.digest, kept.salt, *digested)
    beside = beside.join_from(JOURNAL_ENTRIES, JOURNAL_PAYLOADS, isouter=True)
    empty: set[int] = set()
    erased: set[int] = set()
    found = []
    for row in _streamed(connection, beside.order_by(entry.sequence)):
        sequence, kind, digest, salt, *payload = tuple(row)
        if salt is None:
            empty.add(sequence)
        elif digest_of(salt, *payload) != digest:
            found.append(f"the payload of entry {sequence} was changed")
        elif kind == "erasure":
            erased |= set(json.loads(payload[-1])["entries"])
    found += [f"the payload of entry {n} was removed, and no erasure says so" for n in sorted(empty - erased)]
    alone = sa.select(kept.sequence).where(kept.sequence.not_in(sa.select(entry.sequence))).order_by(kept.sequence)
    found += [f"a payload was put in for entry {n}, which is not there" for n in connection.execute(alone).scalars()]
    return empty, found


def _streamed(connection: Connection, query: sa.Select[Any]) -> Iterable[sa.Row[Any]]:
    return connection.execution_options(yield_per=_AT_A_TIME).execute(query)
