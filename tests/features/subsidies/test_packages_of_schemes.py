from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from features.subsidies.book import load_book
from features.subsidies.packages import legal_packages
from features.subsidies.quote import quote
from features.vocabulary import Scheme
from tests.features.subsidies.asking import question

MENTOR = {"wage": 300, "per": "hour", "hours_per_month": 8}


def packages(**changes: Any) -> list[list[Scheme]]:
    asked = question(**{"mentor": MENTOR, "documented_costs": 5000, "job__starts_on": "2026-06-01", **changes})
    return legal_packages(quote(load_book(), asked, date(2026, 6, 1)))


def test_every_combination_of_what_fits() -> None:
    """Two wage subsidies that exclude one another, each alone and with mentor, inclusion or both: 3 × 2 × 2."""
    found = packages(chosen_percent__permanent_wage_subsidy=70)
    assert len(found) == 3 * 2 * 2
    assert [] in found
    assert [Scheme.PERMANENT_WAGE_SUBSIDY, Scheme.MENTOR_SUBSIDY, Scheme.INCLUSION_SUBSIDY] in found
    assert not any({Scheme.TEMPORARY_WAGE_SUBSIDY, Scheme.PERMANENT_WAGE_SUBSIDY} <= set(package) for package in found)


def test_what_must_be_clarified_together_is_no_package() -> None:
    adapted = packages(job__form="adapted_work_ordinary", participant_rules__disability_benefit=True)
    assert [Scheme.ADAPTED_WORK_ORDINARY, Scheme.INCLUSION_SUBSIDY] in adapted
    young = packages(participant_rules__birth_date="2000-01-01", job__starts_on="2026-08-01")
    assert [Scheme.FOUR_YEAR_WAGE_SUBSIDY] in young
    for found in (adapted, young):
        for pair in (
            (Scheme.MENTOR_SUBSIDY, Scheme.ADAPTED_WORK_ORDINARY),
            (Scheme.MENTOR_SUBSIDY, Scheme.FOUR_YEAR_WAGE_SUBSIDY),
        ):
            assert not any(set(pair) <= set(package) for package in found)


def test_the_answer_says_with_what_it_must_be_clarified() -> None:
    asked = question(mentor=MENTOR, participant_rules__birth_date="2000-01-01")
    answer = quote(load_book(), asked, date(2026, 10, 1)).of(Scheme.MENTOR_SUBSIDY)
    assert answer.reason is not None
    said = answer.reason.partition("Sammen med ")[2]
    assert "Fireårig lønnstilskudd for unge" in said
    assert said.endswith("må det avklares.")


def test_without_a_decision_there_is_the_subsidy_free_package_alone() -> None:
    assert packages(participant_rules__support_need_group=None) == [[]]


def test_no_package_holds_two_schemes_that_exclude_one_another() -> None:
    exclusive = load_book().every_scheme.exclusive.on(date(2026, 6, 1)).held
    for form in ("permanent", "temporary", "adapted_work_ordinary", "work_training", "summer_job"):
        chosen = {"permanent_wage_subsidy": 70, "summer_job_subsidy": 50}
        benefit = {"participant_rules__disability_benefit": True, "participant_rules__birth_date": "2000-01-01"}
        found = packages(job__form=form, chosen_percent=chosen, **benefit)
        assert [] in found
        assert not any(set(pair) <= set(package) for package in found for pair in combinations(exclusive, 2))
