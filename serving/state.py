"""What the service holds in memory: the tables as a world, the people, and the champion, each renewed when it changes.

A request works on the snapshot it was given, so a renewal never changes an answer under way. A request that comes after
a change waits for the renewal, which reads only what changed; where that takes long, as after a load, it goes on with
the previous snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from features.database import Database
from features.errors import StorageError
from features.follow_up.book import load_follow_up_book
from features.shown import ShownBefore, ShownLists, week_start
from features.subsidies.book import Book, load_book
from features.subsidies.reading import BookError
from features.subsidies.upkeep import BookWarning, Concern
from features.tables import SHOWN_LISTS
from features.world.facts import day_number
from models.bundle import BundleError, Matcher, load_matcher
from serving.access import Access
from serving.audit import Audit
from serving.friction_links import Presses, links_of
from serving.kept_models import KeptModels
from serving.limits import Rates
from serving.logs import LOG
from serving.metrics import Metrics
from serving.settings import Auth, ServiceSettings
from serving.snapshots import Snapshot, snapshot_of, version_of

Signature = tuple[tuple[str, int, int, int], ...]
EPOCH = date(1970, 1, 1)
PATIENCE_SECONDS = 2.0
"""How long a request waits for somebody else's renewal."""
WEEKS_KEPT = 8
"""Weeks of which it is remembered what had been shown before them."""


