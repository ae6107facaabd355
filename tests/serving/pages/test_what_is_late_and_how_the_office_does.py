from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from serving.pages.my_day.my_day import late
from serving.pages.office.compliance import compliance
from serving.schemas.follow_up import Task
from tests.features.follow_up.world_of_placements import BOOK, START, about, held, on, placement


def task(days, placement_id="s-1"):
    nothing = dict.fromkeys(("participant_id", "orgnr", "with_whom", "friction_id"))
    return Task(text=f"dag {days}", on=on(days), placement_id=placement_id, **nothing)


def office(number, owners, *, kept=True):
    """Adapted work begun by so many people with so many owners, and a contact each that was held or not."""
    people = [{"participant_id": f"p-{n}", "stream": "vto"} for n in range(number)]
    placements = [
        placement(placement_id=f"s-{n}", participant_id=f"p-{n}", owner_id=f"Z99000{n % owners}") for n in range(number)
    ]
    follow_ups = [held(on(7), done=kept) | {"placement_id": f"s-{n}"} for n in range(number)]
    return compliance(about(people, placements=placements, follow_ups=follow_ups), BOOK, on(10))


def test_a_job_that_is_late_many_times_is_one_line_with_the_newest_and_how_many_older():
    made = late([task(7), task(21), task(14), task(10, "s-2")])
    assert [(one.task.on, one.task.placement_id, one.older) for one in made] == [(on(21), "s-1", 2), (on(10), "s-2", 0)]


def test_that_something_should_have_been_done_is_said_by_the_heading_and_the_day():
    late_one = task(7).model_copy(update={"text": "Ring og snakk med begge (EKSEMPEL). Skulle vært gjort 08.01.2026."})
    assert [one.said for one in late([late_one, task(9, "s-2")])] == ["dag 9", "Ring og snakk med begge (EKSEMPEL)."]


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["s-1", "s-2", "s-3"])), unique=True))
def test_nothing_that_is_late_is_left_out(drawn):
    made = late([task(days, which) for days, which in drawn])
    assert sum(1 + one.older for one in made) == len(drawn)


def test_an_office_of_enough_people_and_owners_sees_its_share():
    made = office(6, 5)
    assert (made.due, made.done, made.share) == (6, 6, 1.0)
    assert made.since <= START


def test_few_people_or_few_owners_are_not_told_of():
    assert office(4, 4).due is None
    assert office(6, 4).due is None, "four owners: a number would be about colleagues"
    assert office(6, 5, kept=False).share == 0.0, "that nothing was held may be said of enough"


def test_a_small_number_that_was_or_was_not_held_is_not_shown():
    people = [{"participant_id": f"p-{n}", "stream": "vto"} for n in range(6)]
    placements = [placement(placement_id=f"s-{n}", participant_id=f"p-{n}", owner_id=f"Z99000{n}") for n in range(6)]
    follow_ups = [held(on(7), done=n > 0) | {"placement_id": f"s-{n}"} for n in range(6)]
    made = compliance(about(people, placements=placements, follow_ups=follow_ups), BOOK, on(10))
    assert (made.due, made.done, made.share) == (6, None, None), "5 of 6 tells of the sixth"
