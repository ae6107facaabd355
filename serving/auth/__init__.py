"""Who is calling: in `development` as the headers say, in `oidc` as a signed token says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from features.vocabulary import Protection


class Role(StrEnum):
    """What a caller is."""

    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    CASE_SYSTEM = "case_system"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Caller:
    """Somebody with roles and offices; `offices` is None for every office.

    `protections` are the kinds of protected people who exist for the caller. `machine` tells a system from a person,
    `token` is what the caller came with, and `errand` the method and route of this call.
    """

    user: str
    roles: frozenset[Role]
    offices: frozenset[str] | None
    protections: frozenset[Protection] = frozenset()
    machine: bool = False
    token: str | None = field(default=None, repr=False, compare=False)
    errand: str = field(default="-", compare=False)

    def has_office(self, office_id: str | None) -> bool:
        """Whether the office is one of the caller's."""
        return self.offices is None or office_id in self.offices


class Callers(Protocol):
    """A way to know who is calling."""

    def caller(self, headers: Mapping[str, str], now: float, /) -> Caller:
        """The caller of a request at a moment, in seconds since 1970; ProblemError 401, 422 or 503 when unknown."""
