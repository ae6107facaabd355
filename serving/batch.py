"""Many lists in one call, each written to the caller as soon as it is made.

The next list is not begun before the caller has taken the one before it, and none is when the caller has gone.
Protected people are in no batch: they are answered like people who are not there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from http import HTTPStatus

from fastapi.concurrency import run_in_threadpool

from features.errors import InputError, RettplassError, StorageError
from serving.logs import LOG, call_id
from serving.problems import DETAILS, ProblemError
from serving.schemas import Fault, Problem, SuggestionList

Made = Callable[[str], SuggestionList]


async def lines(participant_ids: Iterable[str], make: Made) -> AsyncIterator[bytes]:
    """One line of JSON for each participant, in order: the list, or why there is none."""
    for participant_id in participant_ids:
        yield await run_in_threadpool(_line, participant_id, make)


def _line(participant_id: str, make: Made) -> bytes:
    try:
        said = make(participant_id).model_dump_json()
    except ProblemError as refused:
        said = _refusal(participant_id, refused)
    except (StorageError, InputError):
        said = _refusal(participant_id, ProblemError(503))
    except RettplassError as error:
        LOG.error("a list of a batch failed", exc_info=error)
        said = _refusal(participant_id, ProblemError(500))
    return said.encode() + b"\n"


def _refusal(participant_id: str, error: ProblemError) -> str:
    """The problem that a call for this one person would have been answered with, and the person's key."""
    said = BatchProblem(
        participant_id=participant_id,
        type="about:blank",
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=error.detail or DETAILS[error.status],
        instance="/v1/suggestions",
        call_id=call_id(),
        errors=[Fault(where=where, what=what) for where, what in error.faults] or None,
    )
    return said.model_dump_json(exclude_none=True)


class BatchProblem(Problem):
    """Why there is no list for one participant of a batch."""

    participant_id: str
