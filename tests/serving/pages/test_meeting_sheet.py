from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from features.subsidies.book import load_book
from features.vocabulary import Shareable, Stream, WorkCondition
from serving.pages.meeting_sheet.sheet import kept_cost, meeting_sheet
from serving.schemas import LIST_EXAMPLE
from tests.features.subsidies.test_employer_text import NEVER

PERIODS = [
    {"from": "2026-03-04", "to": "2026-12-31", "monthly_subsidy": 15_642.0, "amount": 1.0, "percent": 60.0},
    {"from": "2027-01-01", "to": "2027-08-31", "monthly_subsidy": 13_035.0, "amount": 1.0, "percent": 50.0},
]
EXAMPLE = LIST_EXAMPLE["suggestions"][0]
SCHEME = EXAMPLE["subsidies"]["schemes"][0]
MONTHS = [{"month": n + 1, "without": 26_070.0, "with": 10_428.0} for n in range(24)]
PERSON = {
    "participant_id": "p-1", "stream": "vto", "experience_occupations": ["5223"], "hours_min": 15.0, "hours_max": 20.0,
    "work_conditions": ["fixed_task_list"], "shareable": [], "may_contact_employers": True,
    "wished_text": "IPS-kandidat med angst og uføretrygd", "skills_text": "Har vært syk lenge",
}  # fmt: skip
NEED = {"occupation": "5223", "hours_per_week": 20.0, "text": "Tar imot VTO-deltaker med psykisk lidelse"}
HOSTILE = "IPS VTO uføretrygd angst diagnose AAP deltaker"


def suggestion(scheme="temporary_wage_subsidy", **parts):
    leading = SCHEME | {"scheme": scheme, "status": "fits", "periods": PERIODS}
    subsidies = {"schemes": [leading], "packages": [[scheme]], "text": HOSTILE}
    cost = EXAMPLE["employer_cost"] | {"months": MONTHS, "assumptions": [HOSTILE]}
    return EXAMPLE | {"subsidies": subsidies, "employer_cost": cost} | parts


def said(made):
    return " ".join([*made.needs, made.offer, *made.person, *made.follow_up])


def sheet(person=None, needs=(NEED,), **parts):
    return meeting_sheet(load_book(), suggestion(**parts), needs, PERSON | (person or {}))


def test_a_sheet_says_the_need_the_offer_the_price_and_who_follows_up():
    made = sheet({"shareable": ["experience", "hours", "conditions"]})
    assert made.needs == ("Butikkmedarbeider, omtrent 20 timer i uka",)
    assert made.person == (
        "Har erfaring som butikkmedarbeider.",
        "Ønsker å arbeide 15–20 timer i uka.",
        "Arbeider best slik: fast oppgaveliste.",
    )
    assert f"{12 * 26_070:,}".replace(",", " ") + " kr uten støtte" in made.offer
    assert "Støtten blir lavere fra 01.01.2027." in made.offer
    assert made.follow_up[1].startswith("Butter det, svarer vi innen 24 timer.")


def test_nothing_about_the_person_without_a_yes_to_share_it():
    made = sheet()
    assert made.person == ()
    assert "kr uten støtte" not in made.offer, "kroner tell the hours"
    assert sheet({"shareable": list(Shareable), "may_contact_employers": False}).person == ()


def test_where_no_package_leads_the_price_is_to_be_agreed():
    assert kept_cost(EXAMPLE) is None
    assert "regnes ut når stilling og støtte er avtalt" in sheet(employer_cost=None).offer


def test_the_cost_is_the_one_that_the_list_kept():
    cost = kept_cost(suggestion())
    assert cost.months[0].first == date(2026, 3, 4)
    assert (cost.months[0].last, cost.months[1].first) == (date(2026, 4, 3), date(2026, 4, 4))
    assert [(mark.day, mark.monthly) for mark in cost.marks] == [(date(2027, 1, 1), 13_035), (date(2027, 9, 1), 0)]


@given(
    st.sampled_from(Stream),
    st.sets(st.sampled_from(Shareable)),
    st.sets(st.sampled_from(WorkCondition), max_size=4),
    st.sampled_from(
        ["temporary_wage_subsidy", "permanent_wage_subsidy", "adapted_work_ordinary", "mentor_subsidy",
         "inclusion_subsidy", "four_year_wage_subsidy", "work_training", "summer_job_subsidy"]
    ),
    st.booleans(),
)  # fmt: skip
def test_no_word_tells_of_stream_scheme_benefit_or_health(stream, shareable, conditions, scheme, may):
    person = {"stream": stream.value, "shareable": [s.value for s in shareable], "may_contact_employers": may}
    made = sheet(person | {"work_conditions": sorted(conditions)}, scheme=scheme)
    text = said(made).replace("ingen tunge løft", "")
    assert not NEVER.search(text), NEVER.search(text)
    assert not re.search(r"p-1|Z99", text)


@given(st.sampled_from(Stream), st.text(max_size=40))
def test_the_stream_and_every_free_text_leave_the_sheet_unchanged(stream, text):
    shared = {"shareable": [s.value for s in Shareable]}
    changed = shared | {"stream": stream.value, "wished_text": text, "skills_text": text}
    assert sheet(changed, needs=[NEED | {"text": text}]) == sheet(shared)
