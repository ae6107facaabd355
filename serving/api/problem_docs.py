"""How OpenAPI shows what can go wrong."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from serving.problems import DETAILS
from serving.schemas import Problem

_REFERENCE = {"schema": {"$ref": "#/components/schemas/Problem"}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": DETAILS[status], "content": {"application/problem+json": _REFERENCE}}
    for status in (401, 403, 404, 409, 413, 422, 429, 500, 503)
}
"""The answers every route may give instead of its own."""


def describe_problems(app: FastAPI) -> None:
    """Add the schema that `PROBLEMS` refers to; FastAPI adds only those of bodies and of its own media type."""
    _, schemas = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    app.openapi()["components"]["schemas"].update(schemas["$defs"])
