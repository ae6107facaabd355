"""The database's tables, generated from the declarations in `features.tables`, and our own bookkeeping beside them.

Lists and JSON are kept as JSON text, so that SQLite and PostgreSQL hold the same.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from features.declaration import Column, Kind, Table
from features.tables import BY_NAME, KEPT, TABLES

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SQL_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    Kind.TEXT: sa.Text(),
    Kind.FREE_TEXT: sa.Text(),
    Kind.INTEGER: sa.BigInteger(),
    Kind.NUMBER: sa.Double(),
    Kind.BOOLEAN: sa.Boolean(),
    Kind.DATE: sa.Date(),
    Kind.LIST: sa.Text(),
    Kind.JSON: sa.Text(),
}


def _column(table: Table, column: Column, *, history: bool = False) -> sa.Column[Any]:
    parent = BY_NAME.get(column.refers_to or "")
    foreign = [sa.ForeignKey(f"{parent.name}.{parent.keys[0]}")] if parent and len(parent.keys) == 1 else []
    leads_key = table.keys[0] == column.name
    return sa.Column(
        column.name,
        SQL_TYPES[column.kind],
        *([] if history else foreign),
        primary_key=column.key and not history,
        nullable=not (column.key or column.required),
        index=(leads_key if history else column.refers_to is not None and not leads_key) or None,
    )


def _bookkeeping(*, history: bool = False) -> list[sa.Column[Any]]:
    return [
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("stored_in", sa.BigInteger, nullable=False, server_default="0", index=None if history else True),
    ]


def _known_from() -> sa.Column[Any]:
    return sa.Column("known_from", sa.Date, nullable=True)


def _stored(table: Table) -> sa.Table:
    extra = [_known_from()] if table.history else []
    return sa.Table(table.name, METADATA, *(_column(table, c) for c in table.columns), *extra, *_bookkeeping())


def _history(table: Table) -> sa.Table:
    return sa.Table(
        f"{table.name}_history",
        METADATA,
        sa.Column("version_id", sa.Integer, primary_key=True, autoincrement=True),
        *(_column(table, c, history=True) for c in table.columns),
        _known_from(),
        sa.Column("replaced_on", sa.Date, nullable=False),
        *_bookkeeping(history=True),
    )


STORED: dict[str, sa.Table] = {t.name: _stored(t) for t in (*TABLES, *KEPT)}
"""The rows that hold now, by table name."""

sa.Index("ix_contacts_specialist_id", STORED["contacts"].c.specialist_id)

HISTORY: dict[str, sa.Table] = {t.name: _history(t) for t in TABLES if t.history}
"""The rows that held before, by the name of the table whose rows were replaced."""

QUARANTINE = sa.Table(
    "quarantine",
    METADATA,
    sa.Column("entry_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("dataset", sa.Text, nullable=False, index=True),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("row_number", sa.BigInteger, nullable=True),
    sa.Column("column_name", sa.Text, nullable=False),
    sa.Column("check_name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""What was refused and why; never what the cell held. A row number of null speaks of the whole table."""

DATA_VERSION = sa.Table(
    "data_version",
    METADATA,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
"""How many times each table has changed."""

POSTCODES = sa.Table(
    "postcode_positions",
    METADATA,
    sa.Column("postcode", sa.Text, primary_key=True),
    sa.Column("latitude", sa.Double, nullable=False),
    sa.Column("longitude", sa.Double, nullable=False),
)
"""Where each postcode is, in degrees (WGS 84). The positions belong to others: none are shipped."""

REPLACED = sa.Table(
    "replaced_rows",
    METADATA,
    sa.Column("entry_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("table_name", sa.Text, nullable=False, index=True),
    sa.Column("about", sa.Text, nullable=True, index=True),
    sa.Column("stored_in", sa.BigInteger, nullable=False),
    sa.Column("replaced_in", sa.BigInteger, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
"""Rows that were replaced, as JSON, with the versions of their table that stored and replaced them.

`about` is the participant, or for a table without one the parent, whose erasure takes the row with it.
"""

JOURNAL_ENTRIES = sa.Table(
    "journal_entries",
    METADATA,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
"""The chain of what was shown and chosen. Only ever added to; says nothing about anybody."""

JOURNAL_PAYLOADS = sa.Table(
    "journal_payloads",
    METADATA,
    sa.Column(
        "sequence", sa.BigInteger, sa.ForeignKey("journal_entries.sequence"), primary_key=True, autoincrement=False
    ),
    sa.Column("participant_id", sa.Text, nullable=True, index=True),
    sa.Column("list_id", sa.Text, nullable=True, index=True, unique=True),
    sa.Column("bundle", sa.Text, nullable=True, index=True),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)
"""What the entries of the chain speak of, each until it is erased."""

JOURNAL_HEAD = sa.Table(
    "journal_head",
    METADATA,
    sa.Column("head_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
"""One line: how many entries the chain has, and the hash of the last."""

OBJECTIONS = sa.Table(
    "objections",
    METADATA,
    sa.Column("participant_id", sa.Text, primary_key=True),
    sa.Column("objected_on", sa.Date, nullable=False),
    sa.Column("noted_by", sa.Text, nullable=False),
)
"""People who are not to be ranked. A line goes when the objection is taken back."""

LEGAL_HOLDS = sa.Table(
    "legal_holds",
    METADATA,
    sa.Column("participant_id", sa.Text, primary_key=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("because", sa.Text, nullable=False),
)
"""People about whom nothing may be erased yet."""

PROMOTIONS = sa.Table(
    "promotions",
    METADATA,
    sa.Column("promotion_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("metrics_json", sa.Text, nullable=False),
)
"""Which model went live when: the registry's aliases keep no history."""

ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("caller", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("participant_id", sa.Text, nullable=True, index=True),
)
"""What a call that writes was answered, by its idempotency key: the same key gives the same answer, and no second row.
"""
