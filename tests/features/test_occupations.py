import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.occupations import (
    MIXED_GROUPS,
    REFERENCE,
    distance_matrix,
    is_occupation,
    occupation_codes,
    occupation_in_text,
    occupation_index,
    occupation_indices,
    occupation_name,
)

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/norway"
published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published classifications are not on this machine")

codes = st.sampled_from(occupation_codes())


def stems(name: str) -> set[str]:
    return {word[:4].casefold() for word in re.findall(r"\w{3,}", name)}


def distance(one: str, other: str) -> float:
    return float(distance_matrix()[occupation_index(one), occupation_index(other)])


@published
def test_codes_are_those_of_styrk08() -> None:
    table = pl.read_csv(PUBLISHED / "ssb_styrk08.csv", separator=";", infer_schema=False)
    official = dict(table.filter(pl.col("level") == "4").select("code", "name").iter_rows())
    assert occupation_codes() == tuple(sorted(official))
    retitled = {code for code, name in official.items() if not stems(name) & stems(occupation_name(code))}
    assert retitled == {"2342", "7232", "7323", "8113"}


def test_every_code_is_four_digits_with_a_short_name() -> None:
    assert len(occupation_codes()) == 407
    assert all(len(code) == 4 and code.isdigit() for code in occupation_codes())
    names = [occupation_name(code) for code in occupation_codes()]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 60 and name[0].isupper() and "mv." not in name for name in names)


@given(codes)
def test_index_is_the_place_in_the_codes(code: str) -> None:
    assert occupation_codes()[occupation_index(code)] == code
    assert is_occupation(code)


def test_indices_of_many_codes_mark_the_unknown() -> None:
    found = occupation_indices(["5223", "522", "9999", "0000"])
    assert found.dtype == np.int32
    assert found.tolist() == [occupation_index("5223"), -1, -1, 0]
    assert occupation_indices([]).shape == (0,)


@pytest.mark.parametrize("unknown", ["522", "9999", "", "5223.0", "abcd"])
def test_an_unknown_code_is_refused_with_what_to_give(unknown: str) -> None:
    assert not is_occupation(unknown)
    for ask in (occupation_name, occupation_index):
        with pytest.raises(ValueError, match="four-digit code of STYRK-08"):
            ask(unknown)


def test_distances_are_symmetric_between_zero_and_one_and_shared() -> None:
    matrix = distance_matrix()
    assert matrix.dtype == np.float32
    assert matrix.shape == (407, 407)
    assert np.array_equal(matrix, matrix.T)
    assert not matrix.diagonal().any()
    assert matrix[~np.eye(407, dtype=bool)].min() > 0
    assert matrix.max() == 1
    assert distance_matrix() is matrix
    with pytest.raises(ValueError, match="read-only"):
        matrix[0, 0] = 1


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("7112", "7119", 0.25),  # 711
        ("7112", "7132", 0.45),  # 71
        ("7112", "7321", 0.75),  # 7
        ("7112", "2611", 1.0),
        ("5161", "5164", 0.75),  # 516 and 51 hold unlike work
        ("5141", "5111", 0.75),
        ("3354", "3352", 0.45),  # 335 does, 33 does not
    ],
)
def test_the_classification_gives_the_ground(one: str, other: str, expected: float) -> None:
    assert distance(one, other) == pytest.approx(expected)


@given(codes, codes)
def test_no_two_occupations_are_further_apart_than_their_groups_say(one: str, other: str) -> None:
    levels = ((4, 0.0), (3, 0.25), (2, 0.45), (1, 0.75))
    alike = (level for digits, level in levels if one[:digits] == other[:digits] and one[:digits] not in MIXED_GROUPS)
    assert distance(one, other) <= next(alike, 1.0) + 1e-6


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("5223", "9334", "5141"),  # shop assistant: the shelf is nearer than the salon
        ("9334", "4321", "9611"),
        ("9412", "5120", "9311"),
        ("9412", "9112", "9510"),
        ("5311", "5312", "5169"),
        ("5311", "5321", "5111"),
        ("5153", "9622", "5161"),
        ("5153", "6113", "5142"),
        ("6113", "9214", "6121"),
        ("8322", "9621", "8160"),
        ("8322", "8332", "8350"),
        ("7231", "9122", "7511"),
        ("3512", "3511", "3431"),
        ("5164", "6121", "5113"),
    ],
)
def test_neighbours_in_practice_are_nearer_than_the_classification_says(one: str, near: str, far: str) -> None:
    assert distance(one, near) < distance(one, far)


def test_work_in_different_worlds_stays_far() -> None:
    assert distance("5223", "2611") == 1
    assert distance("9412", "2512") == 1
    assert distance("5321", "7212") == 1


def test_groups_of_neighbours_are_written_with_known_codes_and_a_reason() -> None:
    near = pl.read_csv(REFERENCE / "near_occupations.csv", infer_schema=False)
    members = near["occupations"].str.split("|")
    assert all(is_occupation(code) for code in members.explode())
    assert members.list.n_unique().to_list() == members.list.len().to_list()
    assert members.list.len().min() == 2
    assert near["distance"].cast(float).is_between(0.1, 0.5).all()
    assert near["reason"].str.len_chars().min() > 5


def test_inside_a_sentence_a_name_begins_small_and_an_abbreviation_stays() -> None:
    assert occupation_in_text("5223") == "butikkmedarbeider"
    assert occupation_in_text("5311") == "barnehage- og SFO-assistent"
    assert all(occupation_in_text(code)[1:] == occupation_name(code)[1:] for code in occupation_codes())
