"""Tables read again: of those that have changed only the rows that did, so that what was written is soon known.

Every stored row says in which version of its table it was stored. Where rows are gone, which only erasure does, the
number of rows tells, and the table is read in full.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from features.cells import from_stored_form
from features.database.rows import fetch
from features.declaration import Table


def renewed(
    connection: Connection,
    table: Table,
    source: sa.Table,
    types: dict[str, pl.DataType],
    held: pl.DataFrame,
    since: int,
    simulated: bool | None,
) -> pl.DataFrame | None:
    """The rows of `source` in the order of their key, of which `held` were read in the version `since`.

    None where rows have gone since.
    """
    later = source.c.stored_in > sa.literal_column(str(int(since)))
    query = sa.select(*(source.c[name] for name in types)).where(later)
    number = sa.select(sa.func.count().label("rows")).select_from(source)
    if simulated is not None:
        marked = source.c.simulated.is_(sa.true() if simulated else sa.false())
        query, number = query.where(marked), number.where(marked)
    keys = list(table.keys)
    fresh = from_stored_form(table, fetch(connection, query, types)).select(held.columns)
    kept = held.join(fresh.select(keys), on=keys, how="anti", maintain_order="left") if fresh.height else held
    (rows,) = fetch(connection, number, {"rows": pl.Int64()})["rows"]
    if kept.height + fresh.height != rows:
        return None
    return pl.concat([kept, fresh]).sort(keys, maintain_order=True) if fresh.height else held
