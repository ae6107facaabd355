"""Forms as people use them: few inputs, without scripts, sent twice, gone back to, and left open for too long."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from serving.pages.layout.tokens import LASTS_SECONDS
from tests.builders import orgnr
from tests.serving.conftest import workplace

SHOP = "EKSEMPEL 1"
JOB = {
    "placement_id": "s-1", "participant_id": "p-1", "orgnr": orgnr(1), "occupation": "5223", "form": "permanent",
    "paid": True, "hours_per_week": 20.0, "starts_on": "2026-01-05", "observed_until": "2026-02-01",
}  # fmt: skip


def listed(page):
    page.goto("/deltakere")
    page.get_by_role("button", name=re.compile("Vis forslag")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forslag for p-1")


def at_the_visit(page):
    listed(page)
    page.get_by_role("link", name=f"Besøk {SHOP}").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_hiding_pinning_adding_and_undoing_are_one_tap_each(site, open_page, scripts):
    page = open_page(java_script_enabled=scripts)
    listed(page)
    cards = page.get_by_role("article")
    page.get_by_role("button", name=f"Ikke nå: {SHOP}").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Tatt av listen for nå: {SHOP}")
    expect(cards).to_have_count(3)
    page.get_by_role("button", name="Angre").click()
    expect(cards).to_have_count(4)
    page.get_by_role("button", name="Fest øverst: EKSEMPEL 3").click()
    expect(cards.first).to_contain_text("EKSEMPEL 3")
    expect(cards.first).to_contain_text("Festet av deg")
    page.goto("/")
    expect(page.get_by_role("region", name=re.compile("^Besøk å ta"))).to_contain_text("EKSEMPEL 3")
    listed(page)
    page.get_by_role("button", name=f"Noe er feil: {SHOP}").click()
    expect(page.get_by_role("status").first).to_contain_text(f"det er notert at noe er feil med {SHOP}")
    page.get_by_label("Adressen").check()
    page.get_by_label("Med noen ord").fill("Flyttet til Porsgrunn")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").first).to_contain_text(f"det er meldt hva som er feil med {SHOP}")
    page.goto("/feil")
    expect(page.get_by_role("listitem").filter(has_text=SHOP)).to_contain_text("Flyttet til Porsgrunn")
    listed(page)
    page.get_by_role("link", name="Legg til en arbeidsgiver").click()
    page.get_by_label("Navn eller organisasjonsnummer").fill(orgnr(2))
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("button", name="Legg til EKSEMPEL 2").click()
    expect(page.get_by_role("status").first).to_contain_text("Lagt til: EKSEMPEL 2")
    expect(page.get_by_role("article", name="EKSEMPEL 2")).to_contain_text("Lagt til av deg")
    kinds = site.service.database.read("choices")["kind"].to_list()
    assert sorted(kinds) == ["add", "hide", "pin", "undo", "wrong", "wrong"]


def test_a_contact_is_logged_without_scripts_in_the_same_few_inputs(site, open_page):
    page = open_page(java_script_enabled=False)
    at_the_visit(page)
    page.get_by_label("Ikke nå").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status").first).to_contain_text("Kontakten er lagret")
    (row,) = site.service.database.read("contacts").to_dicts()
    assert (row["result"], row["channel"], row["orgnr"], row["rank_shown"]) == (
        "not_now", "visit", orgnr(1), row["rank_shown"],
    )  # fmt: skip
    assert row["rank_shown"] is not None


def test_a_form_that_is_sent_twice_is_kept_once(site, open_page):
    page = open_page()
    at_the_visit(page)
    page.get_by_label("Nytt møte").check()
    sent = page.evaluate(
        """async () => {
            const form = document.querySelector('form.words');
            const body = new URLSearchParams(new FormData(form));
            const send = () => fetch(form.action, {method: 'POST', body});
            return (await Promise.all([send(), send()])).map(answer => answer.status);
        }"""
    )
    assert sent == [200, 200]
    assert len(site.service.database.read("contacts")) == 1


def test_going_back_and_sending_something_else_says_that_the_first_is_kept(site, open_page):
    page = open_page()
    at_the_visit(page)
    form = page.evaluate("() => new URLSearchParams(new FormData(document.querySelector('form.words'))).toString()")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    sent = (page.request.post(page.url, data=f"{form}&resultat={said}", headers=headers) for said in ("no", "meeting"))
    first, second = sent
    assert first.status == 200
    assert second.status == 409
    assert "Dette er lagret fra før" in second.text()
    assert site.service.database.read("contacts")["result"].to_list() == ["no"]


def test_a_note_that_is_too_long_comes_back_whole_with_clear_words(site, open_page):
    page = open_page()
    at_the_visit(page)
    note = "Lang samtale. " * 720
    page.get_by_label("Nytt møte").check()
    page.get_by_label("Neste steg").fill(note)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("alert")).to_contain_text("inntil 4000 tegn")
    expect(page.get_by_label("Neste steg")).to_have_value(note)
    expect(page.get_by_label("Nytt møte")).to_be_checked()
    page.get_by_label("Neste steg").fill("Kort")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status").first).to_contain_text("Kontakten er lagret")
    assert site.service.database.read("contacts")["next_step"].to_list() == ["Kort"]


def test_a_form_left_open_over_night_comes_back_to_be_sent_again(site, open_page):
    page = open_page()
    at_the_visit(page)
    page.get_by_label("Nytt møte").check()
    page.get_by_label("Neste steg").fill("Ring daglig leder på mandag")
    tokens = site.service.app.state.form_tokens
    old = tokens.draw("Z990001", time.time() - LASTS_SECONDS - 1)
    page.evaluate("old => { document.querySelector('form.words [name=skjema]').value = old }", old)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Skjemaet har stått åpent for lenge")).to_be_visible()
    expect(page.get_by_text("Ring daglig leder på mandag")).to_be_visible()
    page.get_by_role("button", name="Send på nytt").click()
    expect(page.get_by_role("status").first).to_contain_text("Kontakten er lagret")
    assert site.service.database.read("contacts")["next_step"].to_list() == ["Ring daglig leder på mandag"]


def test_a_job_ends_and_grates_in_one_tap(site, open_page):
    site.service.store("placements", JOB)
    page = open_page()
    page.goto("/deltaker/p-1")
    page.get_by_role("button", name=f"Det butter hos {SHOP}").click()
    expect(page.get_by_role("status").first).to_contain_text("Fristen er 24 timer")
    page.get_by_role("button", name="Siste dag var i dag").click()
    expect(page.get_by_role("status").first).to_contain_text("Siste dag er lagret")
    assert [str(day) for day in site.service.database.read("placements")["ends_on"]] == ["2026-02-02"]
    assert len(site.service.database.read("frictions")) == 1


def test_a_worker_says_it_by_a_link_without_an_account(site, open_page, axe):
    site.service.store("placements", JOB)
    page = open_page()
    page.goto("/jobb/s-1")
    page.get_by_text("La deltakeren eller arbeidsgiver si fra selv").click()
    page.get_by_role("button", name="Lenke til deltakeren").click()
    link = page.get_by_label("Lenken").input_value()
    assert axe(page) == []
    worker = open_page(headers={"X-Development-User": "nobody"})
    worker.goto(link)
    assert axe(worker) == []
    assert "s-1" not in worker.content()
    assert SHOP not in worker.content()
    worker.get_by_role("button", name="Si fra").click()
    expect(worker.get_by_role("heading", name="Takk")).to_be_visible()
    page.goto("/jobb/s-1")
    expect(page.get_by_text("Deltakeren sa fra")).to_be_visible()


def test_hostile_names_are_text_everywhere(site, open_page):
    hostile = '"><img src=x onerror="document.title=\'taken\'">'
    site.service.store("workplaces", {**workplace(1), "name": hostile, "recorded_on": "2026-02-01"})
    page = open_page()
    listed(page)
    made = page.url.rsplit("/", 1)[1]
    for address in ("", f"/besok/{made}/{orgnr(1)}", f"/samtaleark/{made}/{orgnr(1)}", f"/legg-til/{made}?q=img"):
        if address:
            page.goto(address)
        expect(page.get_by_text(hostile).first).to_be_attached()
        assert page.locator("img").count() == 0
        assert "taken" not in page.title()
