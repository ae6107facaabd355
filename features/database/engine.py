"""The connection to SQLite or PostgreSQL, and what it says when something fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from features.errors import StorageError

ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(26520108)"}
"""What makes other programs that would change the schema wait for this transaction."""

ONE_MOMENT = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}
"""What makes every reading of this transaction see the same."""

WAIT_FOR_A_WRITER_MS = 60_000
"""How long a writer waits for the one before it."""

_CONNECTIONS = {"pool_size": 10, "max_overflow": 40}
"""More at once than a web server has threads: none waits for a connection."""

_POSTGRESQL = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "client_encoding": "utf8",
    "options": f"-c lock_timeout={WAIT_FOR_A_WRITER_MS} -c datestyle=ISO",
}
"""Parameters of libpq where the address says nothing else: a server that is gone is noticed in seconds."""


def connect(url: str) -> Engine:
    """An engine for the URL; an SQLite file's folder is made. StorageError when it is no address of a database."""
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "sqlite":
            unsaid = {name: value for name, value in _POSTGRESQL.items() if name not in parsed.query}
            return sa.create_engine(
                parsed, hide_parameters=True, pool_pre_ping=True, connect_args=unsaid, **_CONNECTIONS
            )
        in_memory = parsed.database in (None, "", ":memory:")
        if not in_memory:
            Path(cast(str, parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        alone = {"poolclass": sa.StaticPool, "connect_args": {"check_same_thread": False}}
        pool: dict[str, Any] = alone if in_memory else _CONNECTIONS
        engine = sa.create_engine(parsed, hide_parameters=True, **pool)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as cause:
        raise StorageError("RETTPLASS_DATABASE_URL is not the address of a database: see the settings") from cause
    except OSError as cause:
        raise StorageError(f"The folder of the database cannot be made: {cause.strerror}") from cause
    sa.event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _: object) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        f"busy_timeout = {WAIT_FOR_A_WRITER_MS}",
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, whoever writes meanwhile."""
    with engine.connect() as connection:
        connection.exec_driver_sql(ONE_MOMENT[connection.dialect.name])
        yield connection


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """On SQLite, where one writes at a time, the writers of this process take turns.

    Its own waiting looks again and again, each time later, so that whoever came first may come last.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    with _TURNS.setdefault(engine, RLock()):
        yield


_TURNS: WeakKeyDictionary[Engine, Any] = WeakKeyDictionary()


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """Turn what the database driver says into one sentence without values."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, psycopg.Error) as cause:
        said = (str(getattr(cause, "orig", None) or type(cause).__name__).splitlines() or [""])[0]
        where = engine.url.render_as_string(hide_password=True)
        raise StorageError(f"The database {where} did not do it: {said}") from cause


def watch(engine: Engine, began: Callable[[str], Callable[[], None]]) -> None:
    """Tell of every statement, by its text without values; what `began` gives back is called when it has ended."""
    ends = "ends of statements"

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _(connection: Connection, _c: Any, statement: str, *_: Any) -> None:
        connection.info.setdefault(ends, []).append(began(statement))

    @sa.event.listens_for(engine, "after_cursor_execute")
    def _(connection: Connection, *_: Any) -> None:
        connection.info[ends].pop()()

    @sa.event.listens_for(engine, "handle_error")
    def _(context: Any) -> None:
        under_way = context.connection.info.get(ends) if context.connection is not None else None
        if under_way:
            under_way.pop()()
