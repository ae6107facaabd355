from __future__ import annotations

import pytest

from features.follow_up.first_meeting import first_meetings
from tests.builders import rows
from tests.features.follow_up.world_of_placements import BOOK, START, on


def clock(*contacts, today=20, **person):
    """(status, days) of somebody registered on the first day."""
    people = rows("participants", {"registered_on": START, "updated_on": START} | person)
    met = rows("contacts", *({"contact_id": f"c-{n}"} | c for n, c in enumerate(contacts)))
    found = first_meetings(people, met, BOOK, on(today)).to_dicts()
    return [(row["status"], row["days"]) for row in found]


def test_the_clock_runs_for_thirty_days_and_the_thirtieth_is_in_time():
    assert clock(today=30) == [("running", 30)]
    assert clock(today=31) == [("overdue", 31)]


def test_a_visit_or_a_meeting_on_a_screen_stops_it_on_its_own_day():
    assert clock({"contacted_on": on(12)}, today=200) == [("held", 12)]
    assert clock({"contacted_on": on(12), "channel": "digital"}, {"contacted_on": on(5)}, today=200) == [("held", 5)]
    assert clock({"contacted_on": on(40)}, today=200) == [("held_late", 40)]


@pytest.mark.parametrize(
    "contact",
    [
        {"contacted_on": on(12), "channel": "phone"},
        {"contacted_on": on(12), "result": "no_answer"},
        {"contacted_on": on(12), "participant_id": None},
        {"contacted_on": on(-3)},
        {"contacted_on": on(21)},
    ],
    ids=["a call", "nobody answered", "about nobody", "before the start", "not yet"],
)
def test_other_contacts_do_not_stop_it(contact):
    assert clock(contact) == [("running", 20)]


def test_nobody_is_clocked_who_has_left_or_looks_for_work_alone():
    assert clock(left_on=on(10)) == []
    assert clock(may_contact_employers=False) == []
