from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from features.subsidies.answer import Quote, Status
from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.packages import COVERS, Package, in_sentence, legal_packages, packages
from features.subsidies.quote import quote
from features.vocabulary import Scheme
from tests.features.subsidies.asking import question
from tests.features.subsidies.drawn_questions import Json, questions

S = Scheme
MENTOR = {"wage": 300, "per": "hour", "hours_per_month": 8}
TODAY = date(2026, 6, 1)


def asked(**changes: Any) -> Quote:
    return quote(load_book(), question(**{"job__starts_on": "2026-06-01", **changes}), TODAY)


@pytest.mark.parametrize(
    ("changes", "lead"),
    [
        ({}, [S.TEMPORARY_WAGE_SUBSIDY]),
        ({"mentor": MENTOR}, [S.TEMPORARY_WAGE_SUBSIDY, S.MENTOR_SUBSIDY]),
        ({"documented_costs": 5000}, [S.TEMPORARY_WAGE_SUBSIDY, S.INCLUSION_SUBSIDY]),
        ({"participant_rules__support_need_group": "GODE_MULIGHETER"}, []),
        (
            {"participant_rules__months_used": {"temporary_wage_subsidy": 24}, "mentor": MENTOR},
            [S.MENTOR_SUBSIDY],
        ),
    ],
    ids=["a wage", "a wage and a mentor", "a wage and extra costs", "no scheme fits", "the wage can no longer be met"],
)
def test_the_smallest_package_that_answers_what_the_employer_is_known_to_need_leads(
    changes: dict[str, Any], lead: list[Scheme]
) -> None:
    assert legal_packages(asked(**changes))[0] == lead


def test_after_the_lead_the_packages_stand_from_none_to_all() -> None:
    lead, *others = legal_packages(asked(mentor=MENTOR, documented_costs=5000))
    assert lead == [S.TEMPORARY_WAGE_SUBSIDY, S.MENTOR_SUBSIDY, S.INCLUSION_SUBSIDY]
    assert [len(package) for package in others] == [0, 1, 1, 1, 2, 2, 2]


def test_the_first_months_wage_comes_before_the_other_needs() -> None:
    """Mentor with VTO has to be clarified, so two of three needs can be met: the wage is one of them."""
    vto = {"job__form": "adapted_work_ordinary", "participant_rules__disability_benefit": True}
    found = asked(mentor=MENTOR, documented_costs=5000, **vto)
    assert packages(found)[0] == Package((S.ADAPTED_WORK_ORDINARY, S.INCLUSION_SUBSIDY))


def test_what_the_parties_settle_between_them_can_be_planned_with_and_says_what_is_open() -> None:
    found = {package.schemes: package.clarify for package in packages(asked())}
    assert found[(S.TEMPORARY_WAGE_SUBSIDY,)] is None
    with_mentor = found[(S.TEMPORARY_WAGE_SUBSIDY, S.MENTOR_SUBSIDY)]
    assert with_mentor is not None
    assert with_mentor.startswith("Tilskudd til mentor: Hvem på arbeidsplassen kan være mentor")
    assert "Hvilken prosent vil Nav gi?" in (found[(S.PERMANENT_WAGE_SUBSIDY,)] or "")


def test_schemes_that_must_be_clarified_together_say_so() -> None:
    young = {"participant_rules__birth_date": "2000-01-01", "job__starts_on": "2026-08-01"}
    found = {package.schemes: package.clarify for package in packages(asked(mentor=MENTOR, **young))}
    assert found[(S.FOUR_YEAR_WAGE_SUBSIDY, S.MENTOR_SUBSIDY)] == (
        "Fireårig lønnstilskudd for unge sammen med tilskudd til mentor må avklares med Nav-kontoret."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"participant_rules__support_need_group": None},
        {"job__form": "work_training"},
        {"job__starts_on": "2026-05-01"},
    ],
    ids=["no decision", "a wage subsidy for a trial", "a start that Nav must unlock"],
)
def test_what_is_open_for_another_reason_cannot_be_planned_with(changes: dict[str, Any]) -> None:
    found = [package.schemes for package in packages(asked(**changes))]
    assert not any(S.TEMPORARY_WAGE_SUBSIDY in schemes for schemes in found)
    assert () in found


def test_ips_never_leads_with_work_training() -> None:
    trial = asked(job__form="work_training")
    assert packages(trial)[0].schemes == (S.WORK_TRAINING,)
    assert packages(trial, ordinary_work=True)[0].schemes == ()
    assert Package((S.WORK_TRAINING,)) in packages(trial, ordinary_work=True)


def test_a_scheme_is_written_small_within_a_sentence_unless_it_is_an_abbreviation() -> None:
    assert [in_sentence(name) for name in ("Tilskudd til mentor", "VTO (varig)")] == [
        "tilskudd til mentor",
        "VTO (varig)",
    ]


@given(questions())
@settings(max_examples=150, deadline=None)
def test_every_package_is_legal_and_covers_no_expense_twice(body: Json) -> None:
    book = load_book()
    given_quote = quote(book, question_from(body), date(2026, 9, 1))
    found = packages(given_quote)
    assert Package(()) in found
    assert found[0].ready
    assert len({frozenset(package.schemes) for package in found}) == len(found)
    exclusive = set(book.every_scheme.exclusive.on(date(2026, 9, 1)).held)
    for package in found:
        assert len(exclusive & set(package.schemes)) <= 1
        assert len({COVERS[book.schemes[s].pays] for s in package.schemes}) == len(package.schemes)
        statuses = {given_quote.of(s).status for s in package.schemes}
        assert Status.DOES_NOT_FIT not in statuses
        assert not package.ready or statuses <= {Status.FITS}
        assert package.clarify != ""
    trials = packages(given_quote, ordinary_work=True)
    assert S.WORK_TRAINING not in trials[0].schemes
    assert {package.schemes for package in trials} == {package.schemes for package in found}
