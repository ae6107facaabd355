"""Probes and metrics, without a caller."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from serving.api.seams import Held, Today
from serving.problems import unavailable

ROUTER = APIRouter(prefix="/internal", tags=["internal"])


@ROUTER.get("/isalive", summary="Whether the process answers")
def isalive() -> PlainTextResponse:
    """Always 200."""
    return PlainTextResponse("alive")


@ROUTER.get("/isready", summary="Whether lists can be made")
def isready(state: Held) -> PlainTextResponse:
    """200 when the database answers and a champion is loaded, else 503."""
    if not state.ready():
        raise unavailable("The database does not answer, or no model is live.")
    return PlainTextResponse("ready")


@ROUTER.get("/metrics", summary="Metrics for Prometheus")
def metrics(state: Held, today: Today) -> Response:
    """Counts of calls and lists, what is live, and how many values of the rule book need attention."""
    state.check_book(today)
    return Response(state.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
