from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.attitude import Attitude
from features.text.clauses import clauses, spoken_clauses, wished


def said(text):
    return [" ".join(clause.folded) for sentence in wished(text) for clause in sentence]


def test_a_text_is_cut_at_marks_and_binding_words():
    assert [" ".join(c.folded) for c in clauses("Vaske gulv, men ikke trapper. Gjerne tidlig og sent")] == [
        "vaske gulv",
        "ikke trapper",
        "gjerne tidlig",
        "sent",
    ]


def test_a_list_shares_the_attitude_it_began_with():
    taken = [clause.attitude for clause in spoken_clauses("vil slippe støy, kø og mas, men liker ro")]
    assert taken == [Attitude.AGAINST] * 3 + [Attitude.FOR]
    assert [clause.attitude for clause in spoken_clauses("verken kunder eller kjøring")] == [Attitude.AGAINST] * 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ikke butikk", []),
        ("Helst ikke renhold", []),
        ("Vil bort fra kjøkken", []),
        ("Alt annet enn butikk", []),
        ("Verken butikk eller kjøkken", []),
        ("Jeg har ikke lyst til å jobbe på lager", []),
        ("Nei til renhold", []),
        ("Ferdig med å kjøre lastebil, vil passe barn", ["vil passe barn"]),
        ("Vil ikke vaske, men gjerne rydde varer", ["gjerne rydde varer"]),
        ("Har ikke noe imot å vaske gulv", ["har ikke noe i mot å vaske gulv"]),
        ("Ikke redd for å ta i et tak på lager", ["ikke redd for å ta i en tak på lager"]),
        ("Vaske gulv", ["vaske gulv"]),
    ],
)
def test_work_turned_down_is_not_wished_for(text, left):
    assert [part.replace("imot", "i mot") for part in said(text)] == left


@given(st.text(alphabet="abikke og men,.!?\n-–/ ()", max_size=300))
def test_clauses_hold_each_word_at_most_once_and_in_order(text):
    places = [word.start for clause in clauses(text) for word in clause.words]
    assert places == sorted(set(places))
    assert sum(len(clause.words) for sentence in wished(text) for clause in sentence) <= len(places)
