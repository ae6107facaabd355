"""What surrounds every call: its id, its size limit, its log line, its count, and an answer when something fails."""

from __future__ import annotations

import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.deadline import Deadline
from serving.logs import LOG, begin_call, plain_or_none
from serving.metrics import Metrics
from serving.problems import ProblemError, problem_response

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
}


class Calls:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, max_body_bytes: int, deadline_seconds: float) -> None:
        self._app, self._metrics, self._max = app, metrics, max_body_bytes
        self._deadline = Deadline(app, deadline_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        call, began, status = begin_call(headers.get("nav-call-id")), time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer = MutableHeaders(scope=message)
                answer["Nav-Call-Id"] = call
                for name, value in SECURITY_HEADERS.items():
                    answer.setdefault(name, value)
            await send(message)

        try:
            if _declared_length(headers) > self._max:
                await problem_response(Request(scope), ProblemError(413))(scope, receive, sending)
            else:
                await self._deadline(scope, self._limited(receive), sending)
        except Exception as error:
            LOG.error("call failed", route=route_of(scope), exc_info=error)
            if status:
                raise
            await problem_response(Request(scope), ProblemError(500))(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.calls.labels(method_of(scope), route_of(scope), status).inc()
            self._metrics.seconds.labels(route_of(scope)).observe(seconds)
            LOG.info(
                "call",
                method=method_of(scope),
                route=route_of(scope),
                status=status,
                ms=round(seconds * 1000, 1),
                consumer=plain_or_none(headers.get("nav-consumer-id")),
            )

    def _limited(self, receive: Receive) -> Receive:
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max:
                raise HTTPException(413)
            return message

        return limited


def _declared_length(headers: Headers) -> int:
    declared = headers.get("content-length", "0")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 16 else 0


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered, `none` before one has; never the path itself."""
    return str(getattr(scope.get("route"), "path", "none"))


def method_of(scope: Scope) -> str:
    """The method of a call, `other` for what is none."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"
