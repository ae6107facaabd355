"""How heavy the pages are and how fast they are on the screen: a loaded service, a real browser, a phone's width.

Run it against a service with simulated data: `python -m tests.page_bench http://127.0.0.1:8000`. It prints, for each
page, the compressed bytes of everything it fetches with an empty cache, and the median first contentful paint.
"""

from __future__ import annotations

import shutil
import sys
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

RUNS = 5
SPECIALIST = {"X-Development-User": "Z990001", "X-Development-Roles": "specialist"}
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
BYTES = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.transferSize, 0)"""


def measured(browser: Browser, base: str, address: str) -> tuple[float, int]:
    """Median milliseconds to the first contentful paint, and the bytes of the first visit."""
    paints, sizes = [], []
    for _ in range(RUNS):
        page = new_page(browser, base)
        page.goto(address, wait_until="load")
        page.wait_for_function(f"({PAINT})() > 0")
        paints.append(page.evaluate(PAINT))
        sizes.append(page.evaluate(BYTES))
        page.context.close()
    return median(paints), max(sizes)


def new_page(browser: Browser, base: str) -> Page:
    """A phone that has never been here."""
    return browser.new_context(
        base_url=base, viewport={"width": 360, "height": 740}, extra_http_headers=SPECIALIST
    ).new_page()


def main(base: str) -> None:
    """Print a line for each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = new_page(browser, base)
        page.goto("/deltakere")
        page.get_by_role("button", name="Vis forslag").first.click()
        made = page.url
        visit = page.get_by_role("link", name="Besøk").first.get_attribute("href") or "/"
        for address in ("/", "/deltakere", made, visit, "/drift"):
            paint, size = measured(browser, base, address)
            print(f"{address.replace(base, '')[:20]:<22} {size / 1000:6.1f} kB   first paint {paint:5.0f} ms")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
