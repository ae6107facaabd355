from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.world.facts import NEVER
from features.world.outcomes import WEEKS_26
from tests.builders import batch
from training.dataset import Examples
from training.start_delays import share_seen, still_to_come

CUT = 1000


def contacts(age: np.ndarray, taken: np.ndarray) -> Examples:
    """Contacts made `age` days before the eve of the cut; a start `taken` days after, where that many have passed."""
    day, same = CUT - 1 - age, np.zeros(len(age), dtype=np.int64)
    start = np.where(taken <= age, day + taken, NEVER)
    return Examples(
        batch=batch(len(age)), participant=same, contact=same, day=day, result=same, placement=same, start_day=start,
        start_known=start, end_day=same + NEVER, seen_until=same, competing=same > 0, trial=same > 0, rank=same,
        cut=CUT,
    )  # fmt: skip


def test_before_anything_has_started_starts_are_believed_to_come_evenly() -> None:
    age = np.array([0, 45, 91, 181, 182, 900])
    share = share_seen(contacts(age, np.full(len(age), NEVER)))
    assert share == pytest.approx((np.minimum(age, WEEKS_26) + 1) / (WEEKS_26 + 1))


@pytest.mark.parametrize(("oldest", "before"), [(120, 120 / 183), (1000, 1.0)], ids=["four months old", "years old"])
def test_the_share_is_that_of_starts_which_have_come_by_then(oldest: int, before: float) -> None:
    """Starts fall evenly on the first 60 days; nobody has seen what comes after the age of the oldest contact, so that
    is as believed: 120 of 183 days' starts before it."""
    rng = np.random.default_rng(1)
    age = rng.integers(0, oldest, 6000)
    e = contacts(age, rng.integers(0, 60, 6000))
    share = share_seen(
        contacts(np.append(e.cut - 1 - e.day, [14, 29, 59]), np.append(e.start_day - e.day, [NEVER] * 3))
    )
    assert share[-3:] == pytest.approx([before * 15 / 60, before * 30 / 60, before], abs=0.04)


def test_a_contact_counts_in_full_when_it_led_to_a_start_or_its_weeks_have_passed() -> None:
    e = contacts(np.array([3, 3, 182]), np.array([2, 10, 300]))
    share = share_seen(e)
    assert (share[0], share[2]) == (1.0, 1.0)
    assert share[1] < 1.0
    chance = still_to_come(e, np.full(3, 0.2))
    assert (chance[0], chance[2]) == (0.0, 0.0)
    assert chance[1] == pytest.approx(0.2 * (1 - share[1]) / (1 - 0.2 * share[1]))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=30))
def test_the_share_is_a_share_and_grows_with_age(drawn: list[tuple[int, int]]) -> None:
    pairs = [*drawn, *((age, NEVER) for age in range(0, 200, 5))]
    e = contacts(np.array([a for a, _ in pairs]), np.array([t for _, t in pairs]))
    share = share_seen(e)[len(drawn) :]
    assert ((share >= 0) & (share <= 1 + 1e-12)).all()
    assert (np.diff(share) >= -1e-12).all()
