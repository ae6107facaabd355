"""A person given in the request, as one row of the table."""

from __future__ import annotations

from datetime import date

import polars as pl

from features import tables
from features.cells import TYPES
from features.places import current_municipality
from features.vocabulary import ParticipantId, Protection
from serving.permissions import Person
from serving.problems import bad_input
from serving.schemas import InlineParticipant, ParticipantRules
from serving.settings import Auth, ServiceSettings

_SCHEMA = {c.name: TYPES[c.kind] for c in tables.PARTICIPANTS.columns} | {"simulated": pl.Boolean()}


def inline_profile(given: InlineParticipant, as_of: date, settings: ServiceSettings) -> pl.DataFrame:
    """One row of the `participants` table, known on `as_of`; dates that were left out become that day.

    The key is left out, so that the history of a stored person is not reached by giving the key inline.
    """
    if settings.auth is Auth.DEVELOPMENT and not given.simulated:
        raise bad_input("simulated", "in development an inline person must say simulated: true")
    municipality = current_municipality(given.municipality)
    if municipality is None:
        raise bad_input("municipality", f"{given.municipality} is not a municipality")
    row = given.model_dump(mode="json") | {"municipality": municipality, "participant_id": None}
    days = {name: getattr(given, name) or as_of for name in ("available_from", "registered_on", "updated_on")}
    return pl.DataFrame([row | days | {"left_on": given.left_on, "recorded_on": given.recorded_on}], schema=_SCHEMA)


def inline_person(given: InlineParticipant, rules: ParticipantRules | None) -> Person:
    """What permissions ask about a person given in the request."""
    return Person(
        participant_id=ParticipantId(given.participant_id or ""),
        office_id=given.office_id,
        specialist_id=given.specialist_id,
        simulated=given.simulated,
        protection=Protection.NONE if rules is None else rules.protection,
    )
