"""The profile changed on its own page, a part at a time: a new version from today, and the next list follows it.

A form says what it was drawn from, so that nobody writes over what somebody else has written since: what was written
comes back beside what stands there now. What was saved can be taken back with one tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from features.occupations import is_occupation, occupation_name
from features.tables import PARTICIPANTS
from serving.api.participants import columns_of_row
from serving.api.seams import Calling, Held, Today
from serving.corrections import ChangedMeanwhileError, correct
from serving.pages.layout.forms import Fields, Filled, only
from serving.pages.layout.kept import FormRoute
from serving.pages.layout.page import Shown
from serving.pages.people.finding import found_occupations
from serving.pages.people.parts import BOTH, NOT_HEALTH, OCCUPATIONS, PARTS, Columns, seen_of
from serving.pages.people.profile import Drawn, profile_page
from serving.permissions import Person
from serving.problems import ProblemError, not_found
from serving.schemas import ParticipantAnswer
from serving.state import State

ROUTER = APIRouter(include_in_schema=False, route_class=FormRoute)
MOST_EMPLOYERS = 10
ALSO_WISHED = "{name} står både under ønskene og under det deltakeren ikke ønsker. Ta det bort det ene stedet først."


@ROUTER.get("/deltaker/{participant_id}/endre/{part}")
def back(participant_id: str, part: str, caller: Calling, state: Held) -> Response:
    """Where a form was sent to, opened as an address: the profile itself."""
    state.access.person(caller, state.snapshot().people, participant_id)
    return RedirectResponse(f"/deltaker/{participant_id}" + (f"#{part}" if part in PARTS else ""), status_code=303)


@ROUTER.post("/deltaker/{participant_id}/endre/{part}")
def change(
    participant_id: str, part: str, caller: Calling, state: Held, today: Today, page: Shown, fields: Filled
) -> HTMLResponse:
    """Look something up for the form, save it, or take back what was saved; the page again, with what came of it."""
    person = state.access.person(caller, state.snapshot().people, participant_id)
    if part not in PARTS:
        raise not_found()
    read = state.database.rows(PARTICIPANTS.name, [participant_id]).tail(1)
    if read.is_empty():
        raise not_found()
    try:
        drawn = _looked_up(state, part, fields) if only(fields, "gjor") == "finn" else None
        drawn = drawn or _saved(state, person, part, fields, read, today)
    except ChangedMeanwhileError:
        drawn = Drawn(part, fields, conflict=True)
    except ProblemError as refused:
        if refused.status != 422:
            raise
        drawn = Drawn(part, fields, faults=dict(refused.faults))
    return profile_page(page, state, participant_id, today, drawn)


def _looked_up(state: State, part: str, fields: Fields) -> Drawn:
    """The form as it was written so far, with what the words searched for lead to."""
    said = only(fields, "sok").strip()
    if part in OCCUPATIONS:
        found = found_occupations(said)
        return Drawn(part, fields, found=found.codes, sought=said, ask=found.ask)
    workplaces = state.snapshot().workplaces.find(said, "", MOST_EMPLOYERS).to_dicts() if len(said) > 1 else []
    return Drawn(part, fields, employers=workplaces, sought=said)


def _saved(state: State, person: Person, name: str, fields: Fields, read: pl.DataFrame, today: date) -> Drawn:
    """The part as it is saved now, and the fields that take it back. 422 with faults, 409 when it was changed since."""
    part, row = PARTS[name], read.row(0, named=True)
    given = _employers(fields, row) if name == "veto" else part.columns_of(fields)
    body = _body(columns_of_row(row) | given)
    wanted = body.model_dump(mode="json", include=set(part.columns))
    if seen_of(part, wanted) != seen_of(part, columns_of_row(row)):
        if name != "veto" and only(fields, "sett") != seen_of(part, row):
            raise ChangedMeanwhileError
        if name in OCCUPATIONS:
            _check_apart(body)
        correct(state.database, person, body, today, read)
    before = part.fields_of(row) | {NOT_HEALTH: ["1"]} if name != "veto" else _opposite(fields)
    return Drawn(name, None, saved=True, undone=only(fields, "gjor") == "angre", before=before)


def _employers(fields: Fields, row: Mapping[str, Any]) -> Columns:
    """The veto list with one employer more or less; it does not matter what else is on it by now."""
    more, fewer = fields.get("legg", []), fields.get("fjern", [])
    held = [orgnr for orgnr in row["excluded_workplaces"] or [] if orgnr not in fewer]
    return {"excluded_workplaces": list(dict.fromkeys([*held, *more]))}


def _opposite(fields: Fields) -> Fields:
    return {"legg": fields.get("fjern", []), "fjern": fields.get("legg", [])}


def _body(columns: Columns) -> ParticipantAnswer:
    try:
        return ParticipantAnswer.model_validate(columns | {"rules": None})
    except ValidationError as refused:
        faults = [(str(e["loc"][0]) if e["loc"] else "hours_min", "cannot be used") for e in refused.errors()]
        raise ProblemError(422, faults=faults) from None


def _check_apart(body: ParticipantAnswer) -> None:
    """Refuse an occupation that is wished for and not wished for at once."""
    both = [code for code in body.wished_occupations if code in body.unwanted_occupations and is_occupation(code)]
    if both:
        raise ProblemError(422, faults=[(BOTH, ALSO_WISHED.format(name=occupation_name(both[0])))])
