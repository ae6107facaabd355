from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from features.follow_up.calendar import OPEN, Status, kept, one_sided
from tests.builders import rows
from tests.features.follow_up.world_of_placements import BOOK, START, held, items, keys, on, placed

EVERY = tuple(Status)


def test_the_first_weeks_of_adapted_work_fall_due_one_by_one():
    assert keys(items(today=on(7)), "due") == [(7, "both", "contact")]
    assert keys(items(today=on(8)), "overdue", "due") == [(7, "both", "contact"), (14, "both", "contact")]


def test_a_contact_that_was_held_clears_itself_and_no_other():
    before = keys(items(today=on(20)), *EVERY)
    after = items(held(on(14)), today=on(20))
    assert keys(after, "done") == [(14, "both", "contact")]
    assert keys(after, *EVERY) == before
    assert keys(after, "overdue") == []


def test_a_contact_with_one_side_answers_the_week_and_one_side_alone_is_another_matter():
    after = items(held(on(14), "worker"), today=on(15))
    assert keys(after, "overdue", "missed") == [(7, "both", "contact")]
    assert keys(after, "done") == [(14, "worker", "contact")]


def test_a_confirmation_with_one_side_leaves_the_other():
    six = (date(2026, 7, 1) - START).days
    after = items(held(on(six), "worker"), today=on(six + 1))
    assert keys(after, "done") == [(six, "worker", "confirmation")]
    assert (six, "employer", "confirmation") in keys(after, "overdue")


def test_what_another_system_entered_on_a_day_nearby_stands_in_for_the_plan():
    # The plan asks for the second month on day 59 (1 March); somebody entered day 56.
    after = items(held(on(56)), today=on(62))
    assert keys(after, "overdue", "missed") == [(7 * n, "both", "contact") for n in (1, 2, 3, 4)]
    assert (59, "both", "contact") not in keys(after, *EVERY)


def test_a_month_that_nobody_followed_up_is_overdue_and_then_missed_when_the_next_is_overdue_too():
    weeks = [held(on(7 * n)) for n in (1, 2, 3, 4)]
    second, third = (date(2026, 3, 1) - START).days, (date(2026, 4, 1) - START).days
    assert keys(items(*weeks, today=on(second)), "overdue", "missed") == []
    assert keys(items(*weeks, today=on(second + 1)), "overdue") == [(second, "both", "contact")]
    on_the_day, after = items(*weeks, today=on(third)), items(*weeks, today=on(third + 1))
    assert keys(on_the_day, "overdue", "due") == [(second, "both", "contact"), (third, "both", "contact")]
    assert keys(after, "missed") == [(second, "both", "contact")]
    assert keys(after, "overdue") == [(third, "both", "contact")]


def test_what_somebody_has_entered_stays_overdue_for_a_quarter_of_a_year_or_until_it_is_held():
    assert (7, "both", "contact") in keys(items(held(on(7), done=False), today=on(97)), "overdue")
    assert (7, "both", "contact") in keys(items(held(on(7), done=False), today=on(98)), "missed")


def test_a_call_near_a_confirmation_is_no_confirmation():
    six = (date(2026, 7, 1) - START).days
    nearby = items(held(on(six - 2)), today=on(six + 1))
    assert (six, "both", "confirmation") in keys(nearby, "overdue")
    same_day = items(held(on(six)), today=on(six + 1))
    assert (six, "both", "confirmation") in keys(same_day, "done")


def test_a_confirmation_that_was_not_given_stays_until_the_next_falls_due():
    six, twelve = (date(2026, 7, 1) - START).days, (date(2027, 1, 1) - START).days
    assert (six, "both", "confirmation") in keys(items(today=on(twelve)), "overdue")
    late = items(today=on(twelve + 1))
    assert (six, "both", "confirmation") in keys(late, "missed")
    assert (twelve, "both", "review") in keys(late, "overdue")


def test_the_year_brings_a_review_and_half_years_a_confirmation():
    days = {
        (due - START).days: kind
        for due, kind in (
            (date(2026, 7, 1), "confirmation"),
            (date(2027, 1, 1), "review"),
            (date(2027, 7, 1), "confirmation"),
        )
    }
    found = keys(items(today=on(600)), *EVERY)
    assert {day: kind for day, _, kind in found if kind in ("confirmation", "review")} == days


def test_without_an_owner_the_placement_is_orphaned_and_a_provider_is_an_owner():
    alone = items(today=on(3), placements=({"owner_id": None},))
    assert keys(alone, "orphaned") == [(0, "both", "owner")]
    assert {item["owner_id"] for item in alone} == {None}
    provided = items(today=on(3), placements=({"owner_id": None, "provider_id": "v-1"},))
    assert keys(provided, "orphaned") == []
    assert {item["owner_id"] for item in provided} == {"v-1"}


def test_a_placement_that_has_ended_is_neither_due_nor_orphaned():
    gone = {"owner_id": None, "ends_on": on(10)}
    assert keys(items(today=on(40), placements=(gone,)), *OPEN, "planned") == []
    assert keys(items(today=on(40), placements=(gone,)), "missed") == [(7, "both", "contact")]
    assert keys(items(today=on(10), placements=(gone,)), *OPEN) == [(0, "both", "owner"), (7, "both", "contact")]


