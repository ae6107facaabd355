from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from serving.pages import money, words
from serving.pages.layout.page import TEMPLATES
from serving.schemas import LIST_EXAMPLE


def shown(changes=None, **parts):
    """The page of the example list with changes to the list and to its suggestion."""
    suggestion = LIST_EXAMPLE["suggestions"][0] | parts
    body = LIST_EXAMPLE | {"suggestions": [suggestion]} | (changes or {})
    return TEMPLATES.get_template("suggestions/list.html").render(list=body, person=None, simulated=body["simulated"])


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_caseload_page_shows_the_own_people_in_words_without_the_stream(client, specialist):
    page = client.get("/deltakere", headers=specialist)
    assert page.status_code == 200
    text = text_of(page.text)
    assert "p-1" in text
    assert "p-3" not in text
    assert "p-left" not in text
    assert "butikkmedarbeider" in text.lower()
    assert "15–25 timer i uka" in text
    assert "inntil 45 minutter med buss eller tog fra Skien" in text
    assert "ingen tunge løft" in text
    assert "Simulerte data" in text
    assert "ips" not in page.text.lower().replace("tips", "")


def test_choosing_a_participant_leads_to_a_list_that_can_be_read_again(client, shared, specialist):
    chosen = client.post("/forslag", data={"participant_id": "p-1"}, headers=specialist, follow_redirects=False)
    assert chosen.status_code == 303
    address = chosen.headers["location"]
    assert re.fullmatch("/forslag/[0-9a-f-]{36}", address)
    journalled = len(shared.database.read("shown_lists"))
    page = client.get(address, headers=specialist)
    assert page.status_code == 200
    assert len(shared.database.read("shown_lists")) == journalled
    assert "Forslag for p-1" in text_of(page.text)
    assert client.get(address, headers={"X-Development-Roles": "specialist"}).status_code == 404


