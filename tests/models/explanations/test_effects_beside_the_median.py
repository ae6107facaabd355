"""What a feature adds is counted beside the median candidate, for a ranker that says so itself and for any other."""

from dataclasses import dataclass

import numpy as np
import pytest

from features.catalogue import FEATURES, NAMES, RANKING
from features.pipeline import Batch
from features.world.facts import Floats
from models.baselines import BASELINES
from models.explanations import GROUPS, effects, group_contributions
from models.explanations.effects import SAMPLE
from tests.builders import batch, small_matcher

CANDIDATES = 41
ONE_PERSON = {f.name: 1.0 for f in FEATURES if not f.ranks}
"""What is only about the person is the same for all candidates."""


def whole(candidates: Batch) -> Batch:
    """The median of every feature, as one row."""
    return Batch(np.median(candidates.values, axis=0, keepdims=True), *(np.zeros(1, dtype=np.int64),) * 3)


@dataclass(frozen=True)
class Multiplied:
    """A score that is no sum: a product of two features of different groups, and one that is alone."""

    name: str = "multiplied"

    def score(self, rows: Batch) -> Floats:
        return rows.column("room") * rows.column("agreement") + rows.column("employees")


def test_what_features_add_is_summed_by_their_group() -> None:
    ones = np.ones((2, len(RANKING)))
    expected = [sum(f.ranks and f.group is group for f in FEATURES) for group in GROUPS]
    np.testing.assert_array_equal(group_contributions(ones), [expected, expected])
    assert sum(expected) == len(RANKING)


def test_effects_add_up_to_what_the_score_has_beyond_the_median_candidates() -> None:
    candidates = batch(CANDIDATES, seed=2, **ONE_PERSON)
    chosen = candidates.take(np.arange(5))
    for ranker in (small_matcher().ranker, Multiplied(), *BASELINES[1:]):
        made = effects(ranker, chosen, candidates)
        beyond = ranker.score(chosen) - ranker.score(whole(candidates))
        np.testing.assert_allclose(made.by_feature.sum(axis=1), beyond, atol=1e-6)
        np.testing.assert_allclose(made.by_group.sum(axis=1), beyond, atol=1e-6)
    assert made.typical == dict(zip(NAMES, whole(candidates).values[0].tolist(), strict=True))


def test_a_feature_that_a_ranker_does_not_read_adds_nothing() -> None:
    candidates = batch(CANDIDATES, seed=3)
    made = effects(Multiplied(), candidates.take(np.arange(5)), candidates)
    read = {"room", "agreement", "employees"}
    assert {name for k, name in enumerate(RANKING) if made.by_feature[:, k].any()} == read


def test_the_median_is_of_what_is_known() -> None:
    """Room is known of three candidates: 1, 5 and 9; nobody knows the hours of a need."""
    candidates = batch(CANDIDATES, seed=4, room=np.nan, hours_gap=np.nan)
    candidates.values[:3, NAMES.index("room")] = [9, 1, 5]
    typical = effects(Multiplied(), candidates.take(np.arange(2)), candidates).typical
    assert typical["room"] == 5
    assert np.isnan(typical["hours_gap"])


def test_many_candidates_are_sampled_evenly() -> None:
    candidates = batch(10 * SAMPLE, room=np.arange(10 * SAMPLE))
    typical = effects(Multiplied(), candidates.take(np.arange(1)), candidates).typical
    assert typical["room"] == pytest.approx(5 * SAMPLE, rel=0.01)


def test_a_list_of_none_has_no_effects() -> None:
    candidates = batch(CANDIDATES)
    made = effects(Multiplied(), candidates.take(np.zeros(0, dtype=np.int64)), candidates)
    assert made.by_feature.shape == (0, len(RANKING))
