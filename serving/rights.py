"""People's rights: to see what is held about them, not to be ranked, and to be erased.

Correction is `PUT /v1/participants/{id}`: the next list is made from what it says.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from features.database import Database, Entry, HeldError
from serving.journal import Journal
from serving.problems import ProblemError
from serving.state import State

ELSEWHERE = [
    "The audit log: who looked at the person and when. It lies outside this database and is kept by its own rules.",
    "Backups of the database, until they are replaced.",
    "Files that were delivered to this service or made by it (rank-all), where somebody has kept them.",
]
"""What is written about a person outside the database; erasure does not reach it."""


def export(participant_id: str, database: Database, at: datetime) -> dict[str, Any]:
    """Everything that is held about a person, as plain values; see `schemas.rights.Export`."""
    held = database.rights.everything_about(participant_id)
    return {
        "participant_id": participant_id,
        "exported_at": at,
        "tables": held.rows,
        "former": held.former,
        "journal": [_told(entry) for entry in held.entries],
        "answers": held.answers,
        "objected_on": held.objected_on,
        "legal_hold": None if held.hold is None else held.hold._asdict(),
        "elsewhere": ELSEWHERE,
    }


def erase(participant_id: str, state: State, journal: Journal, because: str) -> dict[str, int]:
    """Erase a person from the database and from what this process holds in memory; rows erased, by table.

    Other processes drop what they hold with their next call. 409 while the person is on legal hold.
    """
    try:
        gone = state.database.rights.erase(participant_id, state.now(), because)
    except HeldError as held:
        raise ProblemError(409, str(held)) from held
    journal.forget(participant_id)
    state.forget()
    return gone


def _told(entry: Entry) -> dict[str, Any]:
    return {"kind": entry.kind, "at": entry.at, "said": json.loads(entry.payload)}
