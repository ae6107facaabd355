"""Every route of OpenAPI is called with the examples that stand there, and answers what it says it answers."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from serving.schemas import LIST_EXAMPLE
from tests.serving.conftest import workplace

MAKERS = (
    "POST /v1/suggestions",
    "POST /v1/placements/{placement_id}/friction",
    "PUT /v1/participants/{participant_id}",
    "POST /v1/hand-overs",
)
"""Called first, in this order: what they make is what the others read."""
ENDERS = ("DELETE /v1/participants/{participant_id}/objection", "DELETE /v1/participants/{participant_id}")
"""Called last."""
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
    return sorted(listed, key=lambda one: (_turn(one[0]), one[0].endswith(last)))


def _turn(name):
    if name in MAKERS:
        return MAKERS.index(name) - len(MAKERS)
    return ENDERS.index(name) + 1 if name in ENDERS else 0


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


def models_of(app):
    """What each route says it answers."""
    routers = [included.original_router for included in app.routes if hasattr(included, "original_router")]
    routes = [route for router in routers for route in router.routes if getattr(route, "response_model", None)]
    return {f"{m} {route.path}": TypeAdapter(route.response_model) for route in routes for m in route.methods}


def send(county, document, name, call, made):
    """Send the call's example; `made` are the keys that were made on the way, and go before the examples."""
    method, path = name.split()
    required = [p for p in call.get("parameters", []) if p["required"]]
    given = {p["name"]: example_of(p) for p in required} | made
    asked = {p["name"]: given[p["name"]] for p in required if p["in"] == "query"}
    return county.client.request(method, path.format_map(given), params=asked, json=body_of(document, call))


def test_the_examples_are_answered(county):
    document, models, made, failed = county.client.get("/openapi.json").json(), models_of(county.app), {}, ""
    for name, call in operations(document):
        answer = send(county, document, name, call, made)
        if answer.status_code >= 300:
            failed += f"{name}: {answer.text}\n"
        elif name in models and answer.content:
            models[name].validate_json(answer.content)
        if name in MAKERS:
            made |= {
                key: value
                for key, value in answer.json().items()
                if key.endswith(("list_id", "friction_id", "over_id"))
            }
        if name == MAKERS[0]:
            made |= dict(zip(("above", "below"), [s["orgnr"] for s in answer.json()["suggestions"]], strict=False))
    assert failed == ""
    assert len(models) > 20
