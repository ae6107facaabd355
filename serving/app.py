"""The application: one set of routes over one state."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from threading import Thread

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from features.database import Database
from features.database.engine import watch
from features.world.facts import day_number
from features.world.texts import reader
from serving import logs, problems
from serving.api import (
    contacts,
    follow_ups,
    friction_links,
    frictions,
    hand_overs,
    internal,
    model,
    outbox,
    outcomes,
    owners,
    participants,
    placements,
    replay,
    rights,
    subsidies,
    suggestions,
    texts,
    workplaces,
)
from serving.api.examples import describe_examples
from serving.api.problem_docs import describe_problems
from serving.api.seams import today_in_oslo
from serving.auth.callers import callers
from serving.auth.start import refuse_unsafe_start
from serving.calls import Calls
from serving.journal import Journal
from serving.metrics import Metrics
from serving.pages import pages
from serving.pages.layout.page import error_page
from serving.pages.layout.tokens import form_tokens
from serving.settings import ServiceSettings
from serving.state import State
from serving.telemetry import Traced, open_traces

DESCRIPTION = """Suggests workplaces for a person: which to visit next, why, and how sure we are.

Errors are `application/problem+json`. A part of a list that is not built yet, or not known, is `null`."""


def create_app(settings: ServiceSettings) -> FastAPI:
    """The service for these settings. UnsafeStartError when it would be open to others."""
    refuse_unsafe_start(settings)
    logs.configure()
    metrics = Metrics()
    database = Database(settings.database_url)
    traces = open_traces(os.environ)
    if traces.sent:
        watch(database.engine, traces.statement)
    state = State(settings, database, metrics, clock=lambda: datetime.now(UTC))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(_begin, state)
        Thread(target=_open_text_model, daemon=True).start()
        yield
        await run_in_threadpool(traces.stop)
        database.engine.dispose()

    app = FastAPI(
        title="Rettplass", version=_version(), description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.held, app.state.journal = state, Journal(database)
    app.state.callers = callers(settings)
    app.state.error_page, app.state.form_tokens = error_page, form_tokens(settings.form_key)
    app.add_middleware(
        Calls,
        metrics=metrics,
        max_body_bytes=settings.max_body_bytes,
        deadline_seconds=settings.deadline_seconds,
    )
    app.add_middleware(Traced, traces=traces)
    problems.install(app)
    for router in (
        suggestions.ROUTER,
        participants.ROUTER,
        workplaces.ROUTER,
        contacts.ROUTER,
        placements.ROUTER,
        owners.ROUTER,
        follow_ups.ROUTER,
        frictions.ROUTER,
        friction_links.ROUTER,
        hand_overs.ROUTER,
        outbox.ROUTER,
        outcomes.ROUTER,
        replay.ROUTER,
        rights.ROUTER,
        subsidies.ROUTER,
        texts.ROUTER,
        model.ROUTER,
        internal.ROUTER,
        *pages.ROUTERS,
    ):
        app.include_router(router)
    describe_problems(app)
    describe_examples(app)
    return app


def _begin(state: State) -> None:
    """Bring the schema up to date and read the tables, so that the first call is fast; go on without a database.

    What somebody has to look at in the rule book is logged here, once.
    """
    for warning in state.check_book(today_in_oslo()):
        logs.LOG.warning("rule book", parameter=warning.parameter, concern=warning.concern, day=str(warning.day))
    if state.ready():
        pipeline = state.snapshot().pipeline
        pipeline.on_market(pipeline.eventful.settled(day_number(today_in_oslo())))


def _open_text_model() -> None:
    """Open the text model, which takes seconds, beside the first calls, so that none of them waits for all of it."""
    try:
        reader().codes(["arbeid"])
    except Exception as error:
        logs.LOG.error("the text model cannot be opened", exc_info=error)


def _version() -> str:
    try:
        return version("rettplass")
    except PackageNotFoundError:
        return "0"
