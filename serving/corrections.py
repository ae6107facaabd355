"""Corrections of what is stored about a participant: a new version from today, so that the past stays as it was known.

Putting back what was read writes nothing. Where somebody lives is never stored of a protected person.
"""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from features.database import Database, Writing
from features.declaration import Table
from features.protection import protected_people, without_place
from features.restricted import PARTICIPANT_RULES
from features.tables import PARTICIPANTS
from serving.permissions import Person
from serving.problems import ProblemError, bad_input
from serving.schemas import ParticipantAnswer
from serving.writes import as_frame, checked, columns_of, put_row

_KNOWN = ("updated_on", "recorded_on")
"""Columns that say from when a version holds and is known; they change nothing by themselves."""


class ChangedMeanwhileError(ProblemError):
    """Somebody changed the profile after it was read for the correction."""

    def __init__(self) -> None:
        super().__init__(409)


def correct(
    database: Database, person: Person, body: ParticipantAnswer, today: date, read: pl.DataFrame | None = None
) -> None:
    """Store what the body says of the participant, and of the rules where it has any. 422 where it cannot be.

    `read` is the stored row that the body was made from: where another one is stored by now, nothing is written and
    ChangedMeanwhileError says so.
    """
    if body.participant_id != person.participant_id:
        raise bad_input("participant_id", "is another one than that of the address")
    if body.simulated != person.simulated:
        raise bad_input("simulated", "is not what is stored: nobody becomes real or simulated")
    versions = database.rows(PARTICIPANTS.name, [body.participant_id])
    latest = max(today, *versions["updated_on"])
    given = as_frame(PARTICIPANTS, columns_of(PARTICIPANTS, body))
    profile = checked(database, PARTICIPANTS, given, simulated=person.simulated, latest=latest)
    rules, says_protection = None, False
    if body.rules is not None:
        says_protection = "protection" in body.rules.model_fields_set
        said = columns_of(PARTICIPANT_RULES, body.rules) | {"participant_id": body.participant_id}
        frame = as_frame(PARTICIPANT_RULES, said)
        rules = checked(database, PARTICIPANT_RULES, frame, simulated=person.simulated, latest=latest)
    with database.writing() as writing:
        writing.lock(PARTICIPANTS.name, PARTICIPANT_RULES.name)
        if rules is not None:
            _put_rules(writing, rules, person, today, says_protection=says_protection)
        _put_profile(writing, profile, person, today, read)


def _put_profile(writing: Writing, given: pl.DataFrame, person: Person, today: date, read: pl.DataFrame | None) -> None:
    newest = writing.rows(PARTICIPANTS.name, [person.participant_id]).tail(1)
    if read is not None and not _same(PARTICIPANTS, newest, read):
        raise ChangedMeanwhileError
    given = without_place(given, protected_people(writing.rows(PARTICIPANT_RULES.name, [person.participant_id])))
    if given["updated_on"][0] < newest["updated_on"][0]:
        raise bad_input("updated_on", "is before the version that is stored: read it again")
    if given["updated_on"][0] == newest["updated_on"][0]:
        if _same(PARTICIPANTS, given, newest):
            return
        given = given.with_columns(updated_on=pl.lit(max(today, newest["updated_on"][0])))
    if given["recorded_on"].eq_missing(newest["recorded_on"]).all():
        given = given.with_columns(recorded_on=pl.lit(today))
    put_row(writing, PARTICIPANTS, given, simulated=person.simulated, today=today, is_new=False)


def _put_rules(writing: Writing, given: pl.DataFrame, person: Person, today: date, *, says_protection: bool) -> None:
    """Store the row of rules; a body that says nothing of protection leaves it as it is."""
    held = writing.rows(PARTICIPANT_RULES.name, [person.participant_id])
    if held.is_empty():
        given = given.with_columns(pl.col("recorded_on").fill_null(today))
    else:
        given = given if says_protection else given.with_columns(held["protection"])
        if _same(PARTICIPANT_RULES, given, held):
            return
        if given["recorded_on"].eq_missing(held["recorded_on"]).all():
            given = given.with_columns(recorded_on=pl.lit(today))
    put_row(writing, PARTICIPANT_RULES, given, simulated=person.simulated, today=today, is_new=False)


def _same(table: Table, given: pl.DataFrame, held: pl.DataFrame) -> bool:
    """Whether the two say the same, but for when."""
    columns = [name for name in table.column_names if name not in _KNOWN]
    return _full(given.select(columns)).equals(_full(held.select(columns)))


def _full(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as callers read it: an unknown list or object is an empty one, and 3.0 months are 3."""
    lists = [pl.col(name).fill_null([]) for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    objects = (
        [pl.Series("months_used", [_tidy(text) for text in frame["months_used"]])] if "months_used" in frame else []
    )
    return frame.with_columns(*lists, *objects)


def _tidy(text: str | None) -> str:
    return json.dumps({name: float(months) for name, months in json.loads(text or "{}").items()}, sort_keys=True)
