"""Examples to learn from: which contact led where, what was known by the cut, and what that is worth."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalogue import NAMES
from features.pipeline import Pipeline
from features.vocabulary import ContactResult
from features.world.facts import NEVER, day_number
from tests.builders import DAY, batch, days_after, orgnr, pipeline, rows
from training.dataset import (
    GAIN_26,
    GAIN_52,
    STAGE_GAIN,
    START_GAIN,
    TRIAL_GAIN,
    Examples,
    examples,
    staged_gain,
)

CUT = day_number(DAY)
Row = dict[str, Any]


def before(days: int) -> date:
    return days_after(DAY, -days)


def contact(number: int, days: int, **given: Any) -> Row:
    """Contact `c-number`, so many days before the cut."""
    return {"contact_id": f"c-{number}", "contacted_on": before(days)} | given


def placement(name: str, days: int, **given: Any) -> Row:
    """A placement that began so many days before the cut and has been seen until the cut."""
    return {"placement_id": name, "starts_on": before(days), "observed_until": DAY} | given


def made(contacts: list[Row], placements: list[Row], people: tuple[str, ...] = ("p-1",)) -> Pipeline:
    return pipeline(
        participants=rows("participants", *({"participant_id": p} for p in people)),
        workplaces=rows("workplaces", *({"orgnr": orgnr(n)} for n in range(3)), {}),
        contacts=rows("contacts", *contacts),
        placements=rows("placements", *placements),
    )


def learnt(contacts: list[Row], placements: list[Row] | None = None, cut: int = CUT) -> Examples:
    return examples(made(contacts, placements or []), cut)


def led_to(contacts: list[Row], placements: list[Row]) -> dict[str, str | None]:
    """The placement that each contact led to, by name."""
    found = examples(made(contacts, placements), CUT)
    names = [row["placement_id"] for row in placements]
    contacted = [contacts[int(c)]["contact_id"] for c in found.contact]
    return {c: names[int(p)] if p >= 0 else None for c, p in zip(contacted, found.placement, strict=True)}


# --- which contacts ---


def test_contacts_for_a_participant_known_before_the_cut_are_examples_in_order() -> None:
    found = examples(
        made(
            [
                contact(0, 20, participant_id="p-2"),
                contact(1, 10),
                contact(2, 30),
                contact(3, 5, participant_id=None),
                contact(4, 0),
                contact(5, 10, recorded_on=DAY),
                contact(6, 1, recorded_on=before(1)),
            ],
            [],
            people=("p-1", "p-2"),
        ),
        CUT,
    )
    assert found.contact.tolist() == [2, 1, 6, 0]
    assert found.participant.tolist() == [0, 0, 0, 1]
    assert (CUT - found.day).tolist() == [30, 10, 1, 20]


def test_only_the_chosen_participants_are_learnt_from() -> None:
    both = made([contact(0, 10), contact(1, 10, participant_id="p-2")], [], people=("p-1", "p-2"))
    assert examples(both, CUT, np.array([False, True])).contact.tolist() == [1]


def test_a_contact_before_anything_was_known_of_the_participant_is_left_out() -> None:
    assert len(learnt([contact(0, 10, contacted_on=date(2024, 1, 1))])) == 0
    assert len(learnt([contact(0, 10, contacted_on=date(2024, 1, 2))])) == 1


def test_features_are_those_of_the_day_before_so_a_contact_never_sees_itself() -> None:
    found = learnt([contact(0, 30, result="hired"), contact(1, 30), contact(2, 29)])
    assert found.batch.day.tolist() == (found.day - 1).tolist()
    assert found.batch.column("unit_contacts").tolist() == [0, 0, 2]
    assert found.batch.values.shape == (3, len(NAMES))


def test_what_was_recorded_on_the_day_of_the_contact_is_not_used() -> None:
    need = rows("employer_needs", {"recorded_on": before(30)})
    world = pipeline(contacts=rows("contacts", contact(0, 30), contact(1, 29)), employer_needs=need)
    assert examples(world, CUT).batch.column("needs_current").tolist() == [0, 1]


# --- which placement ---


def test_the_contact_that_a_placement_names_led_to_it() -> None:
    contacts = [contact(0, 100), contact(1, 90), contact(2, 80)]
    assert led_to(contacts, [placement("job", 60, contact_id="c-0")]) == {"c-0": "job", "c-1": None, "c-2": None}


def test_without_a_name_it_is_the_latest_contact_of_the_pair_before_the_start() -> None:
    contacts = [contact(0, 100), contact(1, 90), contact(2, 50), contact(3, 70, orgnr=orgnr(1))]
    assert led_to(contacts, [placement("job", 60)]) == {"c-0": None, "c-1": "job", "c-3": None, "c-2": None}


@pytest.mark.parametrize(("days", "linked"), [(0, True), (180, True), (181, False)])
def test_a_contact_may_lie_180_days_before_the_start(days: int, linked: bool) -> None:
    assert led_to([contact(0, 60 + days)], [placement("job", 60)]) == {"c-0": "job" if linked else None}


def test_a_job_that_continues_a_trial_belongs_to_the_trials_contact() -> None:
    """The contact lies 280 days before the job, and another contact lies between."""
    contacts = [contact(0, 300), contact(1, 100)]
    trial = placement("trial", 250, form="work_training", ends_on=before(30), observed_until=before(30))
    job = placement("job", 20, continues_placement_id="trial")
    assert led_to(contacts, [trial, job]) == {"c-0": "job", "c-1": None}
    named = placement("job", 20, continues_placement_id="trial", contact_id="c-1")
    assert led_to(contacts, [trial, named]) == {"c-0": "trial", "c-1": "job"}


def test_a_trial_is_what_the_contact_led_to_until_the_job_is_known() -> None:
    trial = placement("trial", 250, form="job_taster")
    job = placement("job", 20, continues_placement_id="trial", recorded_on=DAY)
    found = learnt([contact(0, 300)], [trial, job])
    assert found.trial.tolist() == [True]
    assert found.start_day.tolist() == [NEVER]


def test_of_two_starts_the_first_counts_and_a_start_before_a_trial() -> None:
    contacts = [contact(0, 100)]
    assert led_to(contacts, [placement("later", 40), placement("first", 60)]) == {"c-0": "first"}
    trial = placement("trial", 90, form="work_training")
    assert led_to(contacts, [trial, placement("job", 60)]) == {"c-0": "job"}


@pytest.mark.parametrize("late", [{"starts_on": DAY}, {"recorded_on": DAY}])
def test_a_placement_known_on_the_cut_or_later_is_not_known(late: Row) -> None:
    assert led_to([contact(0, 100)], [placement("job", 60, **late)]) == {"c-0": None}


# --- what is known of it ---


@pytest.mark.parametrize(("days", "started"), [(0, True), (182, True), (183, False)])
def test_a_start_counts_within_26_weeks_of_the_contact(days: int, started: bool) -> None:
    found = learnt([contact(0, 250)], [placement("job", 250 - days, contact_id="c-0")])
    assert found.started.tolist() == [started]


@pytest.mark.parametrize(("days", "observed"), [(181, False), (182, False), (183, True)])
def test_no_start_is_only_a_no_when_all_26_weeks_were_before_the_cut(days: int, observed: bool) -> None:
    """A start on the 182nd day counts, and is known before the cut only when the cut lies after that day."""
    assert learnt([contact(0, days)]).start_observed.tolist() == [observed]


def test_hired_without_a_placement_yet_is_unknown_and_not_failed() -> None:
    hired = contact(0, 300, result="hired")
    assert learnt([hired]).start_observed.tolist() == [False]
    assert learnt([hired], [placement("trial", 290, form="work_training")]).start_observed.tolist() == [False]
    assert learnt([hired], [placement("job", 290)]).start_observed.tolist() == [True]


def test_a_running_job_has_neither_ended_nor_been_seen_beyond_the_eve_of_the_cut() -> None:
    found = learnt([contact(0, 300)], [placement("job", 290, observed_until=days_after(DAY, 100))])
    assert (found.ended.tolist(), found.end_day.tolist()) == ([False], [NEVER])
    assert found.seen_until.tolist() == [CUT - 1]
    assert found.days_at_work.tolist() == [290 - 1]
    assert learnt([contact(0, 300)], [placement("job", 290, observed_until=before(90))]).days_at_work.tolist() == [200]


@pytest.mark.parametrize(("days", "ended"), [(1, True), (0, False), (-5, False)])
def test_an_end_is_known_when_it_came_before_the_cut(days: int, ended: bool) -> None:
    job = placement("job", 200, ends_on=before(days), end_reason="better_job", observed_until=days_after(DAY, 30))
    found = learnt([contact(0, 210)], [job])
    assert (found.ended.tolist(), found.competing.tolist()) == ([ended], [ended])
    assert found.days_at_work.tolist() == [199]


@pytest.mark.parametrize(("reason", "competing"), [("better_job", True), ("education", True), ("downsizing", False)])
def test_a_better_job_and_education_are_competing_exits(reason: str, competing: bool) -> None:
    job = placement("job", 200, ends_on=before(100), end_reason=reason)
    assert learnt([contact(0, 210)], [job]).competing.tolist() == [competing]


def test_contacts_without_any_placement_in_the_table_have_led_nowhere_yet() -> None:
    found = learnt([contact(0, 300)])
    assert (found.placement.tolist(), found.trial.tolist(), found.started.tolist()) == ([-1], [False], [False])
    assert found.days_at_work.tolist() == [0]


def test_no_contacts_are_no_examples() -> None:
    assert len(learnt([], [placement("job", 200)])) == 0


def test_some_rows_can_be_taken() -> None:
    found = learnt([contact(0, 30), contact(1, 20), contact(2, 10)])
    taken = found.take(np.array([True, False, True]))
    assert taken.contact.tolist() == [0, 2]
    assert (len(taken.batch), taken.cut) == (2, CUT)


# --- what it is worth ---


def example(days: int = 0, **given: Any) -> Examples:
    """One contact that led to a start seen for so many days; fields can be changed."""
    one = {
        "batch": batch(1),
        "participant": 0,
        "contact": 0,
        "day": 1000,
        "result": 4,
        "placement": 0,
        "start_day": 1010,
        "start_known": 1010,
        "end_day": NEVER,
        "seen_until": 1010 + days,
        "competing": False,
        "trial": False,
        "rank": 0,
    } | given
    whole = {k: v if k == "batch" else np.array([v]) for k, v in one.items()}
    return Examples(**whole, cut=5000)


NO_START: Row = {"start_day": NEVER, "seen_until": 0, "placement": -1}


def worth(made: Examples, stays_26w: float = 0.6, stays_52w: float = 0.4) -> float:
    return float(staged_gain(made, np.array([stays_26w]), np.array([stays_52w]))[0])


@pytest.mark.parametrize(("position", "name"), list(enumerate(r.value for r in ContactResult)))
def test_without_a_start_the_stage_of_that_day_counts(position: int, name: str) -> None:
    assert worth(example(result=position, **NO_START)) == STAGE_GAIN[name]


def test_a_trial_is_worth_at_least_a_trial() -> None:
    assert worth(example(result=0, trial=True, **NO_START | {"placement": 0})) == TRIAL_GAIN


def test_every_stage_is_worth_more_than_the_one_before() -> None:
    order = ["no_answer", "not_now", "need_recorded", "meeting", "candidate_discussed", "trial_agreed", "hired"]
    gains = [STAGE_GAIN[name] for name in order]
    assert gains == sorted(gains)
    assert gains[-1] <= TRIAL_GAIN < START_GAIN < GAIN_26 < GAIN_52 == 30


@pytest.mark.parametrize(("days", "gain"), [
    (0, START_GAIN),
    (181, START_GAIN),
    (182, GAIN_26),
    (363, GAIN_26),
    (364, GAIN_52),
    (900, GAIN_52),
])  # fmt: skip
def test_a_job_that_broke_is_worth_the_stage_it_reached(days: int, gain: float) -> None:
    assert worth(example(days, end_day=1010 + days)) == gain


def test_a_job_that_has_just_begun_is_worth_what_can_be_expected() -> None:
    """9 + 9 × the chance of 26 weeks + 12 × the chance of 52."""
    assert worth(example(0), 0.6, 0.4) == pytest.approx(9 + 9 * 0.6 + 12 * 0.4)


def test_half_way_to_26_weeks_half_of_the_risk_is_over() -> None:
    """Of a chance of 0.64 the root is left, and the second half-year is still to come."""
    chance = 0.64**0.5
    assert worth(example(91), 0.64, 0.32) == pytest.approx(9 + 9 * chance + 12 * chance * 0.32 / 0.64)
    assert worth(example(182), 0.64, 0.32) == pytest.approx(18 + 12 * 0.5)
    assert worth(example(273), 0.64, 0.32) == pytest.approx(18 + 12 * 0.5**0.5)


def test_who_left_for_a_better_job_is_taken_as_having_gone_on() -> None:
    left = example(100, end_day=1110, competing=True)
    assert worth(left) == worth(example(100)) > worth(example(100, end_day=1110))


chances = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: (max(pair), min(pair)))


@given(st.integers(0, 500), st.integers(1, 100), chances)
def test_more_time_seen_at_work_is_never_worth_less(days: int, more: int, stays: tuple[float, float]) -> None:
    now, later = worth(example(days), *stays), worth(example(days + more), *stays)
    assert START_GAIN - 1e-9 <= now <= later + 1e-9 <= GAIN_52 + 1e-8


@given(st.integers(0, 500), chances)
def test_running_lies_between_broken_now_and_a_whole_year(days: int, stays: tuple[float, float]) -> None:
    broken, running = worth(example(days, end_day=1010 + days), *stays), worth(example(days), *stays)
    assert broken - 1e-9 <= running <= GAIN_52 + 1e-9


@given(st.integers(0, 400), chances, chances)
def test_better_prospects_are_never_worth_less(days: int, one: tuple[float, float], other: tuple[float, float]) -> None:
    low, high = (one[0] * other[0], one[1] * other[1]), one
    if low[0] > 1e-6 and low[1] / low[0] <= high[1] / high[0]:
        assert worth(example(days), *low) <= worth(example(days), *high) + 1e-9


def test_gains_are_given_row_by_row() -> None:
    found = learnt([contact(0, 300), contact(1, 200, result="no")], [placement("job", 290)])
    gain = staged_gain(found, np.array([0.5, 0.5]), np.array([0.25, 0.25]))
    assert gain.tolist() == [pytest.approx(18 + 12 * 0.5 ** (1 - (289 - 182) / 182)), 0.0]


def test_participants_that_are_not_stored_have_no_examples() -> None:
    stranger = rows("contacts", contact(0, 20, participant_id="p-9"))
    assert len(examples(pipeline(contacts=stranger), CUT)) == 0
