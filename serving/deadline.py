"""Calls that take too long: the caller is answered and may try again, while the work goes on to its end.

A write that ends too late is done all the same; with the same idempotency key the next try gets its answer.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.logs import LOG
from serving.problems import problem_response, unavailable


class Deadline:
    """A layer of the application: 503 when no answer has begun in time. An answer that has begun may go on."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        begun = late = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if not late:
                begun = True
                await send(message)

        async def answer() -> None:
            await self._app(scope, receive, sending)

        work = asyncio.create_task(answer())
        try:
            await asyncio.wait({work}, timeout=self._seconds)
            if begun or work.done():
                await work
                return
        except asyncio.CancelledError:
            work.cancel()
            raise
        late = True
        self._late.add(work)
        work.add_done_callback(self._over)
        await problem_response(Request(scope), unavailable("This takes too long. Try again shortly."))(
            scope, receive, send
        )

    def _over(self, work: asyncio.Task[None]) -> None:
        self._late.discard(work)
        if not work.cancelled() and (error := work.exception()) is not None:
            LOG.error("a late call failed", exc_info=error)
