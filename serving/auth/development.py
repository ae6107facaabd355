"""Callers in `development`: `Z990000`, who has every role and office, or whoever the `X-Development-*` headers name.

Nobody there has a group for protected people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from serving.auth import Caller, Role
from serving.problems import ProblemError, bad_input

DEVELOPER = "Z990000"


class DevelopmentCallers:
    """Takes a caller at their word; the service is then open to this machine alone."""

    def caller(self, headers: Mapping[str, str], _now: float, /) -> Caller:
        """See `development_caller`."""
        return development_caller(headers)


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
