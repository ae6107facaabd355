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
        ("Helst noe med dyr, men ikke gris", ["helst noe med dyr"]),
        ("Alt unntatt butikk, kjøkken og lager", ["alt"]),
        ("Vil ikke jobbe i butikk lenger, heller på lager", ["heller på lager"]),
        ("Kan ikke stå i kassa lenger", []),
        ("Har jobbet på kjøkken, men klarer ikke det lenger", []),
        ("I stedet for butikk vil jeg prøve lager", ["vil jeg prøve lager"]),
        ("Heller lager enn butikk", ["heller lager"]),
        ("Bort fra kjøkken og over til lager", ["over til lager"]),
        ("Vil bytte fra kjøkken til kontor", ["vil til kontor"]),
        ("Ikke bare butikk, men også lager", ["ikke bare butikk", "også lager"]),
        ("Hva som helst, bare ikke renhold", ["hva som helst"]),
    ],
)
def test_work_turned_down_is_not_wished_for(text, left):
    assert [part.replace("imot", "i mot") for part in said(text)] == left


def test_a_list_may_end_with_its_attitude():
    taken = [clause.attitude for clause in spoken_clauses("skriving og lesing er ikke nødvendig")]
    assert taken == [Attitude.AGAINST] * 2
    taken = [clause.attitude for clause in spoken_clauses("frisk luft og jeg vil ikke sitte")]
    assert taken == [Attitude.FOR, Attitude.AGAINST]


def test_what_is_set_apart_is_not_spoken_of():
    (clause,) = spoken_clauses("heller ro enn støy")
    assert clause.text == "heller ro"


@given(st.text(alphabet="abikke og men,.!?\n-–/ ()", max_size=300))
def test_clauses_hold_each_word_at_most_once_and_in_order(text):
    places = [word.start for clause in clauses(text) for word in clause.words]
    assert places == sorted(set(places))
    assert sum(len(clause.words) for sentence in wished(text) for clause in sentence) <= len(places)
