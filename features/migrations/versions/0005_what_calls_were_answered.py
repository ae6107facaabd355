"""What calls were answered, by their idempotency keys"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_at"), "answers", ["at"], unique=False)
    op.create_index(op.f("ix_answers_participant_id"), "answers", ["participant_id"], unique=False)
    for name in _stored():
        op.create_index(op.f(f"ix_{name}_stored_in"), name, ["stored_in"], unique=False)


def downgrade() -> None:
    for name in _stored():
        op.drop_index(op.f(f"ix_{name}_stored_in"), name)
    op.drop_table("answers")


def _stored() -> list[str]:
    """The tables whose rows say in which version they were stored, but for what was replaced."""
    there = sa.inspect(op.get_bind())
    names = [name for name in there.get_table_names() if name != "replaced_rows" and not name.endswith("_history")]
    return [name for name in names if "stored_in" in {column["name"] for column in there.get_columns(name)}]
