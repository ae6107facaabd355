"""Examples in OpenAPI: for each thing an address names, and for each body. Tests send them as they stand."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from serving.schemas import LIST_EXAMPLE

IN_ADDRESSES: dict[str, str] = {
    "list_id": LIST_EXAMPLE["list_id"],
    "participant_id": "p-1",
    "orgnr": LIST_EXAMPLE["suggestions"][0]["orgnr"],
    "above": LIST_EXAMPLE["suggestions"][0]["orgnr"],
    "below": "310000019",
    "placement_id": "s-1",
    "friction_id": "friction-1",
    "hand_over_id": "hand-over-1",
    "token": "h4Zb1",
    "start": "trial",
    "q": "kolonial",
}
"""What stands in an address or a query, by its name."""
ANSWERS: dict[str, Any] = {"SuggestionList": LIST_EXAMPLE}
"""Whole answers, by their schema."""


def describe_examples(app: FastAPI) -> None:
    """Put an example beside every parameter that has a name above and none of its own, and beside whole answers."""
    document = app.openapi()
    for methods in document["paths"].values():
        for call in methods.values():
            for parameter in call.get("parameters", []):
                if parameter["name"] in IN_ADDRESSES:
                    parameter.setdefault("example", IN_ADDRESSES[parameter["name"]])
    for name, example in ANSWERS.items():
        document["components"]["schemas"][name].setdefault("examples", [example])
