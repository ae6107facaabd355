"""The HTTP interface, drawn from OpenAPI without scripts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from serving.pages.layout.page import answer

ROUTER = APIRouter(include_in_schema=False)


@ROUTER.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every call and every body."""
    description = request.app.openapi()
    calls = [
        (method.upper(), path, call)
        for path, methods in description["paths"].items()
        for method, call in methods.items()
    ]
    compressed = "gzip" in request.headers.get("accept-encoding", "")
    schemas = description["components"]["schemas"]
    info = description["info"]
    return answer("documentation/docs.html", 200, compressed, info=info, calls=calls, schemas=schemas)
