"""Log lines: JSON on standard output, each with the call's id, none with a personal identifier.

A line names the route, never the path, the body or a query, since those may stand for a person.
"""

from __future__ import annotations

import logging
import re
import sys
import uuid
from contextvars import ContextVar

import structlog
from opentelemetry.trace import get_current_span
from structlog.typing import EventDict, Processor, WrappedLogger

_CALL_ID: ContextVar[str] = ContextVar("call_id", default="-")
OWN = ("features.", "models.", "serving.")
_PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def call_id() -> str:
    """The id of the call being answered; `-` outside of one."""
    return _CALL_ID.get()


def begin_call(given: str | None) -> str:
    """Take the caller's `Nav-Call-Id` when it is plain, else make one, and use it from here on."""
    taken = given if given is not None and _PLAIN.fullmatch(given) else uuid.uuid4().hex
    _CALL_ID.set(taken)
    return taken


def plain_or_none(given: str | None) -> str | None:
    """The header when it is plain enough to stand in a log line."""
    return given if given is not None and _PLAIN.fullmatch(given) else None


def _with_call(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["call_id"] = call_id()
    traced = get_current_span().get_span_context()
    if traced.is_valid:
        event["trace_id"] = format(traced.trace_id, "032x")
    return event


def _without_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep an error's kind and place; its message and trace may hold what somebody wrote about a person."""
    error = event.pop("exc_info", None)
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["error"], event["at"] = type(error).__name__, _place(error)
    return event


def _place(error: BaseException) -> str | None:
    """Where in this project it happened, innermost first."""
    places, trace = [], error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    own = [place for place in places if place.startswith(OWN)]
    return " < ".join(reversed(own[-3:] or places[-1:])) or None


_SHARED: list[Processor] = [
    _with_call,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_exception,
]


def configure() -> None:
    """Write our own lines to standard output as JSON."""
    structlog.configure(
        processors=[*_SHARED, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stdout),
        cache_logger_on_first_use=False,
    )


def take_over_libraries() -> None:
    """Write the warnings and errors of the libraries in the same way."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            keep_exc_info=False,
        )
    )
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


LOG: structlog.typing.FilteringBoundLogger = structlog.get_logger()
"""The service's own log."""
