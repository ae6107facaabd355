from __future__ import annotations

import re
import time

import pytest

from serving.pages.layout.tokens import FIELD
from tests.serving.followed_people import at, headers, placement

OWN, SUPERVISOR = headers(), headers("sup", "supervisor")
PAGE = {"Accept": "text/html"}


@pytest.fixture
def placed(service):
    service.store(
        "placements",
        placement(),
        placement(placement_id="s-2", participant_id="p-2"),
        placement(placement_id="s-3", participant_id="p-3", owner_id="Z990002"),
        placement(placement_id="s-9", participant_id="p-protected"),
    )
    service.store("providers", {"provider_id": "v-1", "name": "Solbakk Vekst", "kind": "growth_enterprise"})
    with at(service):
        yield service


def send(service, who=OWN, **fields):
    given = {"fra": "Z990001", "til": "Z990002", "hvem": "noen"} | fields
    return service.client.post("/overlevering", data=given, headers=who | PAGE)


def offered(page):
    return re.findall(r'name="deltaker" value="([^"]*)"', page.text)


def specialist_of(service, key):
    return service.database.rows("participants", [key]).sort("updated_on")["specialist_id"].to_list()[-1]


def test_a_specialist_chooses_among_own_people_and_a_supervisor_among_anybodys(placed):
    ask = placed.client.get
    assert offered(ask("/overlevering", headers=OWN)) == ["p-1", "p-2", "p-left"]
    assert offered(ask("/overlevering?fra=Z990002", headers=OWN)) == ["p-1", "p-2", "p-left"], "own alone"
    assert offered(ask("/overlevering", headers=SUPERVISOR)) == [], "first from whom"
    assert offered(ask("/overlevering?fra=Z990002", headers=SUPERVISOR)) == ["p-3"]
    assert "p-protected" not in ask("/overlevering?fra=Z990001", headers=SUPERVISOR).text
    assert ask("/overlevering", headers=headers("op", "operator")).status_code == 403


def test_the_counts_stand_side_by_side_with_the_sheet(placed):
    page = send(placed, SUPERVISOR, deltaker="p-1")
    assert page.status_code == 200
    rows = dict(
        re.findall(r'<th scope="row">([^<]*)</th><td class="number">(\d+)</td><td class="number">\1?', page.text)
    )
    pairs = re.findall(r'<td class="number">(\d+)</td><td class="number">(\d+)</td>', page.text)
    assert len(pairs) == 7
    assert all(before == after for before, after in pairs)
    assert rows["Deltakere"] == "1"
    assert "EKSEMPEL 1 siden 12.01.2026" in page.text
    assert "på etterskudd" in page.text
    assert specialist_of(placed, "p-1") == "Z990002"
    assert specialist_of(placed, "p-2") == "Z990001"


def test_a_form_that_is_sent_twice_hands_over_once_and_shows_the_same_counts(placed):
    token = placed.app.state.form_tokens.draw("Z990001", time.time())
    first, again = (send(placed, deltaker="p-1", **{FIELD: token}) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert "1 deltaker og 1 jobb er overlevert." in again.text
    assert len(placed.database.read("hand_overs")) == 1
    assert "EKSEMPEL 1" not in first.text, "who handed over own people sees them no longer"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"til": ""}, "Skriv hvem som tar over."),
        ({"til": "Z990001", "hvem": "alle"}, "Den som overleverer og den som tar over, er den samme."),
        ({"arrangor": "v-1"}, "Velg enten en jobbspesialist eller en tiltaksarrangør, ikke begge."),
        ({"til": "Z990020", "hvem": "alle"}, "Vi kjenner ingen jobbspesialist med denne identen."),
        ({}, "Kryss av minst én deltaker, eller velg alle."),
        ({"hvem": ""}, "Kryss av minst én deltaker, eller velg alle."),
        ({"fra": "Z990055", "hvem": "alle"}, "Her er det ingenting å overlevere."),
        ({"deltaker": "p-3"}, "En av dem du krysset av, har ikke noe som kan overleveres slik."),
        (
            {"til": "", "arrangor": "v-0", "veileder": "Vera", "hvem": "alle"},
            "Vi kjenner ikke denne tiltaksarrangøren.",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words_and_nothing_is_handed_over(placed, fields, said):
    page = send(placed, SUPERVISOR, **fields)
    assert page.status_code == 422
    assert said in page.text
    assert placed.database.read("hand_overs").is_empty()


def test_a_specialist_hands_over_nothing_of_a_colleagues(placed):
    assert send(placed, fra="Z990002", til="Z990001", hvem="alle").status_code == 422
    assert specialist_of(placed, "p-3") == "Z990002"


def test_a_new_colleague_is_taken_at_ones_word(placed):
    assert send(placed, til="Z990020", deltaker="p-1", ny="ja").status_code == 200
    assert specialist_of(placed, "p-1") == "Z990020"


def test_somebody_at_a_provider_gets_the_follow_up_and_the_specialist_keeps_the_person(placed):
    assert send(placed, til="", arrangor="v-1", veileder="Vera", deltaker="p-1").status_code == 200
    (row,) = placed.database.rows("placements", ["s-1"]).to_dicts()
    assert (row["owner_id"], row["provider_id"]) == ("Vera", "v-1")
    assert specialist_of(placed, "p-1") == "Z990001"


def test_the_sheet_is_read_again_by_who_took_over_alone(placed):
    made = re.search(r"/overlevering/(hand-over-\w+)", send(placed, deltaker="p-1").text)[1]
    read = placed.client.get(f"/overlevering/{made}", headers=headers("Z990002") | PAGE)
    assert "EKSEMPEL 1 siden 12.01.2026" in read.text
    former, unknown = (placed.client.get(f"/overlevering/{key}", headers=OWN | PAGE) for key in (made, "hand-over-0"))
    assert former.status_code == unknown.status_code == 404


def test_nothing_of_health_stream_or_a_score_is_on_the_sheet(placed):
    text = send(placed, SUPERVISOR, hvem="alle").text
    assert not re.search(r"\b(IPS|VTO|uføre\w*|diagnose|score|sannsynlighet)\b", text)


def test_hostile_text_in_a_name_is_text(placed):
    page = send(placed, SUPERVISOR, til='"><script>alert(1)</script>', hvem="alle")
    assert page.status_code == 422
    assert "<script>alert" not in page.text
