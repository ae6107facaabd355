"""What a specialist did and decided: contacts with workplaces, and choices about suggestions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response

from features import tables
from features.database import Writing
from features.database.journal import Entry
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held, Today, Written
from serving.auth import Caller, Role
from serving.idempotency import Answer
from serving.problems import bad_input
from serving.schemas import Choice, Contact
from serving.settings import Auth
from serving.state import State
from serving.writes import as_frame, checked, columns_of, created, new_id

ROUTER = APIRouter(prefix="/v1", tags=["contacts"], responses=PROBLEMS)


@ROUTER.post("/contacts", status_code=201, summary="Log a contact", response_model=Contact)
def post_contact(body: Contact, caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """A contact with a workplace, with or without a participant in mind; it counts from the next list on."""
    simulated = state.settings.auth is Auth.DEVELOPMENT
    if body.participant_id is not None:
        simulated = state.access.person(caller, state.snapshot().people, body.participant_id).simulated
    row = columns_of(tables.CONTACTS, body) | {"specialist_id": _specialist(body, caller)}
    row = _dated(row, "contacted_on", today) | {"contact_id": body.contact_id or new_id("contact")}
    row |= _place_on_list(row, state)
    frame = checked(state.database, tables.CONTACTS, as_frame(tables.CONTACTS, row), simulated=simulated, latest=today)

    def act(writing: Writing) -> Answer:
        about = body.participant_id
        return created(writing, tables.CONTACTS, frame, about=about, simulated=simulated, today=today)

    return once(body.model_dump(mode="json"), act)


@ROUTER.post("/choices", status_code=201, summary="Decide about a suggestion", response_model=Choice)
def post_choice(body: Choice, caller: Calling, state: Held, today: Today, once: Written) -> Response:
    """A decision, which the next list follows. It is journalled together with the row."""
    person = state.access.person(caller, state.snapshot().people, body.participant_id)
    row = _dated(columns_of(tables.CHOICES, body), "chosen_on", today)
    row |= {"choice_id": body.choice_id or new_id("choice")}
    frame = checked(
        state.database, tables.CHOICES, as_frame(tables.CHOICES, row), simulated=person.simulated, latest=today
    )

    def act(writing: Writing) -> Answer:
        made = created(
            writing, tables.CHOICES, frame, about=body.participant_id, simulated=person.simulated, today=today
        )
        told = json.dumps({"choice": jsonable_encoder(made.body), "made_by": caller.user}, ensure_ascii=False)
        writing.journal(Entry("choice", once.at, told, participant_id=body.participant_id))
        return made

    return once(body.model_dump(mode="json"), act)


def _dated(row: dict[str, Any], day: str, today: date) -> dict[str, Any]:
    """The row with the day it is about and the day it was learnt: today, where they were left out."""
    return row | {name: row[name] or today.isoformat() for name in (day, "recorded_on")}


def _specialist(body: Contact, caller: Caller) -> str:
    """Whose contact it is: the caller's own, but for a case system or a supervisor who says whose."""
    if body.specialist_id in (None, caller.user):
        if body.specialist_id is None and caller.machine:
            raise bad_input("specialist_id", "is missing: a case system says whose contact it is")
        return caller.user
    if not caller.roles & {Role.CASE_SYSTEM, Role.SUPERVISOR}:
        raise bad_input("specialist_id", "is somebody else: a specialist logs own contacts")
    return str(body.specialist_id)


def _place_on_list(row: dict[str, Any], state: State) -> dict[str, Any]:
    """Where the workplace stood on the list it came from, as shown; what the caller says where we do not know it.

    Where a hand had put it, its place says nothing of the order and is not kept with the contact.
    """
    if row["list_id"] is None:
        return {}
    shown = state.database.rows(tables.SHOWN_LISTS.name, [row["list_id"]]).filter(
        orgnr=row["orgnr"], participant_id=row["participant_id"] or ""
    )
    if shown.is_empty():
        return {}
    propensity = shown["propensity"][0]
    return {"rank_shown": None if propensity is None else shown["rank"][0], "propensity": propensity}
