from __future__ import annotations

import pytest

from features.vocabulary import ParticipantId, Protection
from serving.auth import Caller, Role
from serving.permissions import PUBLIC, ROUTES, Person, check_ranking, check_route, may_see
from serving.problems import ProblemError
from serving.settings import Auth, ServiceSettings

PERSON = Person(ParticipantId("p-1"), "0806", "Z990001", simulated=True, protection=Protection.NONE)
DEVELOPMENT = ServiceSettings(auth=Auth.DEVELOPMENT)


def caller(*roles: Role, user: str = "Z990001", offices: tuple[str, ...] | None = ("0806",)) -> Caller:
    return Caller(user, frozenset(roles), None if offices is None else frozenset(offices))


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


@pytest.mark.parametrize(("method", "path"), [key for key, roles in ROUTES.items() if roles is not PUBLIC])
def test_every_route_with_a_rule_asks_it(client, method, path):
    """A route that forgot to ask would answer something else to an operator or a specialist than its rule."""
    address = path.replace("{participant_id}", "p-1").replace("{list_id}", "0" * 32)
    for role in Role:
        answer = client.request(method, address, headers={"X-Development-Roles": role.value}, json={})
        assert (answer.status_code == 403) == (role not in ROUTES[method, path])


@pytest.mark.parametrize(("path"), [path for (_, path), roles in ROUTES.items() if roles is PUBLIC])
def test_public_routes_need_no_caller(client, path):
    assert client.get(path, headers={"X-Development-Roles": "nobody"}).status_code == 200


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


@pytest.mark.parametrize("protection", [p for p in Protection if p is not Protection.NONE])
def test_protected_people_exist_for_nobody_yet(protection):
    person = Person(ParticipantId("p-1"), "0806", "Z990001", simulated=True, protection=protection)
    assert not may_see(caller(*Role, offices=None), person, DEVELOPMENT)


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
