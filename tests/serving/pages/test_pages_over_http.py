from __future__ import annotations

import html
import re
import time

import pytest

from serving.pages.layout import assets
from serving.pages.layout.tokens import FIELD, LASTS_SECONDS
from tests.builders import orgnr

HTML = {"Accept": "text/html"}
OTHERS = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist", "X-Development-Offices": "0806"}


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def made_list(client, headers, **fields):
    made = client.post("/forslag", data={"participant_id": "p-1"} | fields, headers=headers)
    assert made.status_code == 200
    return made


def list_id(page):
    return re.search(r"/forslag/([0-9a-f-]{36})", str(page.url))[1]


def cards(page):
    return re.findall(r'<article class="card" aria-labelledby="forslag-(\d+)"', page.text)


def test_my_day_says_the_day_and_has_room_for_what_is_not_there(client, specialist):
    text = text_of(client.get("/", headers=specialist))
    assert "Mandag 2. februar" in text
    assert "Ingen avtaler i dag." in text
    assert "Mine deltakere 2" in text
    assert "ips" not in text.lower().replace("tips", "")


def test_the_menu_shows_what_the_role_may_use(client, specialist):
    own = text_of(client.get("/deltakere", headers=specialist))
    assert "Drift" in own
    assert "Kontoret" not in own
    assert client.get("/kontor", headers=specialist).status_code == 403
    operator = client.get("/drift", headers={"X-Development-Roles": "operator"})
    assert "Min dag" not in text_of(operator)


def test_a_filtered_list_says_so_keeps_its_filters_and_is_narrowed(client, specialist):
    page = made_list(client, specialist, behov="1")
    assert "filtrert" in text_of(page)
    assert re.search(r'name="behov" value="1" checked', page.text)
    assert len(cards(page)) == 1
    assert page.url.query == b"behov=1"
    assert len(cards(made_list(client, specialist))) == 4


@pytest.mark.parametrize("harm", [{"reise": "langt"}, {"yrke": "abcd"}, {"kommune": "9999"}])
def test_a_filter_that_is_none_is_refused(client, specialist, harm):
    assert client.post("/forslag", data={"participant_id": "p-1"} | harm, headers=specialist).status_code == 422


def test_another_order_is_read_from_the_same_list(client, specialist):
    made = list_id(made_list(client, specialist))
    page = client.get(f"/forslag/{made}?sorter=reise", headers=specialist)
    minutes = [int(m) for m in re.findall(r"omtrent (\d+) minutter å reise", page.text)]
    assert minutes == sorted(minutes)
    assert sorted(cards(page)) == ["1", "2", "3", "4"]
    assert client.get(f"/forslag/{made}?sorter=alfabetisk", headers=specialist).status_code == 422


def test_the_list_can_be_taken_along_as_csv(client, specialist):
    made = list_id(made_list(client, specialist))
    sheet = client.get(f"/forslag/{made}/liste.csv", headers=specialist)
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.headers["content-disposition"] == 'attachment; filename="forslag-2026-02-02.csv"'
    assert len(sheet.text.strip().split("\r\n")) == 5
    assert "p-1" not in sheet.text


@pytest.mark.parametrize("page", ["besok", "start", "samtaleark", "legg-til"])
def test_a_page_of_somebody_elses_list_is_not_found(client, specialist, page):
    made = list_id(made_list(client, specialist))
    address = f"/{page}/{made}" if page == "legg-til" else f"/{page}/{made}/{orgnr(1)}"
    assert client.get(address, headers=specialist).status_code == 200
    refused = client.get(address, headers=OTHERS | HTML)
    unknown = client.get(address.replace(made, "0" * 32), headers=OTHERS | HTML)
    assert refused.status_code == unknown.status_code == 404
    assert "Vi finner ikke det du leter etter" in refused.text
    assert orgnr(1) not in refused.text


@pytest.mark.parametrize("whom", ["p-3", "p-protected", "p-real", "nobody"])
def test_a_profile_one_may_not_see_is_one_that_is_not_there(client, specialist, whom):
    answer = client.get(f"/deltaker/{whom}", headers=specialist | HTML)
    assert answer.status_code == 404
    assert whom not in answer.text


