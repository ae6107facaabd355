"""The files that pages are drawn with; they say nothing about anybody."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from serving.pages.layout.assets import assets
from serving.problems import not_found

ROUTER = APIRouter(include_in_schema=False)
A_YEAR = 365 * 24 * 3600


@ROUTER.get("/statisk/{name}")
def static(name: str, request: Request) -> Response:
    """One file, compressed for those who take it so; its address changes when it does."""
    held = assets().get(name)
    if held is None:
        raise not_found()
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(held.compressed, media_type=held.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(held.body, media_type=held.media_type, headers=headers)
