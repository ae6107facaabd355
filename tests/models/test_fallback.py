"""What orders lists while there is too little history: kept, read again, and said in plain words."""

from pathlib import Path

import numpy as np
import pytest

from features.catalogue import NAMES, RANKING
from models.baselines import BASELINES
from models.fallback import IN_WORDS, BaselineRanker, LinearRanker, load_ranker
from models.lambdamart import LambdaMart
from models.ranker import TrainedRanker
from tests.builders import batch, small_matcher

ROWS = batch(40, seed=9)
LINEAR_RANKER = LinearRanker(small_matcher().outlook.order(), 12, 60)
ALL: list[TrainedRanker] = [
    LINEAR_RANKER,
    small_matcher().ranker,
    *(BaselineRanker.named(b.name) for b in BASELINES),
]


@pytest.mark.parametrize("ranker", ALL, ids=lambda ranker: ranker.name)
def test_a_kept_ranker_is_read_as_the_same_ranker(ranker: TrainedRanker, tmp_path: Path) -> None:
    ranker.save(tmp_path / "ranker.txt")
    again = load_ranker(tmp_path / "ranker.txt", small_matcher().outlook.order())
    assert (type(again), again.name) == (type(ranker), ranker.name)
    np.testing.assert_array_equal(again.score(ROWS), ranker.score(ROWS))
    if ranker.name != "random":
        assert again.reason == ranker.reason


def test_only_an_order_learnt_for_the_lists_needs_no_excuse() -> None:
    assert isinstance(small_matcher().ranker, LambdaMart)
    assert small_matcher().ranker.reason is None
    assert "12 av de 60 jobbstartene" in str(LINEAR_RANKER.reason)
    assert "arbeidsgivere" not in str(BaselineRanker.named("nearest").reason)
    assert str(BaselineRanker.named("nearest").reason).endswith("nærmeste arbeidsplass først.")


def test_every_baseline_that_can_take_over_is_put_in_words() -> None:
    assert set(IN_WORDS) == {b.name for b in BASELINES} - {"random"}


def test_a_baseline_that_is_not_there_is_refused() -> None:
    with pytest.raises(StopIteration):
        BaselineRanker.named("nothing")


def test_the_linear_order_is_the_sum_of_what_each_feature_adds_for_one_person() -> None:
    """The features that are not ranked by say the same for all of a person's workplaces."""
    rows = batch(40, seed=9, **dict.fromkeys(set(NAMES) - set(RANKING), 0.5))
    added = LINEAR_RANKER.contributions(rows)
    assert added.shape == (len(rows), len(RANKING))
    difference = LINEAR_RANKER.score(rows) - added.sum(axis=1)
    np.testing.assert_allclose(difference, difference[0], atol=1e-4)


@pytest.mark.parametrize("text", ["{", "{}", '{"baseline": "nothing"}', '{"starts": "x", "needed": 1}'])
def test_what_is_broken_is_not_read_as_something_else(text: str, tmp_path: Path) -> None:
    (tmp_path / "ranker.txt").write_text(text, encoding="utf-8")
    with pytest.raises((KeyError, ValueError, StopIteration)):
        load_ranker(tmp_path / "ranker.txt", small_matcher().outlook.order())
