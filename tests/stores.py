"""Empty model stores for tests: laid out once, since that takes MLflow seconds, and copied after that."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from models.registry import Registry


def empty_store(folder: Path) -> str:
    """The address of a store of its own without runs or models, in `folder`/store."""
    store = folder / "store" / "mlflow.db"
    store.parent.mkdir(parents=True)
    shutil.copyfile(_laid_out(), store)
    return f"sqlite:///{store}"


@cache
def _laid_out() -> Path:
    file = Path(tempfile.mkdtemp(prefix="rettplass-store-")) / "mlflow.db"
    Registry(f"sqlite:///{file}").champion()
    return file
