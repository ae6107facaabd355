"""One call to another service: bounded in time and size, never redirected."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, ProxyHandler, Request, build_opener

from opentelemetry.propagate import inject

from features.errors import RettplassError

SECONDS = 3.0
"""How long another service may take to answer."""
LARGEST_ANSWER = 1_000_000
"""Bytes."""


class UnreachableError(RettplassError):
    """The other service did not answer, or not in time, or with too much."""


class Answer(NamedTuple):
    """The status, and the body as it came."""

    status: int
    body: bytes


class _AsItIs(HTTPErrorProcessor):
    """Every status is an answer: redirects are not followed, and errors are not raised."""

    def http_response(self, request: Request, response: HTTPResponse) -> Any:  # noqa: ARG002
        return response

    https_response = http_response


def call(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """GET the address, or POST the body to it. UnreachableError when there is no whole answer in time."""
    sent = dict(headers or {})
    inject(sent)  # names the trace under way, where there is one
    request = Request(url, body, sent)
    straight = [ProxyHandler({})] if is_loopback(urlsplit(url).hostname or "") else []
    until = time.monotonic() + SECONDS
    try:
        with build_opener(_AsItIs, *straight).open(request, timeout=SECONDS) as response:
            return Answer(response.status, _read(response, until))
    except (OSError, HTTPException, ValueError) as cause:
        raise UnreachableError(f"{urlsplit(url).hostname} did not answer: {type(cause).__name__}") from cause


def _read(response: HTTPResponse, until: float) -> bytes:
    read = b""
    while part := response.read1(65_536):
        read += part
        if len(read) > LARGEST_ANSWER or time.monotonic() > until:
            raise OSError("too much, or too slow")
    return read


def is_loopback(host: str) -> bool:
    """Whether the address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
