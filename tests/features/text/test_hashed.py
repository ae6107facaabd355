from __future__ import annotations

import numpy as np
import pytest

from features.text.hashed import BUCKETS, HashedLogistic


def test_what_stands_in_one_class_alone_decides() -> None:
    features = [{"ikke", "støy"}, {"ikke", "løft"}, {"gjerne", "støy"}, {"gjerne", "løft"}] * 25
    learnt = HashedLogistic.learn(features, np.array([0, 0, 1, 1] * 25), strength=10.0)
    asked = learnt.log_odds([{"ikke", "kø"}, {"gjerne", "kø"}, {"kø"}, set()])[:, 0]
    assert asked[0] < -1 < 1 < asked[1]
    assert asked[2:] == pytest.approx([0.0, 0.0], abs=0.2)


def test_chances_of_several_classes_sum_to_one_and_follow_the_words() -> None:
    features = [{"a"}, {"b"}, {"c"}] * 20
    learnt = HashedLogistic.learn(features, np.array([0, 1, 2] * 20), strength=30.0)
    chances = learnt.chances([{"a"}, {"b"}, {"c"}])
    assert chances.sum(axis=1) == pytest.approx(np.ones(3))
    assert chances.argmax(axis=1).tolist() == [0, 1, 2]
    assert learnt.weights.shape == (3, BUCKETS + 1)


def test_no_texts_have_no_chances() -> None:
    learnt = HashedLogistic.learn([{"a"}, {"b"}], np.array([0, 1]), strength=1.0)
    assert learnt.chances([]).shape == (0, 1)
