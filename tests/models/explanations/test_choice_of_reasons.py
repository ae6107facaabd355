"""Which reasons a card gets: the largest effects, what tells it from the other cards, and one against."""

import numpy as np
import pytest

from features.vocabulary import EndReason
from models.explanations import GROUPS, explain
from tests.models.explanations.telling import effects, explained, told


def test_the_largest_effects_come_first_and_the_strongest_against_is_the_caution() -> None:
    one = told(agreement=1.0, room=3.0, travel_share=0.2, employees=5.0, unit_contacts=1.0)
    made = explained(one, agreement=3, load=2, travel=1, size=0.5, relation=-1, need=-2)
    assert [r.code for r in made.reasons] == ["agreement", "load", "travel"]
    assert made.caution is not None
    assert (made.caution.code, made.caution.text) == ("need", "Behovet er ikke kjent ennå")


def test_a_group_without_a_true_sentence_is_passed_over_however_large_its_effect() -> None:
    made = explained(told(agreement=1.0, unit_contacts=1.0), history=9, agreement=1)
    assert [r.code for r in made.reasons] == ["agreement"]


def test_what_adds_nothing_is_no_reason() -> None:
    made = explained(told(agreement=1.0, room=3.0), agreement=0.0, load=-1.0)
    assert made.reasons == []


def test_what_stands_on_every_card_gives_way_to_what_tells_them_apart_but_never_from_the_first_place() -> None:
    """Four cards have an agreement and a short way, said alike; one of them has a larger place besides."""
    same = {"agreement": 1.0, "public_sector": 1.0, "travel_share": 0.2}
    cards = [told(**same, unit_contacts=1.0, room=float(n)) for n in (1, 1, 1, 2)]
    row = effects(agreement=3.0, travel=1.2, size=1.0, load=0.9)
    made = explain(np.tile(row, (4, 1)), cards)
    assert [r.code for r in made[0].reasons] == ["agreement", "travel", "size"]
    assert [r.code for r in made[3].reasons] == ["agreement", "travel", "load"]
    alone = explain(row[None, :], cards[3:])
    assert [r.code for r in alone[0].reasons] == ["agreement", "travel", "size"]


def test_what_is_said_for_is_not_taken_back_by_the_caution() -> None:
    """Three better reasons take the places, and the caution must not deny the jobs that have been."""
    one = told(unit_starts=2.0, unit_lasted=2.0, agreement=1.0, room=3.0, travel_share=0.1)
    made = explained(one, agreement=3, load=2, travel=1, history=-5)
    assert made.caution is not None
    assert not made.caution.text.startswith("Ingen erfaring")


@pytest.mark.parametrize("reason", [EndReason.PACE, EndReason.TASKS, EndReason.OTHER])
def test_what_broke_before_is_the_caution_whatever_else_there_is(reason: EndReason) -> None:
    made = explained(told({"broke": reason}, defeat_shared=0.8), need=-3, defeat=-0.1)
    assert made.caution is not None
    assert made.caution.code == "defeat"


def test_a_workplace_that_hardly_shares_what_broke_is_not_warned_of() -> None:
    made = explained(told({"broke": EndReason.PACE}, defeat_shared=0.2), need=-3, defeat=-0.1)
    assert made.caution is not None
    assert made.caution.code == "need"


def test_a_way_beyond_what_is_wished_for_is_always_said() -> None:
    made = explained(told({"beyond_reach": True}, travel_share=1.3, travel_minutes=58.0), need=-3, travel=-0.1)
    assert made.caution is not None
    assert made.caution.text == "Lenger unna enn ønsket, omtrent 58 minutter"


def test_the_grounds_hold_every_group_with_words_for_where_it_adds_and_against_where_it_takes() -> None:
    made = explained(told(agreement=1.0, unit_contacts=1.0), agreement=1, need=-2)
    said = {g.code: (g.effect, g.text) for g in made.grounds}
    assert list(said) == [g.value for g in GROUPS]
    assert said["agreement"] == (1.0, "Har en samarbeidsavtale med Nav")
    assert said["need"] == (-2.0, "Behovet er ikke kjent ennå")
    assert said["load"] == (0.0, None)
