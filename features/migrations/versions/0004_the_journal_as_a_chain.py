"""The journal as a chain, rows that were replaced, objections and legal holds"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in _stored():
        op.add_column(name, sa.Column("stored_in", sa.BigInteger(), nullable=False, server_default="0"))
        if name.endswith("_history"):
            op.execute(sa.update(sa.table(name, sa.column("stored_in"))).values(stored_in=-1))
    op.create_table(
        "replaced_rows",
        sa.Column("entry_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("stored_in", sa.BigInteger(), nullable=False),
        sa.Column("replaced_in", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_replaced_rows")),
    )
    op.create_index(op.f("ix_replaced_rows_table_name"), "replaced_rows", ["table_name"], unique=False)
    op.create_index(op.f("ix_replaced_rows_about"), "replaced_rows", ["about"], unique=False)
    for name, columns in {
        "objections": [sa.Column("objected_on", sa.Date(), nullable=False), _text("noted_by")],
        "legal_holds": [sa.Column("since", sa.Date(), nullable=False), _text("because")],
    }.items():
        key = sa.PrimaryKeyConstraint("participant_id", name=op.f(f"pk_{name}"))
        op.create_table(name, _text("participant_id"), *columns, key)
    op.create_table(
        "journal_entries",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        *map(_text, ("kind", "at", "digest", "previous", "hash")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal_entries")),
    )
    op.create_table(
        "journal_payloads",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.Column("list_id", sa.Text(), nullable=True),
        sa.Column("bundle", sa.Text(), nullable=True),
        *map(_text, ("salt", "payload")),
        sa.ForeignKeyConstraint(["sequence"], ["journal_entries.sequence"], name=op.f("fk_journal_payloads_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal_payloads")),
    )
    for name in ("participant_id", "list_id", "bundle"):
        op.create_index(op.f(f"ix_journal_payloads_{name}"), "journal_payloads", [name], unique=name == "list_id")
    op.create_table(
        "journal_head",
        sa.Column("head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        _text("hash"),
        sa.PrimaryKeyConstraint("head_id", name=op.f("pk_journal_head")),
    )
    _chain_what_is_there()
    op.drop_index(op.f("ix_journal_participant_id"), table_name="journal")
    op.drop_table("journal")


def downgrade() -> None:
    op.create_table(
        "journal",
        _text("list_id"),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        *map(_text, ("model_version", "payload")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_participant_id"), "journal", ["participant_id"], unique=False)
    _unchain()
    for name in ("participant_id", "list_id", "bundle"):
        op.drop_index(op.f(f"ix_journal_payloads_{name}"), table_name="journal_payloads")
    for name in ("journal_payloads", "journal_entries", "journal_head", "legal_holds", "objections"):
        op.drop_table(name)
    for name in ("about", "table_name"):
        op.drop_index(op.f(f"ix_replaced_rows_{name}"), table_name="replaced_rows")
    op.drop_table("replaced_rows")
    for name in _stored():
        op.drop_column(name, "stored_in")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _stored() -> list[str]:
    """Every table of rows that came in, and its history."""
    found = sa.inspect(op.get_bind())
    known = {name: {c["name"] for c in found.get_columns(name)} for name in found.get_table_names()}
    return sorted(name for name, columns in known.items() if {"dataset", "simulated"} <= columns)


_JOURNAL = sa.table(
    "journal",
    *map(sa.column, ("list_id", "participant_id")),
    sa.column("as_of", sa.Date()),
    sa.column("shown_on", sa.Date()),
    *map(sa.column, ("model_version", "payload")),
)
_ENTRIES = sa.table("journal_entries", *map(sa.column, ("sequence", "kind", "at", "digest", "previous", "hash")))
_PAYLOADS = sa.table(
    "journal_payloads", *map(sa.column, ("sequence", "participant_id", "list_id", "bundle", "salt", "payload"))
)
_HEAD = sa.table("journal_head", *map(sa.column, ("head_id", "count", "hash")))


def _sha256(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _chain_what_is_there() -> None:
    """Every list of before as an entry, by the day it was shown: the moment is not known."""
    connection = op.get_bind()
    last, sequence = "0" * 64, 0
    lists = sa.select(_JOURNAL).where(_JOURNAL.c.payload != "{}").order_by(_JOURNAL.c.shown_on, _JOURNAL.c.list_id)
    for row in connection.execute(lists).mappings().all():
        sequence, salt = sequence + 1, secrets.token_hex(16)
        payload = json.dumps(json.loads(row["payload"]) | {"shown_on": str(row["shown_on"])}, ensure_ascii=False)
        at = f"{row['shown_on']}T00:00:00.000000+00:00"
        digest = _sha256(salt, row["participant_id"], row["list_id"], None, payload)
        link = {"sequence": sequence, "kind": "list", "at": at, "digest": digest, "previous": last}
        last = _sha256(last, sequence, "list", at, digest)
        connection.execute(sa.insert(_ENTRIES), link | {"hash": last})
        whose = {"participant_id": row["participant_id"], "list_id": row["list_id"], "bundle": None}
        connection.execute(sa.insert(_PAYLOADS), {"sequence": sequence, "salt": salt, "payload": payload} | whose)
    connection.execute(sa.insert(_HEAD), {"head_id": 1, "count": sequence, "hash": last})


def _unchain() -> None:
    """Every list that is kept as a line of its own; what the chain says beside lists has no place before it."""
    connection = op.get_bind()
    kept = sa.select(_PAYLOADS.c.list_id, _PAYLOADS.c.participant_id, _PAYLOADS.c.payload)
    for row in connection.execute(kept.where(_PAYLOADS.c.list_id.is_not(None))).mappings().all():
        said = json.loads(row["payload"])
        made = said["list"]
        days = {"as_of": made["as_of"], "shown_on": said.get("shown_on", made["as_of"])}
        days = {name: sa.func.date(day) if connection.dialect.name == "sqlite" else day for name, day in days.items()}
        line = {"list_id": row["list_id"], "participant_id": row["participant_id"], "payload": row["payload"]}
        connection.execute(sa.insert(_JOURNAL).values(**line, **days, model_version=made["model"]["version"]))
