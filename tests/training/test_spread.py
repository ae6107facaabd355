"""Chances are drawn in to what held for other people at a later time, and the order is not touched."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from features.catalogue import NAMES
from features.pipeline import Batch
from features.world.facts import NEVER
from models.linear import Scale
from models.outlook import PERIODS_52, STAY_FEATURES, STREAMS, Outlook, Starts, Stays
from models.ridge import FOLDS
from training.dataset import Examples
from training.spread import BELIEVED, EARLIER, as_known, slopes_that_hold, with_more_data

RNG = np.random.default_rng(3)


def batch(n: int) -> Batch:
    zeros = np.zeros(n, dtype=np.int64)
    return Batch(RNG.normal(size=(n, len(NAMES))).astype(np.float32), zeros, zeros, zeros)


def outlook(about: Batch, weight: float) -> Outlook:
    """An outlook that hangs on the first feature of each model, with one refit."""
    start, stay = Scale.fit(about, NAMES), Scale.fit(about, STAY_FEATURES)
    weights = [np.zeros((2, len(scale.names) + int(scale.unknown.sum()) + 1)) for scale in (start, stay)]
    for w in weights:
        w[:, 0] = weight
    weights[0][:, -1] = -3.0
    return Outlook(start, weights[0], stay, weights[1], np.full((2, PERIODS_52), -2.5))


def examples(n: int, people: int) -> Examples:
    """Contacts over 1,000 days, each with a start on the day after and an end 100 days later."""
    day = np.sort(RNG.integers(0, 1000, n))
    same = np.zeros(n, dtype=np.int64)
    return Examples(
        batch=batch(n), participant=np.arange(n) % people, contact=same, day=day, result=same, rank=same,
        placement=same, start_day=day + 1, start_known=day + 1, end_day=day + 101, seen_until=day + 101,
        competing=np.ones(n, dtype=np.bool_), trial=np.zeros(n, dtype=np.bool_), cut=2000,
    )  # fmt: skip


@pytest.mark.parametrize("level", [1.0, 0.875])
def test_chances_come_nearer_to_each_other_at_the_level_asked_for_and_keep_their_order(
    level: float, tmp_path: Path
) -> None:
    about = batch(400)
    wide = outlook(about, 1.5)
    narrow = wide.drawn_in(about, about, 0.4, 0.5, level)
    before, after = wide.chances(about).estimate, narrow.chances(about).estimate
    assert after["starts"].mean() == pytest.approx(level * before["starts"].mean(), rel=1e-6)
    spread = [np.std(np.log(c / (1 - c))) for c in (after["starts"], before["starts"])]
    assert spread[0] / spread[1] == pytest.approx(0.4)
    assert np.array_equal(np.argsort(after["stays_52w"]), np.argsort(before["stays_52w"]))
    order = wide.order().score(about)
    kept = narrow.order().score(about)
    assert np.array_equal(np.argsort(kept), np.argsort(order))
    narrow.save(tmp_path / "outlook.npz")
    assert np.array_equal(Outlook.load(tmp_path / "outlook.npz").order().score(about), kept)


def test_what_sets_kinds_of_support_apart_is_kept() -> None:
    about = batch(400)
    wide = outlook(about, 1.5)
    for name in STREAMS:
        wide.stay_weights[:, STAY_FEATURES.index(name)] = -0.7
    narrow = wide.drawn_in(about, about, 0.4, 0.5, 1.0)
    kept = [STAY_FEATURES.index(name) for name in STREAMS]
    assert (narrow.stay_weights[:, kept] == -0.7).all()
    assert narrow.stay_weights[:, 0] == pytest.approx(0.5 * 1.5)
    risk = [(o.stay_scale.apply(about) @ o.stay_weights[0, :-1] + o.baseline[0][0]).mean() for o in (wide, narrow)]
    assert risk[0] == pytest.approx(risk[1])


@pytest.mark.parametrize("true_slope", [0.2, 0.5, 1.0])
def test_the_slope_found_is_the_one_that_holds_later(true_slope: float) -> None:
    """An outlook that is sure of weight 1.5, in a world where the weight is 1.5 × the slope."""
    e = examples(24000, 400)
    model = outlook(e.batch, 1.5)

    def rows(some: Examples) -> tuple[Starts, Stays]:
        eta = model.start_scale.apply(some.batch)[:, 0]
        started = np.random.default_rng(5).random(len(some)) < expit(1.5 * true_slope * eta - 3)
        ended = np.zeros(len(some), dtype=np.bool_)
        who = np.arange(len(some))
        return Starts(some.batch, started, started, who, np.ones(len(some))), Stays(
            some.batch, np.full(len(some), 1), ended, who
        )

    start, _ = slopes_that_hold(e, lambda _: model, rows)
    learnt_from_a_part = EARLIER * (FOLDS - 1) / FOLDS
    assert start == pytest.approx(with_more_data(true_slope, 1 / learnt_from_a_part), abs=0.1)


@pytest.mark.parametrize(("examples_learnt_from", "noise"), [(100, 0.5), (400, 0.5), (400, 2.0)])
def test_four_times_the_data_leaves_a_quarter_of_the_noise(examples_learnt_from: int, noise: float) -> None:
    """Signal of variance 1; noise of variance `noise` at 100 examples: the slope is signal ÷ (signal + noise)."""

    def slope(n: float) -> float:
        return 1 / (1 + noise * 100 / n)

    assert with_more_data(slope(examples_learnt_from), 4) == pytest.approx(slope(4 * examples_learnt_from))


def test_without_anything_seen_the_slopes_are_those_believed() -> None:
    nothing = examples(1, 1).take(np.zeros(1, dtype=np.bool_))
    found = slopes_that_hold(nothing, lambda _: pytest.fail("nothing to learn from"), lambda _: pytest.fail("no rows"))
    assert found == (BELIEVED["starts"], BELIEVED["stays"])


def test_what_came_later_is_not_known_on_the_day() -> None:
    e = replace(
        examples(3, 3),
        day=np.array([0, 5, 50]),
        start_day=np.array([1, 10, 60]),
        start_known=np.array([1, 40, 60]),
        end_day=np.array([20, 90, 95]),
    )
    then = as_known(e, 30)
    assert then.start_day.tolist() == [1, NEVER, NEVER]
    assert then.end_day.tolist() == [20, NEVER, NEVER]
    assert then.seen_until.max() <= 29
    assert then.cut == 30
