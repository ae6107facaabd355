"""Questions for the properties: any the contract allows, and a simple one with only what the property is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from features.vocabulary import Scheme, SupportNeedGroup

Json = dict[str, Any]
soon = st.dates(date(2026, 9, 10), date(2027, 9, 30))
starts = st.one_of(soon, soon, st.dates(date(2024, 6, 1), date(2033, 2, 1)))
births = st.one_of(st.dates(date(1997, 1, 1), date(2008, 12, 31)), st.dates(date(1950, 1, 1), date(2012, 1, 1)))
groups = st.sampled_from([*map(str, reversed(SupportNeedGroup)), None])
forms = st.sampled_from(["permanent", "temporary", "permanent", "adapted_work_ordinary", "summer_job", "work_training"])
lengths = st.none() | st.integers(0, 1600)


@st.composite
def questions(draw: st.DrawFn) -> Json:
    """Any question the contract allows: every group, form and rate, with and without what is optional."""
    begins, days = draw(starts), draw(lengths)
    capped = st.sampled_from(["permanent_wage_subsidy", "four_year_wage_subsidy"])
    scheme = st.sampled_from([str(s) for s in Scheme])
    question: Json = {
        "participant_rules": {
            "support_need_group": draw(groups),
            "birth_date": str(draw(births)),
            "disability_benefit": draw(st.sampled_from([True, False, None])),
            "expects_disability_benefit": draw(st.sampled_from([True, False, None])),
            "months_used": draw(st.dictionaries(scheme, st.integers(0, 40), max_size=2)),
        },
        "workplace": {
            "orgnr": "310000124",
            "org_form": "BEDR",
            "employer_tax_rate": draw(st.sampled_from([0, 0.051, 0.064, 0.079, 0.106, 0.141])),
            "holiday_rate": draw(st.sampled_from([0, 0.102, 0.12, 0.125, 0.143])),
            "pension_rate": draw(st.sampled_from([0, 0.02, 0.045, 0.3])),
        },
        "job": {
            "monthly_wage": draw(st.integers(1, 150_000)),
            "position_percent": draw(st.sampled_from([5, 20, 50, 60.5, 80, 100])),
            "form": draw(forms),
            "starts_on": str(begins),
            "purpose": draw(st.sampled_from(["obtain_work", "keep_work"])),
        },
        "chosen_percent": {
            "permanent_wage_subsidy": draw(st.integers(1, 75)),
            "summer_job_subsidy": draw(st.sampled_from([50, 75])),
        },
        "paid_this_year": draw(st.dictionaries(capped, st.integers(0, 700_000), max_size=2)),
    }
    if days is not None:
        question["job"]["ends_on"] = str(begins + timedelta(days))
    if draw(st.booleans()):
        question["documented_costs"] = draw(st.integers(0, 400_000))
    if draw(st.booleans()):
        question["mentor"] = {
            "wage": draw(st.integers(1, 900_000)),
            "per": draw(st.sampled_from(["hour", "day", "week", "month", "year"])),
            "position_percent": draw(st.sampled_from([20, 50.7, 100])),
            "hours_per_month": draw(st.integers(1, 100)),
        }
    return question


def simple(group: str, begins: date, ends: date, wage: int = 20_000) -> Json:
    """A permanent full post with the usual rates for somebody born in 1990."""
    return {
        "participant_rules": {"support_need_group": group, "birth_date": "1990-05-04"},
        "workplace": {
            "orgnr": "310000124",
            "org_form": "BEDR",
            "employer_tax_rate": 0.141,
            "holiday_rate": 0.12,
            "pension_rate": 0.02,
        },
        "job": {
            "monthly_wage": wage,
            "position_percent": 100,
            "form": "permanent",
            "starts_on": str(begins),
            "ends_on": str(ends),
            "purpose": "obtain_work",
        },
    }
