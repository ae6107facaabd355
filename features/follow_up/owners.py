"""Of which kind the owner of a placement's follow-up is: a specialist, somebody at a provider, or a provider itself.

A person owns follow-up by `owner_id`, an organisation by `provider_id`; where both are given the person does it on the
organisation's behalf. Nav's own organisation makes no difference to who somebody is.
"""

from __future__ import annotations

from enum import StrEnum

from features.vocabulary import ProviderKind


class OwnerKind(StrEnum):
    """Who follows up."""

    SPECIALIST = "specialist"
    FOR_PROVIDER = "for_provider"
    PROVIDER = "provider"
    NOBODY = "nobody"


def owner_kind(owner_id: str | None, provider: ProviderKind | None) -> OwnerKind:
    """The kind of owner; `provider` is the kind of the organisation that is given, if any."""
    if owner_id is None:
        return OwnerKind.NOBODY if provider is None else OwnerKind.PROVIDER
    return OwnerKind.SPECIALIST if provider in (None, ProviderKind.NAV) else OwnerKind.FOR_PROVIDER
