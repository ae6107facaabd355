"""Tokens against an issuer that runs as a process of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.datastructures import Headers

from serving.auth import Role
from serving.auth.tokens import LEEWAY_SECONDS, LONGEST_TOKEN, TokenCallers, providers
from serving.problems import ProblemError
from serving.settings import Auth, ServiceSettings
from tests.serving import issuer as issuers

NOW = 1_800_000_000
MINUTE = 60


@pytest.fixture(scope="module")
def issuer():
    with issuers.running() as running:
        yield running


@pytest.fixture(scope="module")
def callers(issuer):
    settings = ServiceSettings(
        auth=Auth.OIDC,
        oidc_issuer=issuer.address,
        oidc_audience="rettplass",
        role_groups={"specialist": "g-spec"},
        office_groups={"0806": "g-0806"},
    )
    return TokenCallers(settings, providers(settings))


@pytest.fixture
def claims(issuer):
    """Claims that hold now; None leaves one out."""
    whole = {"iss": issuer.address, "aud": "rettplass", "iat": NOW, "nbf": NOW, "exp": NOW + 5 * MINUTE}
    person = {"NAVident": "Z990001", "groups": ["g-spec", "g-0806"]}
    return lambda **changes: {k: v for k, v in (whole | person | changes).items() if v is not None}


def ask(callers, token, now=NOW):
    return callers.caller(Headers({"authorization": f"Bearer {token}"}), now)


def refusal(callers, token, now=NOW):
    with pytest.raises(ProblemError) as refused:
        ask(callers, token, now)
    return refused.value


def encoded(said) -> str:
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_true_token_names_the_caller(callers, issuer, claims):
    token = issuer.token(claims())
    caller = ask(callers, token)
    assert (caller.user, caller.roles, caller.offices) == ("Z990001", {Role.SPECIALIST}, {"0806"})
    assert caller.token == token
    assert token not in repr(caller)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_an_rsa_key_signs_in_two_ways(callers, issuer, claims, algorithm):
    assert ask(callers, issuer.token(claims(), alg=algorithm)).user == "Z990001"


def test_an_elliptic_key_signs_too(callers, issuer, claims):
    issuer.ask("/rotate", {"keep": True, "kty": "EC"})
    assert ask(callers, issuer.token(claims(), alg="ES256")).user == "Z990001"
    issuer.ask("/rotate", {"keep": True})


@pytest.mark.parametrize("aud", [["rettplass"], ["other", "rettplass"]], ids=str)
def test_one_of_several_audiences_is_enough(callers, issuer, claims, aud):
    assert ask(callers, issuer.token(claims(aud=aud))).user == "Z990001"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": []},
        {"aud": None},
        {"aud": "rettplass2"},
        {"aud": {"rettplass": 1}},
        {"iss": "https://login.example.no"},
        {"iss": None},
        {"iss": ["x"]},
        {"exp": None},
        {"exp": NOW - LEEWAY_SECONDS},
        {"exp": 0},
        {"exp": "2099-01-01"},
        {"exp": True},
        {"exp": float("nan")},
        {"nbf": NOW + LEEWAY_SECONDS + 1},
        {"nbf": "soon"},
        {"iat": NOW + LEEWAY_SECONDS + 1},
        {"NAVident": None},
        {"NAVident": "Z990001 or 1=1"},
    ],
    ids=str,
)
def test_well_signed_and_still_refused(callers, issuer, claims, changes):
    assert refusal(callers, issuer.token(claims(**changes))).status == 401


def test_the_clocks_may_be_a_little_apart(callers, issuer, claims):
    late = issuer.token(claims(exp=NOW - LEEWAY_SECONDS + 1))
    early = issuer.token(claims(nbf=NOW + LEEWAY_SECONDS, iat=NOW + LEEWAY_SECONDS))
    assert [ask(callers, token).user for token in (late, early)] == ["Z990001", "Z990001"]


def test_a_token_that_held_does_not_when_it_is_over(callers, issuer, claims):
    token = issuer.token(claims())
    assert ask(callers, token, NOW + 5 * MINUTE).user == "Z990001"
    assert refusal(callers, token, NOW + 5 * MINUTE + LEEWAY_SECONDS).status == 401


def test_every_refusal_reads_the_same(callers, issuer, claims):
    refused = [refusal(callers, issuer.token(claims(**c))) for c in ({"aud": "x"}, {"exp": 0}, {"NAVident": None})]
    assert {(r.status, r.detail, str(r.headers)) for r in refused} == {
        (401, "The token is not valid here, or no longer.", "{'WWW-Authenticate': 'Bearer error=\"invalid_token\"'}")
    }


def forgeries(issuer, claims):
    """Tokens that somebody without the provider's key can make, by how."""
    key = issuer.ask("/jwks")["keys"][0]
    own = RSAKey.generate_key(2048)
    header, body, signature = issuer.token(claims()).split(".")
    unsigned = {"alg": "none", "kid": key["kid"], "typ": "JWT"}
    promoted = claims(groups=["g-spec", "g-all"])
    pem = RSAKey.import_key(key).as_pem(private=False)

    def by_secret(secret: bytes) -> str:
        signing = f"{encoded({'alg': 'HS256', 'kid': key['kid']})}.{encoded(claims())}"
        return f"{signing}.{encoded(hmac.digest(secret, signing.encode(), hashlib.sha256))}"

    own_jwk = own.as_dict(private=False)
    yield "signed with another key", jwt.encode({"alg": "RS256", "kid": key["kid"]}, claims(), own)
    yield "with its own key in the header", jwt.encode({"alg": "RS256", "jwk": own_jwk}, claims(), own)
    yield "with an address for its key", jwt.encode({"alg": "RS256", "jku": "http://evil.example/jwks"}, claims(), own)
    yield "naming an unknown key", jwt.encode({"alg": "RS256", "kid": "mine"}, claims(), own)
    yield "naming no key", jwt.encode({"alg": "RS256"}, claims(), own)
    yield "not signed", f"{encoded(unsigned)}.{encoded(claims())}."
    yield "not signed, in capitals", f"{encoded(unsigned | {'alg': 'NONE'})}.{encoded(claims())}."
    yield "not signed, with a true signature", f"{encoded(unsigned)}.{body}.{signature}"
    yield "without algorithm", f"{encoded({'kid': key['kid']})}.{body}.{signature}"
    yield "the public key as a secret, PEM", by_secret(pem)
    yield "the public key as a secret, modulus", by_secret(key["n"].encode())
    yield "the public key as a secret, JSON", by_secret(json.dumps(key).encode())
    yield "an empty secret", by_secret(b"")
    yield "another body under a true signature", f"{header}.{encoded(promoted)}.{signature}"
    yield "another header over a true signature", f"{encoded({'alg': 'PS256', 'kid': key['kid']})}.{body}.{signature}"
    yield "a signature cut short", f"{header}.{body}.{signature[:-10]}"
    yield "no signature", f"{header}.{body}."
    yield "no signature at all", f"{header}.{body}"
    critical = {"alg": "RS256", "kid": key["kid"], "crit": ["x"], "x": 1}
    yield "a critical header nobody knows", f"{encoded(critical)}.{body}.{signature}"
    yield "a key named by a list", f"{encoded({'alg': 'RS256', 'kid': [key['kid']]})}.{body}.{signature}"
    yield "an algorithm that is a list", f"{encoded({'alg': ['RS256'], 'kid': key['kid']})}.{body}.{signature}"
    yield "encrypted", f"{encoded({'alg': 'RSA-OAEP', 'enc': 'A256GCM', 'kid': key['kid']})}.a.b.c.d"
    yield "deep", f"{header}.{encoded(b'[' * 5000 + b']' * 5000)}.{signature}"
    yield "deep header", f"{encoded(b'[' * 5000)}.{body}.{signature}"
    yield "a body that is no object", f"{header}.{encoded([1])}.{signature}"
    yield "a body that is no JSON", f"{header}.{encoded(bytes([255, 254]))}.{signature}"


