"""Keys of an issuer that runs as a process of its own, on a clock that the test moves."""

from __future__ import annotations

import json
import socket

import pytest

from serving.auth.keys import (
    FRESH_SECONDS,
    PAUSE_SECONDS,
    RENEWAL_SECONDS,
    RENEWALS,
    USABLE_SECONDS,
    Keys,
    KeysUnknownError,
)
from serving.outbound import Answer
from tests.serving import issuer as issuers


@pytest.fixture
def issuer():
    with issuers.running() as running:
        yield running


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(issuer, clock):
    return Keys(issuer.address, seconds=clock)


def kid(issuer) -> str:
    return issuer.ask("/jwks")["keys"][0]["kid"]


def names(keys, wanted):
    return [key.kid for key in keys.offered(wanted)]


def asked(issuer, keys, *wanted) -> int:
    """How often the issuer was asked for its keys while these were looked for."""
    before = issuer.ask("/asked")
    for one in wanted:
        names(keys, one)
    return issuer.ask("/asked") - before


def test_keys_are_fetched_once_and_held(issuer, keys, clock):
    known = kid(issuer)
    assert names(keys, known) == [known]
    assert asked(issuer, keys, known, known, known) == 0
    clock.now = FRESH_SECONDS
    assert asked(issuer, keys, known) == 0
    clock.now = FRESH_SECONDS + 1.0
    assert asked(issuer, keys, known, known) == 1


def test_a_rotated_key_is_found_by_asking_once(issuer, keys):
    first = kid(issuer)
    assert names(keys, first) == [first]
    second = issuer.ask("/rotate", {"keep": True})
    assert asked(issuer, keys, second, second, first) == 1
    assert names(keys, second) == [second]


def test_a_key_that_was_withdrawn_is_not_used_longer_than_keys_are_fresh(issuer, keys, clock):
    withdrawn = kid(issuer)
    assert names(keys, withdrawn) == [withdrawn]
    issuer.ask("/rotate", {"keep": False})
    clock.now = FRESH_SECONDS + 1.0
    assert names(keys, withdrawn) == []


def test_unknown_keys_do_not_make_us_a_burden(issuer, keys, clock):
    names(keys, kid(issuer))
    assert asked(issuer, keys, *(f"unknown-{n}" for n in range(50))) == RENEWALS
    clock.now = RENEWAL_SECONDS - 1.0
    assert asked(issuer, keys, "unknown") == 0
    clock.now = RENEWAL_SECONDS
    assert asked(issuer, keys, "unknown", "unknown") == 1


def test_a_token_that_names_no_key_is_offered_all_and_then_the_new_ones(issuer, keys):
    first = kid(issuer)
    assert names(keys, first) == [first]
    second = issuer.ask("/rotate", {"keep": True})
    assert names(keys, None) == [first, second, first]


def test_an_issuer_that_is_down_is_done_without_while_keys_are_young_enough(issuer, keys, clock):
    known = kid(issuer)
    names(keys, known)
    issuer.stop()
    clock.now = USABLE_SECONDS - 1.0
    assert names(keys, known) == [known]
    with pytest.raises(KeysUnknownError):
        names(keys, "unknown")
    clock.now = USABLE_SECONDS + 1.0
    with pytest.raises(KeysUnknownError):
        names(keys, known)


def test_without_a_key_held_nobody_is_known_and_the_issuer_is_tried_again(clock):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    keys = Keys(f"http://127.0.0.1:{port}", seconds=clock)
    for _ in range(2):
        with pytest.raises(KeysUnknownError):
            names(keys, "any")
    with issuers.running(port) as issuer:
        known = kid(issuer)
        with pytest.raises(KeysUnknownError):
            names(keys, known)
        clock.now = PAUSE_SECONDS
        assert names(keys, known) == [known]


HERE = "https://login.example.no"


def answering(**documents):
    """An issuer at `HERE` that answers these documents by the end of their path."""
    whole = {"openid-configuration": {"issuer": HERE, "jwks_uri": f"{HERE}/jwks"}} | documents

    def get(address):
        said = whole.get(address.rsplit("/", 1)[-1])
        return (
            Answer(404, b"")
            if said is None
            else Answer(200, said if isinstance(said, bytes) else json.dumps(said).encode())
        )

    return Keys(HERE, get)


@pytest.fixture
def public(issuer):
    return issuer.ask("/jwks")["keys"][0]


def test_maskinportens_discovery_document_has_another_name(public):
    document = {"issuer": HERE, "jwks_uri": f"{HERE}/jwks"}
    keys = answering(**{"openid-configuration": None, "oauth-authorization-server": document}, jwks={"keys": [public]})
    assert names(keys, public["kid"]) == [public["kid"]]


@pytest.mark.parametrize(
    "documents",
    [
        {"openid-configuration": {"issuer": "https://evil.example", "jwks_uri": f"{HERE}/jwks"}},
        {"openid-configuration": {"issuer": HERE, "jwks_uri": "http://login.example.no/jwks"}},
        {"openid-configuration": {"issuer": HERE, "jwks_uri": "file:///etc/jwks"}},
        {"openid-configuration": {"issuer": HERE}},
        {"openid-configuration": b"<html>"},
        {"openid-configuration": b"[" * 100_000},
        {"openid-configuration": [1]},
        {"jwks": {"keys": []}},
        {"jwks": {"keys": "many"}},
        {"jwks": None},
        {"jwks": {"keys": [{"kty": "oct", "kid": "k", "k": "c2VjcmV0"}]}},
        {"jwks": {"keys": [None, 7, {"kty": "RSA"}, {"kty": ["RSA"]}, {"kty": "EC", "crv": "P-256", "x": 1, "y": 2}]}},
    ],
    ids=lambda said: str(said)[:60],
)
def test_what_is_no_issuers_answer_gives_no_key(public, documents):
    with pytest.raises(KeysUnknownError):
        names(answering(**{"jwks": {"keys": [public]}} | documents), public["kid"])


def test_only_keys_for_signatures_that_are_long_enough_count(public):
    short = {"kty": "RSA", "kid": "short", "e": "AQAB", "n": "u" * 171}
    others = [public | {"kid": "enc", "use": "enc"}, short, {"kty": "oct", "kid": "oct", "k": "c2VjcmV0c2VjcmV0"}, "x"]
    keys = answering(jwks={"keys": [*others, public]})
    assert names(keys, None) == [public["kid"], public["kid"]]
