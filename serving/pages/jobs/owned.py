"""Who owns the follow-up of a job, of which kind they are, and whether the reader may change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.follow_up.owners import OwnerKind, owner_kind
from features.vocabulary import ProviderKind
from serving.auth import Caller, Role
from serving.pages import labels, words
from serving.state import State

Providers = Mapping[str, Mapping[str, Any]]
"""Rows of `providers` by key."""


@dataclass(frozen=True)
class Owned:
    """`key` is the owner as it is kept, None for nobody; `who` and `kind` are in bokmål."""

    key: str | None
    who: str | None
    kind: str
    may_change: bool
    is_reader: bool


def owned(placement: Mapping[str, Any], caller: Caller, providers: Providers) -> Owned:
    """The owner of a row of `placements`. What is somebody else's is changed by a supervisor alone."""
    owner, provider_id = placement["owner_id"], placement["provider_id"]
    provider = providers.get(provider_id or "", {"name": provider_id, "kind": ProviderKind.OTHER})
    sort = None if provider_id is None else ProviderKind(provider["kind"])
    called = labels.PROVIDER_KINDS.get(sort or "", "")
    said = {
        OwnerKind.SPECIALIST: "jobbspesialist",
        OwnerKind.FOR_PROVIDER: f"veileder hos {provider['name']} ({called})",
        OwnerKind.PROVIDER: called,
        OwnerKind.NOBODY: "",
    }
    key = owner or provider_id
    return Owned(
        key=key,
        who=words.who(owner, caller.user) or provider["name"],
        kind=said[owner_kind(owner, sort)],
        may_change=key in (None, caller.user) or Role.SUPERVISOR in caller.roles,
        is_reader=owner == caller.user,
    )


def providers_of(state: State) -> dict[str, dict[str, Any]]:
    """Every provider by key, in the order of their names."""
    return {row["provider_id"]: row for row in state.database.read("providers").sort("name").to_dicts()}
