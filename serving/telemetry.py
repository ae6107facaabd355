"""Traces for OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT says where they go; without it nothing is traced or sent.

A span names the method, route and status of a call, and the statements it sent to the database without their values;
never a path, a query or a caller, since those may stand for a person. What sends them is the extra `telemetry`; it
reads the other variables of OpenTelemetry (protocol, headers, sampler, service name) itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from opentelemetry.propagate import extract
from opentelemetry.trace import NoOpTracer, SpanKind, Status, StatusCode, Tracer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.calls import method_of, route_of
from serving.logs import LOG

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL"


class Traces:
    """Where spans go; `stop` sends what is left, and `sent` says whether they go anywhere."""

    def __init__(self, tracer: Tracer, stop: Callable[[], None], *, sent: bool) -> None:
        self.tracer, self.stop, self.sent = tracer, stop, sent

    def statement(self, text: str) -> Callable[[], None]:
        """Open the span of one statement to the database; what comes back closes it."""
        span = self.tracer.start_span((text.split(maxsplit=1) or ["SQL"])[0].upper(), kind=SpanKind.CLIENT)
        span.set_attribute("db.query.text", text)
        return span.end


class Traced:
    """One span around every call, which goes on with the trace that the call names."""

    def __init__(self, app: ASGIApp, traces: Traces) -> None:
        self._app, self._tracer = app, traces.tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        before = extract(Headers(scope=scope))
        with self._tracer.start_as_current_span(
            method_of(scope), before, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                await self._app(scope, receive, sending)
            finally:
                method, route = method_of(scope), route_of(scope)
                span.update_name(f"{method} {route}")
                span.set_attribute("http.request.method", method)
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                if status == 0 or status >= 500:
                    span.set_status(Status(StatusCode.ERROR))


def open_traces(environ: Mapping[str, str]) -> Traces:
    """Traces that are sent where the environment says, or go nowhere."""
    nowhere = Traces(NoOpTracer(), lambda: None, sent=False)
    if not any(environ.get(name) for name in ENDPOINTS):
        return nowhere
    try:
        exporter = _exporter(environ.get(PROTOCOL, "http/protobuf"))
    except ImportError:
        LOG.error("traces are not sent: the extra telemetry is not installed")
        return nowhere
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = environ.get("OTEL_SERVICE_NAME", "rettplass")
    provider = TracerProvider(resource=Resource.create({"service.name": name}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Traces(provider.get_tracer("rettplass"), provider.shutdown, sent=True)


def _exporter(protocol: str) -> Any:
    if protocol == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as OverGrpc

        return OverGrpc()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()
