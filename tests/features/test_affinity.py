"""Which work belongs to which industry: the prior alone, what is learned on top, and from which day."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from features.affinity import LIMIT, PERIOD, Affinity
from features.industries import DIVISIONS
from features.occupations import occupation_codes, occupation_index
from features.world.facts import day_number, to_date
from tests.builders import DAY, days_after, orgnr, rows, world

SHOP, COOK = occupation_index("5223"), occupation_index("5120")
RETAIL, BUILDING = DIVISIONS.index("47"), DIVISIONS.index("41")
START = to_date(PERIOD * (day_number(DAY) // PERIOD))
"""First day of a period."""


def learned(*needs: dict[str, Any], industry: str = "41.000") -> Affinity:
    """What is learned from needs at one workplace in building."""
    given = [{"need_id": f"n-{i}"} | need for i, need in enumerate(needs)]
    place = rows("workplaces", {"industry_code": industry})
    return Affinity.learn(world(workplaces=place, employer_needs=rows("employer_needs", *given)))


def lift(affinity: Affinity, occupation: int, division: int, on: date = DAY) -> float:
    return float(affinity.best(np.array([[occupation]]), np.array([division]), np.array([day_number(on)]))[0])


def test_without_any_history_the_prior_of_working_life_speaks() -> None:
    nothing = learned()
    assert lift(nothing, SHOP, RETAIL) > 1 > 0 > lift(nothing, SHOP, BUILDING)


def test_one_need_among_ten_pseudo_needs_moves_the_lift_by_this_much() -> None:
    """A share is (evidence + 10 × prior) / (all evidence + 10), and a lift the log of it over the common share."""
    from features.affinity import SPREAD
    from features.industries import occupation_division_prior
    from features.occupations import distance_matrix

    prior = occupation_division_prior().astype(float)
    near = np.exp(-distance_matrix()[SHOP].astype(float) / SPREAD)
    near[near < np.exp(-2)] = 0
    evidence = np.zeros_like(prior)
    evidence[:, BUILDING] = near
    share = (evidence + 10 * prior) / (near[:, None] + 10)
    weight = np.ones(len(prior))
    weight[SHOP] += 1
    common = weight @ share / weight.sum()
    expected = np.log(share[SHOP, BUILDING] / common[BUILDING])
    found = lift(learned({"recorded_on": days_after(START, -1)}), SHOP, BUILDING, START)
    assert found == pytest.approx(np.clip(expected, -LIMIT, LIMIT), abs=1e-5)


def test_needs_raise_the_lift_of_their_work_there_and_of_near_work_less() -> None:
    before, after = learned(), learned(*[{"recorded_on": days_after(START, -1)}] * 20)
    near = occupation_index("5222")
    gain = {o: lift(after, o, BUILDING, START) - lift(before, o, BUILDING, START) for o in (SHOP, near, COOK)}
    assert gain[SHOP] > gain[near] > 0
    assert gain[SHOP] > 1


@pytest.mark.parametrize(("known", "asked", "counts"), [
    (0, 0, False),
    (0, PERIOD - 1, False),
    (0, PERIOD, True),
    (PERIOD - 1, PERIOD, True),
    (-1, 0, True),
    (PERIOD, PERIOD, False),
])  # fmt: skip
def test_what_became_known_in_a_period_counts_from_the_first_day_of_the_next(
    known: int, asked: int, counts: bool
) -> None:
    old = {"recorded_on": days_after(START, -400), "occupation": "9629"}
    later = {"recorded_on": days_after(START, 3 * PERIOD), "occupation": "9629"}
    without = learned(old, later)
    on = days_after(START, asked)
    now = learned(old, later, {"recorded_on": days_after(START, known), "occupation": "5223"})
    assert (lift(now, SHOP, BUILDING, on) > lift(without, SHOP, BUILDING, on) + 0.01) == counts


@pytest.mark.parametrize("years", [1, 5, 12])
def test_work_seen_years_later_says_nothing_about_today(years: int) -> None:
    """A long history must not lend the last decade's knowledge to the first."""
    old = {"recorded_on": days_after(DAY, -100), "occupation": "9629"}
    following = [{"recorded_on": days_after(DAY, 40 + n)} for n in range(5)]
    later = {"recorded_on": days_after(DAY, 365 * years)}
    assert lift(learned(old, *following, later), SHOP, BUILDING) == lift(learned(old), SHOP, BUILDING)


def test_only_as_many_periods_are_kept_as_the_history_has() -> None:
    """A hundred and fifty days touch six periods, with one before and one after."""
    few = learned({"recorded_on": DAY}, {"recorded_on": days_after(DAY, 150)})
    assert len(few.lift) <= 150 // PERIOD + 3


def test_the_best_of_several_wishes_counts_and_none_is_not_known() -> None:
    affinity = learned()
    wishes = np.array([[COOK, SHOP, -1], [-1, -1, -1], [SHOP, -1, -1]])
    best = affinity.best(wishes, np.array([RETAIL, RETAIL, -1]), np.full(3, day_number(DAY)))
    assert best[0] == pytest.approx(lift(affinity, SHOP, RETAIL))
    assert np.isnan(best[1:]).all()


def test_a_workplace_without_industry_teaches_nothing() -> None:
    unknown = learned({"recorded_on": days_after(START, -1)}, industry="")
    assert lift(unknown, SHOP, BUILDING, START) == lift(learned(), SHOP, BUILDING, START)


def test_every_lift_is_within_the_limit() -> None:
    numbers = [orgnr(n) for n in range(3)]
    place = rows("workplaces", *({"orgnr": n, "industry_code": "41.000"} for n in numbers))
    needs = rows(
        "employer_needs",
        *({"need_id": f"{n}-{i}", "orgnr": n, "recorded_on": date(2024, 1, 1)} for n in numbers for i in range(500)),
    )
    found = Affinity.learn(world(workplaces=place, employer_needs=needs)).lift
    assert found.shape[1:] == (len(occupation_codes()), len(DIVISIONS))
    assert np.abs(found).max() <= LIMIT
