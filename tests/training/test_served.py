"""Everybody's lists for weeks in a small county: what is counted, what holds, and that nothing moves by itself."""

from __future__ import annotations

import numpy as np
import pytest

from features.pipeline import Pipeline
from features.searching import searching
from features.world import World
from features.world.facts import day_number
from models.bundle import Matcher
from models.exploration import CHANGES, STEADY_PLACES
from tests.training.conftest import County
from training.served import Served, serve
from training.stability import UNITS, a_week_apart, changed_between
from training.train import fit


@pytest.fixture(scope="module")
def pipeline(county: County) -> Pipeline:
    return Pipeline(World.from_tables(county.tables))


@pytest.fixture(scope="module")
def matcher(county: County, pipeline: Pipeline) -> Matcher:
    return fit(pipeline, county.as_of, None, seed=1, refits=1).matcher


@pytest.fixture(scope="module")
def served(county: County, pipeline: Pipeline, matcher: Matcher) -> Served:
    found = serve(pipeline, matcher, day_number(county.as_of))
    assert found is not None
    return found


def test_everybody_who_is_looking_has_five_places_each_week(county: County, pipeline: Pipeline, served: Served) -> None:
    people = searching(pipeline.world, day_number(county.as_of))
    assert served.people <= len(people)
    whose, places = np.unique(served.key // UNITS, return_inverse=True)
    candidates = np.bincount(places)
    assert len(whose) == served.people
    np.testing.assert_allclose(np.bincount(places, weights=served.shown), np.minimum(candidates, STEADY_PLACES))
    np.testing.assert_allclose(np.bincount(places, weights=served.by_model), np.minimum(candidates, STEADY_PLACES))


def test_without_news_no_list_changes_more_than_it_may(served: Served) -> None:
    assert served.most_changed <= CHANGES
    assert 0 <= served.changed <= served.most_changed


def test_places_are_spread_wider_than_by_the_model_alone(served: Served) -> None:
    assert served.exposure.top5pct < served.model_exposure.top5pct
    assert served.exposure.different > served.model_exposure.different
    assert served.exposure.never_used >= 0.2


def test_a_pair_that_was_never_shown_has_no_share(served: Served) -> None:
    assert served.among_first(np.array([-1, int(served.key.max()) + 1])).tolist() == [0, 0]
    position = int(np.argmax(served.shown))
    assert served.among_first(served.key[[position]])[0] == served.shown[position]


def test_the_same_model_replaces_nothing_of_its_own(served: Served) -> None:
    assert changed_between(served, served, seed=1).estimate == 0


def test_a_week_of_facts_leaves_at_most_two_changes_unexplained(
    county: County, pipeline: Pipeline, matcher: Matcher
) -> None:
    weekly = a_week_apart(pipeline, matcher, day_number(county.as_of))
    assert weekly is not None
    assert weekly.most_unexplained <= CHANGES
    assert weekly.unexplained <= weekly.shown


def test_nobody_looking_gives_no_lists(county: County, pipeline: Pipeline, matcher: Matcher) -> None:
    assert serve(pipeline, matcher, 0) is None
    assert a_week_apart(pipeline, matcher, 0) is None
