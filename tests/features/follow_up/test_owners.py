from __future__ import annotations

import pytest

from features.follow_up.owners import OwnerKind, owner_kind
from features.vocabulary import ProviderKind


@pytest.mark.parametrize(
    ("owner_id", "provider", "kind"),
    [
        ("Z990001", None, OwnerKind.SPECIALIST),
        ("Z990001", ProviderKind.NAV, OwnerKind.SPECIALIST),
        ("Vera", ProviderKind.GROWTH_ENTERPRISE, OwnerKind.FOR_PROVIDER),
        (None, ProviderKind.REHABILITATION_ENTERPRISE, OwnerKind.PROVIDER),
        (None, None, OwnerKind.NOBODY),
    ],
)
def test_the_kind_of_an_owner(owner_id, provider, kind):
    assert owner_kind(owner_id, provider) is kind
