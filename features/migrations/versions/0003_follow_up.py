"""Friction, links to report it, what owners are told, and hand-overs"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create("friction_links", "link_id", _text("side"), _text("made_at"), _text("made_by"), _text("expires_at"))
    _create(
        "frictions",
        "friction_id",
        _text("reported_by"),
        _text("link_id", nullable=True),
        _text("text", nullable=True),
        *map(_text, ("reported_at", "due_at", "owner_id")),
        *(_text(name, nullable=True) for name in ("closed_at", "closed_by", "reason", "asked")),
    )
    _create(
        "outbox",
        "message_id",
        _text("to_id"),
        _text("about"),
        _text("made_at"),
        _text("due_at", nullable=True),
        _text("text"),
    )
    op.create_table(
        "hand_overs",
        *map(_text, ("hand_over_id", "participant_id", "from_id", "to_id")),
        sa.Column("handed_on", sa.Date(), nullable=False),
        _text("made_by"),
        sa.Column("caseload", sa.Boolean(), nullable=False),
        sa.Column("placements", sa.BigInteger(), nullable=False),
        *_bookkeeping(),
        sa.PrimaryKeyConstraint("hand_over_id", "participant_id", name=op.f("pk_hand_overs")),
    )
    op.create_index(op.f("ix_hand_overs_participant_id"), "hand_overs", ["participant_id"], unique=False)

    op.create_index(op.f("ix_contacts_specialist_id"), "contacts", ["specialist_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_contacts_specialist_id"), table_name="contacts")
    op.drop_index(op.f("ix_hand_overs_participant_id"), table_name="hand_overs")
    op.drop_table("hand_overs")
    for name in ("outbox", "frictions", "friction_links"):
        op.drop_index(op.f(f"ix_{name}_placement_id"), table_name=name)
        op.drop_table(name)


def _create(name: str, key: str, *columns: sa.Column[Any]) -> None:
    """A table of rows that are each about one placement."""
    op.create_table(
        name,
        _text(key),
        _text("placement_id"),
        *columns,
        *_bookkeeping(),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.placement_id"], name=op.f(f"fk_{name}_placement_id")),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_placement_id"), name, ["placement_id"], unique=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _bookkeeping() -> list[sa.Column[Any]]:
    return [_text("dataset"), sa.Column("simulated", sa.Boolean(), nullable=False)]
