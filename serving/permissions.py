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


@dataclass(frozen=True)
class Rule:
    """Who may use a route; with `people` it is about somebody, and each role reaches only its own."""

    roles: frozenset[Role]
    people: bool = False


WORKS_WITH_PEOPLE = Rule(frozenset({Role.SPECIALIST, Role.SUPERVISOR, Role.CASE_SYSTEM}))
SEES_PEOPLE = Rule(WORKS_WITH_PEOPLE.roles, people=True)
READS_LISTS = Rule(SEES_PEOPLE.roles | {Role.AUDITOR}, people=True)
SEES_NUMBERS = Rule(frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR}))
EVERYBODY = Rule(frozenset(Role))
PUBLIC: Rule | None = None
"""Needs no caller: it says nothing about anybody."""
NOBODY = Rule(frozenset())

ROUTES: Mapping[tuple[str, str], Rule | None] = {
    ("POST", "/v1/suggestions"): SEES_PEOPLE,
    ("POST", "/v1/suggestions/batch"): SEES_PEOPLE,
    ("GET", "/v1/suggestions/{list_id}"): READS_LISTS,
    ("GET", "/v1/suggestions/{list_id}/compare"): READS_LISTS,
    ("POST", "/v1/suggestions/{list_id}/replay"): READS_LISTS,
    ("GET", "/v1/participants"): SEES_PEOPLE,
    ("GET", "/v1/participants/{participant_id}"): SEES_PEOPLE,
    ("PUT", "/v1/participants/{participant_id}"): SEES_PEOPLE,
    ("DELETE", "/v1/participants/{participant_id}"): SEES_PEOPLE,
    ("GET", "/v1/participants/{participant_id}/export"): SEES_PEOPLE,
    ("POST", "/v1/participants/{participant_id}/objection"): SEES_PEOPLE,
    ("DELETE", "/v1/participants/{participant_id}/objection"): SEES_PEOPLE,
    ("GET", "/v1/workplaces"): WORKS_WITH_PEOPLE,
    ("GET", "/v1/workplaces/{orgnr}"): WORKS_WITH_PEOPLE,
    ("PUT", "/v1/workplaces/{orgnr}"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/workplaces/{orgnr}/notices"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/workplaces/{orgnr}/needs"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/workplaces/{orgnr}/conditions"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/workplaces/{orgnr}/agreements"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/contacts"): SEES_PEOPLE,
    ("POST", "/v1/choices"): SEES_PEOPLE,
    ("POST", "/v1/placements"): SEES_PEOPLE,
    ("POST", "/v1/placements/{placement_id}/end"): SEES_PEOPLE,
    ("POST", "/v1/placements/{placement_id}/friction"): SEES_PEOPLE,
    ("POST", "/v1/placements/{placement_id}/friction-links"): SEES_PEOPLE,
    ("POST", "/v1/placements/{placement_id}/owner"): SEES_PEOPLE,
    ("GET", "/v1/frictions"): SEES_PEOPLE,
    ("POST", "/v1/frictions/{friction_id}/close"): SEES_PEOPLE,
    ("GET", "/v1/follow-ups"): SEES_PEOPLE,
    ("POST", "/v1/follow-ups"): SEES_PEOPLE,
    ("GET", "/v1/agenda"): SEES_PEOPLE,
    ("POST", "/v1/hand-overs"): SEES_PEOPLE,
    ("GET", "/v1/hand-overs/{hand_over_id}"): SEES_PEOPLE,
    ("GET", "/v1/outbox"): SEES_PEOPLE,
    ("GET", "/v1/outcomes"): SEES_NUMBERS,
    ("GET", "/v1/pathways/{start}"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/subsidies/quote"): WORKS_WITH_PEOPLE,
    ("POST", "/v1/texts/understand"): WORKS_WITH_PEOPLE,
    ("GET", "/v1/model"): EVERYBODY,
    ("GET", "/v1/model/history"): EVERYBODY,
    ("GET", "/"): SEES_PEOPLE,
    ("POST", "/forslag"): SEES_PEOPLE,
    ("GET", "/forstod"): WORKS_WITH_PEOPLE,
    ("POST", "/forstod"): SEES_PEOPLE,
    ("POST", "/forstod/forslag"): SEES_PEOPLE,
    ("GET", "/forslag/{list_id}"): SEES_PEOPLE,
    ("GET", "/forslag/{list_id}/hvorfor"): SEES_PEOPLE,
    ("GET", "/forslag/{list_id}/liste.csv"): SEES_PEOPLE,
    ("GET", "/deltakere"): SEES_PEOPLE,
    ("GET", "/deltaker/{participant_id}"): SEES_PEOPLE,
    ("GET", "/deltaker/{participant_id}/endre/{part}"): SEES_PEOPLE,
    ("POST", "/deltaker/{participant_id}/endre/{part}"): SEES_PEOPLE,
    ("POST", "/valg"): SEES_PEOPLE,
    ("GET", "/legg-til/{list_id}"): SEES_PEOPLE,
    ("GET", "/besok/{list_id}/{orgnr}"): SEES_PEOPLE,
    ("POST", "/besok/{list_id}/{orgnr}"): SEES_PEOPLE,
    ("GET", "/samtaleark/{list_id}/{orgnr}"): SEES_PEOPLE,
    ("GET", "/kontor"): Rule(frozenset({Role.SUPERVISOR})),
    ("GET", "/start/{list_id}/{orgnr}"): SEES_PEOPLE,
    ("POST", "/start/{list_id}/{orgnr}"): SEES_PEOPLE,
    ("GET", "/jobb/{placement_id}"): SEES_PEOPLE,
    ("POST", "/jobb/{placement_id}/eier"): SEES_PEOPLE,
    ("POST", "/jobb/{placement_id}/butter"): SEES_PEOPLE,
    ("POST", "/jobb/{placement_id}/slutt"): SEES_PEOPLE,
    ("POST", "/jobb/{placement_id}/lenke"): SEES_PEOPLE,
    ("POST", "/oppfolging"): SEES_PEOPLE,
    ("POST", "/sak/{friction_id}/lukk"): SEES_PEOPLE,
    ("GET", "/overlevering"): SEES_PEOPLE,
    ("POST", "/overlevering"): SEES_PEOPLE,
    ("GET", "/overlevering/{hand_over_id}"): SEES_PEOPLE,
    ("GET", "/feil"): Rule(frozenset({Role.SUPERVISOR, Role.OPERATOR})),
    ("GET", "/drift"): EVERYBODY,
    ("GET", "/statisk/{name}"): PUBLIC,
    ("GET", "/butter/{token}"): PUBLIC,
    ("POST", "/butter/{token}"): PUBLIC,
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
    rule = ROUTES.get((method, path), NOBODY)
    if rule is not None and not (caller.roles & rule.roles):
        raise ProblemError(403)


def exists_for(caller: Caller, person: Person, settings: ServiceSettings) -> bool:
    """Whether there is such a person for the caller at all, whoever's they are.

    Protected people are there for those with the group for it, and in development only simulated people are.
    """
    simulated = person.simulated or settings.auth is not Auth.DEVELOPMENT
    return simulated and (person.protection is Protection.NONE or person.protection in caller.protections)


def may_see(caller: Caller, person: Person, settings: ServiceSettings) -> bool:
    """Whether the caller sees the person: a specialist the own caseload, a supervisor and a case system by office."""
    own = Role.SPECIALIST in caller.roles and person.specialist_id == caller.user
    office = bool(caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}) and caller.has_office(person.office_id)
    return exists_for(caller, person, settings) and (own or office)


def may_audit(caller: Caller, person: Person, settings: ServiceSettings) -> bool:
    """Whether the caller reads what is journalled about the person, without the key."""
    return Role.AUDITOR in caller.roles and exists_for(caller, person, settings)


def visible(caller: Caller, settings: ServiceSettings) -> pl.Expr:
    """The same rule as `may_see`, for a frame with a person's columns."""
    own = pl.lit(Role.SPECIALIST in caller.roles) & (pl.col("specialist_id") == caller.user)
    office = pl.lit(bool(caller.roles & {Role.SUPERVISOR, Role.CASE_SYSTEM}))
    if caller.offices is not None:
        office &= pl.col("office_id").is_in(sorted(caller.offices))
    exists = pl.col("protection").is_in([Protection.NONE.value, *sorted(caller.protections)])
    return exists & (pl.col("simulated") | pl.lit(settings.auth is not Auth.DEVELOPMENT)) & (own | office)


def check_ranking(person: Person, settings: ServiceSettings) -> None:
    """Refuse to rank a real person where no legal basis is configured."""
    if not person.simulated and not settings.processing_basis:
        raise ProblemError(403, "Real people are ranked only where RETTPLASS_PROCESSING_BASIS names the legal basis.")
