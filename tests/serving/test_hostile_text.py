"""Whatever stands in a field, an address or a query: refused, or stored and shown as the text it is. Never a 500."""

from __future__ import annotations

import json
import math
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.hidden_characters import is_plain
from tests.builders import orgnr
from tests.serving.conftest import workplace
from tests.serving.test_openapi_examples import EXAMPLE_UNIT, PLACEMENT, body_of, example_of, operations

JSON = {"content-type": "application/json"}
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
TEXTS = [
    MARKUP, "'; DROP TABLE participants; --", "' OR '1'='1", "%s%n{0}{x.__class__}${jndi:ldap://x}{{7*7}}", "a\x00b",
    "\u202etxet", "\u2066a\u2069", "\ud800", "\udfff\ud800", "\ufffe\uffff",
    "..\\../%2e%2e/etc/passwd", "\r\nSet-Cookie: a=b",
    "=cmd|' /C calc'!A0", "ﷺ" * 50, "e" + "\u0301" * 500, "", " ", "\t", "null", "NaN", "x" * 5000, "010190 10046",
]  # fmt: skip
NUMBERS = [math.nan, math.inf, -math.inf, 1e308, -1e308, 1e-320, 10**30, -(10**30), 2**63, -1, 0, True, 0.1]
SHAPES = [None, [], {}, [[]], {"a": {"b": []}}, [None], ["x"] * 600, [MARKUP], {MARKUP: MARKUP}]
HOSTILE = st.one_of(
    st.sampled_from([*TEXTS, *NUMBERS, *SHAPES]),
    st.text(st.characters(codec=None, categories=None), max_size=40),
    st.floats(),
    st.integers(),
    st.recursive(st.none() | st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, served, matcher):
    """A service that anything may be sent to, and its OpenAPI document."""
    limits = {"calls_per_second": 1e6, "calls_at_once": 10**6}
    with served(tmp_path_factory.mktemp("hostile"), matcher, **limits) as service:
        service.store("workplaces", workplace(5) | {"orgnr": EXAMPLE_UNIT})
        service.store("placements", PLACEMENT)
        yield service, service.client.get("/openapi.json").json()


def sendable(value):
    """The value as JSON that says it, halves of characters and NaN included."""
    return json.dumps(value, ensure_ascii=True).encode()


def assert_no_failure(answer):
    assert answer.status_code < 500, answer.text
    assert answer.status_code in (200, 201, 204, 303, 403, 404, 405, 409, 413, 422), answer.status_code
    assert not answer.headers["content-type"].startswith("text/html") or "<script>alert" not in answer.text


def bodies(document):
    found = [(name, call, body_of(document, call)) for name, call in operations(document)]
    return [(name, call, body) for name, call, body in found if isinstance(body, dict)]


def fields_of(body, path=()):
    """The paths of everything in a body."""
    for name, value in body.items():
        yield (*path, name)
        if isinstance(value, dict):
            yield from fields_of(value, (*path, name))


def replaced(body, path, value):
    if len(path) == 1:
        return body | {path[0]: value}
    return body | {path[0]: replaced(body[path[0]], path[1:], value)}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_anything_in_any_field_of_any_body(hostile, data):
    service, document = hostile
    name, call, body = data.draw(st.sampled_from(bodies(document)), label="call")
    schema = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    known = [(field,) for field in document["components"]["schemas"][schema]["properties"]]
    path = data.draw(st.sampled_from([*fields_of(body), *known]), label="field")
    value = data.draw(HOSTILE, label="value")
    method, address = name.split()
    named = {p["name"]: example_of(p) for p in call.get("parameters", []) if p["in"] == "path"}
    sent = sendable(replaced(body, path, value))
    answer = service.client.request(method, address.format_map(named), content=sent, headers=JSON)
    assert_no_failure(answer)
    if isinstance(value, str) and not is_plain(value):
        assert answer.status_code not in (200, 201), "a text that shows something else than it says was taken"


@pytest.mark.parametrize(
    "body",
    ["[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000, "1" * 5000, "NaN", "-Infinity", '"\\ud800"', "\x00"],
)
def test_bodies_that_are_none(hostile, body):
    service, document = hostile
    for name, call, _ in bodies(document):
        method, address = name.split()
        named = {p["name"]: example_of(p) for p in call.get("parameters", []) if p["in"] == "path"}
        answer = service.client.request(method, address.format_map(named), content=body, headers=JSON)
        assert answer.status_code in (404, 422), (name, answer.text)


def test_anything_in_an_address_or_a_query(hostile):
    service, document = hostile
    texts = [text.encode("utf-8", "replace").decode() for text in TEXTS if 0 < len(text) < 300] + [
        "%00",
        "%ff",
        "1e999",
    ]
    for name, call in operations(document):
        method, address = name.split()
        if method == "DELETE":
            continue
        for number, text in enumerate(texts):
            named = {p["name"]: example_of(p) for p in call.get("parameters", []) if p["in"] == "path"}
            query = {p["name"]: text for p in call.get("parameters", []) if p["in"] == "query"}
            if named and number % 2:
                named = dict.fromkeys(named, quote(text, safe="%"))
            elif not query:
                continue
            assert_no_failure(
                service.client.request(method, address.format_map(named), params=query, json=body_of(document, call))
            )


def test_headers_that_are_none(hostile):
    service, _ = hostile
    need, address = {"occupation": "5223", "source": "visit"}, f"/v1/workplaces/{orgnr(1)}/needs"
    for text in TEXTS:
        for header in ("Idempotency-Key", "Nav-Call-Id", "X-Development-User", "X-Development-Roles", "Authorization"):
            try:
                given = {header: text.encode("latin-1").replace(b"\r\n", b" ")}
            except UnicodeEncodeError:
                continue
            answer = service.client.post(address, json=need, headers=given)
            assert answer.status_code in (201, 401, 403, 409, 422), (header, text)
            assert is_plain(answer.headers["nav-call-id"])


def test_what_is_stored_is_shown_as_the_text_it_is(service):
    held = service.client.get("/v1/participants/p-1").json()
    assert service.client.put("/v1/participants/p-1", json=held | {"wished_text": MARKUP}).status_code == 200
    unit = service.client.get(f"/v1/workplaces/{orgnr(1)}").json()
    assert service.client.put(f"/v1/workplaces/{orgnr(1)}", json=unit | {"name": MARKUP[:190]}).status_code == 200
    need = {"occupation": "5223", "source": "visit", "text": MARKUP}
    assert service.client.post(f"/v1/workplaces/{orgnr(1)}/needs", json=need).status_code == 201
    contact = {"orgnr": orgnr(1), "participant_id": "p-1", "channel": "visit", "result": "meeting", "next_step": MARKUP}
    assert service.client.post("/v1/contacts", json=contact).json()["next_step"] == MARKUP
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    assert MARKUP in [s["need"]["text"] for s in made["suggestions"]]
    for address in ("/", f"/forslag/{made['list_id']}", "/docs"):
        page = service.client.get(address, headers={"accept": "text/html"})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
