from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.health_words import health_question, health_words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jeg har angst og vil vaske gulv", ["angst"]),
        ("Etter hjerneslaget orker jeg lite", ["hjerneslaget"]),
        ("Går på medisiner for migrene", ["medisiner", "migrene"]),
        ("Jobbe med gamle og syke", []),
        ("Bruker rullestol og går til behandling", ["rullestol"]),
        ("Møtte veggen i fjor", ["veggen"]),
        ("Vaske gulv på sykehus", []),
        ("Reparere rullestoler", []),
        ("Vil ikke løfte tungt", []),
        ("", []),
    ],
)
def test_words_about_ones_own_health_are_found_and_talk_of_helping_is_not(text, told):
    found = health_words(text)
    assert bool(found) == bool(told)
    assert all(any(word in one for one in found) for word in told[:1])


def test_the_question_names_the_words_and_a_condition_to_say_instead():
    question = health_question(["angst"])
    assert "«angst»" in question
    assert "for eksempel «" in question
    assert health_question([]) is None


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text_once(text):
    found = health_words(text)
    assert all(word in text for word in found)
    assert len(found) == len(set(found))
