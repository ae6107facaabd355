"""The profile changed on its page: one part at a time, a new version from today, and nobody's words written over."""

from __future__ import annotations

import re

import pytest

from tests.builders import orgnr
from tests.serving.conftest import PERSON

P1 = "/deltaker/p-1"


@pytest.fixture
def form(service, specialist):
    """A form as the page draws it: its mark of what stands there, and a way to send it."""

    def drawn(part):
        page = service.client.get(P1, headers=specialist).text
        seen = re.search(rf'action="{P1}/endre/{part}#{part}".*?name="sett" value="(\w+)"', page, re.DOTALL)[1]
        return lambda **fields: send(service, specialist, part, {"sett": seen, "gjor": "lagre"} | fields)

    return drawn


def send(service, who, part, fields):
    return service.client.post(f"{P1}/endre/{part}", data=fields, headers=who)


def stored(service, participant_id="p-1"):
    return service.database.rows("participants", [participant_id]).row(-1, named=True)


@pytest.mark.parametrize(
    ("part", "fields", "changed"),
    [
        ("onsker", {"yrke": ["5223", "9334"]}, {"wished_occupations": ["5223", "9334"]}),
        ("onsker", {}, {"wished_occupations": []}),
        ("uonsket", {"yrke": ["9112"]}, None),
        ("uonsket", {"yrke": ["5120"]}, {"unwanted_occupations": ["5120"]}),
        ("erfaring", {"yrke": ["5223", "5120"]}, {"experience_occupations": ["5223", "5120"]}),
        ("ord", {"onske": "Rydde", "ferdigheter": "Kassa"}, {"wished_text": "Rydde", "skills_text": "Kassa"}),
        ("ord", {"onske": "x" * 4001}, None),
        ("ord", {"onske": "Født 13097248022"}, None),
        ("tid", {"fra": "7,5", "til": "20", "tider": ["day", "evening"]},
         {"hours_min": 7.5, "hours_max": 20.0, "times_of_day": ["day", "evening"]}),
        ("tid", {"fra": "20", "til": "10"}, None),
        ("tid", {"fra": "mye", "til": "nan"}, None),
        ("opptatt", {"behold": ["tue 09:00-12:00"], "dag": "fri", "fra": "13:00", "til": "15:30"},
         {"unavailable_times": ["tue 09:00-12:00", "fri 13:00-15:30"]}),
        ("opptatt", {"dag": "fri"}, {"unavailable_times": []}),
        ("opptatt", {"dag": "fri", "fra": "15:00", "til": "13:00"}, None),
        ("reise", {"maate": "car", "minutter": "60"}, {"travel_mode": "car", "max_travel_minutes": 60}),
        ("reise", {"maate": "rakett", "minutter": "60"}, None),
        ("vilkar", {"vilkar": ["small_team", "steady_pace"]}, {"work_conditions": ["small_team", "steady_pace"]}),
        ("norsk", {"norsk": "fluent"}, {"norwegian_level": "fluent"}),
        ("oppfolging", {"behov": "high"}, {"follow_up_need": "high"}),
        ("deling", {"kontakt": "nei", "kan": ["skills", "name"]},
         {"may_contact_employers": False, "shareable": ["skills", "name"]}),
        ("deling", {"kan": ["diagnosis"]}, None),
        ("veto", {"legg": orgnr(2)}, {"excluded_workplaces": [orgnr(2)]}),
    ],
)  # fmt: skip
def test_each_part_is_a_new_version_from_today_or_comes_back_with_what_was_written(
    service, form, part, fields, changed
):
    before, send = stored(service), form(part)
    answer = send(**fields)
    if changed is None:
        assert answer.status_code == 422
        assert "Ikke lagret ennå" in answer.text
        assert stored(service) == before
        return
    assert answer.status_code == 200, answer.text
    assert "Lagret. Det gjelder fra neste liste." in answer.text
    now = stored(service)
    assert {
        name: now[name] or ([] if isinstance(value, list) else now[name]) for name, value in changed.items()
    } == changed
    same = before.keys() - changed.keys() - {"updated_on", "recorded_on"}
    assert {name: now[name] for name in same} == {name: before[name] for name in same}
    assert str(now["updated_on"]) == "2026-02-02"
    past = service.client.post("/v1/suggestions", json={"participant_id": "p-1", "as_of": "2026-02-01"})
    assert past.status_code == 200


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(service, form):
    mine, theirs, elsewhere = form("reise"), form("reise"), form("norsk")
    assert theirs(maate="car", minutter="30").status_code == 200
    answer = mine(maate="walk", minutter="20")
    assert answer.status_code == 409
    assert "Noen andre har endret dette" in answer.text
    assert "Inntil 30 minutter med bil" in answer.text
    assert 'name="minutter" min="0" max="300" value="20"' in answer.text
    assert (stored(service)["travel_mode"], stored(service)["max_travel_minutes"]) == ("car", 30)
    assert elsewhere(norsk="fluent").status_code == 200, "another part does not stand in the way"
    again = re.search(r'endre/reise#reise" .*?name="sett" value="(\w+)"', answer.text, re.DOTALL)[1]
    assert mine(sett=again, maate="walk", minutter="20").status_code == 200
    assert stored(service)["travel_mode"] == "walk"