def test_the_profile_says_what_may_be_shared_and_what_is_missing(client, specialist):
    text = text_of(client.get("/deltaker/p-1", headers=specialist))
    assert "Kan deles erfaring" in text
    assert "ferdigheter, arbeidstid, tilrettelegging, navn" in text
    assert "Tirsdag 09:00–12:00" in text
    assert "Ingen er ført opp." in text


def test_a_choice_about_a_place_that_is_not_registered_is_refused(client, specialist):
    made = list_id(made_list(client, specialist))
    for number, status in ((orgnr(99), 404), ("123", 422)):
        sent = {"list_id": made, "orgnr": number, "valg": "add"}
        assert client.post("/valg", data=sent, headers=specialist).status_code == status


def test_an_added_place_beyond_reach_comes_last_and_is_said_to_be_beyond(service, specialist):
    far = {"orgnr": orgnr(50), "org_form": "BEDR", "industry_code": "47.110", "municipality": "0301", "employees": 9}
    service.store("workplaces", far | {"name": "LANGT BORTE", "latitude": 59.91, "longitude": 10.75})
    made = list_id(made_list(service.client, specialist))
    sent = {"list_id": made, "orgnr": orgnr(50), "valg": "add"}
    answer = service.client.post("/valg", data=sent, headers=specialist)
    assert "Lagt til: LANGT BORTE" in text_of(answer)
    *others, last = re.findall(r"<article.*?</article>", answer.text, re.DOTALL)
    assert len(others) == 4
    assert re.search(
        r"LANGT BORTE.*Lagt til av deg – utenfor reisevei \(omtrent \d+ (minutter|timer)\)", last, re.DOTALL
    )


def test_what_was_written_is_not_lost_with_the_session(client, specialist):
    made = list_id(made_list(client, specialist))
    written = {"resultat": "meeting", "kanal": "visit", "neste": "Ring daglig leder før lunsj på mandag"}
    address = f"/besok/{made}/{orgnr(1)}"
    lost = client.post(address, data=written, headers=specialist | HTML | {"Authorization": "Bearer expired"})
    assert lost.status_code == 401
    assert "logg inn i en annen fane" in lost.text
    assert "Ring daglig leder før lunsj på mandag" in lost.text
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', lost.text))
    assert again.keys() == {*written, FIELD}


def test_an_old_form_of_somebody_else_is_not_drawn_anew(shared, specialist):
    old = shared.app.state.form_tokens.draw("Z990002", time.time() - LASTS_SECONDS - 1)
    answer = shared.client.post("/forslag", data={"participant_id": "p-1", FIELD: old}, headers=specialist | HTML)
    assert answer.status_code == 422
    assert "Send på nytt" not in answer.text


def test_the_office_sees_no_small_numbers_and_no_colleague(client):
    text = text_of(client.get("/kontor", headers={"X-Development-Roles": "supervisor"}))
    assert "for få til å vises" in text
    assert "Z99" not in text.replace("Z990000", "")


@pytest.mark.parametrize("name", ["rettplass.css", "rettplass.svg"])
def test_files_have_an_address_of_their_content_and_are_kept_by_browsers(client, name):
    address = re.search(rf'"(/statisk/{re.escape(name)}\?v=[0-9a-f]{{12}})"', client.get("/deltakere").text)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/statisk/../page.py").status_code == 404


def test_pages_are_usable_where_nothing_was_fetched(client, monkeypatch):
    assets.assets.cache_clear()
    monkeypatch.setattr(assets, "FETCHED", assets.PLAIN / "nowhere")
    try:
        page = client.get("/deltakere").text
        assert "rettplass.css" in page
        assert "aksel.css" not in page
        assert "<script" not in page
    finally:
        assets.assets.cache_clear()


def test_a_refusal_shows_a_way_out_that_is_not_the_page_refused(client):
    operator = {"X-Development-User": "Z990098", "X-Development-Roles": "operator", "Accept": "text/html"}
    for address, way_out in (("/", "/drift"), ("/deltakere", "/")):
        answer = client.get(address, headers=operator)
        assert answer.status_code == 403
        assert f'<a href="{way_out}">Til ' in answer.text