class State:
    """Thread safe; every method may be called at any time."""

    def __init__(
        self, settings: ServiceSettings, database: Database, metrics: Metrics, clock: Callable[[], datetime]
    ) -> None:
        self.settings, self.database, self.metrics, self._clock = settings, database, metrics, clock
        self.access = Access(settings, Audit(settings.audit_log))
        self.links, self.presses = links_of(settings), Presses()
        self.rates = Rates(settings.calls_per_second, settings.calls_at_once)
        self._prepared = False
        self._snapshot: Snapshot | None = None
        self._matcher: Matcher | None = None
        self._bundle: str | None = None
        self.kept_models = KeptModels(settings.model_dir)
        self._signature: Signature | None = None
        self._book: Book | None = None
        self._book_broken = False
        self._shown: dict[tuple[ShownLists, int], tuple[ShownBefore, int]] = {}
        self._reading, self._loading, self._showing, self._looking_back = Lock(), Lock(), Lock(), Lock()

    def snapshot(self) -> Snapshot:
        """The newest tables; StorageError when they cannot be read."""
        held, version = self._snapshot, self._version()
        if held is not None and held.version == version:
            return held
        if not self._reading.acquire(timeout=-1 if held is None else PATIENCE_SECONDS):
            return held  # type: ignore[return-value]
        try:
            if self._snapshot is None or self._snapshot.version < version:
                self._snapshot = self._read(self._snapshot)
            return self._snapshot
        finally:
            self._reading.release()

    def _version(self) -> int:
        return version_of(self.database.versions())

    def shown_before(self, snapshot: Snapshot, as_of: date) -> tuple[ShownBefore, int]:
        """What had been shown before the week of a day, and the version of `shown_lists` in which that was read.

        It is read once, so that all who ask in a week get the same.
        """
        key = snapshot.shown, week_start(day_number(as_of))
        with self._showing:
            if key not in self._shown:
                lists, number = snapshot.shown, snapshot.shown_number
                if self.database.versions().get(SHOWN_LISTS.name, 0) != number:
                    frames = self.database.read_tables_again(snapshot.frames, people=self._whom())
                    number = dict(frames["versions"].iter_rows())[SHOWN_LISTS.name]
                    lists = ShownLists(snapshot.pipeline.world, frames[SHOWN_LISTS.name])
                self._shown = dict(list(self._shown.items())[1 - WEEKS_KEPT :]) | {key: (lists.before(key[1]), number)}
            return self._shown[key]

    def past(self, versions: Mapping[str, int]) -> Snapshot:
        """The tables as they were in these versions, but for what was erased since. Made anew, by one at a time."""
        with self._looking_back:
            return snapshot_of(self.database.read_tables(people=self._whom(), protected=True, at=versions))

    def forget(self) -> None:
        """Drop what is held of the tables, so that nothing erased is held any longer; the next call reads them anew."""
        with self._reading, self._showing:
            self._snapshot, self._shown = None, {}

    def now(self) -> datetime:
        """The moment, with its time zone."""
        return self._clock()

    def _whom(self) -> Literal["simulated", "all"]:
        return "simulated" if self.settings.auth is Auth.DEVELOPMENT else "all"

    def _read(self, held: Snapshot | None) -> Snapshot:
        if held is None:
            read = snapshot_of(self.database.read_tables(people=self._whom(), protected=True))
        else:
            read = snapshot_of(self.database.read_tables_again(held.frames, people=self._whom()), held)
        self.metrics.workplaces.set(len(read.frames["workplaces"]))
        LOG.info("tables read", version=read.version, workplaces=len(read.frames["workplaces"]))
        return read

    def matcher(self) -> Matcher | None:
        """The champion; None when there is none. One that cannot be read leaves the previous one live."""
        return self.live()[0]

    def live(self) -> tuple[Matcher | None, str | None]:
        """The champion as `matcher`, and the seal under which its folder is kept."""
        folder = self.settings.model_dir
        signature = _signature(folder)
        with self._loading:
            if signature != self._signature:
                self._signature = signature
                self._matcher = self._load(folder) or self._matcher
            return self._matcher, self._bundle

    def _load(self, folder: Path) -> Matcher | None:
        seal = self.kept_models.seal()
        try:
            matcher = load_matcher(folder)
        except BundleError as error:
            LOG.warning("champion not loaded", exc_info=error)
            self.metrics.refused.inc()
            return None
        self.metrics.model.clear()
        self.metrics.model.labels(matcher.name, matcher.version).set(1)
        self.metrics.trained.set((matcher.trained_as_of - EPOCH).total_seconds())
        LOG.info("champion loaded", name=matcher.name, version=matcher.version)
        self._bundle = seal
        self.kept_models.keep(seal)
        self._remember(matcher)
        return matcher

    def _remember(self, matcher: Matcher) -> None:
        """Write into our own history what was loaded when, unless the promotion has written it already."""
        try:
            history = self.database.model_history()
            if not history or history[-1].version != matcher.version:
                self.database.record_promotion(
                    matcher.version, matcher.name, self._clock(), json.dumps(matcher.metrics)
                )
        except StorageError as error:
            LOG.warning("champion not written into the history", exc_info=error)

    def book(self) -> Book | None:
        """The subsidy rule book; None when its files cannot be used, which is logged once."""
        with self._loading:
            if self._book is None and not self._book_broken:
                try:
                    self._book = load_book()
                except BookError as error:
                    self._book_broken = True
                    LOG.error("the rule book cannot be used", reason=str(error))
            return self._book

    def check_book(self, today: date) -> list[BookWarning]:
        """What somebody has to look at in the rule book and the follow-up book, counted in the metrics."""
        book = self.book()
        warnings = [] if book is None else book.warnings(today)
        warnings += self._check_follow_up_book(today)
        self.metrics.rulebook.clear()
        self.metrics.rulebook.labels("none" if book is None else book.version).set(1)
        for concern in Concern:
            self.metrics.rulebook_warnings.labels(concern.value).set(sum(w.concern is concern for w in warnings))
        return warnings

    def _check_follow_up_book(self, today: date) -> list[BookWarning]:
        """What somebody has to look at in the follow-up book; nothing when it cannot be read, which is logged."""
        try:
            return load_follow_up_book().warnings(today)
        except BookError as error:
            LOG.error("the follow-up book cannot be used", reason=str(error))
            return []

    def ready(self) -> bool:
        """Whether the database answers and a champion is loaded.

        The schema is brought up to date the first time the database answers, be it long after the start.
        """
        try:
            self._prepare()
            self.snapshot()
            ready = self.matcher() is not None
        except StorageError as error:
            LOG.warning("the database does not answer", exc_info=error)
            ready = False
        self.metrics.ready.set(ready)
        return ready

    def _prepare(self) -> None:
        if not self._prepared:
            self.database.migrate()
            self._prepared = True


def _signature(folder: Path) -> Signature:
    """What changes when the folder does; empty when it is not there."""
    try:
        stats = sorted((str(path.relative_to(folder)), path.stat()) for path in folder.rglob("*"))
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in stats)