def test_a_form_that_came_back_still_says_what_it_was_drawn_from(service, form):
    mine, theirs = form("reise"), form("reise")
    assert theirs(maate="car", minutter="30").status_code == 200
    faulty = mine(maate="walk", minutter="lenge")
    again = re.search(r'endre/reise#reise" .*?name="sett" value="(\w+)"', faulty.text, re.DOTALL)[1]
    assert mine(sett=again, maate="walk", minutter="20").status_code == 409


def test_a_form_that_is_sent_twice_writes_once(service, form):
    save = form("norsk")
    assert save(norsk="basic").status_code == 200
    version = service.database.version()
    assert save(norsk="basic").status_code == 200
    assert service.database.version() == version


def test_a_word_of_health_is_asked_about_and_not_kept(service, form):
    save = form("ord")
    answer = save(onske="Jeg har angst og vil ha lite folk rundt meg")
    assert answer.status_code == 422
    assert "Teksten sier noe om helse («angst»)" in answer.text
    assert stored(service)["wished_text"] == PERSON["wished_text"]
    assert save(onske="Selge bøker om angst", ikke_helse="1").status_code == 200


@pytest.mark.parametrize(("said", "code"), [("lager", "4321"), ("lagerarbeider", "4321"), ("rydde varer", "9334")])
def test_occupations_are_found_by_words_and_what_was_ticked_stays_so(service, form, said, code):
    page = form("onsker")(gjor="finn", sok=said, yrke=["5223"]).text
    part = re.search(r'<section id="onsker">.*?</section>', page, re.DOTALL)[0]
    ticked = {value: "checked" in rest for value, rest in re.findall(r'name="yrke" value="(\d+)"([^>]*)', part)}
    assert ticked["5223"] is True
    assert ticked[code] is False
    assert stored(service)["wished_occupations"] == ["5223", "9112"]


def test_a_veto_is_added_and_removed_whatever_else_was_changed_since(service, form):
    first, second = form("veto"), form("veto")
    assert first(legg=orgnr(1)).status_code == 200
    page = second(legg=orgnr(2))
    assert stored(service)["excluded_workplaces"] == [orgnr(1), orgnr(2)]
    assert "EKSEMPEL 2" in page.text
    assert second(fjern=orgnr(1)).status_code == 200
    assert stored(service)["excluded_workplaces"] == [orgnr(2)]
    found = form("veto")(gjor="finn", sok="eksempel")
    assert "Ikke hit: EKSEMPEL 3" in found.text


@pytest.mark.parametrize(
    ("part", "field"), [("onsker", "sok"), ("veto", "sok"), ("ord", "onske"), ("reise", "minutter")]
)
def test_what_was_written_is_text_on_the_page(form, part, field):
    hostile = '"><img src=x onerror=alert(1)>'
    answer = form(part)(gjor="lagre" if field != "sok" else "finn", **{field: hostile})
    assert "<img" not in answer.text
    assert "&lt;img src=x" in answer.text


def test_what_was_written_is_in_no_log(service, form, capfd):
    capfd.readouterr()
    form("ord")(onske="Hemmelig ønske om fyrtårn")
    form("veto")(gjor="finn", sok="hemmelig arbeidsgiver")
    said = capfd.readouterr()
    audit = service.settings.audit_log.read_text(encoding="utf-8")
    assert "emmelig" not in said.out + said.err + audit
    assert "POST /deltaker/{participant_id}/endre/{part}" in audit


def test_an_unknown_part_is_nothing_and_the_address_leads_back(client, specialist):
    assert client.post(f"{P1}/endre/helse", data={}, headers=specialist).status_code == 404
    answer = client.get(f"{P1}/endre/reise", headers=specialist, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{P1}#reise")
    assert client.get("/deltaker/p-4/endre/reise", headers=specialist, follow_redirects=False).status_code == 404


def test_there_is_no_field_for_health_or_benefit(client, specialist):
    page = client.get(P1, headers=specialist).text
    names = set(re.findall(r'name="(\w+)"', page))
    assert names == {
        "skjema", "participant_id", "sett", "gjor", "yrke", "sok", "onske", "ferdigheter", "fra", "til", "tider",
        "behold", "dag", "maate", "minutter", "vilkar", "norsk", "behov", "kontakt", "kan", "viewport",
    }  # fmt: skip
    assert "fagsystemet" not in page
