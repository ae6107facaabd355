from __future__ import annotations

import pytest

from serving.auth import Caller, Role, UnsafeStartError, development_caller, is_loopback, refuse_unsafe_start
from serving.problems import ProblemError
from serving.settings import Auth


def headers(**given):
    return {f"x-development-{name}": value for name, value in given.items()}


def test_without_headers_the_developer_has_every_role_and_office():
    assert development_caller({}) == Caller("Z990000", frozenset(Role), None)


def test_headers_make_it_somebody_else():
    caller = development_caller(headers(user="Z990001", roles="specialist, supervisor", offices="0806,0301"))
    assert caller == Caller("Z990001", frozenset({Role.SPECIALIST, Role.SUPERVISOR}), frozenset({"0806", "0301"}))


def test_somebody_else_has_the_least_that_is_not_said():
    assert development_caller(headers(user="Z990001")) == Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset())
    assert development_caller(headers(roles="auditor")) == Caller("Z990000", frozenset({Role.AUDITOR}), None)
    assert development_caller(headers(user="Z990000", roles="")).roles == frozenset({Role.SPECIALIST})


@pytest.mark.parametrize(
    "given",
    [
        headers(user="Z990001; drop"),
        headers(user=""),
        headers(user="x" * 65),
        headers(roles="root"),
        headers(offices="08"),
    ],
    ids=str,
)
def test_headers_that_make_no_sense_are_bad_input(given):
    with pytest.raises(ProblemError) as refused:
        development_caller(given)
    assert refused.value.status == 422


def test_a_token_is_refused_in_development():
    with pytest.raises(ProblemError) as refused:
        development_caller({"authorization": "Bearer x"})
    assert refused.value.status == 401


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_loopback(host):
    assert is_loopback(host)
    refuse_unsafe_start(Auth.DEVELOPMENT, host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.no", "", "127.0.0.1.example.no", "0", "127.1"])
def test_every_other_address_is_refused_in_development(host):
    with pytest.raises(UnsafeStartError, match="loopback"):
        refuse_unsafe_start(Auth.DEVELOPMENT, host)


def test_oidc_does_not_start_before_it_is_built():
    with pytest.raises(UnsafeStartError, match="not built yet"):
        refuse_unsafe_start(Auth.OIDC, "127.0.0.1")
