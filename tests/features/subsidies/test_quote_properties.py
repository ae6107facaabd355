"""What is true of every quote, whatever is asked."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from features.vocabulary import Scheme
from tests.features.subsidies.drawn_questions import Json, questions, simple
from tests.features.subsidies.worked_cases import RefusedError, answer

TODAY = date(2026, 9, 15)
EXCLUSIVE = {
    "summer_job_subsidy",
    "work_training",
    "temporary_wage_subsidy",
    "permanent_wage_subsidy",
    "four_year_wage_subsidy",
    "adapted_work_ordinary",
}
MUST_BE_CLARIFIED = [
    {"mentor_subsidy", "adapted_work_ordinary"},
    {"mentor_subsidy", "four_year_wage_subsidy"},
    {"inclusion_subsidy", "four_year_wage_subsidy"},
]
DAYS_IN_A_MONTH = Decimal("30.4375")
settings.register_profile("quotes", deadline=None, max_examples=150)


def sums(question: Json) -> dict[str, float]:
    """The whole amount of each scheme."""
    schemes = answer(question, TODAY)["schemes"]
    return {scheme["scheme"]: sum(period["amount"] for period in scheme["periods"]) for scheme in schemes}


def refused_fields(question: Json) -> list[str]:
    """The fields a refusal names; none where the question is answered."""
    try:
        answer(question, TODAY)
    except RefusedError as refusal:
        return refusal.fields or ["a refusal that names no field"]
    return []


def temporary(begins: date, ends: date) -> list[Json]:
    """The periods of a temporary wage subsidy at 60 % between two days less than a year apart."""
    group = "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE"
    schemes = answer(simple(group, begins, ends), begins)["schemes"]
    return next(scheme["periods"] for scheme in schemes if scheme["scheme"] == "temporary_wage_subsidy")


def amount(periods: list[Json]) -> int:
    return int(sum(period["amount"] for period in periods))


@given(questions())
@settings(settings.get_profile("quotes"))
def test_every_scheme_answers_exactly_once_and_says_where_it_is_from(question: Json) -> None:
    given_answer = answer(question, TODAY)
    assert sorted(scheme["scheme"] for scheme in given_answer["schemes"]) == sorted(Scheme)
    assert given_answer["rulebook_version"]
    assert given_answer["note"] == "veiledende, ikke vedtak"
    for scheme in given_answer["schemes"]:
        assert scheme["norwegian"]
        assert scheme["source"]
        assert date.fromisoformat(scheme["checked_on"])
        assert scheme["source_level"] in {"law", "regulation", "eea", "circular", "practice", "information"}


@given(questions())
@settings(settings.get_profile("quotes"))
def test_only_law_and_regulation_say_no_and_a_question_says_whom_to_ask(question: Json) -> None:
    for scheme in answer(question, TODAY)["schemes"]:
        if scheme["status"] == "does_not_fit":
            assert scheme["source_level"] in {"law", "regulation"}
            assert scheme["reason"]
            assert scheme["periods"] == []
        elif scheme["status"] == "needs_clarification":
            assert scheme["question"]
            assert scheme["ask_whom"]
        else:
            assert scheme["status"] == "fits"


@given(questions())
@settings(settings.get_profile("quotes"))
def test_nothing_fits_without_a_support_need_group(question: Json) -> None:
    question["participant_rules"]["support_need_group"] = None
    assert "fits" not in {scheme["status"] for scheme in answer(question, TODAY)["schemes"]}


@given(questions())
@settings(settings.get_profile("quotes"))
def test_no_amount_is_negative_or_above_what_it_covers(question: Json) -> None:
    for scheme in answer(question, TODAY)["schemes"]:
        for period in scheme["periods"]:
            assert 0 <= period["amount"] <= period["monthly_subsidy"] or scheme["scheme"] == "inclusion_subsidy"
            if scheme["monthly_cost"] is not None:
                assert period["monthly_subsidy"] <= scheme["monthly_cost"]
        if scheme["scheme"] == "inclusion_subsidy":
            assert 0 <= sum(p["amount"] for p in scheme["periods"]) <= question.get("documented_costs", 0)


@given(questions())
@settings(settings.get_profile("quotes"))
def test_periods_follow_each_other_within_the_month_and_the_agreement(question: Json) -> None:
    job = question["job"]
    for scheme in answer(question, TODAY)["schemes"]:
        days = [(date.fromisoformat(p["from"]), date.fromisoformat(p["to"])) for p in scheme["periods"]]
        for first, last in days:
            assert first <= last
            if scheme["scheme"] != "inclusion_subsidy":
                assert (first.year, first.month) == (last.year, last.month)
        assert all(later[0] == earlier[1] + timedelta(1) for earlier, later in pairwise(days))
        if days:
            assert str(days[0][0]) == job["starts_on"]
            assert str(days[-1][1]) <= job.get("ends_on", "9999")


@given(questions())
@settings(settings.get_profile("quotes"))
def test_no_period_goes_beyond_the_limit_of_its_scheme(question: Json) -> None:
    rules, job = question["participant_rules"], question["job"]
    narrow = rules["support_need_group"] == "TRENGER_VEILEDNING"
    most: dict[str, int] = {
        "temporary_wage_subsidy": 12 if narrow or rules["support_need_group"] is None else 24,
        "four_year_wage_subsidy": 24 if job["form"] == "temporary" else 48,
        "mentor_subsidy": 6 if narrow else 36,
        "inclusion_subsidy": 12,
        "work_training": 18,
        "summer_job_subsidy": 1,
    }
    oldest = {
        "temporary_wage_subsidy": 72,
        "permanent_wage_subsidy": 72,
        "mentor_subsidy": 72,
        "adapted_work_ordinary": 67,
    }
    begins, born = date.fromisoformat(job["starts_on"]), date.fromisoformat(rules["birth_date"])
    for scheme in answer(question, TODAY)["schemes"]:
        if not scheme["periods"]:
            continue
        last = date.fromisoformat(scheme["periods"][-1]["to"])
        months = 12 * (last.year - begins.year) + last.month - begins.month + (last.day >= begins.day)
        code = scheme["scheme"]
        assert months <= max(0, most.get(code, 999) - rules["months_used"].get(code, 0)) or code == "summer_job_subsidy"
        if code in oldest:
            assert (last.year - born.year) - ((last.month, last.day) < (born.month, born.day)) < oldest[code]
        if code == "four_year_wage_subsidy":
            assert last <= date(2032, 12, 31)
        if code == "summer_job_subsidy":
            assert (last - begins).days < 28
            assert last <= date(last.year, 9, 27)


@given(questions(), st.integers(1, 50_000))
@settings(settings.get_profile("quotes"))
def test_a_higher_wage_never_gives_less(question: Json, more: int) -> None:
    lower = sums(question)
    question["job"]["monthly_wage"] += more
    higher = sums(question)
    assert [code for code in lower if higher[code] < lower[code]] == []


@given(questions(), st.sampled_from([str(s) for s in Scheme]), st.integers(1, 24))
@settings(settings.get_profile("quotes"))
def test_more_months_used_never_give_more(question: Json, scheme: str, more: int) -> None:
    used = question["participant_rules"]["months_used"]
    used[scheme] = used.get(scheme, 0)
    before = sums(question)
    used[scheme] += more
    after = sums(question)
    assert [code for code in before if after[code] > before[code]] == []


@given(questions(), st.sampled_from(["permanent_wage_subsidy", "four_year_wage_subsidy"]), st.integers(1, 400_000))
@settings(settings.get_profile("quotes"))
def test_more_paid_this_year_never_gives_more(question: Json, scheme: str, more: int) -> None:
    paid = question["paid_this_year"]
    paid[scheme] = paid.get(scheme, 0)
    before = sums(question)
    paid[scheme] += more
    after = sums(question)
    assert [code for code in before if after[code] > before[code]] == []


@given(questions())
@settings(settings.get_profile("quotes"))
def test_packages_hold_only_what_fits_together(question: Json) -> None:
    given_answer = answer(question, TODAY)
    fits = {scheme["scheme"] for scheme in given_answer["schemes"] if scheme["status"] == "fits"}
    packages = [set(package) for package in given_answer["packages"]]
    assert set() in packages
    assert len({frozenset(package) for package in packages}) == len(packages)
    for package in packages:
        assert package <= fits
        assert len(package & EXCLUSIVE) <= 1
        assert not any(pair <= package for pair in MUST_BE_CLARIFIED)


@given(questions())
@settings(settings.get_profile("quotes"))
def test_an_equal_question_has_an_equal_answer(question: Json) -> None:
    again = json.loads(json.dumps(question))
    assert json.dumps(answer(question, TODAY)) == json.dumps(answer(again, TODAY))


@given(questions(), st.sampled_from(["participant_rules", "workplace", "job", "mentor"]), st.data())
@settings(settings.get_profile("quotes"))
def test_a_broken_question_is_refused_by_field_and_never_by_accident(
    question: Json, part: str, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(sorted(question.setdefault(part, {"wage": 400}))))
    nothing = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    question[part][field] = data.draw(
        nothing | st.lists(nothing, max_size=2) | st.dictionaries(st.text(max_size=5), nothing)
    )
    known = {*question, "body"}
    assert {field.split(".")[0] for field in refused_fields(question)} <= known


@given(st.dates(date(2026, 1, 2), date(2030, 12, 27)), st.data())
@settings(settings.get_profile("quotes"))
def test_a_cut_inside_a_part_month_moves_at_most_one_krone(begins: date, data: st.DataObject) -> None:
    end_of_month = date(begins.year, begins.month, monthrange(begins.year, begins.month)[1])
    begins = max(begins, begins.replace(day=2))
    if begins >= end_of_month:
        begins = begins.replace(day=2)
    cut = begins + timedelta(data.draw(st.integers(0, (end_of_month - begins).days - 1)))
    parts = temporary(begins, cut) + temporary(cut + timedelta(1), end_of_month)
    assert abs(amount(parts) - amount(temporary(begins, end_of_month))) <= 1


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 300), st.integers(0, 300))
@settings(settings.get_profile("quotes"))
def test_a_cut_moves_only_what_a_whole_month_differs_from_its_days(begins: date, before: int, after: int) -> None:
    """A whole month is paid as such, and its parts by days: half a 31-day month is more than half of the amount."""
    if before + after > 350:
        before, after = before // 2, after // 2
    cut, ends = begins + timedelta(before), begins + timedelta(before + after + 1)
    whole = temporary(begins, ends)
    cut_month = next(p for p in whole if p["from"] <= str(cut) <= p["to"])
    days = (date.fromisoformat(cut_month["to"]) - date.fromisoformat(cut_month["from"])).days + 1
    by_days = Decimal(cut_month["monthly_subsidy"]) / DAYS_IN_A_MONTH * days
    inside = str(cut) != cut_month["to"]
    moved = (by_days - Decimal(cut_month["amount"])).quantize(Decimal(1), ROUND_HALF_UP) if inside else Decimal(0)
    parts = temporary(begins, cut) + temporary(cut + timedelta(1), ends)
    assert abs(amount(parts) - amount(whole) - moved) <= 1
