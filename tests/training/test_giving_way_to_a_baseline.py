"""A baseline takes the ranker's place only where it surely ordered better for people left out."""

import numpy as np
import pytest

from features.pipeline import Batch
from features.world.facts import NEVER
from features.world.memory import RESULT_ORDER
from models.baselines import BASELINES
from tests.builders import batch
from training.dataset import Examples
from training.fallback import FEWEST_PEOPLE, better_baseline
from training.metrics import Floats

PEOPLE, EACH = 60, 8
MEETING, NO = RESULT_ORDER.index("meeting"), RESULT_ORDER.index("no")


def contacts(people: int = PEOPLE, seed: int = 0) -> Examples:
    """Contacts without a start; the nearer half of each person's became a meeting."""
    n = people * EACH
    seen, same = batch(n, seed=seed), np.zeros(n, dtype=np.int64)
    way = seen.column("travel_minutes").reshape(people, EACH)
    met = (way < np.median(way, axis=1, keepdims=True)).ravel()
    return Examples(
        batch=seen, participant=np.repeat(np.arange(people), EACH), contact=np.arange(n), day=same + 100,
        result=np.where(met, MEETING, NO), placement=same - 1, start_day=same + NEVER, start_known=same + NEVER,
        end_day=same + NEVER, seen_until=same, competing=same > 0, trial=same > 0, rank=same, cut=1000,
    )  # fmt: skip


def farthest(_: Examples, asked: Batch) -> Floats:
    return asked.column("travel_minutes")


def nearest(_: Examples, asked: Batch) -> Floats:
    return -asked.column("travel_minutes")


def test_what_is_surely_better_takes_over() -> None:
    assert better_baseline(contacts(), farthest) == "nearest"


def test_what_is_just_as_good_does_not() -> None:
    assert better_baseline(contacts(), nearest) is None


def test_with_few_people_nothing_is_decided() -> None:
    assert better_baseline(contacts(FEWEST_PEOPLE - 1), farthest) is None
    assert better_baseline(contacts().take(np.zeros(PEOPLE * EACH, dtype=np.bool_)), farthest) is None


def test_the_order_is_learnt_without_the_people_it_is_asked_about() -> None:
    met: list[tuple[int, int]] = []

    def learn(some: Examples, asked: Batch) -> Floats:
        met.append((len(np.unique(some.participant)), len(asked)))
        return nearest(some, asked)

    better_baseline(contacts(), learn)
    assert met == [(PEOPLE * 3 // 4, PEOPLE * EACH // 4)] * 4


@pytest.mark.parametrize("seed", range(5))
def test_luck_alone_does_not_take_over(seed: int) -> None:
    """Outcomes that nothing foretells: one history in twenty would be allowed to give way, all baselines together."""
    made, rng = contacts(seed=seed), np.random.default_rng(seed)
    noise = rng.permutation(made.result)
    made = Examples(**{**vars(made), "result": noise})
    assert better_baseline(made, lambda _, asked: rng.normal(size=len(asked))) is None


def test_the_random_order_is_no_rival() -> None:
    assert better_baseline(contacts(), lambda _, asked: np.zeros(len(asked))) != "random"
    assert "random" in {b.name for b in BASELINES}
