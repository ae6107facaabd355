from __future__ import annotations

from pathlib import Path

import pytest

from serving.auth import Caller, Role
from serving.auth.development import development_caller
from serving.auth.start import UnsafeStartError, refuse_unsafe_start
from serving.outbound import is_loopback
from serving.problems import ProblemError
from serving.settings import Auth, ServiceSettings

PROVIDER = {"oidc_issuer": "https://login.example.no/tenant/v2.0", "oidc_audience": "rettplass"}


def headers(**given):
    return {f"x-development-{name}": value for name, value in given.items()}


@pytest.fixture
def start(tmp_path):
    """Start with these settings, which write their audit log where they can."""
    return lambda **given: refuse_unsafe_start(ServiceSettings(**({"audit_log": tmp_path / "audit.log"} | given)))


def test_without_headers_the_developer_has_every_role_and_office():
    assert development_caller({}) == Caller("Z990000", frozenset(Role), None)


def test_headers_make_it_somebody_else():
    caller = development_caller(headers(user="Z990001", roles="specialist, supervisor", offices="0806,0301"))
    assert caller == Caller("Z990001", frozenset({Role.SPECIALIST, Role.SUPERVISOR}), frozenset({"0806", "0301"}))


def test_somebody_else_has_the_least_that_is_not_said():
    assert development_caller(headers(user="Z990001")) == Caller("Z990001", frozenset({Role.SPECIALIST}), frozenset())
    assert development_caller(headers(roles="auditor")) == Caller("Z990000", frozenset({Role.AUDITOR}), None)
    assert development_caller(headers(user="Z990000", roles="")).roles == frozenset({Role.SPECIALIST})


def test_nobody_in_development_has_a_group_for_protected_people():
    assert development_caller({}).protections == frozenset()


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
def test_loopback(start, host):
    assert is_loopback(host)
    start(host=host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.no", "", "127.0.0.1.example.no", "0", "127.1"])
def test_every_other_address_is_refused_in_development_and_taken_with_tokens(start, host):
    with pytest.raises(UnsafeStartError, match="loopback"):
        start(host=host)
    start(host=host, auth=Auth.OIDC, **PROVIDER)


@pytest.mark.parametrize("missing", list(PROVIDER))
@pytest.mark.parametrize("empty", [None, ""])
def test_without_issuer_or_audience_it_does_not_start(start, missing, empty):
    with pytest.raises(UnsafeStartError, match=f"RETTPLASS_{missing.upper()}"):
        start(auth=Auth.OIDC, **PROVIDER | {missing: empty})


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example.no", "login.example.no", "file:///keys", "https://", "https://a.no?x=1", "https://u@a.no"],
)
def test_an_issuer_whose_keys_could_be_anybodys_is_refused(start, issuer):
    with pytest.raises(UnsafeStartError, match="RETTPLASS_OIDC_ISSUER must be"):
        start(auth=Auth.OIDC, **PROVIDER | {"oidc_issuer": issuer})
    with pytest.raises(UnsafeStartError, match="RETTPLASS_MASKINPORTEN_ISSUER must be"):
        start(auth=Auth.OIDC, **PROVIDER, maskinporten_issuer=issuer, maskinporten_audience="rettplass")


def test_half_a_second_provider_is_refused(start):
    with pytest.raises(UnsafeStartError, match="RETTPLASS_MASKINPORTEN_AUDIENCE"):
        start(auth=Auth.OIDC, **PROVIDER, maskinporten_issuer="https://maskinporten.no/")


def test_without_an_audit_log_it_does_not_start(start, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UnsafeStartError, match="RETTPLASS_AUDIT_LOG"):
        start(audit_log=tmp_path / "file" / "audit.log")
    with pytest.raises(UnsafeStartError, match="RETTPLASS_AUDIT_LOG"):
        start(audit_log=Path("/"))


@pytest.mark.parametrize(
    "groups",
    [
        {"role_groups": {"director": "g"}},
        {"role_groups": {"auditor": ""}},
        {"role_groups": {"auditor": []}},
        {"office_groups": {"806": "g"}},
        {"protection_groups": {"none": "g"}},
        {"protection_groups": {"secret": "g"}},
    ],
    ids=str,
)
def test_groups_that_make_no_sense_are_refused(groups):
    with pytest.raises(ValueError, match=next(iter(groups))):
        ServiceSettings(**groups)


def test_a_group_may_be_one_or_several():
    settings = ServiceSettings(role_groups={"auditor": "a", "operator": ["b", "c"]}, office_groups={"*": "d"})
    assert settings.role_groups == {Role.AUDITOR: {"a"}, Role.OPERATOR: {"b", "c"}}
    assert settings.office_groups == {"*": {"d"}}
