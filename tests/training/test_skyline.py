"""The skyline finds what the tables show, and nothing more."""

import numpy as np

from tests.builders import batch
from training.skyline import linear_skyline_scores, skyline_scores, unseen_skyline_scores


def test_it_orders_unseen_pairs_by_what_the_features_tell_of_the_truth() -> None:
    rng = np.random.default_rng(4)
    features, hidden = rng.random((3000, 3)), rng.normal(size=3000)
    truth = 1 / (1 + np.exp(4 - 3 * features[:, 0] - hidden))
    scores = skyline_scores(features[:2000], truth[:2000], features[2000:], seed=1)
    assert np.corrcoef(scores, features[2000:, 0])[0, 1] > 0.75
    assert abs(np.corrcoef(scores, hidden[2000:])[0, 1]) < 0.1


def test_the_same_seed_gives_the_same_scores() -> None:
    features = np.random.default_rng(4).random((400, 2))
    first, second = (skyline_scores(features, features[:, 0], features, seed=1) for _ in range(2))
    assert np.array_equal(first, second)


def test_what_is_true_of_one_workplace_alone_is_not_known_of_a_workplace_never_met() -> None:
    """Each workplace has a number of its own and a hidden quality; nothing but the number tells of the quality."""
    rng = np.random.default_rng(4)
    unit = np.arange(4000) % 40
    features, quality = rng.random(40)[unit][:, None], rng.normal(size=40)[unit]
    truth = 1 / (1 + np.exp(4 - quality))
    half = np.arange(4000) < 2000
    met = skyline_scores(features[half], truth[half], features[~half], seed=1)
    unmet = unseen_skyline_scores(features[half], truth[half], unit[half], features[~half], unit[~half], seed=1)
    assert np.corrcoef(met, quality[~half])[0, 1] > 0.9
    assert abs(np.corrcoef(unmet, quality[~half])[0, 1]) < 0.5


def test_a_sum_over_features_finds_a_sum_for_workplaces_never_met_and_not_what_is_no_sum() -> None:
    rows = batch(3000, seed=2)
    half = np.arange(3000) < 1500
    learnt, asked = rows.take(np.flatnonzero(half)), rows.take(np.flatnonzero(~half))
    first, second = rows.column("wish_fit"), rows.column("experience_fit")
    for log_odds, found in ((first - 0.5 * second, True), (np.sign(first * second), False)):
        truth = 1 / (1 + np.exp(3 - log_odds))
        scores = linear_skyline_scores(learnt, truth[half], asked, seed=1)
        alike = float(np.corrcoef(scores, log_odds[~half])[0, 1])
        assert alike > 0.98 if found else abs(alike) < 0.2
