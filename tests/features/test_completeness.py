"""How much is known of a participant: shares by weight, and what is missing."""

from typing import Any

import pytest

from features.completeness import ENOUGH, WEIGHTS, completeness, completeness_of_all
from tests.builders import rows

NOTHING: dict[str, Any] = {
    "wished_occupations": [],
    "work_conditions": [],
    "experience_occupations": [],
    "times_of_day": [],
    "latitude": None,
    "longitude": None,
    "norwegian_level": None,
    "wished_text": None,
}
EVERYTHING: dict[str, Any] = {"wished_text": "vet ikke helt ennå"}
"""The text names no occupation."""


def share(**given: Any) -> float:
    return completeness(rows("participants", given)).share


def test_nothing_known_is_zero_and_everything_one() -> None:
    assert share(**NOTHING) == 0.0
    assert share(**EVERYTHING) == 1.0
    assert completeness(rows("participants", EVERYTHING)).missing == []
    assert completeness(rows("participants", NOTHING)).missing == list(WEIGHTS)


def test_each_part_adds_its_weight_of_ten() -> None:
    known = {"wished_occupations": ["5223"], "work_conditions": ["small_team"]}
    assert share(**NOTHING | known) == (3 + 2) / 10
    assert share(**EVERYTHING | {"wished_occupations": []}) == (10 - 3) / 10


def test_wishes_and_conditions_alone_are_just_enough_for_a_list() -> None:
    known = {"wished_occupations": ["5223"], "work_conditions": ["small_team"]}
    assert share(**NOTHING | known) >= ENOUGH
    assert share(**NOTHING | known | {"work_conditions": []}) < ENOUGH


@pytest.mark.parametrize("empty", [None, []])
def test_an_empty_list_and_an_empty_cell_are_both_not_known(empty: Any) -> None:
    assert completeness(rows("participants", EVERYTHING | {"times_of_day": empty})).missing == ["times_of_day"]


def test_an_empty_text_is_not_known() -> None:
    assert completeness(rows("participants", {"wished_text": ""})).missing == ["wished_text"]


def test_missing_is_told_heaviest_first() -> None:
    missing = completeness(rows("participants", NOTHING)).missing
    assert [WEIGHTS[name] for name in missing] == sorted(WEIGHTS.values(), reverse=True)


def test_all_rows_at_once_equal_one_by_one() -> None:
    given = [NOTHING, EVERYTHING, NOTHING | {"latitude": 59.2}]
    alone = [share(**row) for row in given]
    assert completeness_of_all(rows("participants", *given)).tolist() == alone == [0.0, 1.0, 0.1]
