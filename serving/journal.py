"""What was shown, and what it was made from: every list, in a journal that is only added to.

A list for a stored person is kept whole. A list for an inline person is kept without anything about the person; the
whole of it, and the request, stay in memory for an hour, for the caller who asked.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

import polars as pl

from features.database import Database, Entry
from features.tables import SHOWN_LISTS
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
class MadeFrom:
    """What a list was made from: the version of each table, the model's folder by its seal, and whether the person had
    objected to being ranked."""

    versions: Mapping[str, int]
    bundle: str | None
    objected: bool


@dataclass(frozen=True)
class Kept:
    """One list from the journal; `participant_id` is None for an inline person, and `made_by` then says whose it is.

    `request` is None when it can no longer be asked again; `made_from` is None for lists from before it was kept.
    """

    payload: dict[str, Any]
    participant_id: str | None
    made_by: str | None
    request: SuggestionRequest | None
    made_from: MadeFrom | None


@dataclass(frozen=True)
class _Inline:
    until: float
    payload: dict[str, Any]
    request: SuggestionRequest


class Journal:
    """Writes and reads lists. `seconds` is a clock that only moves forward."""

    def __init__(self, database: Database, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database, self._seconds = database, seconds
        self._inline: OrderedDict[str, _Inline] = OrderedDict()
        self._lock = Lock()

    def write(
        self,
        made: SuggestionList,
        request: SuggestionRequest,
        caller: Caller,
        person: Person,
        made_from: MadeFrom,
        today: date,
        at: datetime,
    ) -> None:
        """Keep the list, in one transaction with the rows that later train.

        Those are there when a specialist saw it as of today, ranked and unfiltered. `at` is the moment, with its zone.
        """
        payload = made.model_dump(mode="json")
        whose = str(person.participant_id) if request.participant_id is not None else None
        if whose is None:
            self._remember(made.list_id, payload, request)
            payload = _without_person(payload)
        asked = request.model_dump(mode="json", include={"as_of", "limit", "shown", "filters"})
        kept = {"list": payload, "asked": asked, "made_by": caller.user, "shown_on": str(today)}
        kept |= {"made_from": asdict(made_from) | {"versions": dict(made_from.versions)}}
        text = json.dumps(kept, ensure_ascii=False)
        trains = request.shown and not request.filters.active and made.as_of == today and not made_from.objected
        with self._database.writing() as writing:
            if whose is not None and trains and made.suggestions:
                rows = _rows(made, person, today)
                writing.store(SHOWN_LISTS.name, rows, DATASET, person.simulated, today)
            writing.journal(Entry("list", at, text, whose, made.list_id, made_from.bundle))

    def read(self, list_id: str) -> Kept | None:
        """The list as it was answered; of an inline list older than an hour, what the journal kept."""
        entry = self._database.journal.of_list(list_id)
        if entry is None:
            return None
        body = json.loads(entry.payload)
        made_from = None if "made_from" not in body else MadeFrom(**body["made_from"])
        if entry.participant_id is not None:
            asked = body["asked"] | {"as_of": body["list"]["as_of"], "participant_id": entry.participant_id}
            request = SuggestionRequest.model_validate(asked)
            return Kept(body["list"], entry.participant_id, body["made_by"], request, made_from)
        whole = self._recall(list_id)
        if whole is None:
            return Kept(body["list"], None, body["made_by"], None, made_from)
        asked_again = whole.request.model_copy(update={"as_of": date.fromisoformat(body["list"]["as_of"])})
        return Kept(whole.payload, None, body["made_by"], asked_again, made_from)

    def forget(self, participant_id: str) -> None:
        """Drop what is held in memory of inline lists that gave this key."""
        with self._lock:
            for list_id in [k for k, held in self._inline.items() if held.payload["participant_id"] == participant_id]:
                del self._inline[list_id]

    def _remember(self, list_id: str, payload: dict[str, Any], request: SuggestionRequest) -> None:
        with self._lock:
            self._inline[list_id] = _Inline(self._seconds() + INLINE_SECONDS, payload, request)
            while self._inline and (len(self._inline) > INLINE_LISTS or self._oldest_is_over()):
                self._inline.popitem(last=False)

    def _recall(self, list_id: str) -> _Inline | None:
        with self._lock:
            while self._inline and self._oldest_is_over():
                self._inline.popitem(last=False)
            return self._inline.get(list_id)

    def _oldest_is_over(self) -> bool:
        return next(iter(self._inline.values())).until <= self._seconds()


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
