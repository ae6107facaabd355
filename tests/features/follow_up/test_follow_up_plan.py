from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from features.follow_up.book import PlanName, load_follow_up_book
from features.follow_up.plan import ContactKind, planned_contacts, suggested_plan
from features.vocabulary import FollowUpNeed, FollowUpWith, Stream

DAY = date(2026, 2, 2)
NEEDS = list(FollowUpNeed)


def plan(stream=Stream.IPS, need=FollowUpNeed.MEDIUM, *, may=True):
    return suggested_plan(load_follow_up_book(), "Z990001", stream, need, DAY, may_contact_employers=may)


@pytest.mark.parametrize("need", NEEDS)
def test_adapted_work_is_weekly_the_first_month_and_then_monthly_whatever_the_need(need):
    contacts = plan(Stream.VTO, need).contacts
    days = [c.days for c in contacts]
    assert days[:4] == [7, 14, 21, 28]
    months = [int(n * 365.25 / 12) for n in range(3, 13)]
    assert set(months) <= set(days)
    assert max(later - earlier for earlier, later in pairwise(days)) <= 32
    assert all(c.with_whom is FollowUpWith.BOTH for c in contacts if c.days in (7, 14, 21, 28, *months))


def test_adapted_work_is_confirmed_every_six_months_and_reviewed_every_year():
    kinds = {c.days: c.kind for c in plan(Stream.VTO).contacts if c.kind is not ContactKind.CONTACT}
    assert kinds == {182: ContactKind.CONFIRMATION, 365: ContactKind.REVIEW}
    assert any("seks" in duty or "sjette" in duty for duty in plan(Stream.VTO).duties)


@pytest.mark.parametrize("stream", [Stream.IPS, Stream.IPS_YOUTH])
def test_ips_meets_the_person_within_three_days_and_weekly_the_first_month(stream):
    days = [c.days for c in plan(stream).contacts if c.with_whom is not FollowUpWith.EMPLOYER]
    assert days[0] == 3
    assert {7, 14, 21, 28} <= set(days)


@pytest.mark.parametrize("stream", list(Stream))
def test_a_greater_stated_need_never_gives_fewer_contacts(stream):
    numbers = [len(plan(stream, need).contacts) for need in (FollowUpNeed.LOW, FollowUpNeed.MEDIUM, FollowUpNeed.HIGH)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("stream", list(Stream))
@pytest.mark.parametrize("need", NEEDS)
def test_without_consent_nobody_speaks_with_the_employer(stream, need):
    alone = plan(stream, need, may=False)
    assert {c.with_whom for c in alone.contacts} == {FollowUpWith.WORKER}
    assert "arbeidsgiver." in alone.text
    assert "begge" not in alone.text


@pytest.mark.parametrize("stream", list(Stream))
def test_what_is_said_of_a_plan_names_no_scheme(stream):
    said = f"{plan(stream).text} {plan(stream).at_workplace}".lower()
    assert not any(word in said for word in ("ips", "vto", "tilrettelagt", "tilskudd", "nav", "ytelse", "tiltak"))


def test_the_sentence_is_what_a_colleague_would_say():
    assert plan(Stream.VTO).text == (
        "Z990001 følger opp: hver uke til og med uke 4 med begge, så hver måned med begge. "
        "Svar innen 24 timer når noe butter."
    )


def test_one_day_has_one_contact():
    days = [c.days for c in plan(Stream.IPS, FollowUpNeed.HIGH).contacts]
    assert days == sorted(set(days))


def test_a_plan_that_lasts_ends_and_one_that_does_not_goes_on():
    book = load_follow_up_book()
    ten_years = 3653
    last = {name: planned_contacts(book.plans[name], FollowUpNeed.MEDIUM, DAY, ten_years)[-1].days for name in PlanName}
    assert last[PlanName.IPS] == int(24 * 365.25 / 12)
    assert last[PlanName.ORDINARY] == int(12 * 365.25 / 12)
    assert last[PlanName.ADAPTED_WORK_ORDINARY] >= ten_years - 31
