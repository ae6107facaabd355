"""Every worked case comes out exactly, and the cases cover what the rule book covers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from features.vocabulary import Scheme, SupportNeedGroup
from tests.features.subsidies.worked_cases import row, worked_cases

CASES = worked_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}: {case['name']}")
def test_the_case_comes_out_as_the_fact_sheet_says(case: dict[str, Any]) -> None:
    assert row(case).differences == []


def test_a_case_that_does_not_hold_is_told_apart() -> None:
    case = next(case for case in CASES if case["name"] == "20 000 i lønn og 60 prosent gir 15 642 i måneden")
    other = {"temporary_wage_subsidy": case["expect"]["temporary_wage_subsidy"] | {"monthly_cost": 26_071}}
    assert row(case | {"expect": other}).differences == [
        "temporary_wage_subsidy.monthly_cost: expected 26071, computed 26070"
    ]
    refused = {key: value for key, value in case.items() if key != "expect"} | {"refused": "job.monthly_wage"}
    assert row(refused).differences == ["refused: expected job.monthly_wage, computed None"]


def test_no_two_cases_have_the_same_name() -> None:
    names = Counter(case["name"] for case in CASES)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_scheme_and_every_support_need_group_has_a_case() -> None:
    schemes = {scheme for case in CASES for scheme in case.get("expect", {})}
    groups = {case["question"]["participant_rules"].get("support_need_group") for case in CASES}
    assert schemes == set(Scheme)
    assert groups >= {*SupportNeedGroup, None}


def test_every_case_says_why() -> None:
    assert [case["name"] for case in CASES if len(case["because"]) < 10] == []
