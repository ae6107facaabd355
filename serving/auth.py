"""Who is calling.

In `development` a request acts as `Z990000`, who has every role and office, or as the `X-Development-*` headers say.
Token validation (`oidc`) is not built yet, and the service refuses to start rather than start open.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from features.errors import InputError
from serving.problems import ProblemError, bad_input
from serving.settings import Auth

DEVELOPER = "Z990000"


class Role(StrEnum):
    """What a caller is."""

    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    CASE_SYSTEM = "case_system"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Caller:
    """Somebody with roles and offices; `offices` is None for every office."""

    user: str
    roles: frozenset[Role]
    offices: frozenset[str] | None

    def has_office(self, office_id: str | None) -> bool:
        """Whether the office is one of the caller's."""
        return self.offices is None or office_id in self.offices


class UnsafeStartError(InputError):
    """The service would be open to others, and does not start."""


def refuse_unsafe_start(auth: Auth, host: str) -> None:
    """Raise UnsafeStartError when callers could not be told apart, or others than this machine could reach it."""
    if auth is Auth.OIDC:
        raise UnsafeStartError(
            "RETTPLASS_AUTH=oidc: validation of tokens is not built yet, so the service does not start. "
            "Use RETTPLASS_AUTH=development on this machine, with simulated people."
        )
    if not is_loopback(host):
        raise UnsafeStartError(
            f"RETTPLASS_AUTH=development answers on loopback only, not on {host}: everybody who reached it would have "
            "every role. Use --host 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Whether the address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def development_caller(headers: Mapping[str, str]) -> Caller:
    """The caller of a request in development.

    With `X-Development-User` a missing header gives the least: the role `specialist`, no office. Without it a missing
    header gives every role, every office. A token is refused, since nothing here could tell a true one from a false.
    """
    if "authorization" in headers:
        raise ProblemError(
            401, "Tokens are not read in development: leave out Authorization, or use the X-Development headers."
        )
    user = headers.get("x-development-user")
    roles = _listed(headers, "x-development-roles", "|".join(Role))
    offices = _listed(headers, "x-development-offices", "[0-9]{4}")
    if user is None:
        everything = frozenset(Role) if roles is None else frozenset(map(Role, roles))
        return Caller(DEVELOPER, everything, offices)
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", user):
        raise bad_input("X-Development-User", "give an ident such as Z990001")
    if user == DEVELOPER and roles is None and offices is None:
        return Caller(DEVELOPER, frozenset(Role), None)
    return Caller(user, frozenset(map(Role, roles or {Role.SPECIALIST})), offices or frozenset())


def _listed(headers: Mapping[str, str], name: str, pattern: str) -> frozenset[str] | None:
    if name not in headers:
        return None
    parts = frozenset(part.strip() for part in headers[name].split(",") if part.strip())
    if not all(re.fullmatch(pattern, part) for part in parts):
        raise bad_input(name.title(), f"give a comma-separated list of {pattern.replace('|', ', ')}")
    return parts
