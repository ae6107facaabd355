from __future__ import annotations

import pytest
import yaml

from features.occupations import is_occupation
from features.text.wishes import MOST_WORDS, WISHES, usual_occupations


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("lager", "4321"),
        ("lagerjobb", "4321"),
        ("noe med dyr", "5164"),
        ("jobbe ute", "9214"),
        ("i barnehagen", "5311"),
        ("bil", "8322"),
        ("biler mekke", "7231"),
    ],
)
def test_a_short_wish_has_its_usual_occupation_first(said, first):
    assert usual_occupations(said.split())[0] == first


def test_two_wishes_are_taken_in_turn():
    shop, store = usual_occupations(["butikk"]), usual_occupations(["lager"])
    assert usual_occupations(["butikk", "eller", "lager"]) == list(
        dict.fromkeys([shop[0], store[0], shop[1], *store[1:]])
    )


@pytest.mark.parametrize("said", ["", "hei", "kari", "noe", "lager qwrt", "dyr og planter og barn og biler"])
def test_what_is_not_listed_means_nothing_usual(said):
    assert usual_occupations(said.split()) == []


def test_no_more_words_than_a_short_wish_holds():
    assert usual_occupations(["lager"] * 9)
    assert usual_occupations(["lager", "butikk", "kjøkken", "dyr"][: MOST_WORDS + 1]) == []


@pytest.mark.parametrize(
    ("said", "as_said"), [("maten", "mat"), ("biler", "bil"), ("fisken", "fisk"), ("naturen", "natur")]
)
def test_an_inflection_means_what_its_base_form_means(said, as_said):
    assert usual_occupations([said]) == usual_occupations([as_said]) != []


def test_every_code_listed_exists_and_no_wish_is_listed_twice():
    listed = yaml.safe_load(WISHES.read_text(encoding="utf-8"))
    assert all(is_occupation(code) for codes in listed for code in codes.split())
    assert all(len(set(codes.split())) == len(codes.split()) for codes in listed)
    wishes = [wish for wishes in listed.values() for wish in wishes]
    assert len(wishes) == len(set(wishes))


def test_every_wish_listed_is_found_with_its_own_codes():
    listed = yaml.safe_load(WISHES.read_text(encoding="utf-8"))
    lost = [w for codes, wishes in listed.items() for w in wishes if usual_occupations(w.split()) != codes.split()]
    assert lost == []
