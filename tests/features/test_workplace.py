"""What is known about a workplace: small tables, and arithmetic that can be redone."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from features.workplace import LONG_AGO, STRENGTH, shrunk_rate, workplace_board
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, WORKPLACE, days_after, known, orgnr, rows, world

ENTITY = "810000000"


def before(days: int) -> date:
    return days_after(DAY, -days)


def contacted(*given: dict[str, Any]) -> Any:
    """Contacts with ids of their own."""
    return rows("contacts", *({"contact_id": f"c-{i}"} | row for i, row in enumerate(given)))


def placed(*given: dict[str, Any]) -> Any:
    """Placements with ids of their own, seen until `DAY`."""
    return rows("placements", *({"placement_id": f"s-{i}"} | row for i, row in enumerate(given)))


def shrunk(start: float, *levels: tuple[float, float]) -> float:
    """(good, all) from everywhere to the unit, each pulled to the level above."""
    rate = start
    for (good, number), strength in zip(levels, (10, 20, 10, 6), strict=True):
        rate = (good + strength * rate) / (number + strength)
    return rate


# --- shrinkage ---


def test_the_strengths_are_those_the_arithmetic_below_uses() -> None:
    assert list(STRENGTH.values()) == [10, 20, 10, 6]


def test_nothing_known_gives_the_starting_rate() -> None:
    nothing = {level: np.zeros(1) for level in STRENGTH}
    assert shrunk_rate(nothing, nothing, 0.3) == pytest.approx(0.3)


def test_a_rate_is_pulled_to_the_chain_the_industry_and_everywhere() -> None:
    """Unit: 1 of 2; its chain 1 of 3; its industry 1 of 4; everywhere 4 of 8."""
    places = rows(
        "workplaces",
        {"orgnr": orgnr(1), "parent_orgnr": ENTITY},
        {"orgnr": orgnr(2), "parent_orgnr": ENTITY},
        {"orgnr": orgnr(3)},
        {"orgnr": orgnr(4), "industry_code": "41.000"},
    )
    good, bad = {"result": "meeting"}, {"result": "no"}
    made = [(1, good), (1, bad), (2, bad), (3, bad), (4, good), (4, good), (4, good), (4, bad)]
    where = world(workplaces=places, contacts=contacted(*({"orgnr": orgnr(n)} | row for n, row in made)))
    rate = known(where, workplace=orgnr(1))["unit_meeting_rate"]
    assert rate == pytest.approx(shrunk(0.3, (4, 8), (1, 4), (1, 3), (1, 2)))
    other = known(where, workplace=orgnr(4))["unit_meeting_rate"]
    assert other == pytest.approx(shrunk(0.3, (4, 8), (3, 4), (0, 0), (3, 4)))


@pytest.mark.parametrize(("result", "answered", "positive"), [
    ("no_answer", 0, 0),
    ("not_now", 1, 0),
    ("no", 1, 0),
    ("need_recorded", 1, 1),
    ("meeting", 1, 1),
    ("hired", 1, 1),
])  # fmt: skip
def test_an_answer_is_not_yet_something_to_go_on(result: str, answered: int, positive: int) -> None:
    facts = known(world(contacts=contacted({"result": result})))
    levels = [(answered, 1), (answered, 1), (0, 0), (answered, 1)]
    assert facts["unit_answer_rate"] == pytest.approx(shrunk(0.6, *levels))
    levels = [(positive, 1), (positive, 1), (0, 0), (positive, 1)]
    assert facts["unit_meeting_rate"] == pytest.approx(shrunk(0.3, *levels))


def test_history_counts_starts_per_contact_and_how_they_lasted() -> None:
    """Of four starts one lasted 26 weeks and not 52, one broke, one is young, one left for better; and one trial."""
    where = world(
        contacts=contacted({}, {}, {}, {}),
        placements=placed(
            {"starts_on": before(300), "ends_on": before(300 - 200)},
            {"starts_on": before(300), "ends_on": before(250)},
            {"starts_on": before(50)},
            {"starts_on": before(300), "ends_on": before(250), "end_reason": "better_job"},
            {"starts_on": before(300), "ends_on": before(250), "form": "job_taster"},
        ),
    )
    facts = known(where)
    assert (facts["unit_starts"], facts["unit_lasted"], facts["unit_broke"]) == (4, 1, 1)
    assert facts["unit_start_rate"] == pytest.approx(shrunk(0.04, (4, 4), (4, 4), (0, 0), (4, 4)))
    assert facts["unit_lasting_26w"] == pytest.approx(shrunk(0.5, (1, 2), (1, 2), (0, 0), (1, 2)))
    assert facts["unit_lasting_52w"] == pytest.approx(shrunk(0.35, (0, 2), (0, 2), (0, 0), (0, 2)))


def test_the_published_formula_counts_the_last_year_only() -> None:
    """(10 + 20 × two taken in) × (one answer + 1) / (two contacts + 2)."""
    where = world(
        contacts=contacted({"result": "no_answer"}, {"result": "no"}),
        placements=placed(
            {"starts_on": before(365)}, {"starts_on": before(364)}, {"starts_on": before(0), "form": "job_taster"}
        ),
    )
    assert known(where)["history_product"] == pytest.approx((10 + 20 * 2) * (1 + 1) / (2 + 2))


def test_starts_in_the_chain_are_counted_beside_the_units_own() -> None:
    places = rows("workplaces", *({"orgnr": orgnr(n), "parent_orgnr": ENTITY} for n in (1, 2)), {"orgnr": orgnr(3)})
    made = placed(*({"orgnr": orgnr(n), "starts_on": before(100)} for n in (1, 2, 2, 3)))
    facts = known(world(workplaces=places, placements=made), workplace=orgnr(1))
    assert (facts["unit_starts"], facts["chain_starts"], facts["chain_units"]) == (1, 3, 2)


# --- load ---


@pytest.mark.parametrize(("employees", "own", "people"), [
    (None, None, 1),
    (9, None, 1),
    (10, None, 2),
    (49, None, 2),
    (50, None, 4),
    (249, None, 4),
    (250, None, 8),
    (250, 3, 3),
    (None, 0, 0),
])  # fmt: skip
def test_capacity_is_the_workplaces_own_number_else_by_size(
    employees: int | None, own: int | None, people: int
) -> None:
    where = world(workplaces=rows("workplaces", {"employees": employees, "capacity": own}))
    assert known(where)["room"] == people


def test_room_is_what_is_left_and_never_less_than_none() -> None:
    long_ago = {"starts_on": before(200), "form": "adapted_work_ordinary"}
    facts = [known(world(placements=placed(*[long_ago] * n))) for n in (0, 1, 2, 3)]
    assert [f["running"] for f in facts] == [0, 1, 2, 3]
    assert [f["room"] for f in facts] == [2, 1, 0, 0]


@pytest.mark.parametrize(("after", "running"), [(-1, 0), (0, 1), (9, 1), (10, 0)])
def test_a_placement_runs_from_its_first_day_until_its_end_is_known(after: int, running: int) -> None:
    where = world(placements=placed({"starts_on": DAY, "ends_on": days_after(DAY, 10)}))
    assert known(where, days_after(DAY, after))["running"] == running


@pytest.mark.parametrize(("days", "room"), [(0, 0), (27, 0), (28, 5), (100, 5)])
def test_there_is_no_room_for_four_weeks_after_a_start(days: int, room: int) -> None:
    """Contract: «and 0 for 28 days after a start». Six may be followed up at once, and one has come."""
    places = rows("workplaces", {"capacity": 6})
    where = world(workplaces=places, placements=placed({"starts_on": before(days), "form": "adapted_work_ordinary"}))
    assert known(where)["room"] == room


def test_ages_and_windows_count_days_up_to_the_day_itself() -> None:
    where = world(contacts=contacted(*({"contacted_on": before(n)} for n in (0, 90, 91, 400))))
    facts = known(where)
    assert facts["days_since_contact"] == 0
    assert facts["contacts_quarter"] == 2
    assert facts["unit_contacts"] == 4


def test_a_contact_from_last_year_that_is_recorded_today_is_still_from_last_year() -> None:
    """History that is imported late is old history: its age is the contact's, not the import's."""
    late = {"contacted_on": before(300), "recorded_on": before(1)}
    facts = known(world(contacts=contacted(late)))
    assert facts["unit_contacts"] == 1
    assert (facts["days_since_contact"], facts["contacts_quarter"]) == (300, 0)


def test_the_last_result_is_that_of_the_last_contact_not_of_the_last_one_recorded() -> None:
    made = contacted(
        {"contacted_on": before(300), "recorded_on": before(1), "result": "no"},
        {"contacted_on": before(30), "result": "meeting"},
    )
    assert known(world(contacts=made))["last_result"] == 4


def test_a_start_that_is_recorded_late_began_when_it_began() -> None:
    late = {"starts_on": before(500), "recorded_on": before(10)}
    facts = known(world(placements=placed(late)))
    assert facts["days_since_start"] == 500
    assert facts["history_product"] == pytest.approx(10 * 1 / 2)


def test_what_has_never_happened_is_long_ago_and_a_last_result_a_neutral_one() -> None:
    facts = known(world())
    for name in ("days_since_contact", "days_since_start", "need_age", "specialist_days", "office_days", "own_days"):
        assert facts[name] == LONG_AGO
    assert facts["last_result"] == facts["own_result"] == 1


# --- needs, standing ---


def test_needs_and_ads_are_counted_while_they_hold() -> None:
    needs = rows("employer_needs", {}, {"need_id": "n-2", "recorded_on": before(3), "valid_until": before(1)})
    ads = rows(
        "vacancies",
        {"published": before(10), "expires": DAY, "extent": "full_time"},
        {"ad_id": "a-2", "published": before(100), "expires": before(1)},
        {"ad_id": "a-3", "published": before(365), "expires": before(300)},
    )
    facts = known(world(employer_needs=needs, vacancies=ads))
    assert (facts["needs_current"], facts["need_age"]) == (1, 3)
    assert (facts["ads_current"], facts["ads_year"]) == (1, 2)
    assert facts["part_time_ads"] == pytest.approx((2 + 1) / (3 + 2))


def test_an_agreement_and_a_notice_are_flags() -> None:
    where = world(agreements=rows("agreements", {}), employer_notices=rows("employer_notices", {}))
    assert (known(where)["agreement"], known(where)["recent_notice"]) == (1, 1)
    assert (known(world())["agreement"], known(world())["recent_notice"]) == (0, 0)


@pytest.mark.parametrize(("days", "recent"), [(365, 1), (366, 0)])
def test_a_notice_is_remembered_for_a_year_after_its_end(days: int, recent: int) -> None:
    notice = rows("employer_notices", {"starts_on": before(400), "ends_on": before(days)})
    assert known(world(employer_notices=notice))["recent_notice"] == recent


@pytest.mark.parametrize(("sector", "public"), [("municipal", 1), ("state", 1), ("private", 0), ("non_profit", 0)])
def test_municipal_and_state_are_public(sector: str, public: int) -> None:
    assert known(world(workplaces=rows("workplaces", {"sector": sector})))["public_sector"] == public


@pytest.mark.parametrize(("column", "feature"), [
    ("employees", "employees"),
    ("sector", "public_sector"),
])  # fmt: skip
def test_what_the_register_does_not_say_is_not_known_and_never_zero(column: str, feature: str) -> None:
    assert np.isnan(known(world(workplaces=rows("workplaces", {column: None})))[feature])


# --- conditions ---


def conditions(where: World, number: str = WORKPLACE) -> tuple[np.ndarray, np.ndarray]:
    board = workplace_board(where, where.units.find(rows("workplaces", {"orgnr": number})["orgnr"]), np.array([TODAY]))
    return board.offered[0], board.expected[0]


TODAY = day_number(DAY)


def test_a_condition_is_offered_refused_or_not_known_and_then_as_common_in_the_industry() -> None:
    """The industry has said yes twice and no once of quiet surroundings: (2 + 2) / (3 + 4)."""
    places = rows("workplaces", *({"orgnr": orgnr(n)} for n in (1, 2, 3, 4)))
    said = rows(
        "workplace_conditions",
        {"orgnr": orgnr(1), "condition": "fixed_task_list", "offered": True},
        {"orgnr": orgnr(1), "condition": "fixed_contact_person", "offered": False},
        *(
            {"orgnr": orgnr(n), "condition": "quiet_surroundings", "offered": yes}
            for n, yes in ((2, True), (3, True), (4, False))
        ),
    )
    where = world(workplaces=places, workplace_conditions=said)
    offered, expected = conditions(where, orgnr(1))
    assert (offered[0], offered[11]) == (1, 0)
    assert np.isnan(np.delete(offered, [0, 11])).all()
    assert expected[[0, 11]].tolist() == [1, 0]
    assert expected[1] == pytest.approx((2 + 2) / (3 + 4))
    assert expected[2] == pytest.approx(2 / 4)
    assert known(where, workplace=orgnr(1))["fixed_contact"] == 0
    assert known(where, workplace=orgnr(2))["fixed_contact"] == pytest.approx((0 + 2) / (1 + 4))


def test_the_last_word_about_a_condition_counts() -> None:
    said = rows(
        "workplace_conditions",
        {"recorded_on": before(10), "offered": True},
        {"recorded_on": before(5), "offered": False},
        {"recorded_on": days_after(DAY, 1), "offered": True},
    )
    assert conditions(world(workplace_conditions=said))[0][0] == 0
