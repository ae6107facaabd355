from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller, Role
from serving.permissions import PUBLIC, ROUTES, Person, check_ranking, check_route, may_audit, may_see, visible
from serving.permissions_page import permissions_page
from serving.problems import ProblemError
from serving.settings import Auth, ServiceSettings

PERSON = Person(ParticipantId("p-1"), "0806", "Z990001", simulated=True, protection=Protection.NONE)
DEVELOPMENT = ServiceSettings(auth=Auth.DEVELOPMENT)


def caller(*roles: Role, user: str = "Z990001", offices: tuple[str, ...] | None = ("0806",), groups=()) -> Caller:
    return Caller(user, frozenset(roles), None if offices is None else frozenset(offices), frozenset(groups))


def all_routes(app):
    """Every method and path that the application answers, also those outside OpenAPI."""
    found = set()
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        for one in [route] if inner is None else inner.routes:
            found |= {(method, one.path) for method in one.methods if method != "HEAD"}
    return found


def test_every_route_has_a_rule_and_every_rule_a_route(shared):
    assert all_routes(shared.app) == set(ROUTES)


def test_a_route_without_a_rule_is_open_to_nobody():
    with pytest.raises(ProblemError) as refused:
        check_route(caller(*Role), "GET", "/v1/new")
    assert refused.value.status == 403


@pytest.mark.parametrize(("method", "path"), [key for key, rule in ROUTES.items() if rule is not PUBLIC])
def test_every_route_with_a_rule_asks_it(client, method, path):
    """A route that forgot to ask would answer something else to an operator or a specialist than its rule."""
    address = re.sub(r"\{\w+\}", "0" * 32, path)
    for role in Role:
        answer = client.request(method, address, headers={"X-Development-Roles": role.value}, json={})
        assert (answer.status_code == 403) == (role not in ROUTES[method, path].roles)


@pytest.mark.parametrize(("path"), [path for (_, path), rule in ROUTES.items() if rule is PUBLIC])
def test_public_routes_need_no_caller(client, path):
    address = path.replace("{name}", "rettplass.css")
    assert client.get(address, headers={"X-Development-Roles": "nobody"}).status_code == 200


def test_a_specialist_sees_the_own_caseload():
    assert may_see(caller(Role.SPECIALIST), PERSON, DEVELOPMENT)
    assert not may_see(caller(Role.SPECIALIST, user="Z990002"), PERSON, DEVELOPMENT)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CASE_SYSTEM])
def test_a_supervisor_and_a_case_system_see_their_offices(role):
    assert may_see(caller(role, user="other"), PERSON, DEVELOPMENT)
    assert not may_see(caller(role, user="other", offices=("0301",)), PERSON, DEVELOPMENT)
    assert not may_see(caller(role, user="Z990001", offices=()), PERSON, DEVELOPMENT)
    assert may_see(caller(role, user="other", offices=None), PERSON, DEVELOPMENT)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_an_operator_and_an_auditor_see_nobody(role):
    assert not may_see(caller(role, offices=None), PERSON, DEVELOPMENT)


PROTECTED = [kind for kind in Protection if kind is not Protection.NONE]


@pytest.mark.parametrize("kind", PROTECTED)
def test_protected_people_are_there_for_those_with_the_group_for_that_kind(kind):
    person = replace(PERSON, protection=kind)
    for role in (Role.SPECIALIST, Role.SUPERVISOR, Role.CASE_SYSTEM):
        for other in PROTECTED:
            assert may_see(caller(role, groups=[other]), person, DEVELOPMENT) == (other is kind)
        assert not may_see(caller(role), person, DEVELOPMENT)
    assert may_audit(caller(Role.AUDITOR, groups=[kind]), person, DEVELOPMENT)
    assert not may_audit(caller(Role.AUDITOR), person, DEVELOPMENT)


def test_a_group_for_protected_people_gives_nobody_elses_people():
    somebody = caller(Role.SPECIALIST, user="Z990002", groups=PROTECTED)
    assert not may_see(somebody, replace(PERSON, protection=Protection.SHIELDED), DEVELOPMENT)
    assert not may_see(caller(Role.SUPERVISOR, offices=("0301",), groups=PROTECTED), PERSON, DEVELOPMENT)


def test_a_machine_has_no_caseload():
    assert not may_see(caller(Role.OPERATOR, Role.AUDITOR, user="Z990001"), PERSON, DEVELOPMENT)


callers = st.builds(
    Caller,
    st.sampled_from(["Z990001", "Z990002"]),
    st.frozensets(st.sampled_from(Role)),
    st.none() | st.frozensets(st.sampled_from(["0806", "0301"])),
    st.frozensets(st.sampled_from(PROTECTED)),
)
persons = st.builds(
    Person,
    st.just(ParticipantId("p-1")),
    st.sampled_from(["0806", "0301"]),
    st.sampled_from(["Z990001", "Z990002"]),
    st.booleans(),
    st.sampled_from(Protection),
)


@given(callers, persons, st.sampled_from(Auth))
def test_a_caseload_holds_exactly_whom_one_may_see(who, person, auth):
    row = pl.DataFrame([vars(person) | {"protection": person.protection.value, "participant_id": "p-1"}])
    settings = ServiceSettings(auth=auth)
    assert row.select(visible(who, settings)).item() == may_see(who, person, settings)


def test_real_people_need_another_mode_and_a_legal_basis():
    person = Person(ParticipantId("p-1"), "0806", "Z990001", simulated=False, protection=Protection.NONE)
    assert not may_see(caller(*Role, offices=None), person, DEVELOPMENT)
    with pytest.raises(ProblemError) as refused:
        check_ranking(person, ServiceSettings(auth=Auth.OIDC))
    assert refused.value.status == 403
    check_ranking(person, ServiceSettings(auth=Auth.OIDC, processing_basis="DPIA 1"))


def test_a_person_prints_masked():
    assert "p-1" not in repr(PERSON)
    assert "Z990001" not in repr(PERSON)


def test_the_page_says_what_the_table_says():
    page = permissions_page()
    row = "| `GET /v1/suggestions/{list_id}` | own caseload | own offices | own offices | – | without names |"
    assert row in page.splitlines()
    assert all(f"| `{method} {path}` |" in page for method, path in ROUTES)
    assert Path("docs/permissions.md").read_text("utf-8") == page, "run `make docs`"
