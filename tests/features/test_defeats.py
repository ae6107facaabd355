"""What broke a job counts against workplaces that share it until something has changed, never against the person."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.defeats import ANSWERS, REASONS, SAME_CHAIN
from features.pipeline import Pipeline
from features.vocabulary import EndReason
from features.world.facts import day_number
from tests.builders import DAY, PARTICIPANT, days_after, orgnr, pipeline, rows

THERE, CHAIN, SHOP, BUILDER, FAR = (orgnr(n) for n in (0, 1, 2, 3, 4))
"""Where it broke; another shop of the same chain; a shop of its own; a building site; a building site far away."""
PLACES = (
    {"orgnr": THERE, "parent_orgnr": "810000000"},
    {"orgnr": CHAIN, "parent_orgnr": "810000000"},
    {"orgnr": SHOP},
    {"orgnr": BUILDER, "industry_code": "41.000"},
    {"orgnr": FAR, "industry_code": "41.000", "latitude": 59.4},
)
ENDED = days_after(DAY, -60)
TWIN = "p-2"


def broken(reason: str | None, **given: Any) -> dict[str, Any]:
    """A job of 20 hours in the first shop that ended after half a year."""
    return {
        "orgnr": THERE,
        "starts_on": days_after(ENDED, -180),
        "ends_on": ENDED,
        "observed_until": ENDED,
        "end_reason": reason,
    } | given


def made(*jobs: dict[str, Any], later: dict[str, Any] | None = None, **given: pl.DataFrame) -> Pipeline:
    """Somebody with these jobs and a twin without; `later` is a new version of the profile ten days after the end."""
    people = [{}, {"participant_id": TWIN}]
    if later is not None:
        people.append({"updated_on": days_after(ENDED, 10)} | later)
    placements = ({"placement_id": f"s-{i}"} | job for i, job in enumerate(jobs))
    return pipeline(
        participants=rows("participants", *people),
        workplaces=rows("workplaces", *PLACES),
        placements=rows("placements", *placements),
        **given,
    )


def shares(where: Pipeline, on: date = DAY, participant: str = PARTICIPANT) -> list[float]:
    """`defeat_shared` at each of the five workplaces, the same when asked by row and on a day."""
    world = where.world
    version = world.profiles.version(world.participants.find(pl.Series([participant])), day_number(on))
    unit = world.units.find(pl.Series([place["orgnr"] for place in PLACES]))
    pairs = np.repeat(version, len(unit)), unit
    served = where.on_day(world.profiles, *pairs, day_number(on)).column("defeat_shared")
    trained = where.by_row(world.profiles, *pairs, np.full(len(unit), day_number(on))).column("defeat_shared")
    np.testing.assert_array_equal(served, trained)
    return served.round(3).tolist()


def condition(workplace: str, name: str, offered: bool, on: date = days_after(ENDED, -300)) -> dict[str, Any]:
    return {"orgnr": workplace, "condition": name, "offered": offered, "recorded_on": on}


def need(workplace: str, hours: float | None, number: int = 0) -> dict[str, Any]:
    return {"need_id": f"n-{workplace}-{number}", "orgnr": workplace, "hours_per_week": hours}


# --- what is remembered ---


@pytest.mark.parametrize("reason", list(EndReason))
def test_the_place_where_it_broke_shares_it_when_the_reason_lies_in_its_conditions(reason: EndReason) -> None:
    assert shares(made(broken(reason)))[0] == (1.0 if reason in ANSWERS else 0.0)


@pytest.mark.parametrize("reason", ["better_job", "education", "downsizing", "subsidy_ended", None])
def test_other_endings_say_nothing_about_conditions_anywhere(reason: str | None) -> None:
    assert shares(made(broken(reason))) == [0.0] * 5


@pytest.mark.parametrize(("days", "remembered"), [(363, True), (364, False)])
def test_a_job_that_lasted_52_weeks_did_not_break(days: int, remembered: bool) -> None:
    job = broken("pace", starts_on=days_after(ENDED, -days))
    assert shares(made(job))[0] == float(remembered)


@pytest.mark.parametrize(("reason", "remembered"), [("pace", True), ("other", False)])
def test_a_trial_ends_by_plan_unless_it_says_why(reason: str, remembered: bool) -> None:
    assert shares(made(broken(reason, form="work_training", paid=False)))[0] == float(remembered)


def test_it_is_remembered_from_the_day_it_ended_and_was_recorded() -> None:
    job = broken("pace")
    assert [shares(made(job), days_after(ENDED, n))[0] for n in (-1, 0)] == [0.0, 1.0]
    late = broken("pace", recorded_on=days_after(ENDED, 20))
    assert [shares(made(late), days_after(ENDED, n))[0] for n in (19, 20)] == [0.0, 1.0]


def test_of_several_jobs_the_one_of_which_most_is_shared_counts() -> None:
    where = made(broken("other", orgnr=SHOP), broken("management"))
    assert shares(where) == [1.0, SAME_CHAIN, 1.0, 0.0, 0.0]


# --- which workplaces share it ---


def test_tasks_are_shared_where_the_work_is_alike() -> None:
    """Shop work broke: other shops share it, building sites do not, and a shop that builds shares it less."""
    there, chain, shop, builder, _ = shares(made(broken("tasks")))
    assert there == 1.0
    assert chain == shop > 0.5
    assert builder == 0.0
    seen = rows("employer_needs", *({"need_id": f"n-{i}", "orgnr": SHOP, "occupation": "7114"} for i in range(4)))
    assert shares(made(broken("tasks"), employer_needs=seen))[2] < shop


def test_pace_is_shared_where_what_steadies_it_is_known_to_be_missing() -> None:
    missing = [condition(SHOP, name, False) for name in ("steady_pace", "short_shifts", "fixed_task_list")]
    said = rows("workplace_conditions", *missing, condition(BUILDER, "short_shifts", True))
    there, _, shop, builder, _ = shares(made(broken("pace"), workplace_conditions=said))
    assert (there, shop, builder) == (1.0, 1.0, 0.0)


def test_what_is_not_known_is_not_held_against_a_workplace() -> None:
    for reason in ("pace", "social"):
        assert shares(made(broken(reason))) == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_management_is_shared_by_the_chain() -> None:
    assert shares(made(broken("management"))) == [1.0, SAME_CHAIN, 0.0, 0.0, 0.0]


def test_a_way_at_least_as_long_is_shared_whoever_is_there() -> None:
    assert shares(made(broken("transport"))) == [1.0, 1.0, 1.0, 1.0, 1.0]
    assert shares(made(broken("transport", orgnr=FAR))) == [0.0, 0.0, 0.0, 0.0, 1.0]


def test_hours_are_shared_where_no_need_is_for_fewer() -> None:
    """Twenty hours broke. A need for 30 shares them, one for 15 does not, and of hours not said nothing is known."""
    needs = rows("employer_needs", need(CHAIN, 30.0), need(SHOP, 15.0), need(SHOP, 30.0, 1), need(BUILDER, None))
    assert shares(made(broken("hours"), employer_needs=needs)) == [1.0, 1.0, 0.0, 0.0, 0.0]


# --- until something has changed ---


@pytest.mark.parametrize(("reason", "change"), [
    ("tasks", {"wished_occupations": ["9412"]}),
    ("tasks", {"unwanted_occupations": ["5223"]}),
    ("pace", {"work_conditions": ["steady_pace"]}),
    ("social", {"work_conditions": []}),
    ("transport", {"travel_mode": "transit"}),
    ("transport", {"max_travel_minutes": 60}),
    ("hours", {"hours_min": 5.0, "hours_max": 15.0}),
])  # fmt: skip
def test_a_later_profile_that_changes_what_matters_lets_it_go(reason: str, change: dict[str, Any]) -> None:
    assert shares(made(broken(reason), later=change)) == [0.0] * 5
    assert shares(made(broken(reason), later=change), days_after(ENDED, 9))[0] == 1.0


@pytest.mark.parametrize("reason", REASONS)
def test_a_later_profile_that_says_the_same_of_it_changes_nothing(reason: EndReason) -> None:
    """The same conditions and wishes in another order, and more that has nothing to do with any reason."""
    same = {"work_conditions": ["quiet_surroundings", "fixed_task_list"], "norwegian_level": "fluent"}
    assert shares(made(broken(reason), later=same)) == shares(made(broken(reason)))


@pytest.mark.parametrize(("reason", "answer"), [
    ("tasks", "fixed_task_list"),
    ("pace", "steady_pace"),
    ("social", "small_team"),
    ("management", "fixed_contact_person"),
    ("hours", "short_shifts"),
])  # fmt: skip
def test_what_answers_it_recorded_there_after_the_end_lets_it_go_and_before_the_end_does_not(
    reason: str, answer: str
) -> None:
    for days, share in ((-1, 1.0), (1, 0.0)):
        said = rows("workplace_conditions", condition(THERE, answer, True, days_after(ENDED, days)))
        assert shares(made(broken(reason), workplace_conditions=said))[0] == share
    no_longer = (
        condition(THERE, answer, True, days_after(ENDED, 1)),
        condition(THERE, answer, False, days_after(ENDED, 9)),
    )
    assert shares(made(broken(reason), workplace_conditions=rows("workplace_conditions", *no_longer)))[0] == 1.0


# --- nothing is held against the person ---


@pytest.mark.parametrize("reason", REASONS)
def test_a_workplace_that_does_not_share_it_looks_the_same_as_to_a_twin_to_whom_it_never_happened(
    reason: EndReason,
) -> None:
    where = made(broken(reason))
    world = where.world
    people = world.profiles.version(world.participants.find(pl.Series([PARTICIPANT, TWIN])), day_number(DAY))
    unit = world.units.find(pl.Series([place["orgnr"] for place in PLACES]))
    own, twin = (where.on_day(world.profiles, np.repeat(v, len(unit)), unit, day_number(DAY)) for v in people)
    elsewhere = own.column("defeat_shared") == 0
    np.testing.assert_array_equal(own.values[elsewhere], twin.values[elsewhere])
    assert shares(where, participant=TWIN) == [0.0] * 5


def test_somebody_who_is_not_stored_has_no_history() -> None:
    where = made(broken("transport"))
    stranger = where.world.read_profiles(rows("participants", {"participant_id": None}))
    unit = np.arange(len(PLACES))
    batch = where.on_day(stranger, np.zeros(len(unit), dtype=np.int64), unit, day_number(DAY))
    assert batch.column("defeat_shared").tolist() == [0.0] * 5
