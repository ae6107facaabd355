from __future__ import annotations

import pytest

from serving.auth import Caller, Role
from serving.pages.jobs.owned import owned

PROVIDERS = {
    "v-1": {"name": "Solbakk Vekst", "kind": "growth_enterprise"},
    "v-2": {"name": "Nav", "kind": "nav"},
}
SPECIALIST = Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset({"0806"}))
SUPERVISOR = Caller("sup", frozenset({Role.SUPERVISOR}), frozenset({"0806"}))


@pytest.mark.parametrize(
    ("owner", "provider", "who", "kind"),
    [
        ("Z990001", None, "Du", "jobbspesialist"),
        ("Z990002", "v-2", "Z990002", "jobbspesialist"),
        ("Vera", "v-1", "Vera", "veileder hos Solbakk Vekst (vekstbedrift)"),
        (None, "v-1", "Solbakk Vekst", "vekstbedrift"),
        (None, "v-gone", "v-gone", "tiltaksarrangør"),
        (None, None, None, ""),
    ],
)
def test_who_owns_it_and_of_which_kind(owner, provider, who, kind):
    made = owned({"owner_id": owner, "provider_id": provider}, SPECIALIST, PROVIDERS)
    assert (made.who, made.kind) == (who, kind)


def test_what_is_nobodys_or_ones_own_may_be_changed_and_what_is_anothers_by_a_supervisor():
    rows = [{"owner_id": owner, "provider_id": None} for owner in (None, "Z990001", "Z990002")]
    assert [owned(row, SPECIALIST, {}).may_change for row in rows] == [True, True, False]
    assert [owned(row, SUPERVISOR, {}).may_change for row in rows] == [True, True, True]
