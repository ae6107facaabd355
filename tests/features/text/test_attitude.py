from __future__ import annotations

import pytest

from features.text.attitude import Attitude, attitude, is_marked, turns_down


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("tunge løft", Attitude.FOR),
        ("liker tunge løft", Attitude.FOR),
        ("ikke tunge løft", Attitude.AGAINST),
        ("vil slippe tunge løft", Attitude.AGAINST),
        ("takler dårlig tunge løft", Attitude.AGAINST),
        ("hater å løfte", Attitude.AGAINST),
        ("har ikke noe imot tunge løft", Attitude.INDIFFERENT),
        ("tunge løft er ikke noe problem", Attitude.INDIFFERENT),
        ("tunge løft gjør ingenting", Attitude.INDIFFERENT),
        ("det er ikke slik at jeg unngår tunge løft", Attitude.FOR),
        ("klarer meg uten stol", Attitude.INDIFFERENT),
    ],
)
def test_how_a_clause_speaks_of_what_it_names(said, taken):
    assert attitude(said.split()) is taken


def test_parts_of_words_are_no_expression():
    assert attitude(["snikker", "ingeniør", "nullstille"]) is Attitude.FOR
    assert not is_marked(["ingeniør"])


def test_a_word_alone_may_turn_down():
    assert turns_down("ikke")
    assert not turns_down("ikkeno")
