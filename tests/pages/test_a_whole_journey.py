"""From the morning to a friction that is closed, as a job specialist goes through it on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

NAME = "EKSEMPEL 1"


def test_from_the_morning_to_a_friction_that_is_closed(site, open_page, axe):
    page, seen = open_page(), {}

    def look(name):
        seen[name] = axe(page)

    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mandag 2. februar")
    expect(page.get_by_text("Simulerte data.")).to_be_visible()
    look("morning")

    page.get_by_role("button", name="Vis forslag for p-1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forslag for p-1")
    cards = page.get_by_role("article")
    expect(cards).to_have_count(4)
    card = page.get_by_role("article", name=NAME)
    expect(card).not_to_contain_text("sist kontakt")
    look("list")

    before = page.url
    card.get_by_role("link", name=f"Besøk {NAME}").click()
    look("visit")
    taps = 0
    for control in (page.get_by_label("Nytt møte"), page.get_by_label("Jeg snakket med en som bestemmer")):
        control.check()
        taps += 1
    page.get_by_label("Neste steg").fill("Kaffe med avdelingsleder")
    page.get_by_label("Når").fill("2026-02-04")
    page.get_by_role("button", name="Lagre").click()
    taps += 3
    assert taps <= 5
    expect(page.get_by_role("status").first).to_contain_text("Kontakten er lagret")
    assert page.url != before
    expect(card).to_contain_text("Du, sist kontakt 2. februar 2026")
    look("logged")

    page.goto("/")
    page.get_by_text("Resten av uka").click()
    expect(page.get_by_text(f"Avtalt med {NAME}: Kaffe med avdelingsleder")).to_be_visible()

    page.get_by_role("button", name="Vis forslag for p-1", exact=True).click()
    page.get_by_role("link", name=f"Besøk {NAME}").click()
    page.get_by_label("Ansatt").check()
    page.get_by_role("button", name="Lagre").click()
    look("start")
    page.get_by_role("button", name="Lagre jobbstart").click()
    expect(page.get_by_role("status").first).to_contain_text("Jobbstarten er lagret")
    job = page.url.split("?")[0]
    look("job")

    site.clock.turn(7)
    page.goto("/")
    due = page.get_by_role("region", name=re.compile("^Oppfølging nå"))
    expect(due).to_contain_text(NAME)
    look("due")

    site.clock.turn(30)
    page.goto("/")
    late = page.get_by_role("region", name=re.compile("^Skulle vært gjort"))
    expect(late).to_contain_text("Skulle vært gjort")
    older = late.get_by_role("listitem").filter(has_text=NAME)
    expect(older).to_have_count(1)
    older.get_by_role("button", name=re.compile("^Gjort")).click()
    page.goto(job)
    page.get_by_text("Det som er gjort, og det som ikke ble gjort").click()
    expect(page.get_by_text(re.compile("gjort 11. mars 2026")).first).to_be_visible()

    page.get_by_role("button", name="Det butter", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Fristen er 24 timer")
    look("friction")
    page.goto("/")
    task = page.get_by_role("region", name=re.compile("^Det butter"))
    expect(task).to_contain_text(f"Det butter hos {NAME}. Svar innen 12.03.2026")
    task.get_by_text("Lukk saken").first.click()
    task.get_by_label("Hva ble dere enige om?").fill("Roligere sted å spise")
    look("closing")
    task.get_by_role("button", name="Lukk saken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Onsdag 11. mars")
    expect(task).to_have_count(0)

    assert seen == {name: [] for name in seen}
