"""Pairs that could be suggested, and their true chances."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from features.pipeline import Pipeline
from features.world.facts import day_number
from tests.builders import DAY, PARTICIPANT, SKIEN, WORKPLACE, orgnr, pipeline, rows
from training.reach import pairs_within_reach, true_chance

CUT = day_number(DAY)
FAR = {"latitude": 69.65, "longitude": 18.96, "municipality": "5501"}


def small() -> Pipeline:
    """Two people in Skien, one of whom has left, and three workplaces: one near, one far, one closed."""
    people = [{"participant_id": PARTICIPANT}, {"participant_id": "p-2", "left_on": date(2025, 1, 1)}]
    places = [
        {"orgnr": WORKPLACE, "municipality": SKIEN},
        {"orgnr": orgnr(20)} | FAR,
        {"orgnr": orgnr(30), "closed_on": date(2024, 1, 1)},
    ]
    return pipeline(participants=rows("participants", *people), workplaces=rows("workplaces", *places))


def test_only_open_workplaces_within_reach_of_people_who_have_not_left() -> None:
    made = small()
    found = pairs_within_reach(made, np.ones(2, dtype=np.bool_), CUT)
    assert made.world.units.names.gather(found.unit).to_list() == [WORKPLACE]
    assert made.world.participants.names.gather(made.world.profiles.participant[found.version]).to_list() == ["p-1"]


@pytest.mark.parametrize(("people", "most"), [([False, False], 60), ([True, True], 0)])
def test_without_people_there_are_no_pairs(people: list[bool], most: int) -> None:
    assert len(pairs_within_reach(small(), np.array(people), CUT, most)) == 0


def test_the_true_chance_of_each_pair_and_nothing_where_it_is_not_told() -> None:
    made = small()
    found = pairs_within_reach(made, np.ones(2, dtype=np.bool_), CUT)
    told = pl.DataFrame(
        {"participant_id": [PARTICIPANT, "p-9"], "orgnr": [WORKPLACE, WORKPLACE], "starts": [0.25, 0.5]}
    )
    assert true_chance(made.world, told, found, "starts").tolist() == [0.25]
    assert np.isnan(true_chance(made.world, told.filter(participant_id="p-9"), found, "starts")).all()
