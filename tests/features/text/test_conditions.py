from __future__ import annotations

import pytest

from features.text.understand import understand


def found(text):
    return {(match.condition.value, match.wanted) for match in understand([text])[0].conditions}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ingen tunge løft", {("no_heavy_lifting", True)}),
        ("Jeg kan ikke løfte tungt", {("no_heavy_lifting", True)}),
        ("Har ikke noe imot tunge løft", {("no_heavy_lifting", False)}),
        ("Liker tunge løft", {("no_heavy_lifting", False)}),
        ("Vil slippe kundekontakt", {("no_customer_contact", True)}),
        ("Liker å møte kunder", {("no_customer_contact", False)}),
        ("Trenger korte vakter", {("short_shifts", True)}),
        ("Nattarbeid er helt greit", {("no_night_work", False)}),
        ("Verken nattarbeid eller tunge løft", {("no_night_work", True), ("no_heavy_lifting", True)}),
        ("Ingen tunge løft, men nattarbeid går fint", {("no_heavy_lifting", True), ("no_night_work", False)}),
        ("Vil jobbe ute i frisk luft", {("outdoor_work", True)}),
        ("Du trenger ikke førerkort hos oss", {("no_driving", True)}),
        ("Skriving og lesing er ikke nødvendig", {("few_language_demands", True)}),
        ("", set()),
    ],
)
def test_a_condition_is_found_with_its_sign(text, meant):
    assert found(text) == meant


def test_each_condition_is_named_once_with_words_of_the_text():
    text = "Ingen tunge løft. Kan ikke løfte tunge ting. Ikke tunge løft!"
    (match,) = understand([text])[0].conditions
    assert match.because
    assert all(word in text for word in match.because)


@pytest.mark.parametrize("text", ["påfyll av varer om morgenen", "selge billetter i luka", "jeg heter Kari"])
def test_talk_of_tasks_names_no_condition(text):
    assert found(text) == set()


def test_small_words_may_name_a_condition_together():
    """No single word of «være for meg selv» says anything; the words that gave it are then all of them."""
    (small,) = understand(["jeg liker å rydde varer på plass og være for meg selv"])[0].conditions
    assert (small.condition.value, small.wanted) == ("small_team", True)
    assert small.because == ["være", "for", "meg", "selv"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tunge løft går helt fint.", ("no_heavy_lifting", False)),
        ("Tunge løft får andre ta.", ("no_heavy_lifting", True)),
        ("Du må påregne nattevakter.", ("no_night_work", False)),
        ("Rolig krok uten mas. Kveldsvakter skremmer meg ikke.", ("quiet_surroundings", True)),
    ],
)
def test_what_the_grammar_of_attitudes_does_not_hear_is_heard(text, meant):
    assert meant in found(text)
