"""The service in a thread under a clock that a test turns, and a real browser in front of it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from serving.api.seams import now_in_utc, today_in_oslo
from tests.serving import conftest as county

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
SPECIALIST = {
    "X-Development-User": "Z990001",
    "X-Development-Roles": "specialist,supervisor,operator",
    "X-Development-Offices": "0806",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@dataclass
class Clock:
    """The day of the service; a test turns it on."""

    today: date = county.TODAY

    def now(self) -> datetime:
        return datetime.combine(self.today, time(9), UTC)

    def turn(self, days: int) -> None:
        self.today += timedelta(days=days)


@dataclass
class Site:
    """The service at an address."""

    address: str
    service: county.Service
    clock: Clock = field(default_factory=Clock)


matcher = county.matcher


@contextmanager
def answering(service: county.Service, clock: Clock) -> Iterator[Site]:
    overrides = service.app.dependency_overrides
    overrides[today_in_oslo], overrides[now_in_utc] = lambda: clock.today, clock.now
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(service.app, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", service, clock)
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def site(tmp_path: Path, matcher: Any) -> Iterator[Site]:
    """A service of the test's own."""
    with county.serving(tmp_path, matcher) as service, answering(service, Clock()) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for the tests of one file: while Playwright is open its event loop runs, and others need their own."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A page of a new visitor; `given` goes to the browser's context."""
    contexts = []

    def make(viewport: dict[str, int] = PHONE, headers: dict[str, str] | None = None, **given: Any) -> Page:
        context = browser.new_context(
            viewport=viewport, base_url=site.address, extra_http_headers=headers or SPECIALIST, locale="nb-NO", **given
        )
        contexts.append(context)
        context.set_default_timeout(5000)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, and whether it can be scrolled sideways."""
    if not AXE.is_file():
        pytest.skip("no axe-core here: run npm ci")
    script = AXE.read_text(encoding="utf-8")

    def look(page: Page) -> list[str]:
        page.evaluate(script)
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        said = [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            said.append("scrolls sideways")
        return said

    return look
