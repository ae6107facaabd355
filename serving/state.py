"""What the service holds in memory: the tables as a world, the people, and the champion, each renewed when it changes.

A request works on the snapshot it was given, so a renewal never changes an answer under way. While one request renews,
the others go on with the previous snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from features.capacity import Capacity
from features.database import Database
from features.errors import StorageError
from features.pipeline import Pipeline
from features.tables import SHOWN_LISTS
from features.world import World
from models.bundle import BundleError, Matcher, load_matcher
from serving.logs import LOG
from serving.metrics import Metrics
from serving.people import People
from serving.settings import Auth, ServiceSettings

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Snapshot:
    """The tables as they were at one version of the database."""

    version: int
    pipeline: Pipeline
    people: People
    capacity: Capacity


class State:
    """Thread safe; every method may be called at any time."""

    def __init__(self, settings: ServiceSettings, database: Database, metrics: Metrics) -> None:
        self.settings, self.database, self.metrics = settings, database, metrics
        self._snapshot: Snapshot | None = None
        self._matcher: Matcher | None = None
        self._signature: Signature | None = None
        self._reading, self._loading = Lock(), Lock()

    def snapshot(self) -> Snapshot:
        """The newest tables; StorageError when they cannot be read."""
        held, version = self._snapshot, self._version()
        if held is not None and held.version == version:
            return held
        if not self._reading.acquire(blocking=held is None):
            return held  # type: ignore[return-value]
        try:
            if self._snapshot is None or self._snapshot.version != version:
                self._snapshot = self._read(version)
            return self._snapshot
        finally:
            self._reading.release()

    def _version(self) -> int:
        """How often the tables have changed that a list is made from; what is shown does not change what is known."""
        return sum(number for name, number in self.database.versions().items() if name != SHOWN_LISTS.name)

    def _read(self, version: int) -> Snapshot:
        frames = self.database.read_tables(people="simulated" if self.settings.auth is Auth.DEVELOPMENT else "all")
        self.metrics.workplaces.set(len(frames["workplaces"]))
        LOG.info("tables read", version=version, workplaces=len(frames["workplaces"]))
        world = World.from_tables(frames)
        held = Capacity(world, frames["placements"], frames["placement_subsidies"])
        return Snapshot(version, Pipeline(world), People(frames), held)

    def matcher(self) -> Matcher | None:
        """The champion; None when there is none. One that cannot be read leaves the previous one live."""
        folder = self.settings.model_dir
        signature = _signature(folder)
        with self._loading:
            if signature != self._signature:
                self._signature = signature
                self._matcher = self._load(folder) or self._matcher
            return self._matcher

    def _load(self, folder: Path) -> Matcher | None:
        try:
            matcher = load_matcher(folder)
        except BundleError as error:
            LOG.warning("champion not loaded", exc_info=error)
            return None
        self.metrics.model.clear()
        self.metrics.model.labels(matcher.name, matcher.version).set(1)
        LOG.info("champion loaded", name=matcher.name, version=matcher.version)
        return matcher

    def ready(self) -> bool:
        """Whether the database answers and a champion is loaded."""
        try:
            self.snapshot()
            ready = self.matcher() is not None
        except StorageError:
            ready = False
        self.metrics.ready.set(ready)
        return ready


def _signature(folder: Path) -> Signature:
    """What changes when the folder does; empty when it is not there."""
    try:
        stats = sorted((str(path.relative_to(folder)), path.stat()) for path in folder.rglob("*"))
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in stats)
