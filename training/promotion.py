"""From a kept version to the one that is live, and back: with a second person's word where people are real.

A version goes live when its folder takes the old one's place, in one step. What comes after, the registry's mark and
our own history, is caught up with by the next command if the process was killed in between (`settle`).
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path

from features.database import Database
from features.errors import InputError
from models.bundle import Matcher, load_matcher
from models.manifest import read_manifest
from models.registry import APPROVED_BY, TRAINED_BY, Registry, RegistryError

PASSED, PEOPLE = "gates", "people"
"""Tags of a model version: whether every gate passed («yes», «no»), and whether its people are «real»."""
TWIN = "judged"
"""Folder inside a bundle that holds the twin it was judged by."""


class ApprovalError(InputError):
    """A second person has not approved a model about real people; the message says what is missing."""


def promote(
    registry: Registry,
    database: Database,
    version: int,
    model_dir: Path,
    at: datetime,
    approved_by: str | None = None,
) -> None:
    """Make a version the champion, put it where the service reads it, and write it into our own history.

    Raises RegistryError, BundleError or ApprovalError, and changes nothing, when the version is not there, cannot be
    read, or lacks an approval that it needs.
    """
    check_approval(registry.tags(version), version, approved_by)
    matcher = read(registry, version)
    if approved_by:
        registry.note(version, {APPROVED_BY: approved_by.strip()})
    registry.export(version, model_dir)
    registry.promote(version)
    _record(database, matcher, at)


def roll_back(registry: Registry, database: Database, model_dir: Path, at: datetime) -> int:
    """Bring the champion before this one back, for the service and in our own history; returns its version."""
    version = registry.previous()
    matcher = read(registry, version)
    registry.export(version, model_dir)
    registry.rollback()
    _record(database, matcher, at)
    return version


def check_approval(tags: dict[str, str], version: int, approved_by: str | None) -> None:
    """Refuse a model about real people without a second person's word, or with a gate that failed."""
    if tags.get(PEOPLE) != "real":
        return
    if tags.get(PASSED) != "yes":
        raise ApprovalError(f"version {version} did not pass every gate, and people are real: it stays out")
    if not (approved_by or "").strip():
        raise ApprovalError(
            f"version {version} is about real people: a second person approves it with "
            f"`python -m training promote {version} --approved-by IDENT`"
        )
    if _same(approved_by, tags.get(TRAINED_BY)):
        raise ApprovalError(f"version {version} was trained by {approved_by}: somebody else has to approve it")


def settle(registry: Registry, database: Database, model_dir: Path, at: datetime) -> int | None:
    """Finish a promotion or a roll-back that was killed after its folder went live; returns that version, else None.

    A folder that is none of the registry's versions is left alone.
    """
    live = _live(registry, model_dir)
    if live is None:
        return None
    behind = registry.champion() != live
    if behind and registry.promotions()[-2:-1] == [live]:
        registry.rollback()
    elif behind:
        registry.promote(live)
    history = database.model_history()
    if behind or not history or history[-1].version != str(live):
        _record(database, read(registry, live), at)
        return live
    return None


def read(registry: Registry, version: int, *, twin: bool = False) -> Matcher:
    """A kept version, or the twin it was judged by where it has one; BundleError when this program cannot read it."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = registry.fetch(version, Path(folder))
        inside = bundle / TWIN
        return load_matcher(inside if twin and inside.is_dir() else bundle).named(str(version))


def _live(registry: Registry, model_dir: Path) -> int | None:
    """The version whose files lie in the folder; None when there is none, or the registry's files are others."""
    try:
        live = read_manifest(model_dir)
        version = int(live["version"])
        with tempfile.TemporaryDirectory() as folder:
            kept = read_manifest(registry.fetch(version, Path(folder)))
    except (OSError, ValueError, KeyError, RegistryError):
        return None
    return version if kept.get("files") == live.get("files") else None


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and str(one).strip().casefold() == str(other).strip().casefold()


def _record(database: Database, matcher: Matcher, at: datetime) -> None:
    """Write down that the version went live, unless the service has done so on loading it."""
    history = database.model_history()
    if history and history[-1].version == matcher.version:
        return
    database.record_promotion(matcher.version, matcher.name, at, json.dumps(matcher.metrics))
