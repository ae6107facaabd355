"""Every page in a real browser: no violation of WCAG 2.1 AA that axe can find, and nothing to scroll sideways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from serving.pages.layout import assets
from tests.builders import orgnr
from tests.pages.conftest import DESK, PHONE

PLAIN = (
    "/", "/deltakere", "/deltaker/p-1", "/kontor", "/overlevering", "/feil", "/drift", "/forstod", "/docs",
    "/finnes-ikke",
)  # fmt: skip
OF_A_LIST = (
    "/forslag/{list}",
    "/forslag/{list}?sorter=reise",
    "/forslag/{list}?gjort=wrong&orgnr={one}",
    "/forslag/{list}?gjort=not_listed&orgnr={one}",
    "/besok/{list}/{one}",
    "/start/{list}/{one}",
    "/samtaleark/{list}/{one}",
    "/legg-til/{list}?q=eksempel",
    "/forslag/{list}/hvorfor?over={one}&under={two}",
)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible(site, open_page, axe, viewport):
    page = open_page(viewport)
    page.goto("/deltakere")
    page.get_by_role("button", name=re.compile("Vis forslag")).first.click()
    expect(page.get_by_role("article")).to_have_count(4)
    names = [link.get_attribute("href") for link in page.get_by_role("link", name=re.compile("^Besøk")).all()]
    made = re.search(r"/forslag/([0-9a-f-]{36})", page.url)[1]
    one, two = (name.rsplit("/", 1)[1] for name in names[:2])
    addresses = [*PLAIN, *(address.format(list=made, one=one, two=two) for address in OF_A_LIST)]
    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found[address] = axe(page)
    assert found == {address: [] for address in addresses}


def test_a_card_can_be_reached_and_used_with_the_keyboard_alone(site, open_page):
    page = open_page(DESK)
    page.goto("/deltakere")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("Vis forslag")).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Forslag for p-1")
    visit = page.get_by_role("link", name=re.compile("^Besøk")).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if visit.evaluate("one => one === document.activeElement"):
            break
    expect(visit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hvordan gikk det?")).to_be_visible()


def test_the_pages_have_no_message_of_the_browser_about_what_was_not_allowed(site, open_page):
    if assets.address(assets.SCRIPT) is None:
        pytest.skip("no script here: run make pages")
    page, said = open_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ("/", "/deltakere", "/deltaker/p-1", "/kontor", "/drift"):
        page.goto(address)
    page.goto("/deltakere")
    page.get_by_role("button", name=re.compile("Vis forslag")).first.click()
    page.get_by_role("link", name="Legg til en arbeidsgiver").click()
    page.get_by_label("Navn eller organisasjonsnummer").press_sequentially("eksempel 2")
    expect(page.get_by_role("button", name="Legg til EKSEMPEL 2")).to_be_visible()
    assert said == []
    assert orgnr(2) in page.get_by_role("listitem").filter(has_text="EKSEMPEL 2").inner_text()
