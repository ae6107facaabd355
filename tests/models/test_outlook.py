"""The outlook is a set of chances in order, recovers a known hazard, and never takes a running job for a failed one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from features.catalogue import NAMES
from features.pipeline import Batch
from models.outlook import CHANCES, PERIOD, PERIODS_52, Chances, Outlook, Starts, Stays, fit_outlook
from tests.builders import batch, small_matcher

PEOPLE = 40


def fitted(
    days: np.ndarray, ended: np.ndarray, starts: np.ndarray | None = None, seed: int = 5, refits: int = 2
) -> Outlook:
    """An outlook from these placements; nothing about them tells how they go."""
    number = len(days)
    started = np.arange(number) % 3 == 0 if starts is None else starts
    seen, person = batch(number, seed=seed), np.arange(number) % PEOPLE
    return fit_outlook(
        Starts(seen, started, started, person, np.ones(number)), Stays(seen, days, ended, person), seed=0, refits=refits
    )


def lives(number: int, hazard: float, seed: int = 0) -> np.ndarray:
    """Days until the end, where each four weeks end a job with the same chance."""
    rng = np.random.default_rng(seed)
    return np.ceil(rng.exponential(-PERIOD / np.log(1 - hazard), number)).astype(np.int64)


def stays(outlook: Outlook, which: str = "stays_26w") -> float:
    return float(outlook.chances(batch(300, seed=6)).estimate[which].mean())


# --- a known hazard ---

HAZARD = 0.10
TRUE_26, TRUE_52 = 0.9 ** (182 / 28), 0.9 ** (364 / 28)
"""0.504 and 0.254."""


def test_half_a_year_is_six_and_a_half_periods_and_a_year_thirteen() -> None:
    assert (182 / PERIOD, 364 / PERIOD) == (6.5, 13)
    assert PERIODS_52 == 13


def test_a_known_hazard_is_recovered_from_jobs_that_have_all_ended() -> None:
    days = lives(700, HAZARD)
    outlook = fitted(days, np.ones(700, dtype=np.bool_))
    assert stays(outlook) == pytest.approx(TRUE_26, abs=0.05)
    assert stays(outlook, "stays_52w") == pytest.approx(TRUE_52, abs=0.05)


@pytest.mark.parametrize("stream", ["stream_youth", "stream_adapted", "stream_supported"])
def test_a_kind_of_support_under_which_jobs_last_longer_is_promised_more_with_little_data(stream: str) -> None:
    """A fifth of 200 jobs end by 5 % every four weeks, the others by 12 %: 0.72 and 0.44 last half a year. Forty
    other columns of noise stand beside."""
    of_kind = np.arange(200) % 5 == 0
    days = np.where(of_kind, lives(200, 0.05, seed=3), lives(200, 0.12, seed=4))
    kinds = {"stream_youth": 0.0, "stream_adapted": 0.0, "stream_supported": 0.0}
    seen, person = batch(200, seed=5, **kinds | {stream: of_kind}), np.arange(200) % PEOPLE
    learnt = fit_outlook(
        Starts(seen, of_kind, of_kind, person, np.ones(200)),
        Stays(seen, days, np.ones(200, dtype=np.bool_), person),
        seed=0,
        refits=0,
    )
    said = [
        learnt.chances(batch(300, seed=6, **kinds | {stream: kind})).estimate["stays_26w"].mean() for kind in (1.0, 0.0)
    ]
    assert said == pytest.approx([0.95**6.5, 0.88**6.5], abs=0.09)


def test_a_known_hazard_is_recovered_where_most_jobs_are_still_running() -> None:
    """Nobody has been seen for more than 200 days, so seven of ten are running, in three histories.

    Reading a running job as failed would say that 5 % last half a year, and leaving it out that 12 % do.
    """
    found = []
    for seed in range(3):
        whole, seen = lives(1200, HAZARD, seed), np.random.default_rng(seed + 10).integers(0, 200, 1200)
        ended, days = whole <= seen, np.minimum(whole, seen)
        running = ~ended & (days < 182)
        assert running.mean() > 0.6
        assert (days >= 182).mean() < 0.07
        assert (days[~running] >= 182).mean() < 0.17
        found.append(stays(fitted(days, ended)))
    assert np.mean(found) == pytest.approx(TRUE_26, abs=0.04)


def test_a_running_job_speaks_for_the_time_it_has_been_seen() -> None:
    days = lives(300, HAZARD)
    ended = np.ones(300, dtype=np.bool_)
    longer = np.append(days, np.full(300, 300)), np.append(ended, np.zeros(300, dtype=np.bool_))
    newer = np.append(days, np.full(300, 3)), np.append(ended, np.zeros(300, dtype=np.bool_))
    alone = stays(fitted(days, ended))
    assert stays(fitted(*longer)) > alone + 0.1
    assert stays(fitted(*newer)) == pytest.approx(alone, abs=0.05)


def test_starts_have_the_base_rate_of_what_was_learnt_from() -> None:
    started = np.arange(600) % 5 == 0
    outlook = fitted(lives(600, HAZARD), np.ones(600, dtype=np.bool_), started)
    assert outlook.chances(batch(600, seed=5)).estimate["starts"].mean() == pytest.approx(1 / 5, abs=0.02)


# --- order among the chances ---


def in_order(chances: Chances) -> None:
    for values in (chances.low, chances.estimate, chances.high):
        assert set(values) == set(CHANCES)
        assert (values["employed_52w"] >= 0).all()
        assert (values["employed_52w"] <= values["employed_26w"]).all()
        assert (values["employed_26w"] <= values["starts"]).all()
        assert (values["starts"] <= 1).all()
        assert (values["stays_52w"] <= values["stays_26w"]).all()
        assert (values["stays_26w"] <= 1).all()
    for name in CHANCES:
        assert (chances.low[name] <= chances.estimate[name]).all()
        assert (chances.estimate[name] <= chances.high[name]).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0.01, 1e6))
def test_chances_are_chances_in_order_whatever_is_unknown_or_extreme(seed: int, unknown: float, spread: float) -> None:
    rows = batch(12, seed=seed)
    values = np.where(np.random.default_rng(seed).random(rows.values.shape) < unknown, np.nan, rows.values * spread)
    in_order(small_matcher().outlook.chances(Batch(values.astype(np.float32), rows.version, rows.unit, rows.day)))


def test_being_employed_is_starting_times_staying() -> None:
    said = small_matcher().outlook.chances(batch(50)).estimate
    for weeks in ("26w", "52w"):
        np.testing.assert_allclose(said[f"employed_{weeks}"], said["starts"] * said[f"stays_{weeks}"])


def test_what_helped_is_learnt_and_only_where_it_helped() -> None:
    outlook = small_matcher().outlook
    helped, lasted = (
        outlook.chances(batch(200, **{name: np.repeat([-1.0, 1.0], 100)})).estimate
        for name in ("conditions_met", "unit_lasting_26w")
    )
    assert helped["starts"][100:].mean() > helped["starts"][:100].mean() + 0.2
    assert lasted["stays_26w"][100:].mean() > lasted["stays_26w"][:100].mean() + 0.2


def test_a_longer_way_never_raises_the_chance_of_a_start() -> None:
    near, far = (small_matcher().outlook.chances(batch(100, travel_share=x)).estimate for x in (-1.0, 2.0))
    assert (far["starts"] <= near["starts"]).all()


def test_the_interval_is_wider_with_less_evidence() -> None:
    def width(number: int) -> float:
        learnt = fitted(lives(number, HAZARD), np.ones(number, dtype=np.bool_), refits=12)
        said = learnt.chances(batch(100, seed=6))
        return float((said.high["stays_26w"] - said.low["stays_26w"]).mean())

    assert width(80) > width(700)


def test_the_linear_order_is_nearly_that_of_being_employed_after_a_year() -> None:
    outlook, rows = small_matcher().outlook, batch(400, seed=12)
    order = outlook.order().score(rows)
    assert spearmanr(order, outlook.chances(rows).estimate["employed_52w"]).statistic > 0.85


def test_no_rows_give_no_chances() -> None:
    said = small_matcher().outlook.chances(batch(0))
    assert all(len(values) == 0 for values in said.estimate.values())


# --- learning and keeping ---


def test_the_same_rows_and_seed_give_the_same_outlook() -> None:
    days, ended = lives(200, HAZARD), np.ones(200, dtype=np.bool_)
    one, two = (fitted(days, ended).chances(batch(20)) for _ in range(2))
    for name in CHANCES:
        np.testing.assert_array_equal(one.estimate[name], two.estimate[name])
        np.testing.assert_array_equal(one.high[name], two.high[name])


@pytest.mark.parametrize("missing", ["starts", "ends"])
def test_without_a_start_or_an_end_there_is_nothing_to_learn(missing: str) -> None:
    ended = np.full(60, missing != "ends")
    starts = np.full(60, False) if missing == "starts" else None
    with pytest.raises(ValueError, match="at least one start and one ended"):
        fitted(lives(60, HAZARD), ended, starts)


@pytest.mark.parametrize("days", [5, 181, 182, 363, 364, 900])
def test_a_single_ended_job_among_a_few_running_is_enough_to_say_something(days: int) -> None:
    ended = np.arange(30) == 7
    in_order(fitted(np.where(ended, days, 40), ended).chances(batch(10)))


def test_a_saved_outlook_says_the_same_to_the_last_bit(tmp_path: Path) -> None:
    outlook, rows = small_matcher().outlook, batch(50)
    outlook.save(tmp_path / "outlook.npz")
    one, two = outlook.chances(rows), Outlook.load(tmp_path / "outlook.npz").chances(rows)
    for name in CHANCES:
        for which in ("estimate", "low", "high"):
            np.testing.assert_array_equal(getattr(one, which)[name], getattr(two, which)[name])


def test_an_outlook_of_unknown_features_is_refused(tmp_path: Path) -> None:
    small_matcher().outlook.save(tmp_path / "outlook.npz")
    with np.load(tmp_path / "outlook.npz") as arrays:
        kept = dict(arrays)
    kept["stay_names"] = np.array(["birth_date", *kept["stay_names"][1:]])
    np.savez(tmp_path / "outlook.npz", **kept)
    with pytest.raises(ValueError, match="birth_date"):
        Outlook.load(tmp_path / "outlook.npz")


def test_the_outlook_sees_every_feature() -> None:
    assert small_matcher().outlook.start_scale.names == NAMES


def test_the_course_over_a_year_goes_through_the_chances_that_it_is_found_from() -> None:
    outlook, seen = small_matcher().outlook, batch(40, seed=3)
    chances = outlook.chances(seen).estimate
    for half, year in zip(chances["stays_26w"], chances["stays_52w"], strict=True):
        course = outlook.course(float(half))
        assert (len(course), course[0]) == (PERIODS_52 + 1, 0.0)
        assert np.exp(-np.interp(182 / PERIOD, np.arange(14), course)) == pytest.approx(half)
        assert np.exp(-course[-1]) == pytest.approx(year)


@pytest.mark.parametrize("stays_26w", [0.0, 1.0, 0.5])
def test_the_course_of_what_is_as_good_as_certain_is_finite(stays_26w: float) -> None:
    assert np.isfinite(small_matcher().outlook.course(stays_26w)).all()
