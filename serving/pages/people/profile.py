"""One participant's page: what a list rests on, each part with its form, and what came of the form that was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi.responses import HTMLResponse

from features.completeness import completeness
from features.naming import registered_as
from serving.pages.layout.forms import Fields
from serving.pages.layout.page import Page
from serving.pages.people.parts import PARTS, seen_of
from serving.problems import not_found
from serving.state import State


@dataclass(frozen=True)
class Drawn:
    """What came of one part's form. `fields` are as they were written, None where the form begins anew.

    `before` are the fields that take back what was saved.
    """

    part: str
    fields: Fields | None
    faults: Mapping[str, str] = field(default_factory=dict)
    conflict: bool = False
    saved: bool = False
    undone: bool = False
    before: Fields | None = None
    sought: str | None = None
    found: Sequence[tuple[str, str]] = ()
    employers: Sequence[Mapping[str, Any]] = ()
    ask: str | None = None

    @property
    def status(self) -> int:
        """Of the answer that the page is."""
        return 409 if self.conflict else 422 if self.faults else 200


NOTHING = Drawn("", None)


def profile_page(page: Page, state: State, participant_id: str, today: date, drawn: Drawn = NOTHING) -> HTMLResponse:
    """The page of somebody whom the caller has been found to see."""
    snapshot = state.snapshot()
    if snapshot.people.find(participant_id) is None:
        raise not_found()
    row, known = snapshot.people.row(participant_id), snapshot.people.profile(participant_id, today)
    places = {orgnr: snapshot.workplaces.row(orgnr) for orgnr in row["excluded_workplaces"] or []}
    fields = {name: part.fields_of(row) for name, part in PARTS.items()}
    seen = {name: seen_of(part, row) for name, part in PARTS.items()}
    if drawn.fields is not None:
        fields[drawn.part] = fields[drawn.part].fromkeys(fields[drawn.part], []) | drawn.fields
        if not drawn.conflict and drawn.fields.get("sett"):
            seen[drawn.part] = drawn.fields["sett"][0]
    return page(
        "people/person.html",
        drawn.status,
        person=row,
        complete=None if known is None else completeness(known),
        vetoed={orgnr: orgnr if place is None else registered_as(place) for orgnr, place in places.items()},
        jobs=_jobs(state, participant_id),
        parts=fields,
        seen=seen,
        drawn=drawn,
        today=today,
        simulated=bool(row["simulated"]),
    )


def _jobs(state: State, participant_id: str) -> list[dict[str, Any]]:
    """The person's jobs and trials with the workplace's name, the newest first."""
    directory = state.snapshot().workplaces
    rows = state.database.rows("placements", [participant_id], "participant_id").sort("starts_on", descending=True)
    return [
        row | {"name": row["orgnr"] if (place := directory.row(row["orgnr"])) is None else registered_as(place)}
        for row in rows.iter_rows(named=True)
    ]
