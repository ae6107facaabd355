"""Where each postcode is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postcode_positions",
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name=op.f("pk_postcode_positions")),
    )


def downgrade() -> None:
    op.drop_table("postcode_positions")
