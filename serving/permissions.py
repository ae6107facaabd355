"""What a caller may use and whom a caller may see.

`ROUTES` is the whole of it for routes: one that is missing there is open to nobody. A person whom a caller may not see
is answered exactly like an unknown one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller, Role
from serving.problems import ProblemError
from serving.settings import Auth, ServiceSettings

SEES_PEOPLE = frozenset({Role.SPECIALIST, Role.SUPERVISOR, Role.CASE_SYSTEM})
EVERYBODY = frozenset(Role)
PUBLIC: frozenset[Role] | None = None
"""Needs no caller: it says nothing about anybody."""

ROUTES: Mapping[tuple[str, str], frozenset[Role] | None] = {
    ("POST", "/v1/suggestions"): SEES_PEOPLE,
    ("GET", "/v1/suggestions/{list_id}"): SEES_PEOPLE | {Role.AUDITOR},
    ("GET", "/v1/participants"): SEES_PEOPLE,
    ("GET", "/v1/participants/{participant_id}"): SEES_PEOPLE,
    ("GET", "/v1/model"): EVERYBODY,
    ("GET", "/v1/model/history"): EVERYBODY,
    ("GET", "/"): SEES_PEOPLE,
    ("POST", "/forslag"): SEES_PEOPLE,
    ("GET", "/forslag/{list_id}"): SEES_PEOPLE,
    ("GET", "/stil.css"): PUBLIC,
    ("GET", "/internal/isalive"): PUBLIC,
    ("GET", "/internal/isready"): PUBLIC,
    ("GET", "/internal/metrics"): PUBLIC,
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/docs"): PUBLIC,
}


@dataclass(frozen=True)
class Person:
    """What decides who may see somebody: the office and specialist of today, and the protection."""

    participant_id: ParticipantId
    office_id: str | None = field(repr=False)
    specialist_id: str | None = field(repr=False)
    simulated: bool
    protection: Protection = field(repr=False)


def check_route(caller: Caller, method: str, path: str) -> None:
    """Refuse a caller without a role for the route, and everybody where no rule is written."""
    allowed = ROUTES.get((method, path), frozenset())
    if allowed is not None and not (caller.roles & allowed):
        raise ProblemError(403)


def may_see(caller: Caller, person: Person, settings: ServiceSettings) -> bool:
    """Whether the person exists for the caller.

    A specialist sees the own caseload, a supervisor and a case system what their offices hold. Nobody sees protected
    people yet, and in development nobody sees people who are not simulated.
    """
    if person.protection is not Protection.NONE or (settings.auth is Auth.DEVELOPMENT and not person.simulated):
        return False
    own = Role.SPECIALIST in caller.roles and person.specialist_id == caller.user
    office = bool(caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}) and caller.has_office(person.office_id)
    return own or office


def visible(caller: Caller, settings: ServiceSettings) -> pl.Expr:
    """The same rule as `may_see`, for a frame with a person's columns."""
    own = pl.lit(Role.SPECIALIST in caller.roles) & (pl.col("specialist_id") == caller.user)
    office = pl.lit(bool(caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}))
    if caller.offices is not None:
        office &= pl.col("office_id").is_in(sorted(caller.offices))
    open_to_all = (pl.col("protection") == Protection.NONE.value) & (
        pl.col("simulated") | pl.lit(settings.auth is not Auth.DEVELOPMENT)
    )
    return open_to_all & (own | office)


def check_ranking(person: Person, settings: ServiceSettings) -> None:
    """Refuse to rank a real person where no legal basis is configured."""
    if not person.simulated and not settings.processing_basis:
        raise ProblemError(403, "Real people are ranked only where RETTPLASS_PROCESSING_BASIS names the legal basis.")