def test_no_forgery_is_taken(callers, issuer, claims):
    for how, token in forgeries(issuer, claims):
        assert refusal(callers, token).status == 401, how


@given(st.binary(max_size=200))
def test_garbage_is_no_caller(callers, garbage):
    assert refusal(callers, garbage.decode("latin-1")).status == 401


@given(st.tuples(*[st.binary(max_size=80)] * 3))
def test_garbage_in_the_shape_of_a_token_is_no_caller(callers, parts):
    assert refusal(callers, ".".join(map(encoded, parts))).status == 401


@pytest.mark.parametrize("scheme", ["", "Basic ", "bearer: ", "Token ", "BearerX "])
def test_a_token_stands_under_its_scheme(callers, issuer, claims, scheme):
    with pytest.raises(ProblemError) as refused:
        callers.caller(Headers({"authorization": scheme + issuer.token(claims())}), NOW)
    assert (refused.value.status, refused.value.headers) == (401, {"WWW-Authenticate": "Bearer"})


def test_no_header_no_caller(callers):
    with pytest.raises(ProblemError) as refused:
        callers.caller(Headers({"x-development-user": "Z990001", "x-development-roles": "supervisor"}), NOW)
    assert refused.value.status == 401


def test_two_tokens_are_none(callers, issuer, claims):
    token = f"Bearer {issuer.token(claims())}".encode()
    with pytest.raises(ProblemError) as refused:
        callers.caller(Headers(raw=[(b"authorization", token), (b"authorization", token)]), NOW)
    assert refused.value.status == 401


def test_a_token_with_hundreds_of_groups_is_read_and_a_huge_one_is_not(callers, issuer, claims):
    groups = [f"00000000-0000-0000-0000-{n:012}" for n in range(250)]
    assert ask(callers, issuer.token(claims(groups=["g-spec", *groups]))).roles == {Role.SPECIALIST}
    huge = issuer.token(claims(filler="x" * LONGEST_TOKEN))
    assert refusal(callers, huge).status == 401


def test_a_second_provider_gives_machines_and_no_people(issuer, claims):
    with issuers.running() as second:
        settings = ServiceSettings(
            auth=Auth.OIDC,
            oidc_issuer=issuer.address,
            oidc_audience="rettplass",
            maskinporten_issuer=second.address,
            maskinporten_audience="https://rettplass.example.no",
            role_groups={"specialist": "g-spec"},
        )
        callers = TokenCallers(settings, providers(settings))
        theirs = {"iss": second.address, "aud": "https://rettplass.example.no"}
        scope = theirs | {"NAVident": None, "client_id": "c-1", "scope": "nav:rettplass/case_system"}
        machine = ask(callers, second.token(claims(**scope)))
        assert (machine.user, machine.roles, machine.machine) == ("c-1", {Role.CASE_SYSTEM}, True)
        assert refusal(callers, second.token(claims(**theirs))).status == 401
        assert refusal(callers, second.token(claims(**scope | {"aud": "rettplass"}))).status == 401
        assert refusal(callers, second.token(claims())).status == 401
        assert ask(callers, issuer.token(claims())).user == "Z990001"
