"""The service in `oidc` against a login provider that somebody else wrote, running as a process of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from serving.pages.layout.tokens import FIELD

PEOPLE = {
    "kari": {"NAVident": "Z990001", "groups": ["g-spec"]},
    "per": {"NAVident": "Z990005", "groups": ["g-sup", "g-0806"]},
    "six": {"NAVident": "Z990001", "groups": ["g-spec", "g-7"]},
    "machine": {"azp": "jobbsporet", "roles": ["case_system"], "groups": ["g-0301"]},
    "nobody": {"NAVident": "Z990009", "groups": ["g-other"]},
}
GROUPS = {
    "role_groups": {"specialist": "g-spec", "supervisor": "g-sup"},
    "office_groups": {"0806": "g-0806", "0301": "g-0301"},
    "protection_groups": {"confidential": "g-7"},
}


class Provider:
    """`address` is the issuer; `token` logs somebody in and gives the ID token."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.address = client, str(client.base_url).rstrip("/")

    def token(self, who: str, audience: str = "rettplass") -> str:
        asked = {
            "client_id": audience,
            "redirect_uri": "http://localhost/back",
            "response_type": "code",
            "scope": "openid",
        }
        sent_back = self.client.post("/oauth2/authorize", params=asked, data={"sub": who}).headers["location"]
        code = parse_qs(urlsplit(sent_back).query)["code"][0]
        given = {"grant_type": "authorization_code", "code": code, "client_secret": "s"} | asked
        return self.client.post("/oauth2/token", data=given).json()["id_token"]

    def key(self) -> dict[str, str]:
        return self.client.get("/jwks").json()["keys"][0]


@contextmanager
def provider(port: int = 0):
    claims = [a for name, said in PEOPLE.items() for a in ("--user-claims", json.dumps({"sub": name} | said))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port), *claims]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            running = next(found for line in process.stderr if (found := re.search(r"127\.0\.0\.1:(\d+)", line)))
            with httpx.Client(base_url=f"http://localhost:{running.group(1)}", trust_env=False) as client:
                yield Provider(client)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def login():
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def protected(login, matcher, tmp_path_factory, served):
    """A service that takes this provider's tokens."""
    known = {"auth": "oidc", "oidc_issuer": login.address, "oidc_audience": "rettplass", "host": "0.0.0.0"}
    with served(tmp_path_factory.mktemp("oidc"), matcher, **known, **GROUPS) as service:
        yield service.client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("kari", ["p-1", "p-2", "p-left", "p-real"]),
        ("per", ["p-1", "p-2", "p-3", "p-left", "p-real"]),
        ("six", ["p-1", "p-2", "p-left", "p-protected", "p-real"]),
        ("machine", ["p-4"]),
    ],
)
def test_everybody_sees_what_the_token_gives(login, protected, who, sees):
    headers = bearer(login.token(who))
    listed = protected.get("/v1/participants", headers=headers).json()["items"]
    assert [one["participant_id"] for one in listed] == sees
    everybody = ["p-1", "p-2", "p-3", "p-4", "p-left", "p-protected", "p-real"]
    opened = [p for p in everybody if protected.get(f"/v1/participants/{p}", headers=headers).status_code == 200]
    assert opened == sees


def test_somebody_without_roles_may_do_nothing(login, protected):
    assert protected.get("/v1/model", headers=bearer(login.token("nobody"))).status_code == 403


def test_whoever_has_the_group_gets_a_list_for_a_protected_person(login, protected):
    asked = {"participant_id": "p-protected"}
    assert protected.post("/v1/suggestions", json=asked, headers=bearer(login.token("six"))).status_code == 200
    assert protected.post("/v1/suggestions", json=asked, headers=bearer(login.token("kari"))).status_code == 404


