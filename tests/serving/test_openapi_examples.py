"""Every route of OpenAPI is called with the examples that stand there, and answers what it says it answers."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter

from serving.schemas import LIST_EXAMPLE
from tests.builders import orgnr
from tests.serving.conftest import workplace

MAKERS = ("POST /v1/suggestions", "POST /v1/placements/{placement_id}/friction", "POST /v1/hand-overs")
"""Called first: what they make is what the others read."""
EXAMPLE_UNIT = LIST_EXAMPLE["suggestions"][0]["orgnr"]
PLACEMENT = {
    "placement_id": "s-1", "participant_id": "p-1", "orgnr": EXAMPLE_UNIT, "occupation": "5223", "form": "permanent",
    "paid": True, "hours_per_week": 20.0, "starts_on": "2026-01-12", "observed_until": "2026-02-01",
    "owner_id": "Z990001",
}  # fmt: skip


def operations(document):
    listed = [
        (f"{method.upper()} {path}", call)
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    ]
    last = ("/end", "/close")
    return sorted(listed, key=lambda one: (one[0] not in MAKERS, one[0].startswith("DELETE"), one[0].endswith(last)))


def example_of(parameter):
    listed = [parameter.get("example"), *parameter.get("examples", []), *parameter["schema"].get("examples", [])]
    return next((one for one in listed if one is not None), None)


def body_of(document, call):
    """The example of a call's body; None where it takes none."""
    content = call.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    named = document["components"]["schemas"].get(schema.get("$ref", "").rsplit("/", 1)[-1], schema)
    return next(iter([*content.get("examples", {}).values(), *named.get("examples", [])]), None)


def test_every_parameter_and_every_body_has_an_example(client):
    document = client.get("/openapi.json").json()
    without = []
    for name, call in operations(document):
        without += [f"{name}: {p['name']}" for p in call.get("parameters", []) if p["required"] and not example_of(p)]
        if call.get("requestBody", {}).get("required") and body_of(document, call) is None:
            without.append(name)
    assert not without


@pytest.fixture
def county(service):
    service.store("workplaces", workplace(5) | {"orgnr": EXAMPLE_UNIT, "name": "EKSEMPEL KOLONIAL AVD SØR"})
    service.store("placements", PLACEMENT)
    return service


def test_the_examples_are_answered(county):
    document, made, failed = county.client.get("/openapi.json").json(), {}, {}
    models = {f"{method} {r.path}": r.response_model for r in county.app.routes for method in getattr(r, "methods", ())
              if getattr(r, "response_model", None)}  # fmt: skip
    for name, call in operations(document):
        method, path = name.split()
        given = {p["name"]: example_of(p) for p in call.get("parameters", []) if p["required"]} | made
        asked = {p["name"]: given[p["name"]] for p in call.get("parameters", []) if p["required"] and p["in"] == "query"}
        address = re.sub(r"{(\w+)}", lambda named: given[named[1]], path)
        body = body_of(document, call)
        answer = county.client.request(method, address, params=asked, json=body)
        if answer.status_code >= 300:
            failed[name] = answer.text
        elif name in models and answer.headers["content-type"] == "application/json":
            TypeAdapter(models[name]).validate_json(answer.content)
        if name in MAKERS and answer.status_code < 300:
            made |= {key: value for key, value in answer.json().items() if key in ("list_id", "friction_id", "hand_over_id")}
    assert "\n".join(f"{name}: {text}" for name, text in failed.items()) == ""


def test_the_body_of_a_batch_is_lines(county):
    body = {"participant_ids": ["p-1"], "limit": 1}
    line = county.client.post("/v1/suggestions/batch", json=body).text.splitlines()[0]
    assert f'"orgnr":"{orgnr(0)[:2]}' in line.replace(" ", "")
