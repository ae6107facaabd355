"""What decided an order of two, and where they differ most."""

import pytest

from models.compare import SHOWN, Decided, Standing, decided, differences, hardly_differ
from models.explanations import Ground


def place(
    score: float = 1.0,
    rank: int = 1,
    *,
    explored: bool = False,
    pinned: bool = False,
    added: bool = False,
    **effects: float,
) -> Standing:
    grounds = [Ground(code, effect, f"om {code}") for code, effect in effects.items()]
    return Standing(score, rank, explored, pinned, grounds, added)


@pytest.mark.parametrize(("above", "below", "why"), [
    (place(rank=1), place(rank=2), Decided.MODEL),
    (place(rank=3), place(rank=2), Decided.CAP),
    (place(rank=30, explored=True), place(rank=6), Decided.EXPLORATION),
    (place(rank=4), place(rank=30, explored=True), Decided.MODEL),
    (place(rank=9, pinned=True), place(rank=1), Decided.PIN),
    (place(rank=1, pinned=True), place(rank=9, pinned=True), Decided.MODEL),
    (place(rank=3), place(rank=2, added=True), Decided.ADDED),
    (place(rank=2), place(rank=3, added=True), Decided.MODEL),
    (place(rank=3, added=True), place(rank=2, added=True), Decided.CAP),
])  # fmt: skip
def test_what_decided(above: Standing, below: Standing, why: Decided) -> None:
    assert decided(above, below) is why


def test_differences_are_told_largest_first_those_for_the_upper_before_those_for_the_lower() -> None:
    above = place(tasks=1.0, travel=0.1, history=0.0, need=0.5)
    below = place(tasks=0.2, travel=0.5, history=0.0, need=0.2)
    found = differences(above, below)
    assert [(d.code, round(d.effect, 9)) for d in found] == [("tasks", 0.8), ("need", 0.3), ("travel", -0.4)]
    assert (found[0].above, found[0].below) == ("om tasks", "om tasks")


def test_only_the_largest_are_told() -> None:
    names = ("tasks", "travel", "history", "need", "load", "size")
    above = place(**{name: 1.0 + k for k, name in enumerate(names)})
    below = place(**dict.fromkeys(names, 0.0))
    assert {d.code for d in differences(above, below)} == set(names[-SHOWN:])


def test_what_nothing_can_be_said_of_is_left_out() -> None:
    mute = Standing(1.0, 1, False, False, [Ground("size", 2.0, None), Ground("load", 1.0, "Har plass")])
    other = Standing(0.0, 2, False, False, [Ground("size", 0.0, None), Ground("load", 0.0, None)])
    assert [(d.code, d.above, d.below) for d in differences(mute, other)] == [("load", "Har plass", None)]


def test_what_is_known_of_one_alone_is_no_difference() -> None:
    assert differences(place(tasks=1.0, need=1.0), place(tasks=0.5)) == differences(place(tasks=1.0), place(tasks=0.5))


@pytest.mark.parametrize(("gap", "alike"), [(0.0, True), (0.04, True), (0.06, False), (-0.04, True)])
def test_two_that_the_model_hardly_tells_apart(gap: float, alike: bool) -> None:
    assert hardly_differ(place(score=1.0 + gap), place(score=1.0)) == alike