def test_the_pages_take_the_token_that_the_proxy_puts_on(login, protected):
    headers = bearer(login.token("kari"))
    drawn = protected.get("/deltakere", headers=headers).text
    assert "p-1" in drawn
    token = re.search(f'name="{FIELD}" value="([^"]+)"', drawn)[1]
    shown = protected.post("/forslag", data={"participant_id": "p-1", FIELD: token}, headers=headers)
    assert shown.status_code == 200
    assert protected.get(shown.url.path).status_code == 401


def test_development_headers_mean_nothing(login, protected):
    developer = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist,supervisor"}
    assert protected.get("/v1/participants", headers=developer).status_code == 401
    as_another = bearer(login.token("machine")) | developer
    listed = protected.get("/v1/participants", headers=as_another).json()["items"]
    assert [one["participant_id"] for one in listed] == ["p-4"]


def test_who_may_ask_without_a_token(protected):
    internal = ("/internal/isalive", "/internal/isready", "/internal/metrics")
    for path in (*internal, "/openapi.json", "/docs", "/statisk/rettplass.css"):
        assert protected.get(path).status_code == 200


def test_a_refusal_says_what_to_bring(protected):
    answer = protected.get("/v1/participants")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 401


def encoded(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def test_forged_wrong_and_confused_tokens(login, protected):
    true, key, own = login.token("kari"), login.key(), RSAKey.generate_key(2048)
    header, body, signature = true.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    signing = f"{encoded({'alg': 'HS256', 'typ': 'JWT'})}.{body}"
    pem = RSAKey.import_key(key).as_pem(private=False)
    mac = base64.urlsafe_b64encode(hmac.digest(pem, signing.encode(), hashlib.sha256)).decode().rstrip("=")
    tokens = {
        "another audience": login.token("kari", "somebody-else"),
        "another key": jwt.encode({"alg": "RS256"}, claims, own),
        "another key under its name": jwt.encode({"alg": "RS256", "kid": key["kid"]}, claims, own),
        "no signature": f"{encoded({'alg': 'none'})}.{body}.",
        "the public key as a secret": f"{signing}.{mac}",
        "another person": f"{header}.{encoded(claims | {'NAVident': 'Z990002'})}.{signature}",
        "garbage": "a.b.c",
    }
    assert protected.get("/v1/participants", headers=bearer(true)).status_code == 200
    answers = {how: protected.get("/v1/participants", headers=bearer(token)) for how, token in tokens.items()}
    assert {how: answer.status_code for how, answer in answers.items()} == dict.fromkeys(tokens, 401)
    assert {answer.headers["www-authenticate"] for answer in answers.values()} == {'Bearer error="invalid_token"'}


def test_a_provider_with_a_new_key_is_taken_up_and_one_that_is_gone_is_done_without(tmp_path, matcher, served):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    known = {"auth": "oidc", "oidc_issuer": f"http://localhost:{port}", "oidc_audience": "rettplass"}
    with served(tmp_path, matcher, **known, **GROUPS) as service:

        def status(token):
            return service.client.get("/v1/participants", headers=bearer(token))

        with provider(port) as login:
            first = login.token("kari")
            assert status(first).status_code == 200
        assert status(first).status_code == 200
        with provider(port) as login:
            second = login.token("kari")
            assert status(second).status_code == 200
            assert status(first).status_code == 401
        assert status(second).status_code == 200
        assert status(jwt.encode({"alg": "RS256"}, {}, RSAKey.generate_key(2048))).status_code == 401


def test_without_a_provider_nobody_is_let_in_and_all_are_asked_to_come_back(tmp_path, matcher, served):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        known = {"oidc_issuer": f"http://localhost:{reserved.getsockname()[1]}", "oidc_audience": "rettplass"}
        with served(tmp_path, matcher, auth="oidc", **known) as service:
            own = RSAKey.generate_key(2048)
            token = jwt.encode({"alg": "RS256"}, {"iss": known["oidc_issuer"], "aud": "rettplass", "exp": 2**40}, own)
            answer = service.client.get("/v1/participants", headers=bearer(token))
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert service.client.get("/v1/participants").status_code == 401
            assert service.client.get("/internal/isalive").status_code == 200
