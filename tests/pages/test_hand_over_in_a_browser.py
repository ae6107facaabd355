"""A supervisor hands a caseload over, and jobs that nobody follows up are taken or given, as people do it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.builders import orgnr
from tests.pages.conftest import DESK, PHONE

SHOP = "EKSEMPEL 1"
JOB = {
    "placement_id": "s-1", "participant_id": "p-1", "orgnr": orgnr(1), "occupation": "5223", "form": "permanent",
    "paid": True, "hours_per_week": 20.0, "starts_on": "2026-01-05", "observed_until": "2026-02-01",
    "owner_id": "Z990001",
}  # fmt: skip
PROVIDER = {"provider_id": "v-1", "name": "Solbakk Vekst", "kind": "growth_enterprise"}


def who(user, roles):
    return {"X-Development-User": user, "X-Development-Roles": roles, "X-Development-Offices": "0806"}


SUPERVISOR, NEW = who("Z990050", "supervisor"), who("Z990002", "specialist")
OLD = who("Z990001", "specialist")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_hands_over_and_the_new_owner_has_the_tasks_on_the_day(site, open_page, axe, viewport):
    site.service.store("placements", JOB, JOB | {"placement_id": "s-2", "participant_id": "p-2", "orgnr": orgnr(2)})
    site.service.store("providers", PROVIDER)
    page, seen = open_page(viewport, SUPERVISOR), {}
    page.goto("/kontor")
    page.get_by_role("link", name="Overlever deltakere og oppfølging").click()
    page.get_by_label("Fra hvem?").select_option("Z990001")
    page.get_by_role("button", name="Vis hva som kan overleveres").click()
    for closed in page.locator("details > summary").all():
        closed.click()
    seen["choose"] = axe(page)
    page.get_by_role("button", name="Overlever dem jeg har krysset av").click()
    expect(page.get_by_role("alert")).to_have_text("Skriv hvem som tar over.")
    seen["fault"] = axe(page)
    page.get_by_label("Jobbspesialist", exact=True).fill("Z990002")
    page.get_by_label(re.compile("^p-1 ")).check()
    page.get_by_role("button", name="Overlever dem jeg har krysset av").click()

    expect(page.get_by_role("status")).to_contain_text("1 deltaker og 1 jobb er overlevert.")
    rows = [row.inner_text().split("\t") for row in page.get_by_role("row").all()[1:]]
    assert [row[1].strip() for row in rows] == [row[2].strip() for row in rows]
    assert {row[0].strip(): row[1].strip() for row in rows}["Jobber i gang"] == "1"
    expect(page.get_by_role("region", name="p-1")).to_contain_text(f"{SHOP} siden 05.01.2026")
    expect(page.get_by_role("region", name="p-2")).to_have_count(0)
    seen["sheet"] = axe(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("region", name="p-1")).to_be_visible()

    new = open_page(viewport, NEW)
    new.goto("/")
    late = new.get_by_role("region", name=re.compile("^Skulle vært gjort"))
    expect(late).to_contain_text(SHOP)
    expect(late).not_to_contain_text("EKSEMPEL 2")
    old = open_page(viewport, OLD)
    old.goto("/")
    expect(old.get_by_role("region", name=re.compile("^Skulle vært gjort"))).not_to_contain_text(SHOP)
    assert seen == {name: [] for name in seen}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_job_that_nobody_follows_up_is_taken_with_one_tap(site, open_page, axe, scripts):
    site.service.store("placements", JOB | {"owner_id": None})
    page = open_page(PHONE, OLD, java_script_enabled=scripts)
    page.goto("/")
    expect(page.get_by_text("1 jobb som ingen følger opp")).to_be_visible()
    page.get_by_role("button", name=f"Jeg tar den: Ingen eier oppfølgingen hos {SHOP}").click()
    expect(page.get_by_role("status")).to_contain_text("Oppfølgingen har fått ny eier")
    owner = page.get_by_role("region", name="Hvem følger opp")
    expect(owner).to_contain_text("Du · jobbspesialist")
    if scripts:
        assert axe(page) == []
    page.goto("/")
    late = page.get_by_role("region", name=re.compile("^Skulle vært gjort"))
    expect(late).to_contain_text(SHOP)
    expect(late.get_by_role("button", name=re.compile("Jeg tar den"))).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_gives_it_to_a_provider_or_a_colleague(site, open_page, axe, viewport):
    site.service.store("placements", JOB | {"owner_id": None})
    site.service.store("providers", PROVIDER)
    page, seen = open_page(viewport, SUPERVISOR), {}
    page.goto("/kontor")
    alone = page.get_by_role("region", name="Hvem tar den?")
    expect(alone.get_by_role("button", name=f"Jeg tar den: {SHOP}")).to_be_visible()
    seen["office"] = axe(page)
    alone.get_by_role("link", name="Gi den til noen").click()
    owner = page.get_by_role("region", name="Hvem følger opp")
    expect(owner).to_contain_text("Ingen eier oppfølgingen. Hvem tar den?")
    owner.get_by_text("Gi den til noen", exact=True).click()
    owner.get_by_role("button", name="Gi til tiltaksarrangøren").click()
    expect(owner.get_by_role("alert")).to_have_text("Velg hvem som skal ha oppfølgingen.")
    seen["fault"] = axe(page)
    owner.get_by_label("Tiltaksarrangør", exact=True).select_option("v-1")
    owner.get_by_label("Veileder der (trengs ikke)").fill("Vera")
    owner.get_by_role("button", name="Gi til tiltaksarrangøren").click()
    expect(owner).to_contain_text("Vera · veileder hos Solbakk Vekst (vekstbedrift)")
    seen["given"] = axe(page)
    page.goto("/")
    expect(page.get_by_role("region", name=re.compile("^Skulle vært gjort"))).to_contain_text(SHOP)

    page.goto("/jobb/s-1")
    owner.get_by_text("Gi den til noen andre").click()
    owner.get_by_label("Jobbspesialist", exact=True).fill("Z990020")
    owner.get_by_role("button", name="Gi til kollegaen").click()
    expect(owner.get_by_role("alert")).to_contain_text("Vi kjenner ingen jobbspesialist med denne identen.")
    owner.get_by_label("Jobbspesialist", exact=True).fill("Z990002")
    owner.get_by_role("button", name="Gi til kollegaen").click()
    expect(owner).to_contain_text("Z990002 · jobbspesialist")
    new = open_page(viewport, NEW)
    new.goto("/")
    expect(new.get_by_role("region", name=re.compile("^Skulle vært gjort"))).to_contain_text(SHOP)
    assert seen == {name: [] for name in seen}


def test_who_comes_second_sees_who_was_first(site, open_page):
    site.service.store("placements", JOB | {"owner_id": None})
    first, second = open_page(PHONE, OLD), open_page(PHONE, SUPERVISOR)
    for page in (first, second):
        page.goto("/jobb/s-1")
    first.get_by_role("button", name=re.compile("^Jeg tar den")).click()
    second.get_by_role("button", name=re.compile("^Jeg tar den")).click()
    expect(second.get_by_role("status")).to_contain_text("Noen andre har tatt oppfølgingen i mellomtiden")
    expect(second.get_by_role("region", name="Hvem følger opp")).to_contain_text("Z990001 · jobbspesialist")
