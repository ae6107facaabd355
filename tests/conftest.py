"""A PostgreSQL database for each test that asks for one, where RETTPLASS_TEST_POSTGRES_URL names a server to use."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from features.database import Database

SERVER = os.environ.get("RETTPLASS_TEST_POSTGRES_URL")


@contextmanager
def made(template: str = "template1") -> Iterator[str]:
    """The address of a new database, copied from another; it is dropped afterwards, whoever is still there."""
    if SERVER is None:
        pytest.skip("RETTPLASS_TEST_POSTGRES_URL names no PostgreSQL server")
    name = f"test_{uuid.uuid4().hex}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[str]:
    """The name of a migrated and empty database, to be copied."""
    with made() as url:
        database = Database(url)
        database.migrate()
        database.engine.dispose()
        yield str(sa.make_url(url).database)


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> Iterator[str]:
    """The address of a migrated and empty PostgreSQL database of the test's own."""
    with made(migrated_postgresql) as url:
        yield url


@pytest.fixture
def bare_postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own in which there is nothing, not even tables."""
    with made() as url:
        yield url


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    """A migrated and empty PostgreSQL database of the test's own."""
    database = Database(postgresql_url)
    yield database
    database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, tmp_path: os.PathLike[str]) -> str:
    """The address of an empty database of each kind, which whoever opens it migrates."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgresql_url")
        return url
    return f"sqlite:///{os.fspath(tmp_path)}/either.db"
