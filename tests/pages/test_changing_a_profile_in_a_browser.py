"""The profile and the list as a job specialist corrects them: a wish, a no, an employer far away, two tabs at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.builders import orgnr
from tests.pages.conftest import DESK, PHONE
from tests.serving.conftest import workplace

FAR = workplace(5) | {"name": "LANGT BORTE", "municipality": "0301", "latitude": 59.91, "longitude": 10.75}


def part(page, name):
    page.goto("/deltaker/p-1")
    section = page.locator(f"#{name}")
    section.get_by_text("Endre").click()
    return section


def listed(page):
    page.goto("/deltaker/p-1")
    page.get_by_role("button", name="Vis forslag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forslag for p-1")
    return page.get_by_role("article")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_wish_is_found_by_a_word_saved_and_taken_back_and_the_list_follows(site, open_page, scripts):
    page = open_page(java_script_enabled=scripts)
    fits = listed(page).filter(has=page.get_by_role("heading", name="EKSEMPEL 3"))
    expect(fits).to_contain_text("Oppgaver passer godt")
    section = part(page, "onsker")
    section.get_by_label("Finn yrke").fill("rør")
    section.get_by_role("button", name="Finn").click()
    expect(section.get_by_label("Butikkmedarbeider")).to_be_checked()
    section.get_by_label("Rørlegger").check()
    section.get_by_label("Butikkmedarbeider").uncheck()
    section.get_by_label("Renholder").uncheck()
    section.get_by_role("button", name="Lagre").click()
    expect(section.get_by_role("status")).to_contain_text("Lagret. Det gjelder fra neste liste.")
    listed(page)
    expect(fits).to_contain_text("Oppgaver passer dårlig")
    section = part(page, "norsk")
    section.get_by_label("Nybegynner").check()
    section.get_by_role("button", name="Lagre").click()
    section.get_by_role("button", name="Angre").click()
    expect(section.get_by_role("status")).to_contain_text("Angret.")
    expect(section.locator("> p")).to_have_text("Godt")
    row = site.service.database.rows("participants", ["p-1"]).row(-1, named=True)
    assert (row["wished_occupations"], row["norwegian_level"]) == (["7126"], "good")


def test_an_employer_the_participant_says_no_to_is_gone_from_the_list_until_it_is_taken_back(site, open_page):
    page = open_page()
    expect(listed(page)).to_have_count(4)
    section = part(page, "veto")
    section.get_by_label("Navn eller organisasjonsnummer").fill("2 eksempel")
    section.get_by_label("Navn eller organisasjonsnummer").press("Enter")
    section.get_by_role("button", name="Ikke hit: EKSEMPEL 2").click()
    expect(section.get_by_role("status")).to_contain_text("Lagret")
    expect(listed(page)).to_have_count(3)
    expect(page.get_by_role("heading", name="EKSEMPEL 2")).to_have_count(0)
    section = part(page, "veto")
    section.get_by_role("button", name="Ta bort EKSEMPEL 2").click()
    expect(section.get_by_text("Ingen er ført opp")).to_be_visible()
    section.get_by_role("button", name="Angre").click()
    expect(section.get_by_text("EKSEMPEL 2").first).to_be_visible()
    section = part(page, "veto")
    section.get_by_role("button", name="Ta bort EKSEMPEL 2").click()
    expect(listed(page)).to_have_count(4)


def test_two_tabs_that_change_the_same_do_not_write_over_each_other(site, open_page):
    one, other = open_page(), open_page()
    first, second = part(one, "reise"), part(other, "reise")
    first.get_by_label("Lengste reise").fill("30")
    first.get_by_role("button", name="Lagre").click()
    expect(first.get_by_role("status")).to_contain_text("Lagret")
    second.get_by_label("Lengste reise").fill("60")
    second.get_by_role("button", name="Lagre").click()
    expect(second.get_by_role("alert")).to_contain_text("Noen andre har endret dette")
    expect(second).to_contain_text("Inntil 30 minutter")
    expect(second.get_by_label("Lengste reise")).to_have_value("60")
    second.get_by_role("button", name="Lagre").click()
    expect(second.get_by_role("status")).to_contain_text("Lagret")
    rows = site.service.database.rows("participants", ["p-1"])
    assert rows["max_travel_minutes"].to_list() == [45, 60]


def test_an_employer_far_away_is_put_on_the_list_marked_pinned_and_taken_off(site, open_page):
    site.service.store("workplaces", FAR)
    page = open_page()
    listed(page)
    page.get_by_role("link", name="Legg til en arbeidsgiver").click()
    page.get_by_label("Navn eller organisasjonsnummer").fill("borte oslo")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("button", name="Legg til LANGT BORTE").click()
    expect(page.get_by_role("status").first).to_contain_text("Lagt til: LANGT BORTE")
    last = page.get_by_role("article").last
    expect(last).to_contain_text("LANGT BORTE")
    expect(last).to_contain_text(re.compile(r"Lagt til av deg – utenfor reisevei \(omtrent \d+ (minutter|timer)\)"))
    page.get_by_role("button", name="Fest øverst: LANGT BORTE").click()
    expect(page.get_by_role("article").first).to_contain_text("LANGT BORTE")
    page.get_by_role("button", name="Løsne: LANGT BORTE").click()
    expect(page.get_by_role("article").last).to_contain_text("LANGT BORTE")
    notice = {"orgnr": orgnr(5), "kind": "bankruptcy", "starts_on": "2026-01-30", "recorded_on": "2026-01-30"}
    site.service.store("employer_notices", notice)
    page.get_by_role("link", name="Legg til en arbeidsgiver").click()
    page.get_by_label("Navn eller organisasjonsnummer").fill(orgnr(5))
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("button", name="Legg til LANGT BORTE").click()
    expect(page.get_by_role("status").first).to_contain_text("konkurs")
    expect(page.get_by_role("article")).to_have_count(4)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_what_comes_of_a_form_is_accessible(site, open_page, axe, viewport):
    page = open_page(viewport)
    section = part(page, "onsker")
    section.get_by_label("Finn yrke").fill("lager")
    section.get_by_role("button", name="Finn").click()
    found = {"found": axe(page)}
    section = part(page, "ord")
    section.get_by_label("Ønsker").fill("Jeg har angst")
    section.get_by_role("button", name="Lagre").click()
    found["fault"] = axe(page)
    section = part(page, "veto")
    section.get_by_label("Navn eller organisasjonsnummer").fill("eksempel")
    section.get_by_role("button", name="Finn").click()
    found["employers"] = axe(page)
    section.get_by_role("button", name="Ikke hit: EKSEMPEL 1").click()
    found["saved"] = axe(page)
    assert found == {"found": [], "fault": [], "employers": [], "saved": []}
