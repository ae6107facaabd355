from __future__ import annotations

import html
import re

import pytest

from features.occupations import occupation_name
from tests.features.test_identity_numbers import BORN

WISH = "Vil gjerne vaske gulv. Viktig for meg: ingen tunge løft."


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def wordy(service, person):
    """The service where p-1 wishes in own words."""
    words = {"wished_text": WISH, "skills_text": "Har kjørt varebil i byen", "wished_occupations": ["5223"]}
    service.store("participants", person(**words, updated_on="2026-01-10"))
    return service


def ask(service, **fields):
    return service.client.post("/forstod", data={"participant_id": "p-1"} | fields)


def test_the_page_shows_the_words_and_what_we_took_them_to_say_unticked(wordy):
    page = ask(wordy)
    assert page.status_code == 200
    text = text_of(page.text)
    assert WISH in text
    assert occupation_name("9112") in text
    assert "«vaske»" in text
    assert "Ingen tunge løft: ja, trengs" in text
    assert 'name="yrke" value="9112"' in page.text
    assert "checked" not in page.text
    assert "Profilen endres ikke" in text


def test_a_short_wish_is_shown_as_several_occupations_to_choose_among(service, person):
    service.store("participants", person(wished_text="noe med dyr", wished_occupations=[], updated_on="2026-01-10"))
    page = ask(service).text
    assert all(f'name="yrke" value="{code}"' in page for code in ("5164", "9212"))


def test_the_person_s_page_leads_there(wordy):
    assert 'action="/forstod"' in wordy.client.get("/deltaker/p-1").text


def test_a_list_that_rests_on_own_words_says_what_they_were_taken_to_mean(service, person):
    wordless = {"wished_occupations": [], "updated_on": "2026-01-10"}
    service.store("participants", person(wished_text=WISH, **wordless))
    said = "Listen bygger på det vi leste ut av deltakerens egne ord: "
    page = service.client.post("/forslag", data={"participant_id": "p-1"})
    assert f"{said}{occupation_name('9112').lower()}" in text_of(page.text)
    service.store("participants", person(wished_text="qwrt zxcv", **wordless))
    assert said not in text_of(service.client.post("/forslag", data={"participant_id": "p-1"}).text)
    assert said not in text_of(service.client.post("/forslag", data={"participant_id": "p-2"}).text)


def test_what_is_ticked_makes_a_list_for_the_profile_with_it_and_changes_nothing_stored(wordy):
    before = wordy.database.read("participants")
    ticked = {"participant_id": "p-1", "yrke": ["9112"], "ja": ["small_team"], "nei": ["no_heavy_lifting"]}
    made = wordy.client.post("/forstod/forslag", data=ticked, follow_redirects=False)
    assert made.status_code == 303
    list_id = made.headers["location"].removeprefix("/forslag/")
    assert re.fullmatch("[0-9a-f-]{36}", list_id)
    listed = wordy.client.get(f"/v1/suggestions/{list_id}").json()
    assert listed["participant_id"] is None
    assert len(listed["suggestions"]) == 4
    assert wordy.database.read("participants").equals(before)


def test_ticking_changes_what_the_list_is_made_for(wordy):
    def fits(**ticked):
        made = wordy.client.post("/forstod/forslag", data={"participant_id": "p-1"} | ticked, follow_redirects=False)
        answer = wordy.client.get(f"/v1/suggestions/{made.headers['location'].removeprefix('/forslag/')}").json()
        return [suggestion["fit"]["environment"] for suggestion in answer["suggestions"]]

    assert all(share is not None for share in fits())
    assert fits(nei=["no_heavy_lifting"]) == [None] * 4


@pytest.mark.parametrize("harm", [{"yrke": ["abcd"]}, {"ja": ["diagnosis"]}, {"yrke": ["9112"] * 201}])
def test_a_form_that_is_not_ours_is_refused(wordy, harm):
    answer = wordy.client.post("/forstod/forslag", data={"participant_id": "p-1"} | harm, follow_redirects=False)
    assert answer.status_code == 422


@pytest.mark.parametrize("address", ["/forstod", "/forstod/forslag"])
@pytest.mark.parametrize("whom", ["p-3", "p-protected", "p-real", "nobody", "x" * 300])
def test_somebody_one_may_not_see_is_not_found(wordy, specialist, address, whom):
    answer = wordy.client.post(address, data={"participant_id": whom}, headers=specialist, follow_redirects=False)
    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["/forstod", "/forstod/forslag"])
def test_another_site_may_not_send_the_form(wordy, address):
    answer = wordy.client.post(address, data={"participant_id": "p-1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_search_in_words_finds_workplaces_in_reach_that_have_the_work(wordy):
    page = ask(wordy, sok="påfyll av varer i butikkhyllene")
    text = text_of(page.text)
    assert "Treff på «påfyll av varer i butikkhyllene»" in text
    assert "minutter å reise · spør etter dette nå" in text
    first, second = re.search(r"EKSEMPEL 1\b", text), re.search(r"EKSEMPEL 2\b", text)
    assert first
    assert second
    assert first.start() < second.start()


def test_a_search_that_is_not_understood_says_so(wordy):
    assert "Vi forstod ikke noe yrke av dette" in text_of(ask(wordy, sok="qwrt zxcv").text)


def test_words_are_not_sent_in_addresses_and_are_shown_as_text(wordy):
    page = ask(wordy, sok="<script>alert(1)</script> vaske gulv")
    assert "<script>" not in page.text
    assert not re.search(r'method="get"', page.text)
    assert not re.search(r"\sstyle=|\son\w+=|<style|https?://", page.text)
    assert str(page.url).endswith("/forstod")


@pytest.mark.parametrize("words", [BORN, "a" * 4001, "a\x00b"])
def test_words_that_may_not_be_sent_are_refused(wordy, words):
    assert ask(wordy, sok=words).status_code == 422


def test_words_of_somebody_who_is_not_stored_can_be_understood_without_a_list(wordy):
    assert "egne ord" in wordy.client.get("/forstod").text
    page = wordy.client.post("/forstod", data={"tekst": "Jeg har angst og vil vaske gulv"})
    text = text_of(page.text)
    assert "9112" in text
    assert "helse" in text
    assert "Vis forslag" not in text


def test_a_wish_without_words_says_that_there_are_none(service, person):
    service.store("participants", person(wished_text=None, updated_on="2026-01-10"))
    assert "ingenting med deltakerens egne ord" in text_of(ask(service).text)
