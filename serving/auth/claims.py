"""From the claims of a token that is known to be true to somebody with roles, offices and groups for protected people.

A person is named by `NAVident` and is what the `groups` say. A machine has its role by `roles` (Entra ID) or `scope`
(Maskinporten), and its offices by those, by its `groups`, by its client id or by its organisation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from serving.auth import Caller, Role
from serving.settings import EVERY_OFFICE, ServiceSettings

MACHINE_ROLES = frozenset({Role.CASE_SYSTEM, Role.OPERATOR, Role.AUDITOR})
"""What a machine can be. It has no caseload, and supervises nobody."""
SCOPE = "nav:rettplass/{role}"
"""The scope in Maskinporten that gives a role; only Nav can give out scopes that begin with `nav:`."""
_IDENT = re.compile(r"[A-Za-z0-9._:@/-]{1,128}")

K = TypeVar("K", bound=str)


class ClaimsError(ValueError):
    """The claims name nobody whom we could hold to account."""


def caller_from(claims: Mapping[str, Any], settings: ServiceSettings, *, machines_only: bool = False) -> Caller:
    """The caller, without roles where the claims give none; ClaimsError when they name nobody."""
    if "NAVident" not in claims:
        return _machine(claims, settings)
    if machines_only:
        raise ClaimsError("this provider knows no people")
    groups = _texts(claims.get("groups"))
    return Caller(
        _ident(claims["NAVident"]),
        frozenset(_named(settings.role_groups, groups)),
        _offices(settings, groups),
        frozenset(_named(settings.protection_groups, groups)),
    )


def _machine(claims: Mapping[str, Any], settings: ServiceSettings) -> Caller:
    """A token that a person is behind (`scp`) but that does not name them is nobody's."""
    if "scp" in claims or claims.get("idtyp", "app") != "app":
        raise ClaimsError("a person's token without NAVident")
    client = _ident(next((claims[name] for name in ("azp", "appid", "client_id", "sub") if name in claims), None))
    given = _texts(claims.get("roles")) | _texts(claims.get("scope"))
    roles = {role for role in MACHINE_ROLES if given & {role.value, SCOPE.format(role=role.value)}}
    belongs = given | _texts(claims.get("groups")) | {client} | _organisation(claims.get("consumer"))
    return Caller(
        client,
        frozenset(roles | (_named(settings.role_groups, given) & MACHINE_ROLES)),
        _offices(settings, belongs),
        frozenset(_named(settings.protection_groups, belongs)),
        machine=True,
    )


def _ident(given: object) -> str:
    if not isinstance(given, str) or not _IDENT.fullmatch(given):
        raise ClaimsError("no ident")
    return given


def _texts(given: object) -> frozenset[str]:
    """The texts of a list, or of a text parted by spaces; nothing else counts."""
    parts = given.split() if isinstance(given, str) else given if isinstance(given, list) else []
    return frozenset(part for part in parts if isinstance(part, str))


def _organisation(consumer: object) -> frozenset[str]:
    """`0192:` and the organisation number, as Maskinporten writes it (ISO 6523)."""
    said = consumer.get("ID") if isinstance(consumer, dict) else None
    return frozenset({said} if isinstance(said, str) else ())


def _named(groups: Mapping[K, frozenset[str]], belongs: frozenset[str]) -> set[K]:
    return {name for name, ids in groups.items() if ids & belongs}


def _offices(settings: ServiceSettings, belongs: frozenset[str]) -> frozenset[str] | None:
    offices = _named(settings.office_groups, belongs)
    return None if EVERY_OFFICE in offices else frozenset(offices)
