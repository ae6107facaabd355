"""The only SQL: reading tables as typed frames, storing checked rows with their history, and our own records.

Works the same on SQLite and PostgreSQL. Whoever writes a table first locks its line in `data_version`, so that what
was compared is what is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from features.cells import TYPES, from_stored_form
from features.database.engine import ALONE, connect, in_words, snapshot, turn
from features.database.journal import Entry, JournalStore
from features.database.renewal import renewed
from features.database.rights import Held, HeldError, Hold, Rights
from features.database.rows import add, among, count_up, fetch, lock
from features.database.schema import (
    ANSWERS,
    DATA_VERSION,
    HISTORY,
    OBJECTIONS,
    POSTCODES,
    PROMOTIONS,
    QUARANTINE,
    STORED,
)
from features.database.versions import as_it_was, numbered, read_versions
from features.database.writing import KeptAnswer, Stored, Writing, read_rows
from features.declaration import Table
from features.errors import StorageError
from features.protection import protected_people, without_people
from features.relations import is_about_people
from features.restricted import PARTICIPANT_RULES
from features.tables import BY_NAME, CHOICES, PARTICIPANTS, TABLES

BOOKKEEPING: dict[str, pl.DataType] = {"dataset": pl.String(), "simulated": pl.Boolean()}
TOLD_IN_ORDER = (CHOICES.name,)
"""Tables whose rows are read with the version they were stored in: the order of what happened on one day."""
MIGRATIONS = Path(__file__).parents[1] / "migrations"

People = Literal["simulated", "real", "all"]

__all__ = [
    "Database",
    "Entry",
    "Held",
    "HeldError",
    "Hold",
    "KeptAnswer",
    "People",
    "Promotion",
    "Stored",
    "Writing",
    "alembic_config",
]


@dataclass(frozen=True)
class Promotion:
    """A model that went live at a moment, with the metrics it was promoted on as JSON."""

    version: str
    name: str
    at: datetime
    metrics_json: str


class Database:
    """One database, by its SQLAlchemy URL. Every failure of it is a `StorageError` that names no value."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        self.journal, self.rights = JournalStore(self.engine), Rights(self.engine)

    def migrate(self) -> None:
        """Bring the schema to the newest version; does nothing when it is there."""
        from alembic import command
        from alembic.util import CommandError

        with in_words(self.engine), self.engine.begin() as connection:
            connection.exec_driver_sql(ALONE[connection.dialect.name])
            try:
                command.upgrade(alembic_config(connection), "head")
            except CommandError as cause:
                raise StorageError("The database is newer than this program: update the program") from cause

    def read(self, name: str, *, simulated: bool | None = None) -> pl.DataFrame:
        """A table by its declared types, with `dataset` and `simulated`, in the order of its key.

        `workplaces` has `known_from` too, `workplaces_history` also `replaced_on`. `simulated` keeps only such rows.
        """
        with in_words(self.engine), snapshot(self.engine) as connection:
            return _read(connection, name, simulated)

    def read_numbered(self, name: str, *, simulated: bool | None = None) -> tuple[pl.DataFrame, int]:
        """A table as `read`, and how many times it had changed then."""
        with in_words(self.engine), snapshot(self.engine) as connection:
            versions = dict(read_versions(connection).iter_rows())
            return _read(connection, name, simulated), versions.get(name, 0)

    def read_tables(
        self, *, people: People, protected: bool = False, at: Mapping[str, int] | None = None
    ) -> dict[str, pl.DataFrame]:
        """All tables and `workplaces_history` by name, at one moment; of those about people only the rows asked for.

        Workplaces and what is known of them always come in full. A contact without a participant follows its own mark.
        Protected people, and what happened to them, are there only where `protected` is asked for: nobody learns from
        them.
        `postcodes` is there too: postcode, latitude, longitude as last stored, empty when none are. So are `versions`
        (table_name and number: how many times each table has changed) and `objections` (participant_id of those who are
        not to be ranked). `at` asks for the tables as they were in these versions, but for what was erased since.
        """
        wanted = None if people == "all" else people == "simulated"
        asked = {t.name: wanted if is_about_people(t) else None for t in TABLES}
        asked |= {f"{name}_history": None for name in HISTORY}
        with in_words(self.engine), snapshot(self.engine) as connection:
            frames = {name: _read(connection, name, simulated, at) for name, simulated in asked.items()}
            if not protected:
                frames = without_people(frames, protected_people(frames[PARTICIPANT_RULES.name]))
            versions = read_versions(connection) if at is None else numbered(at)
            objections, postcodes = _read_objections(connection), _read_postcodes(connection)
            beside = {"versions": versions, "objections": objections, "postcodes": postcodes}
            return frames | beside

    def read_tables_again(self, held: Mapping[str, pl.DataFrame], *, people: People) -> dict[str, pl.DataFrame]:
        """What `read_tables` gives of everybody, of which `held` was read before: the same frame where nothing changed,
        and of the others only the rows that did are read."""
        before = dict(held["versions"].iter_rows())
        wanted = None if people == "all" else people == "simulated"
        frames = dict(held)
        with in_words(self.engine), snapshot(self.engine) as connection:
            frames["versions"] = read_versions(connection)
            numbers = dict(frames["versions"].iter_rows())
            # Rules take away where protected people live, in rows that are not stored anew.
            if numbers.get(PARTICIPANT_RULES.name, 0) != before.get(PARTICIPANT_RULES.name, 0):
                frames[PARTICIPANTS.name] = _read(connection, PARTICIPANTS.name, wanted)
            for name, number in numbers.items():
                if number == before.get(name, 0) or frames.get(name) is not held.get(name):
                    continue
                if name == POSTCODES.name:
                    frames["postcodes"] = _read_postcodes(connection)
                elif name in frames and name in BY_NAME:
                    simulated = wanted if is_about_people(BY_NAME[name]) else None
                    table, source, types = _readable(name)
                    again = renewed(connection, table, source, types, held[name], before.get(name, 0), simulated)
                    frames[name] = _read(connection, name, simulated) if again is None else again
                    if name in HISTORY:
                        frames[f"{name}_history"] = _read(connection, f"{name}_history", None)
            frames["objections"] = _read_objections(connection)
            return frames

    def version(self) -> int:
        """A number that grows with every committed change of a table; one query."""
        return sum(self.versions().values())

    def versions(self) -> dict[str, int]:
        """How many times each table has changed; a table never written is absent."""
        with in_words(self.engine), self.engine.connect() as connection:
            rows = connection.execute(sa.select(DATA_VERSION.c.table_name, DATA_VERSION.c.number))
            return {row.table_name: row.number for row in rows}

    def parent_keys(self, name: str, wanted: pl.Series | None = None) -> pl.DataFrame:
        """The keys by which other rows name this table's, once each: `key`, and `simulated`; all, or those wanted."""
        column = STORED[name].c[BY_NAME[name].keys[0]]
        query = sa.select(column.label("key"), STORED[name].c.simulated).distinct()
        types: dict[str, pl.DataType] = {"key": pl.String(), "simulated": pl.Boolean()}
        with in_words(self.engine), self.engine.connect() as connection:
            if wanted is None:
                return fetch(connection, query, types)
            query = query.where(among(column, connection.dialect.name))
            return fetch(connection, query, types, wanted.drop_nulls().unique())

    def rows(self, name: str, values: Iterable[str], column: str | None = None) -> pl.DataFrame:
        """A few rows of a table, see `Writing.rows`."""
        with in_words(self.engine), self.engine.connect() as connection:
            return read_rows(connection, name, values, column)

    def store(
        self,
        name: str,
        frame: pl.DataFrame,
        dataset: str,
        simulated: bool,
        as_of: date,
    ) -> Stored:
        """Store checked rows by their key, which no two of them share, and say what became of them.

        The frame has the declared columns in their declared types. A row equal to the stored one writes nothing.
        Simulated rows never replace real ones, and rows about real people never replace simulated ones. Where a table
        keeps history a replaced row goes there, until the new row's `recorded_on`, else `as_of`. Where a protected
        person lives is not stored, and is removed when somebody becomes protected.
        """
        with self.writing() as writing:
            return writing.store(name, frame, dataset, simulated, as_of)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction: what is written in it is committed together at the end, or not at all when it fails."""
        with in_words(self.engine), turn(self.engine), self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(ALONE["sqlite"])
            yield Writing(connection)

    def forget_answers(self, before: datetime) -> int:
        """Forget what calls were answered before a moment, and say how many they were: their keys are free again."""
        with in_words(self.engine), self.engine.begin() as connection:
            return connection.execute(sa.delete(ANSWERS).where(ANSWERS.c.at < before.astimezone(UTC))).rowcount

    def store_postcodes(self, frame: pl.DataFrame) -> int:
        """Put the positions (postcode, latitude, longitude; each postcode once, none null) in place of all that are
        stored, and say how many they are."""
        with in_words(self.engine), self.engine.begin() as connection:
            lock(connection, POSTCODES.name)
            connection.execute(sa.delete(POSTCODES))
            add(connection, POSTCODES, frame.select(c.name for c in POSTCODES.columns))
            count_up(connection, POSTCODES.name)
        return frame.height

    def quarantine(self, dataset: str, as_of: date, name: str, findings: pl.DataFrame) -> None:
        """Replace what is quarantined of one table of one delivery.

        The frame has row (null for the whole table), column, check and reason, as `checks.FINDINGS`.
        """
        entries = findings.select(
            dataset=pl.lit(dataset),
            as_of=pl.lit(as_of),
            table_name=pl.lit(name),
            row_number="row",
            column_name="column",
            check_name="check",
            reason="reason",
        )
        old = QUARANTINE.c
        with in_words(self.engine), self.engine.begin() as connection:
            connection.execute(
                sa.delete(QUARANTINE).where(old.dataset == dataset, old.as_of == as_of, old.table_name == name)
            )
            add(connection, QUARANTINE, entries)

    def quarantined(self) -> pl.DataFrame:
        """Everything in quarantine: dataset, as_of, table_name, row_number, column_name, check_name, reason."""
        types: dict[str, pl.DataType] = {c.name: pl.String() for c in QUARANTINE.columns if c.name != "entry_id"}
        types |= {"as_of": pl.Date(), "row_number": pl.Int64()}
        query = sa.select(*(QUARANTINE.c[name] for name in types)).order_by(QUARANTINE.c.entry_id)
        with in_words(self.engine), self.engine.connect() as connection:
            return fetch(connection, query, types)

    def record_promotion(self, version: str, name: str, at: datetime, metrics_json: str) -> None:
        """Record that a model went live at a moment, which carries its time zone."""
        entry = {"version": version, "name": name, "at": at.astimezone(UTC), "metrics_json": metrics_json}
        with in_words(self.engine), self.engine.begin() as connection:
            connection.execute(sa.insert(PROMOTIONS), entry)

    def model_history(self) -> list[Promotion]:
        """Which model was live from when, the oldest first; times in UTC."""
        wanted = [PROMOTIONS.c[name] for name in ("version", "name", "at", "metrics_json")]
        with in_words(self.engine), self.engine.connect() as connection:
            rows = connection.execute(sa.select(*wanted).order_by(PROMOTIONS.c.promotion_id)).all()
        # SQLite keeps no time zone: what was written in UTC comes back without saying so.
        moments = [at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC) for _, _, at, _ in rows]
        return [Promotion(row.version, row.name, at, row.metrics_json) for row, at in zip(rows, moments, strict=True)]


def _named(row: RowMapping) -> dict[str, Any]:
    return {str(key): value for key, value in row.items()}


def _read(
    connection: Connection, name: str, simulated: bool | None, at: Mapping[str, int] | None = None
) -> pl.DataFrame:
    table, source, types = _readable(name)
    query = sa.select(*(source.c[column] for column in types))
    if at is not None:
        frame = as_it_was(connection, table, source, types, at.get(table.name, 0))
    else:
        if simulated is not None:
            query = query.where(source.c.simulated.is_(sa.true() if simulated else sa.false()))
        if "version_id" in source.c:
            query = query.order_by(source.c.version_id)
        frame = fetch(connection, query, types)
    if at is not None and simulated is not None:
        frame = frame.filter(pl.col("simulated") == simulated)
    # Sorted here and not by the database, whose order of letters depends on where it was set up.
    return from_stored_form(table, frame.sort(table.keys, maintain_order=True))


def _read_objections(connection: Connection) -> pl.DataFrame:
    return fetch(connection, sa.select(OBJECTIONS.c.participant_id), {"participant_id": pl.String()})


def _read_postcodes(connection: Connection) -> pl.DataFrame:
    types = {"postcode": pl.String(), "latitude": pl.Float64(), "longitude": pl.Float64()}
    return fetch(connection, sa.select(*(POSTCODES.c[name] for name in types)), types).sort("postcode")


def alembic_config(connection: Connection | None) -> Any:
    """What Alembic needs to know to run or draft migrations on a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _readable(name: str) -> tuple[Table, sa.Table, dict[str, pl.DataType]]:
    """The declaration, the stored table and the column types behind a name that can be read."""
    former = name.removesuffix("_history")
    is_history = former != name and former in HISTORY
    table = BY_NAME[former if is_history else name]
    types = {c.name: TYPES[c.kind] for c in table.columns} | ({"known_from": pl.Date()} if table.history else {})
    if is_history:
        return table, HISTORY[former], types | {"replaced_on": pl.Date()} | BOOKKEEPING
    order = {"stored_in": pl.Int64()} if name in TOLD_IN_ORDER else {}
    return table, STORED[name], types | BOOKKEEPING | order
