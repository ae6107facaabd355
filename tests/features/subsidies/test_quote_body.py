from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from features.subsidies.body import question_from, question_from_json
from features.subsidies.book import load_book
from features.subsidies.faults import check_question
from features.subsidies.question import QuestionError
from tests.features.subsidies.asking import body, question
from tests.features.subsidies.test_subsidy_arithmetic import TODAY


def fields(refused: pytest.ExceptionInfo[QuestionError]) -> list[str]:
    return [where for where, _ in refused.value.faults]


def test_numbers_are_taken_as_they_are_written() -> None:
    asked = question_from_json(json.dumps(body(job__monthly_wage=20000.1)).replace("0.141", "0.1410"))
    assert asked.job.monthly_wage == Decimal("20000.1")
    assert asked.workplace.employer_tax_rate == Decimal("0.141")
    assert question_from(body(job__monthly_wage=20000.1)) == asked


def test_null_is_the_same_as_left_out() -> None:
    empty = {"mentor": None, "documented_costs": None, "chosen_percent": None, "job__ends_on": None}
    assert question(**empty) == question()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"job__monthly_wage": "20000"}, "job.monthly_wage"),
        ({"job__monthly_wage": True}, "job.monthly_wage"),
        ({"job__monthly_wage": float("nan")}, "job.monthly_wage"),
        ({"job__form": "zero_hours"}, "job.form"),
        ({"job__starts_on": "01.10.2026"}, "job.starts_on"),
        ({"job__starts_on": 20261001}, "job.starts_on"),
        ({"job__starts_on": "2026-02-30"}, "job.starts_on"),
        ({"job__starts_on": "3026-01-01"}, "job.starts_on"),
        ({"job__diagnosis": "F20"}, "job.diagnosis"),
        ({"participant_rules__birth_date": None}, "participant_rules.birth_date"),
        ({"participant_rules__disability_benefit": "ja"}, "participant_rules.disability_benefit"),
        ({"participant_rules__support_need_group": "BATT"}, "participant_rules.support_need_group"),
        ({"participant_rules__months_used": [1]}, "participant_rules.months_used"),
        ({"participant_rules__months_used": {"mentor_subsidy": "1"}}, "participant_rules.months_used.mentor_subsidy"),
        ({"mentor": 500}, "mentor"),
        ({"mentor": {"wage": 1}}, "mentor.per"),
    ],
    ids=str,
)
def test_the_field_at_fault_is_named(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(QuestionError) as refused:
        question(**changes)
    assert where in fields(refused)


@pytest.mark.parametrize("text", ["{", "", "[1]", "null", "[" * 100_000, '{"a": NaN}'])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        question_from_json(text)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"job__monthly_wage": -1}, "job.monthly_wage"),
        ({"job__monthly_wage": 1e300}, "job.monthly_wage"),
        ({"job__monthly_wage": None}, "job.monthly_wage"),
        ({"job__position_percent": 0}, "job.position_percent"),
        ({"job__position_percent": 140}, "job.position_percent"),
        ({"job__ends_on": "2026-09-30"}, "job.ends_on"),
        ({"job__starts_on": "2015-12-31"}, "job.starts_on"),
        ({"participant_rules__birth_date": "2026-10-02"}, "participant_rules.birth_date"),
        ({"participant_rules__months_used__mentor_subsidy": -1}, "participant_rules.months_used.mentor_subsidy"),
        ({"participant_rules__months_used__mentor": 1}, "participant_rules.months_used.mentor"),
        ({"workplace__employer_tax_rate": 0.14}, "workplace.employer_tax_rate"),
        ({"workplace__employer_tax_rate": 14.1}, "workplace.employer_tax_rate"),
        ({"workplace__holiday_rate": 0.11}, "workplace.holiday_rate"),
        ({"workplace__pension_rate": 0.31}, "workplace.pension_rate"),
        ({"workplace__orgnr": "123456789"}, "workplace.orgnr"),
        ({"workplace__org_form": "AS"}, "workplace.orgnr"),
        ({"workplace__org_form": "ENK"}, "workplace.orgnr"),
        ({"workplace__org_form": "ORGL"}, "workplace.orgnr"),
        ({"mentor": {"wage": 0, "per": "hour", "hours_per_month": 8}}, "mentor.wage"),
        ({"mentor": {"wage": 1, "per": "hour", "hours_per_month": 0}}, "mentor.hours_per_month"),
        (
            {"mentor": {"wage": 1, "per": "hour", "hours_per_month": 8, "position_percent": 101}},
            "mentor.position_percent",
        ),
        ({"documented_costs": -1}, "documented_costs"),
        ({"chosen_percent__permanent_wage_subsidy": 76}, "chosen_percent.permanent_wage_subsidy"),
        ({"chosen_percent__permanent_wage_subsidy": 66.5}, "chosen_percent.permanent_wage_subsidy"),
        ({"chosen_percent__permanent_wage_subsidy": 0}, "chosen_percent.permanent_wage_subsidy"),
        ({"chosen_percent__summer_job_subsidy": 60}, "chosen_percent.summer_job_subsidy"),
        ({"chosen_percent__temporary_wage_subsidy": 60}, "chosen_percent.temporary_wage_subsidy"),
        ({"chosen_percent__wage": 60}, "chosen_percent.wage"),
        ({"paid_this_year__permanent_wage_subsidy": -1}, "paid_this_year.permanent_wage_subsidy"),
        ({"paid_this_year__permanent": 1}, "paid_this_year.permanent"),
    ],
    ids=str,
)
def test_what_the_book_cannot_answer_is_refused_by_field(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(QuestionError) as refused:
        check_question(load_book(), question(**changes), TODAY)
    assert fields(refused) == [where]


@pytest.mark.parametrize(
    "changes",
    [
        {"workplace__org_form": "BEDR"},
        {"workplace__org_form": "AAFY"},
        {"job__form": "work_training", "job__monthly_wage": None},
        {"job__form": "adapted_work_ordinary", "job__monthly_wage": None},
        {"job__monthly_wage": 0},
        {"job__ends_on": "2026-10-01"},
        {"participant_rules__support_need_group": None},
    ],
    ids=str,
)
def test_what_can_be_answered_is_no_fault(changes: dict[str, Any]) -> None:
    check_question(load_book(), question(**changes), TODAY)
    assert question(**changes).participant_rules.birth_date.year == 1990


def test_the_three_kinds_of_unit_that_are_refused_have_their_own_reasons() -> None:
    said = {}
    for form in ("AS", "ORGL"):
        with pytest.raises(QuestionError) as refused:
            check_question(load_book(), question(workplace__org_form=form), TODAY)
        said[form] = refused.value.faults[0][1]
    assert "legal unit" in said["AS"]
    assert "organisational link" in said["ORGL"]


def test_a_question_prints_nothing_about_the_person() -> None:
    assert "1990" not in repr(question())
    assert "JOBBE_DELVIS" not in repr(question())
