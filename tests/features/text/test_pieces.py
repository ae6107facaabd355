from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.pieces import LONGEST_WORD, Pieces, character_pieces, clean, fold, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("butikken", "butikker"),
        ("vaske", "vasker"),
        ("vasking", "vasket"),
        ("barnehagen", "barnehagar"),
        ("gardiner", "gardin"),
    ],
)
def test_inflections_and_spellings_share_a_stem(one, other):
    assert stem(fold(one)) == stem(fold(other))


def test_different_words_keep_different_stems():
    assert len({stem(fold(word)) for word in ("bil", "bål", "brød", "buss", "kasse", "klasse")}) == 6


def test_nynorsk_and_foreign_letters_are_folded():
    assert [fold(word) for word in ("EG", "Ikkje", "käffe")] == ["jeg", "ikke", "kæffe"]


def test_a_word_gives_itself_its_stem_its_parts_and_its_letters():
    pieces = Pieces({stem("kjøkken"), stem("benk")}).of_word("kjøkkenbenk")
    assert pieces[0] == "=kjøkkenbenk"
    assert {"~" + stem("kjøkken"), "~" + stem("benk")} < set(pieces)
    assert {"#<kjø", "#enk>"} < set(pieces)


def test_an_unknown_compound_shares_the_idea_of_its_parts():
    pieces = Pieces({stem("melk"), stem("glass")}).of_word("melkeglass")
    assert "^dairy" in pieces


def test_a_word_that_cannot_be_cut_is_not_cut():
    assert Pieces({"benk"}).split("kjøkkenbenk") == []


def test_pieces_of_letters_are_as_many_as_arithmetic_says():
    assert character_pieces("vask") == ["<vas", "vask", "ask>", "<vask", "vask>"]


def test_markup_and_what_prints_nothing_are_blanks_and_places_stay():
    text = "<b>vaske</b>\u202e gulv\u200b"
    assert len(clean(text)) == len(text)
    assert [text[word.start : word.end] for word in words(clean(text))] == ["vaske", "gulv"]


@given(st.text(max_size=400))
def test_any_text_is_cut_with_work_in_proportion_to_its_length(text):
    found = words(clean(text))
    assert all(word.end - word.start <= LONGEST_WORD for word in found)
    assert sum(word.end - word.start for word in found) <= 3 * len(text)
    cutter = Pieces({"vask", "gulv"})
    of_each = [len(cutter.of_word(word.folded)) for word in found]
    most = max((3 + 2 * len(word.folded) + 6 for word in found), default=0)
    assert max(of_each, default=0) <= most
    assert len(cutter.of(text)) == sum(of_each)


def test_a_long_text_without_spaces_is_no_word():
    assert words(clean("a" * 50_000)) == []
