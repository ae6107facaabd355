from __future__ import annotations

import numpy as np
import pytest

from features.text.encoder import PieceEncoder
from features.text.evidence import Evidence
from features.text.pieces import IDEA, stem

TEXTS = ["vaske gulv", "gulv og trapper", "kjøre bil", "bil og buss"]
LABELS = np.array([0, 0, 1, 1])


@pytest.fixture
def evidence():
    encoder = PieceEncoder(["=gulv", "=bil"], np.eye(2, dtype=np.float32), [stem("gulv"), stem("bil")])
    return Evidence.learn(TEXTS, LABELS, encoder, encoder.pieces)


def test_what_was_seen_with_a_class_speaks_for_it(evidence):
    chances = evidence.chances([["gulv"], ["bil"], ["trapper"], ["og"]])
    assert chances.argmax(axis=1)[:3].tolist() == [0, 1, 0]
    assert chances[3] == pytest.approx([0.5, 0.5], abs=0.2)


def test_chances_sum_to_one_or_to_nothing_where_nothing_is_known(evidence):
    chances = evidence.chances([["gulv", "bil"], ["qqqq"], []])
    assert chances.sum(axis=1) == pytest.approx([1, 0, 0])
    assert evidence.chances([]).shape == (0, 2)


def test_a_text_is_judged_alike_alone_and_among_others(evidence):
    said = [["gulv"], ["bil", "buss"], ["trapper"]]
    assert evidence.chances(said) == pytest.approx(np.concatenate([evidence.chances([one]) for one in said]), abs=1e-6)


def test_the_words_that_speak_for_a_class_have_the_highest_shares(evidence):
    shares = evidence.word_shares(["jeg", "gulv", "bil"], 0)
    assert shares[1] > 0 > shares[2]
    assert shares[0] == 0


def test_an_idea_counts_more_than_the_word_itself(evidence):
    ideas = [row for name, row in evidence.known.items() if name[0] == IDEA]
    assert ideas
    words = [row for name, row in evidence.known.items() if name[0] == "="]
    assert evidence.rarity[ideas].min() > evidence.rarity[words].max()


def test_what_is_kept_and_read_again_says_the_same(evidence):
    read = Evidence.from_arrays(evidence.arrays(), evidence.encoder, evidence.pieces)
    said = [["gulv", "og", "bil"], ["trapper"], ["bussjåfør"]]
    assert np.array_equal(read.chances(said), evidence.chances(said))
