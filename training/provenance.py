"""Where a trained model comes from: which rows, which program, which rules, and who started it."""

from __future__ import annotations

import getpass
import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import polars as pl

from features.subsidies.book import load_book
from features.subsidies.reading import BookError

ROOT = Path(__file__).parents[1]
LIBRARIES = ("lightgbm", "numpy", "polars", "scikit-learn", "scipy")
UNATTENDED = "unattended"


@dataclass(frozen=True)
class Origin:
    """`tables` holds rows and fingerprint by table; `simulated` whether the people are invented.

    `trained_by` is an ident (`Z990001`), or the account that a scheduled job runs as.
    """

    tables: Mapping[str, tuple[int, str]]
    code: str
    rulebook: str
    simulated: bool
    trained_by: str

    @property
    def data(self) -> str:
        """One fingerprint of all tables."""
        lines = [f"{name} {rows} {mark}" for name, (rows, mark) in sorted(self.tables.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def params(self) -> dict[str, object]:
        """What is written down with the run."""
        own = {"data": self.data, "code": self.code, "rulebook": self.rulebook, "trained_by": self.trained_by}
        rows = {f"rows_{name}": number for name, (number, _) in sorted(self.tables.items())}
        return own | {"people": "simulated" if self.simulated else "real"} | rows | _libraries()


def origin(tables: Mapping[str, pl.DataFrame], trained_by: str | None = None) -> Origin:
    """The origin of a model trained on these tables by this program."""
    return Origin(
        tables={name: (len(frame), fingerprint(frame)) for name, frame in tables.items()},
        code=code_version(),
        rulebook=rulebook_version(),
        simulated=bool(tables["participants"]["simulated"].all()),
        trained_by=trained_by or account(),
    )


def fingerprint(frame: pl.DataFrame) -> str:
    """The same for the same columns and rows in the same order, whatever wrote them and whenever."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    plain = frame.with_columns(pl.col(name).list.join("|") for name in lists)
    digest = hashlib.sha256()
    for part in plain.iter_slices(200_000):
        digest.update(part.write_csv().encode())
    return digest.hexdigest()[:16]


def code_version() -> str:
    """The commit, with a plus where files have been changed since; the package's version outside a repository."""
    if (ROOT / ".git").exists():
        commit, changed = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
        if commit is not None:
            return commit[:12] + ("+" if changed else "")
    try:
        return version("rettplass")
    except PackageNotFoundError:
        return "not known"


def rulebook_version() -> str:
    """The version of the subsidy rule book that the program would quote by."""
    try:
        return load_book().version
    except BookError:
        return "not readable"


def account() -> str:
    """The account the process runs as."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return UNATTENDED


def _git(*words: str) -> str | None:
    """What git says; None where it cannot be asked."""
    try:
        said = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.strip()


def _libraries() -> dict[str, object]:
    return {f"version_{name}": version(name) for name in LIBRARIES}
