"""Errors as RFC 9457 problems: one shape for everything that goes wrong, and never what the client sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from features.errors import InputError, RettplassError, StorageError
from serving.logs import LOG, call_id
from serving.schemas import Fault, Problem

RETRY_AFTER_SECONDS = 5

DETAILS = {
    401: "Say who you are: no caller could be read from this request.",
    403: "Your role does not give access to this.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This address does not take that method; see the Allow header.",
    409: "This does not go with what is stored.",
    413: "The body is over the size limit; send less at a time.",
    422: "The request is not valid; see errors.",
    429: "That is more calls than one caller may make. Wait as long as Retry-After says.",
    500: "Something failed on our side. Try again, and give the call_id if it goes on.",
    503: "A part that this needs is down. Try again shortly.",
}
"""One sentence per status, for the caller: what to do."""


class ProblemError(RettplassError):
    """A refusal with its status, a sentence for the caller, and what is wrong where."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        faults: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or DETAILS.get(status, ""))
        self.status = status
        self.detail = detail
        self.faults = faults
        self.headers = dict(headers or {})


def not_found() -> ProblemError:
    """The one answer for what is unknown and for what the caller may not see."""
    return ProblemError(404)


def bad_input(where: str, what: str) -> ProblemError:
    """One thing wrong with the input."""
    return ProblemError(422, faults=[(where, what)])


def unavailable(detail: str) -> ProblemError:
    """A part that is needed is missing or down."""
    return ProblemError(503, detail, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def problem(request: Request, error: ProblemError) -> Problem:
    """The body that answers a refusal."""
    return Problem(
        type="about:blank",
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=error.detail or DETAILS.get(error.status, HTTPStatus(error.status).phrase + "."),
        instance=request.url.path[:200],
        call_id=call_id(),
        errors=[Fault(where=where, what=what) for where, what in error.faults] or None,
    )


def problem_response(request: Request, error: ProblemError) -> Response:
    """The refusal as `application/problem+json`, or as a page for somebody who reads pages."""
    said = problem(request, error)
    as_page: Callable[[Problem], Response] | None = getattr(request.app.state, "error_page", None)
    if as_page is not None and _reads_pages(request):
        page = as_page(said)
        page.headers.update(error.headers)
        return page
    body = said.model_dump(mode="json")
    if body["errors"] is None:
        del body["errors"]
    return JSONResponse(body, error.status, headers=error.headers, media_type="application/problem+json")


def _reads_pages(request: Request) -> bool:
    accepts = "text/html" in request.headers.get("accept", "")
    return accepts and not request.url.path.startswith(("/v1/", "/internal/"))


def from_validation(error: RequestValidationError) -> ProblemError:
    """What is wrong with the input and where, without the values: they may be about a person."""
    return ProblemError(422, faults=list(dict.fromkeys(_faults(error.errors())))[:50])


def _faults(errors: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for error in errors:
        if error["type"] == "json_invalid":
            yield "body", "this is not valid JSON"
        else:
            yield _where(error["loc"]), str(error["msg"]).removeprefix("Value error, ")


def _where(loc: Sequence[str | int]) -> str:
    """The path of the field; columns of an inline person stand alone, as in the table."""
    path = [part for part in loc if part not in ("body", "query", "path")]
    if len(path) > 1 and path[0] == "participant":
        path = path[1:]
    return re.sub(r"[^\w.\-]", "?", ".".join(str(part) for part in path), flags=re.ASCII)[:100] or "body"


def install(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""

    async def refused(request: Request, error: ProblemError) -> Response:
        return problem_response(request, error)

    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return problem_response(request, from_validation(error))

    async def standard(request: Request, error: HTTPException) -> Response:
        unreadable = error.status_code == 400
        raised = bad_input("body", "this is not valid JSON") if unreadable else ProblemError(error.status_code)
        raised.headers = dict(error.headers or {})
        return problem_response(request, raised)

    async def storage(request: Request, _error: StorageError) -> Response:
        return problem_response(request, unavailable("The database does not answer. Try again shortly."))

    async def unusable(request: Request, error: InputError) -> Response:
        LOG.error("a file or setting cannot be used", exc_info=error)
        return problem_response(request, unavailable("A part that this needs cannot be used as it is set up."))

    app.add_exception_handler(ProblemError, refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, standard)  # type: ignore[arg-type]
    app.add_exception_handler(InputError, unusable)  # type: ignore[arg-type]
    app.add_exception_handler(StorageError, storage)  # type: ignore[arg-type]
