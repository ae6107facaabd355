from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.occupations import occupation_codes, occupation_index
from features.text.pieces import clean, words
from features.text.understand import MOST_CODES, understand, understanding

NOTHING = [
    "",
    " ",
    "a",
    "ø",
    "🙂🙂",
    "<b></b>",
    "qwrt zxcv plm",
    "I would like to work with people and the sea",
    "12345",
]
HOSTILE = [
    "ikke " * 300,
    "og" * 1500,
    "((((" * 500,
    "<a" * 900,
    "\u200b" * 50,
    "\u202egulv\u202c",
    "a\x00b",
    "Å" * 3000,
]


def first(text):
    return next((match.code for match in understand([text])[0].codes), None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jeg liker å rydde varer på plass og være for meg selv", "9334"),
        ("Ta oppvasken og skrelle poteter på et storkjøkken", "9412"),
        ("Gulvene skal være blanke når folk kommer på kontoret", "9112"),
        ("Passe små barn i barnehage", "5311"),
        ("Kjøre paller med truck på terminalen", "8344"),
        ("Koke middag og smake til sausen på ein restaurant", "5120"),
        ("Lappe slangar og stille gir på tohjulingar", "7234"),
    ],
)
def test_plain_words_give_the_occupation_first(text, code):
    assert first(text) == code


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing_about_work_gives_nothing(text):
    (said,) = understand([text])
    assert (said.codes, said.conditions, said.health) == ([], [], [])
    assert understanding().code_scores([text]).max() == 0


@pytest.mark.parametrize(
    "text", ["Ikke butikk", "Vil bort fra kjøkken", "Verken butikk eller renhold", "Alt annet enn lager"]
)
def test_an_occupation_turned_down_is_no_code(text):
    assert understand([text])[0].codes == []


@pytest.mark.parametrize(
    ("text", "code", "not_code"),
    [
        ("vil heller kjøre varebil", "8322", "9112"),
        ("Helst noe med dyr, men ikke gris", "5164", "6121"),
        ("vil ikke jobbe i butikk lenger, heller på lager", "4321", "5223"),
        ("I stedet for butikk vil jeg ha noe på lager", "4321", "5223"),
        ("Bort fra kjøkken og over til kontor", "4110", "9412"),
        ("Foretrekker barnehage fremfor skole", "5311", "5312"),
    ],
)
def test_what_is_preferred_is_named_and_what_is_left_is_not(text, code, not_code):
    codes = [match.code for match in understand([text])[0].codes]
    assert code in codes
    assert not_code not in codes


def test_a_short_wish_names_several_occupations_each_with_its_score_and_word():
    for text, word in (("lager", "lager"), ("Noe med dyr", "dyr"), ("kjøkken", "kjøkken")):
        codes = understand([text])[0].codes
        assert len(codes) > 1
        assert sum(match.score for match in codes) <= 1.001
        assert all(match.because == [word] for match in codes)


def test_who_welcomes_driving_may_mean_to_drive_and_who_does_not_may_not():
    assert first("Jeg vil kjøre bil, men ikke lastebil") == "8322"
    assert first("Vil slippe å kjøre bil") is None
    assert first("Har ikke noe imot å kjøre") is None


def test_two_sentences_give_both_kinds_of_work():
    codes = {match.code for match in understand(["Vil vaske gulv på kontorer. Vil passe barn i barnehage."])[0].codes}
    assert {"9112", "5311"} <= codes


def test_scores_fall_and_the_words_are_those_of_the_text():
    text = "Vil gjerne fylle på varer i butikkhyllene"
    codes = understand([text])[0].codes
    assert 1 <= len(codes) <= MOST_CODES
    assert [m.score for m in codes] == sorted((m.score for m in codes), reverse=True)
    assert all(0 < match.score <= 1 for match in codes)
    assert all(match.because and all(word in text for word in match.because) for match in codes)


def test_no_text_is_judged_by_its_neighbours():
    texts = ["Vaske gulv", "", "Kjøre buss i byen", "Passe barn"]
    together = understanding().code_scores(texts)
    assert together == pytest.approx(np.concatenate([understanding().code_scores([text]) for text in texts]), abs=1e-5)
    assert understand(texts) == [understand([text])[0] for text in texts]
    assert understand([]) == []
    assert understanding().code_scores([]).shape == (0, len(occupation_codes()))


def test_an_unspecified_occupation_is_never_proposed():
    assert understanding().code_scores(["uoppgitt yrke"])[0, occupation_index("0000")] == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=300) | st.sampled_from(HOSTILE), max_size=3))
def test_any_text_gets_an_answer_in_order_with_words_of_its_own(texts):
    said = understand(texts)
    assert len(said) == len(texts)
    for text, one in zip(texts, said, strict=True):
        assert all(word in text for match in [*one.codes, *one.conditions] for word in match.because)
        assert all(word in text for word in one.health)


def test_work_grows_with_the_length_of_the_text(monkeypatch):
    """Every word is heard in its text, its sentence and its clause, and again for conditions, but no oftener however
    long the text is.
    """
    understood, heard = understanding(), []
    listen = understood.occupations.chances
    monkeypatch.setattr(understood.occupations, "chances", lambda said: heard.extend(said) or listen(said))
    for times in (10, 100, 1000):
        text = "vaske gulv, og helst rydde varer. " * times
        heard.clear()
        understood.understand([text])
        assert sum(map(len, heard)) <= 5 * len(words(clean(text)))


def test_fifty_thousand_letters_are_answered():
    (said,) = understand(["vaske gulv og trapper " * 2300])
    assert said.codes[0].code == "9112"