def test_when_the_plan_is_over_its_last_contact_is_no_task_for_ever():
    world = {"placements": ({"form": "permanent"},), "people": ({"stream": "ips"},)}
    last = (date(2028, 1, 1) - START).days
    assert (last, "both", "contact") in keys(items(today=on(last + 31), **world), "overdue")
    assert keys(items(today=on(last + 32), **world), "due", "overdue", "planned") == []


def test_an_employer_whom_the_person_has_not_agreed_to_is_never_asked_for():
    found = items(today=on(30), people=({"stream": "vto", "may_contact_employers": False},))
    assert {item["with_whom"] for item in found} == {"worker"}


def test_before_and_after_a_subsidy_ends_there_is_a_talk():
    subsidy = {"scheme": "temporary_wage_subsidy", "starts_on": START, "ends_on": on(200)}
    found = items(today=on(150), subsidies=(subsidy,), until=on(300))
    assert [key for key in keys(found, *EVERY) if key[2] == "subsidy_end"] == [
        (170, "both", "subsidy_end"),
        (214, "both", "subsidy_end"),
    ]


def test_only_one_side_spoken_with_is_one_sided_until_the_other_is():
    def missing(*follow_ups, today=on(60), **person):
        people = ({"stream": "vto"} | person,)
        return one_sided(placed({}, people=people), rows("follow_ups", *follow_ups), BOOK, today)["missing"].to_list()

    worker, employer = held(on(35), "worker"), held(on(42), "employer")
    assert missing(worker) == ["employer"]
    assert missing(employer) == ["worker"]
    assert missing(worker, employer) == missing(worker, held(on(42))) == []
    assert missing() == [], "nobody spoken with is overdue, not one-sided"
    assert missing(worker, today=on(27)) == [], "too early to say"
    assert missing(worker, today=on(35 + 60)) == [], "too long ago to say"
    assert missing(worker, may_contact_employers=False) == []


def test_kept_counts_what_fell_due_and_what_of_it_was_held():
    found = pl.DataFrame(items(held(on(7)), held(on(14)), today=on(22)))
    made = kept(found, START, on(22)).to_dicts()
    assert made == [{"placement_id": "s-1", "participant_id": "p-1", "due": 3, "done": 2}]


FORMS = st.sampled_from(["adapted_work_ordinary", "permanent", "temporary", "work_training", "self_employed"])
LENGTHS = st.none() | st.integers(0, 500)
WHOM = st.sampled_from(["worker", "employer", "both"])


@st.composite
def worlds(draw):
    """A placement, its person, entered contacts and a day."""
    length = draw(LENGTHS)
    entered = draw(st.dictionaries(st.tuples(st.integers(0, 400), WHOM), st.booleans(), max_size=4))
    today = on(draw(st.integers(0, 500)))
    return {
        "placements": ({"form": draw(FORMS), "ends_on": None if length is None else on(length)},),
        "people": (
            {
                "stream": draw(st.sampled_from(["ips", "vto", "supported_work"])),
                "follow_up_need": draw(st.sampled_from(["low", "medium", "high"])),
                "may_contact_employers": draw(st.booleans()),
            },
        ),
        "today": today,
    }, [held(on(day), whom, done and on(day) <= today) for (day, whom), done in entered.items()]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_nothing_is_due_before_the_start_or_after_the_end(drawn):
    world, entered = drawn
    found = items(*entered, **world)
    end = world["placements"][0]["ends_on"]
    waiting = [item for item in found if item["status"] not in ("done", "orphaned")]
    assert all(item["due_on"] >= START for item in waiting)
    assert all(end is None or item["due_on"] <= end for item in waiting)
    assert all(item["due_on"] > START for item in waiting if not item["entered"])


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_holding_an_open_contact_clears_exactly_that_one(drawn, random):
    world, entered = drawn
    found = items(*entered, **world)
    waiting = [item for item in found if item["status"] in ("due", "overdue") and item["due_on"] <= world["today"]]
    if not waiting:
        return
    chosen = random.choice(waiting)
    key = (chosen["due_on"], chosen["with_whom"])
    others = [row for row in entered if (row["due_on"], row["with_whom"]) != key]
    after = items(*others, held(*key), **world)

    def left(rows):
        return sorted((i["due_on"], i["with_whom"], i["status"], i["kind"]) for i in rows if i["status"] != "done")

    gone = (*key, chosen["status"], chosen["kind"])
    expected = left(found)
    expected.remove(gone)
    assert left(after) == expected


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_every_item_stands_once_and_a_later_day_takes_none_away(drawn):
    world, entered = drawn
    until = world["today"] + timedelta(days=60)
    now, later = (
        items(*entered, **world | {"today": day}, until=until)
        for day in (world["today"], world["today"] + timedelta(days=30))
    )
    named = [(i["due_on"], i["with_whom"], i["kind"], i["status"]) for i in now]
    assert len(named) == len(set(named))

    def sides(rows):
        both = {"both": ["worker", "employer"]}
        return {
            (i["due_on"], side)
            for i in rows
            for side in both.get(i["with_whom"], [i["with_whom"]])
            if i["kind"] != "owner"
        }

    assert sides(now) == sides(later)
