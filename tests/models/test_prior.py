"""What is believed before anything is seen, and how it gives way to what is seen."""

import numpy as np
import pytest

from features.catalogue import BY_NAME, NAMES
from models.outlook import CHANCES, STAY_FEATURES, Outlook, Starts, Stays, fit_outlook
from models.prior import (
    CONTACTS_SEEN,
    EVENTS_NEEDED,
    START_EFFECTS,
    START_RATE,
    STAY_EFFECTS,
    STAYED_26,
    STAYED_52,
    drawn_to_prior,
    prior_outlook,
)
from tests.builders import batch

AROUND = batch(400, seed=2)
NOBODY = Starts(batch(0), np.zeros(0, np.bool_), np.zeros(0, np.bool_), np.zeros(0, np.int64), np.zeros(0))


def contacts(number: int, starts: int, seed: int = 4) -> Starts:
    """Contacts of which the first so many led to a start."""
    started = np.arange(number) < starts
    return Starts(batch(number, seed=seed), started, started, np.arange(number) % 30, np.ones(number))


def jobs(number: int, ended: int, seed: int = 5) -> Stays:
    days = np.full(number, 100)
    return Stays(batch(number, seed=seed), days, np.arange(number) < ended, np.arange(number) % 30)


def test_without_contacts_a_start_is_as_rare_as_published() -> None:
    said = prior_outlook(AROUND, NOBODY, seed=1).chances(AROUND).estimate
    assert said["starts"].mean() == pytest.approx(START_RATE, rel=0.02)


def test_contacts_without_a_start_lower_the_rate_as_much_as_they_weigh() -> None:
    """75 contacts without a start beside the 25 believed: one in 25 becomes one in 100."""
    rows = contacts(75, 0)
    said = prior_outlook(AROUND, rows, seed=1).chances(rows.batch).estimate
    assert said["starts"].mean() == pytest.approx(START_RATE * CONTACTS_SEEN / (CONTACTS_SEEN + 75), rel=0.02)


def test_ordinary_work_lasts_as_published_and_adapted_work_longer() -> None:
    outlook = prior_outlook(batch(400, seed=3, stream_adapted=np.repeat([0.0, 1.0], 200)), NOBODY, seed=1)
    flat = dict.fromkeys(STAY_EFFECTS, 0.0)
    ordinary, adapted = (
        outlook.chances(batch(300, seed=6, **flat | {"stream_adapted": x})).estimate for x in (0.0, 1.0)
    )
    assert ordinary["stays_26w"].mean() == pytest.approx(STAYED_26, abs=0.06)
    assert ordinary["stays_52w"].mean() == pytest.approx(STAYED_52, abs=0.06)
    assert adapted["stays_26w"].mean() > ordinary["stays_26w"].mean() + 0.1


@pytest.mark.parametrize("name", sorted(START_EFFECTS))
def test_each_belief_about_starting_has_the_catalogues_direction_and_moves_the_chance_that_way(name: str) -> None:
    direction = np.sign(START_EFFECTS[name])
    assert BY_NAME[name].direction in (0, direction)
    outlook = prior_outlook(AROUND, NOBODY, seed=1)
    low, high = (outlook.chances(batch(50, seed=7, **{name: x})).estimate["starts"] for x in (0.2, 0.9))
    assert (np.sign(high - low) == direction).all()


@pytest.mark.parametrize("name", sorted(STAY_EFFECTS))
def test_each_belief_about_leaving_moves_staying_the_other_way(name: str) -> None:
    assert name in STAY_FEATURES
    outlook = prior_outlook(AROUND, NOBODY, seed=1)
    low, high = (outlook.chances(batch(50, seed=7, **{name: x})).estimate["stays_52w"] for x in (0.2, 0.9))
    assert (np.sign(low - high) == np.sign(STAY_EFFECTS[name])).all()


def test_beliefs_alone_are_said_with_wider_intervals_than_what_much_was_seen_of() -> None:
    much = contacts(2000, 400), jobs(400, 300)
    learnt = drawn_to_prior(fit_outlook(*much, seed=1), *much, seed=1)
    widths = []
    for outlook in (prior_outlook(AROUND, NOBODY, seed=1), learnt):
        said = outlook.chances(AROUND)
        widths.append(float(np.median(said.high["stays_26w"] - said.low["stays_26w"])))
    assert widths[0] > widths[1]


def weight_of(outlook: Outlook, name: str) -> float:
    return float(outlook.start_weights[0, NAMES.index(name)])


@pytest.mark.parametrize("starts", [EVENTS_NEEDED // 3, EVENTS_NEEDED, 5 * EVENTS_NEEDED])
def test_effects_are_averaged_by_how_many_starts_were_seen(starts: int) -> None:
    rows = contacts(10 * starts, starts), jobs(60, 30)
    fitted = fit_outlook(*rows, seed=1, refits=1)
    scale = fitted.start_scale
    believed = START_EFFECTS["wish_fit"] * float(scale.deviation[NAMES.index("wish_fit")])
    share = starts / (starts + EVENTS_NEEDED)
    drawn = drawn_to_prior(fitted, *rows, seed=1)
    assert weight_of(drawn, "wish_fit") == pytest.approx(share * weight_of(fitted, "wish_fit") + (1 - share) * believed)


def test_the_rate_is_that_seen_with_the_belief_as_so_many_contacts() -> None:
    rows = contacts(475, 95), jobs(60, 30)
    said = drawn_to_prior(fit_outlook(*rows, seed=1, refits=1), *rows, seed=1).chances(rows[0].batch).estimate
    assert said["starts"].mean() == pytest.approx((95 + CONTACTS_SEEN * START_RATE) / (475 + CONTACTS_SEEN), rel=0.02)


def test_the_same_seed_gives_the_same_outlook() -> None:
    one, other = (prior_outlook(AROUND, contacts(40, 2), seed=3).chances(AROUND) for _ in range(2))
    for name in CHANCES:
        np.testing.assert_array_equal(one.high[name], other.high[name])
