"""Where protected people live: never stored, and removed when somebody becomes protected."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from features.database.rows import among, fetch
from features.database.schema import REPLACED, STORED
from features.protection import PLACE
from features.vocabulary import Protection

_RULES, _PEOPLE = STORED["participant_rules"], STORED["participants"]
_PROTECTED = _RULES.c.protection != sa.literal_column(f"'{Protection.NONE.value}'")


def protected_among(connection: Connection, participant_ids: pl.Series) -> pl.Series:
    """Those of the people whom the stored rules say are protected."""
    named = among(_RULES.c.participant_id, connection.dialect.name)
    query = sa.select(_RULES.c.participant_id).where(named, _PROTECTED)
    return fetch(connection, query, {"participant_id": pl.String()}, participant_ids.unique())["participant_id"]


def forget_places(connection: Connection) -> int:
    """Remove the coordinates of everybody who is protected, with their former rows; says how many rows had any."""
    protected = sa.select(_RULES.c.participant_id).where(_PROTECTED)
    former = (REPLACED.c.table_name == _PEOPLE.name) & REPLACED.c.about.in_(protected)
    connection.execute(sa.delete(REPLACED).where(former))
    known = sa.or_(*(_PEOPLE.c[name].is_not(None) for name in PLACE))
    gone = sa.update(_PEOPLE).where(_PEOPLE.c.participant_id.in_(protected), known)
    return connection.execute(gone.values(dict.fromkeys(PLACE))).rowcount
