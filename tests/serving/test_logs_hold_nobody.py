"""Every route is called, well and badly, with values that can be recognised: none is in a log line or a metric."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from serving.permissions import ROUTES
from tests.serving.conftest import Service
from tests.serving.test_protected_people import WHO, calls

PERSON, CALLER, TEXT, DAY = "p-gjenkjennelig", "Z999888", "gjenkjennelig-tekst", "1971-03-17"
RECOGNISABLE = (PERSON, CALLER, TEXT, DAY, "59.98765")
WHOLE = {
    "X-Development-User": CALLER,
    "X-Development-Roles": "specialist,supervisor,case_system,operator,auditor",
    "X-Development-Offices": "0806",
    "Nav-Consumer-Id": "jobbsporet",
}
UNNAMED = {("GET", "/openapi.json")}
"""Answered before a route is named: its line says `none`."""
NAMES = {"participant_id": PERSON, "birth_date": DAY, "latitude": 59.98765}


@pytest.fixture
def known(service: Service, person: Any) -> Service:
    service.store("participants", person(participant_id=PERSON, specialist_id=CALLER, wished_text=TEXT))
    service.store("participant_rules", {"participant_id": PERSON, "birth_date": DAY, "protection": "none"})
    return service


def test_no_line_and_no_metric_holds_what_was_sent(known: Service, person: Any, capsys: Any) -> None:
    capsys.readouterr()
    document = known.client.get("/openapi.json").json()
    good = by_route(person)
    for method, route in sorted(ROUTES, key=lambda route: route[0] == "DELETE"):
        for path in {filled(route, TEXT), filled(route, PERSON)}:
            for sent in [*good.get((method, route), []), *bad(document, method, route)]:
                known.client.request(method, path, headers=WHOLE, **sent)
    known.client.get(f"/{PERSON}", headers=WHOLE | {"Authorization": f"Bearer {TEXT}"})
    said, errors = capsys.readouterr()
    metrics = known.client.get("/internal/metrics").text
    for value in RECOGNISABLE:
        assert value not in said + errors + metrics
    lines = [json.loads(line) for line in said.splitlines()]
    assert {(line["method"], line["route"]) for line in lines if line["event"] == "call"} >= set(ROUTES) - UNNAMED
    assert {line["status"] for line in lines if line["event"] == "call"} >= {200, 201, 404, 422}
    assert 500 not in {line.get("status") for line in lines}


def by_route(person: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Calls that are as they should be."""
    return {
        route: [json.loads(json.dumps(one).replace(WHO, PERSON)) for one in sent]
        for route, sent in calls(person).items()
    }


def bad(document: Mapping[str, Any], method: str, route: str) -> Iterator[dict[str, Any]]:
    """Calls with something recognisable wherever they take anything, most of it where it does not belong."""
    query = {"params": {"cursor": PERSON, "q": TEXT, "status": TEXT, "above": TEXT, "participant_id": PERSON}}
    yield query
    if method in ("POST", "PUT"):
        described = document["paths"].get(route, {}).get(method.lower(), {}).get("requestBody", {}).get("content", {})
        schema = described.get("application/json", {}).get("schema", {})
        yield {"json": example(schema, document)}
        yield {"json": {TEXT: PERSON}}
        yield {"content": f'{{"{TEXT}'.encode()}
        yield {"data": NAMES | {"text": TEXT, "token": TEXT}}


def filled(route: str, value: str) -> str:
    """The route with the value wherever it takes one."""
    head, brace, rest = route.partition("{")
    return head + value + filled(rest.partition("}")[2], value) if brace else head


def example(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int = 5) -> Any:
    """Something of the schema's form, with a recognisable text in every text."""
    if "$ref" in schema:
        return example(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, depth)
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if options:
        return example(options[0], document, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object" and depth:
        parts = schema.get("properties", {}).items()
        return {name: NAMES.get(name) or example(part, document, depth - 1) for name, part in parts}
    if schema.get("type") == "array" and depth:
        return [example(schema.get("items", {}), document, depth - 1)]
    return {"string": TEXT, "number": 59.98765, "integer": 1, "boolean": True}.get(schema.get("type", ""))
