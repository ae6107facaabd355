"""Runs the migrations on the connection that `Database.migrate` hands over.

A new step is drafted from the difference between the declarations and a migrated database, and then read and corrected:
`alembic.command.revision(alembic_config(connection), "What it does", autogenerate=True, rev_id="0002")`.
"""

from __future__ import annotations

from alembic import context

from features.database.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