def test_hostile_text_is_shown_as_text(client):
    page = client.post("/forslag", data={"participant_id": "p-1"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt; i varemottaket" in page.text
    assert "<script>" not in page.text
    hostile = '"><img src=x onerror=alert(1)>'
    workplace = LIST_EXAMPLE["suggestions"][0]["workplace"] | {"name": hostile}
    assert "<img" not in shown(workplace=workplace)
    assert "<img" not in shown({"participant_id": hostile, "abstained": {"reason": hostile}})


def test_pages_hold_no_inline_script_or_style_and_no_outside_host(client):
    made = client.post("/forslag", data={"participant_id": "p-1"})
    for page in (client.get("/"), made, client.get("/docs"), client.get("/drift"), client.get("/kontor")):
        assert page.status_code == 200
        assert not re.search(r"<script>|\sstyle=|\son\w+=|<style|https?://|@import", page.text)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in policy


def test_a_card_has_its_parts_in_the_order_of_the_practice():
    headings = re.findall(r"<h3>(.*?)</h3>", shown())
    assert headings == [
        "Hvorfor dette forslaget",
        "Behov",
        "Passer med ønsker",
        "Virkemidler",
        "Oppfølgingsplan",
        "Erfaring",
        "Hvem kjenner dem",
        "Kapasitet nå",
        "Usikkerhet",
    ]


def test_a_full_card_in_words():
    text = text_of(shown())
    for said in (
        "Når noen starter her, er omtrent 6 av 10 fortsatt i jobb etter et halvt år.",
        "62 % (48–74 %)",
        "omtrent 24 minutter å reise",
        "Hjelp i varemottak, 15–20 timer i uka, meldt 28. januar 2026 fra et besøk.",
        "3 i jobb etter 12 måneder av 4",
        "Noe grunnlag: 9 kontakter og 4 plasseringer her.",
        "Plass til 1 · 1 i utprøving eller med tilskudd",
        "Neste steg: Andre kopp kaffe: spør om varemottaket",
        "Modellen står over.",
        "15 minutter lengre reisevei gir 12 arbeidsplasser til. Først å prøve: EKSEMPEL KOLONIAL AVD SØR i Skien",
        "Mangler: norskkunnskaper.",
        "Simulerte data.",
    ):
        assert said in text
    assert text.index("62 %") < text.index("6 % (3–10 %)"), "staying leads, starting follows"


def test_what_is_not_known_is_said_and_never_left_blank():
    empty = dict.fromkeys(
        ("travel_minutes", "order_by", "outlook", "evidence", "caution", "need", "fit", "subsidies", "employer_cost",
         "follow_up_plan", "relation", "record", "capacity")
    )  # fmt: skip
    workplace = LIST_EXAMPLE["suggestions"][0]["workplace"] | {"name": None, "industry": None, "employees": None}
    nothing = {"rulebook_version": None, "completeness": None, "abstained": None, "widening": None, "changes": None}
    text = text_of(shown(nothing | {"simulated": False}, reasons=[], workplace=workplace, **empty))
    assert f"Uten navn i {workplace['municipality']}" in text
    assert "Behov ikke kjent" in text
    assert text.count("Må avklares – regelboken kan ikke leses nå") == 1
    assert "Må avklares – hvem følger opp, og hvor ofte" in text
    assert "Ingen erfaring ennå" in text
    assert "None" not in text
    assert "Simulerte data" not in text


def test_an_outdated_need_says_so():
    need = {"status": "outdated", "text": "Ekstrahjelp", "recorded_on": "2025-01-02", "source": "ad"}
    assert "Gammelt: spør om det fortsatt gjelder." in text_of(shown(need=need))


def test_an_empty_list_says_what_can_be_done():
    assert "Ingen forslag nå" in text_of(shown({"suggestions": []}))


def test_an_empty_caseload_says_so(client):
    page = client.get("/deltakere", headers={"X-Development-User": "Z990077"})
    assert "Du har ingen deltakere som søker arbeid her ennå." in text_of(page.text)


@pytest.mark.parametrize(
    ("call", "status", "said"),
    [
        (("GET", "/finnes-ikke"), 404, "Vi finner ikke det du leter etter"),
        (("GET", "/forslag/" + "0" * 32), 404, "Vi finner ikke det du leter etter"),
        (("GET", "/deltaker/nobody"), 404, "Vi finner ikke det du leter etter"),
    ],
)
def test_a_refusal_is_a_page_for_those_who_read_pages(client, call, status, said):
    answer = client.request(*call, headers={"Accept": "text/html,application/xhtml+xml"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in text_of(answer.text)
    assert answer.headers["nav-call-id"] in answer.text
    assert client.request(*call).headers["content-type"] == "application/problem+json"


def test_without_a_champion_the_page_says_to_wait(untrained):
    answer = untrained.post("/forslag", data={"participant_id": "p-1"}, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Tjenesten er ikke klar" in text_of(answer.text)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_choose(client, site):
    answer = client.post("/forslag", data={"participant_id": "p-1"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"\xff=\xff", b"a=1&" * 50, b"participant_id=p-1%00", b"participant_id=%ED%A0%80"])
def test_a_strange_form_finds_nobody(client, body):
    answer = client.post("/forslag", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code in (404, 422)


def test_shares_in_words():
    assert [words.percent(s) for s in (0.0, 0.0004, 0.0125, 0.02, 0.625, 1.0)] == [
        "0 %", "under 0,1 %", "1,2 %", "2 %", "62 %", "100 %",
    ]  # fmt: skip
    assert words.interval({"low": 0.02, "high": 0.1}) == "2–10 %"
    assert [words.out_of_ten(s) for s in (0.02, 0.62, 0.98)] == [
        "færre enn 1 av 10", "omtrent 6 av 10", "nesten alle",
    ]  # fmt: skip
    assert words.hours(15.0, 25.0) == "15–25 timer i uka"
    assert words.hours(7.5, 37.5) == "7,5–37,5 timer i uka"
    assert words.hours(20.0, 20.0) == "20 timer i uka"
    assert words.hours(20.5, 20.5) == "20,5 timer i uka"


def test_codes_in_words():
    assert words.place("4003") == "Skien"
    assert words.place(None) == "ukjent sted"
    assert words.occupations(["5223", "9999"]) == words.occupations(["5223"])
    assert words.day("2026-02-03") == "3. februar 2026"


def test_numbers_are_said_as_people_say_them():
    assert words.between({"low": 0.26, "high": 0.88}) == "mellom 26 og 88 %"
    assert words.times(["day", "evening", "weekend"]) == "dag, kveld og helg"
    assert words.minutes_in_short(40.4) == "40\u00a0min"
    assert words.minutes_in_short(1507) == "25\u00a0t"
    assert [words.handed_over(*counted) for counted in ((1, 0), (0, 4), (4, 1))] == [
        "1 deltaker er overlevert.", "4 jobber er overlevert.", "4 deltakere og 1 jobb er overlevert.",
    ]  # fmt: skip
    assert [words.share(value) for value in (0.0297, -0.0002, -0.006, 0.958)] == ["3,0 %", "0,0 %", "-0,6 %", "95,8 %"]
    assert words.measured(-0.0001) == "0,000"
    assert words.unbroken("Uten 148 404 kr, 12 måneder") == "Uten 148\u00a0404\u00a0kr, 12 måneder"
    today = date(2026, 11, 23)
    assert words.away(today - timedelta(days=60), today) == "for 60 dager siden"
    assert words.away(today - timedelta(days=153), today) == "for 5 måneder siden"


def test_a_scheme_is_named_once():
    assert money.reason({"norwegian": "Arbeidstrening", "reason": "Arbeidstrening er ikke ansettelse."}) == (
        " er ikke ansettelse."
    )
    assert money.reason({"norwegian": "Mentor", "reason": "Ingen er oppgitt."}) == ": Ingen er oppgitt."
