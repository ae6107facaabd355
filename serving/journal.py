"""What was shown, and under which model: every list, append-only.

A list for a stored person is kept whole. A list for an inline person is kept without anything about the person; the
whole of it stays in memory for an hour, for the caller who asked.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import polars as pl

from features.database import Database
from serving.auth import Caller
from serving.permissions import Person
from serving.schemas import SuggestionList, SuggestionRequest

INLINE_SECONDS = 3600
INLINE_LISTS = 2000
"""How long, and how many, whole inline lists stay in memory."""
DATASET = "service"
"""The data set of rows that this service writes."""
ABOUT_THE_PERSON: Mapping[str, Any] = {
    "travel_minutes": None,
    "reasons": [],
    "caution": None,
    "fit": None,
    "subsidies": None,
    "employer_cost": None,
    "follow_up_plan": None,
    "outlook": None,
}
"""Parts of a suggestion that tell something of the person, and what stands in their place in the journal."""


@dataclass(frozen=True)
class Kept:
    """One list from the journal; `participant_id` is None for an inline person, and `made_by` then says whose it is."""

    payload: dict[str, Any]
    participant_id: str | None
    made_by: str | None


class Journal:
    """Writes and reads lists. `seconds` is a clock that only moves forward."""

    def __init__(self, database: Database, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database, self._seconds = database, seconds
        self._inline: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()
        self._lock = Lock()

    def write(
        self, made: SuggestionList, request: SuggestionRequest, caller: Caller, person: Person, today: date
    ) -> None:
        """Keep the list; and when a specialist saw it as of today, unfiltered, the rows that later train."""
        payload = made.model_dump(mode="json")
        stored = request.participant_id is not None
        if not stored:
            self._remember(made.list_id, payload)
            payload = _without_person(payload)
        asked = request.model_dump(mode="json", include={"as_of", "limit", "shown", "filters"})
        self._database.journal_list(
            list_id=made.list_id,
            participant_id=str(person.participant_id) if stored else None,
            as_of=made.as_of,
            shown_on=today,
            model_version=made.model.version,
            payload=json.dumps({"list": payload, "asked": asked, "made_by": caller.user}, ensure_ascii=False),
        )
        if stored and request.shown and not request.filters.active and made.as_of == today and made.suggestions:
            self._database.store("shown_lists", _rows(made, person, today), DATASET, person.simulated, today)

    def read(self, list_id: str) -> Kept | None:
        """The list as it was answered; of an inline list older than an hour, what the journal kept."""
        entry = self._database.journalled_list(list_id)
        if entry is None:
            return None
        body = json.loads(entry.payload)
        whole = self._recall(list_id) if entry.participant_id is None else None
        return Kept(whole or body["list"], entry.participant_id, body["made_by"])

    def _remember(self, list_id: str, payload: dict[str, Any]) -> None:
        with self._lock:
            self._inline[list_id] = (self._seconds() + INLINE_SECONDS, payload)
            while self._inline and (len(self._inline) > INLINE_LISTS or self._oldest_is_over()):
                self._inline.popitem(last=False)

    def _recall(self, list_id: str) -> dict[str, Any] | None:
        with self._lock:
            while self._inline and self._oldest_is_over():
                self._inline.popitem(last=False)
            return self._inline[list_id][1] if list_id in self._inline else None

    def _oldest_is_over(self) -> bool:
        return next(iter(self._inline.values()))[0] <= self._seconds()


def _without_person(payload: dict[str, Any]) -> dict[str, Any]:
    suggestions = [suggestion | ABOUT_THE_PERSON for suggestion in payload["suggestions"]]
    blank = {"participant_id": None, "completeness": None, "widening": None, "changes": None}
    return payload | blank | {"suggestions": suggestions}


def _rows(made: SuggestionList, person: Person, today: date) -> pl.DataFrame:
    """The list as rows of the table `shown_lists`."""
    return pl.DataFrame(
        {
            "list_id": [made.list_id] * len(made.suggestions),
            "orgnr": [s.orgnr for s in made.suggestions],
            "participant_id": [str(person.participant_id)] * len(made.suggestions),
            "shown_on": [today] * len(made.suggestions),
            "rank": [s.rank for s in made.suggestions],
            "propensity": [s.propensity for s in made.suggestions],
            "model_version": [made.model.version] * len(made.suggestions),
            "recorded_on": [today] * len(made.suggestions),
        },
        schema_overrides={"propensity": pl.Float64},
    )
