from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from features.occupations import occupation_codes
from features.text.classes import condition_chances, condition_labelled, condition_sides, labelled
from features.text.lexicon import ConditionPhrase, Lexicon, OccupationPhrase
from features.vocabulary import WorkCondition
from training.text_model import TextTraining, corpus, fit, vocabulary

CONDITIONS = (
    ConditionPhrase("ingen tunge løft", WorkCondition.NO_HEAVY_LIFTING, True),
    ConditionPhrase("liker tunge løft", WorkCondition.NO_HEAVY_LIFTING, False),
    ConditionPhrase("lett arbeid er best", WorkCondition.NO_HEAVY_LIFTING, True),
    ConditionPhrase("tunge løft gjør ingenting", WorkCondition.NO_HEAVY_LIFTING, False),
    ConditionPhrase("løfte stemningen", WorkCondition.NO_HEAVY_LIFTING, None),
)
PHRASES = tuple(
    OccupationPhrase(text, code, "does")
    for code, texts in {"5223": ["stå i kassa", "selge klær"], "9112": ["vaske gulv", "moppe trapper"]}.items()
    for text in texts
)
LEXICON = Lexicon(PHRASES, CONDITIONS, (("hei på deg",), ("det regner",)))


def test_a_condition_is_named_by_its_relief_or_its_burden():
    first = 2 * list(WorkCondition).index(WorkCondition.NO_HEAVY_LIFTING)
    texts, sides = condition_sides(LEXICON)
    named = dict(zip(texts, (sides - first).tolist(), strict=True))
    assert named == {"ingen tunge løft": 1, "liker tunge løft": 1, "lett arbeid er best": 0}


def test_classes_are_occupations_then_conditions_then_other_talk():
    texts, labels = labelled(LEXICON)
    codes, sides = len(occupation_codes()), 2 * len(WorkCondition)
    by_text = dict(zip(texts, labels.tolist(), strict=True))
    assert by_text["stå i kassa"] == occupation_codes().index("5223")
    assert by_text["hei på deg"] == codes + sides
    assert by_text["det regner"] == codes + sides + 1
    assert codes <= by_text["liker tunge løft"] < codes + sides
    beside_texts, beside = condition_labelled(LEXICON)
    assert beside[beside_texts.index("løfte stemningen")] == sides


def test_both_sides_of_a_condition_are_one_chance():
    sides = 2 * len(WorkCondition)
    chances = np.zeros((1, len(occupation_codes()) + sides + 2), dtype=np.float32)
    chances[0, len(occupation_codes()) : len(occupation_codes()) + 2] = 0.25, 0.5
    assert condition_chances(chances)[0].tolist() == [0.75] + [0] * (len(WorkCondition) - 1)
    assert condition_chances(chances[:0]).shape == (0, len(WorkCondition))


def test_letters_of_one_word_alone_are_no_piece():
    texts = ["vaske gulv", "vaskehjelp"]
    names, pieces = vocabulary(texts, rarest=2)
    assert "=gulv" in names
    assert "#<vas" in names
    assert "#gulv" not in names
    held = corpus(texts, [0, 1], names, pieces)
    assert len(held.starts) == 3
    assert held.starts[-1] == len(held.rows) == len(held.whole) == len(held.word)
    assert held.word.max() + 1 == 3


@pytest.mark.skipif(find_spec("torch") is None, reason="needs the extra `text` (torch, sentence-transformers)")
def test_the_same_lexicon_and_seed_give_the_same_model(tmp_path):
    options = TextTraining(dimensions=8, epochs=2, codes_per_batch=8)
    for name in ("a", "b"):
        encoder, loss = fit(LEXICON, options, 1)
        encoder.save(tmp_path / name)
    assert np.isfinite(loss)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert not np.array_equal(fit(LEXICON, options, 2)[0].vectors, encoder.vectors)
