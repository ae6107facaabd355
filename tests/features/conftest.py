"""An empty database for each test, copied from one that is migrated once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.database import Database


@pytest.fixture(scope="session")
def empty_database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "empty.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.engine.dispose()
    return path


@pytest.fixture
def database(empty_database_file: Path, tmp_path: Path) -> Database:
    path = tmp_path / "rettplass.db"
    shutil.copy(empty_database_file, path)
    return Database(f"sqlite:///{path}")
