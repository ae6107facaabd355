"""Where the value is lost: every step beside the one above it, on the same people."""

import numpy as np
import pytest

from tests.builders import batch, small_matcher
from training.evaluation import LINEAR_SKYLINE, ORACLE, SKYLINE, UNSEEN_SKYLINE, Basis, Evaluation, Pairs
from training.judgement import Trial, judge
from training.losses import STEPS, as_text, losses, metrics

PEOPLE, EACH = 30, 20


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    """Thirty people with twenty workplaces each; the skylines know the truth with more and more noise."""
    n, rng = PEOPLE * EACH, np.random.default_rng(4)
    group, truth = np.repeat(np.arange(PEOPLE), EACH), rng.beta(1, 20, size=PEOPLE * EACH)
    told = {
        name: np.log(truth) + noise * rng.normal(size=n)
        for name, noise in ((SKYLINE, 0.2), (UNSEEN_SKYLINE, 0.8), (LINEAR_SKYLINE, 1.5))
    }
    pairs = Pairs(group, np.arange(n) % 40, group % 3, truth > 0.05, {"employed_52w": truth}, Basis.TRUTH)
    best = np.sort(truth.reshape(PEOPLE, EACH), axis=1)[:, -5:].mean(axis=1) + 0.01
    return judge(small_matcher(), Trial(pairs, batch(n), {}, told, best), None, seed=1)


def test_the_losses_add_up_from_all_there_is_to_the_ranker(evaluation: Evaluation) -> None:
    steps = evaluation.losses
    assert [s.step for s in steps] == list(STEPS)
    assert steps[0].lost is None
    total = sum(s.lost.estimate for s in steps if s.lost is not None)
    assert total == pytest.approx(steps[-1].value.estimate - steps[0].value.estimate)


def test_the_steps_are_those_of_the_table(evaluation: Evaluation) -> None:
    by_step = {s.step: s.value for s in evaluation.losses}
    for name in (ORACLE, SKYLINE, LINEAR_SKYLINE):
        assert by_step[name].estimate == pytest.approx(evaluation.table.row(name).top["employed_52w"].estimate)
    ranker = evaluation.table.row(evaluation.candidate).top["employed_52w"]
    assert by_step["ranker"].estimate == pytest.approx(ranker.estimate)


def test_what_lies_beyond_reach_is_the_first_loss_and_nobody_is_above_the_best(evaluation: Evaluation) -> None:
    by_step = {s.step: s for s in evaluation.losses}
    lost = by_step["oracle"].lost
    assert lost is not None
    assert (lost.low, lost.estimate, lost.high) == pytest.approx((-0.01, -0.01, -0.01))
    below = [s.value.estimate for s in evaluation.losses[2:]]
    assert max(below) < by_step["oracle"].value.estimate


def test_by_hand_two_people_lose_one_and_three() -> None:
    """Values 5 and 6 become 4 and 3: 2 less on average; the middle steps are not known and are left out."""
    steps = losses({"ranker": np.array([4.0, 3.0]), "oracle": np.array([5.0, 6.0])}, seed=1)
    assert [s.step for s in steps] == ["oracle", "ranker"]
    assert steps[1].lost is not None
    assert steps[1].lost.estimate == -2.0
    assert (steps[1].lost.low, steps[1].lost.high) == (-3.0, -1.0)
    assert metrics(steps) == {
        "losses/oracle/value": 5.5, "losses/ranker/value": 3.5, "losses/ranker/lost": -2.0,
    }  # fmt: skip
    assert "63.6%" in as_text(steps).splitlines()[-1]


def test_without_a_truth_nothing_is_said_of_losses() -> None:
    assert losses({}, seed=1) == ()


def test_real_contacts_say_nothing_of_losses(evaluation: Evaluation) -> None:
    group = np.repeat(np.arange(4), 5)
    pairs = Pairs(group, np.arange(20), group, group > 9, {"stage": np.ones(20)}, Basis.CONTACTS)
    assert judge(small_matcher(), Trial(pairs, batch(20), {}), None, seed=1).losses == ()
