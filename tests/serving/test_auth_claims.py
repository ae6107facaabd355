from __future__ import annotations

import pytest

from features.vocabulary import Protection
from serving.auth import Caller, Role
from serving.auth.claims import ClaimsError, caller_from
from serving.settings import ServiceSettings

SETTINGS = ServiceSettings(
    role_groups={"specialist": "g-spec", "supervisor": ["g-sup", "g-lead"], "case_system": "g-case"},
    office_groups={"0806": ["g-0806", "c-0806", "0192:889640782"], "0301": "g-0301", "*": "g-all"},
    protection_groups={"confidential": "g-7", "strictly_confidential": "g-6", "shielded": "g-shield"},
)
NOTHING = frozenset()


def person(*groups, **claims):
    return caller_from({"NAVident": "Z990001", "groups": list(groups)} | claims, SETTINGS)


def machine(settings=SETTINGS, **claims):
    return caller_from({"azp": "c-1"} | claims, settings)


def test_a_person_is_what_the_groups_say():
    assert person("g-spec", "g-0806", "g-other") == Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset({"0806"}))
    assert person("g-lead", "g-0301", "g-0806").offices == {"0301", "0806"}
    assert person("g-sup", "g-all").offices is None
    assert person("g-spec", "g-6").protections == {Protection.STRICTLY_CONFIDENTIAL}


def test_a_person_without_groups_is_somebody_without_roles():
    for claims in ({"groups": None}, {"groups": []}, {"groups": {"g-spec": 1}}, {"groups": [["g-spec"], 7, None]}):
        assert person(**claims) == Caller("Z990001", NOTHING, NOTHING)


def test_roles_and_scopes_give_a_person_nothing():
    claims = {"roles": ["case_system", "g-case"], "scope": "nav:rettplass/case_system", "scp": "case_system"}
    assert person(**claims).roles == NOTHING


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"roles": ["case_system"]}, Role.CASE_SYSTEM),
        ({"roles": ["auditor", "access_as_application"]}, Role.AUDITOR),
        ({"roles": ["g-case"]}, Role.CASE_SYSTEM),
        ({"scope": "nav:rettplass/case_system nav:other/thing"}, Role.CASE_SYSTEM),
        ({"scope": "operator"}, Role.OPERATOR),
    ],
    ids=str,
)
def test_a_machine_has_its_role_by_roles_or_scope(claims, role):
    assert machine(**claims) == Caller("c-1", frozenset({role}), NOTHING, machine=True)


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["specialist", "supervisor"]},
        {"groups": ["g-case", "case_system"]},
        {"scope": "evil:x/case_system"},
        {"scope": "nav:rettplass/case_system2"},
        {"scope": 7, "roles": {"case_system": True}},
    ],
    ids=str,
)
def test_what_gives_a_machine_no_role(claims):
    assert machine(**claims).roles == NOTHING


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["g-0806"]},
        {"groups": ["g-0806"]},
        {"scope": "x g-0806"},
        {"azp": "c-0806"},
        {"consumer": {"authority": "iso6523-actorid-upis", "ID": "0192:889640782"}},
    ],
    ids=str,
)
def test_a_machine_has_offices_by_whatever_names_it(claims):
    assert machine(**claims).offices == {"0806"}


def test_a_machine_sees_protected_people_only_by_a_group_for_it():
    assert machine(roles=["case_system"]).protections == NOTHING
    assert machine(roles=["case_system", "g-7"]).protections == {Protection.CONFIDENTIAL}


@pytest.mark.parametrize("name", ["azp", "appid", "client_id", "sub"])
def test_a_machine_is_named_by_its_client(name):
    assert caller_from({name: "c-9", "sub": "c-9"}, SETTINGS).user == "c-9"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"NAVident": None},
        {"NAVident": ""},
        {"NAVident": ["Z990001"]},
        {"NAVident": "Z990001\nsuid=Z990002"},
        {"azp": "c 1"},
        {"azp": "c" * 129},
        {"azp": "c-1", "scp": "user_impersonation", "roles": ["case_system"]},
        {"azp": "c-1", "idtyp": "user", "roles": ["case_system"]},
    ],
    ids=str,
)
def test_claims_that_name_nobody_we_could_hold_to_account(claims):
    with pytest.raises(ClaimsError):
        caller_from(claims, SETTINGS)


def test_a_provider_of_machines_knows_no_people():
    claims = {"NAVident": "Z990001", "groups": ["g-spec"]}
    with pytest.raises(ClaimsError):
        caller_from(claims, SETTINGS, machines_only=True)
