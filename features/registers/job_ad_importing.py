"""Bringing job ads in: from a file of the feed, or from the feed itself, through the same checks as every table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from features.database import Database
from features.files import open_text
from features.loading import Dataset, Loader
from features.registers.job_ad_feed import Bookmark, Feed, Reading, is_address
from features.registers.job_ads import AdRows, OccupationsOf, ad_rows, newest
from features.registers.json_records import json_records
from features.settings import Settings
from features.tables import VACANCIES

DATASET = "pam-stilling-feed"
SURE_ENOUGH = 0.3
"""Score from which an ad that names no occupation gets the one that its words speak of; below it the ad is refused."""


def import_ads(
    database: Database,
    source: str,
    as_of: date,
    today: date,
    settings: Settings,
    occupations_of: OccupationsOf | None = None,
    *,
    show_progress: bool = False,
) -> list[str]:
    """Load the ads of a file or an address, true on `as_of`, as real ads. The answer is the report, line by line.

    From an address only what is new since the last reading into the same database is read; that it was read is
    remembered once it is stored. InputError when the source cannot be read at all.
    """
    place = Bookmarks(settings.ads_bookmarks, f"{settings.database_url} {source}")
    reading = _read(source, settings, place.last(), show_progress)
    stored = database.read(VACANCIES.name, simulated=False)
    rows = ad_rows(reading.lines, stored, as_of, occupations_of or _by_text(settings.text_model))
    loader = Loader(database, Dataset(DATASET, simulated=False, as_of=as_of), today, show_progress=show_progress)
    report = loader.load_frame(VACANCIES, rows.frame, rows.row)
    if is_address(source):
        place.keep(reading.bookmark)
    return [*report.lines(), *_notes(rows)]


def _read(source: str, settings: Settings, last: Bookmark | None, show_progress: bool) -> Reading:
    if is_address(source):
        token = settings.ads_token.get_secret_value() if settings.ads_token else None
        return Feed(source, token).read(last, show_progress=show_progress)
    path = Path(source)
    with open_text(path) as text:
        return Reading(newest(json_records(text, path.name)), Bookmark(source))


def _by_text(model: str | None) -> OccupationsOf:
    """Occupations by what the ads say, where the text model is sure enough; it is opened when it is first needed."""

    def occupations_of(texts: Sequence[str]) -> list[str | None]:
        if not texts:
            return []
        from features.text.understand import understanding

        found = understanding(model).understand(texts)
        return [next((c.code for c in said.codes[:1] if c.score >= SURE_ENOUGH), None) for said in found]

    return occupations_of


def _notes(rows: AdRows) -> Iterator[str]:
    if rows.by_text:
        yield f"occupation by the words of the ad: {rows.by_text}"
    if rows.ended:
        yield f"no longer advertised: {rows.ended}"
    if rows.unseen:
        yield f"left out, inactive and never stored: {rows.unseen}"


class Bookmarks:
    """Where readings stopped, in one small file; a reading is known by `name`, of which only a digest is kept."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._key = path, hashlib.sha256(name.encode()).hexdigest()[:32]

    def last(self) -> Bookmark | None:
        """Where the last reading stopped; None where there is none, or the file cannot be used."""
        try:
            return Bookmark(**self._all()[self._key])
        except (KeyError, TypeError):
            return None

    def keep(self, bookmark: Bookmark) -> None:
        """Remember where this reading stopped."""
        kept = self._all() | {self._key: asdict(bookmark)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        beside.replace(self._path)

    def _all(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
