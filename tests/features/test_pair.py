"""What is known about a participant and a workplace together; what is not known is said so."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features import places
from features.occupations import distance_matrix, occupation_index
from features.pair import occupation_distance
from features.world import World
from tests.builders import DAY, SPECIALIST, days_after, known, rows, world

CONDITIONS = ["fixed_task_list", "quiet_surroundings", "small_team", "no_driving"]


def before(days: int) -> date:
    return days_after(DAY, -days)


def person(**given: Any) -> pl.DataFrame:
    return rows("participants", given)


def distance(one: str, other: str) -> float:
    return float(distance_matrix()[occupation_index(one), occupation_index(other)])


# --- tasks ---


def test_the_nearest_wish_counts_against_a_need_or_ad_that_holds() -> None:
    wishes = person(wished_occupations=["9412", "5222"])
    need, old = {"occupation": "5223"}, {"need_id": "n-2", "occupation": "9412", "valid_until": before(1)}
    facts = known(world(participants=wishes, employer_needs=rows("employer_needs", need, old)))
    assert facts["wish_need"] == pytest.approx(min(distance("9412", "5223"), distance("5222", "5223")))
    assert facts["wish_seen"] == 0
    ad = rows("vacancies", {"occupation": "9412"})
    both = world(participants=wishes, employer_needs=rows("employer_needs", need), vacancies=ad)
    assert known(both)["wish_need"] == 0


def test_experience_is_compared_with_all_work_seen() -> None:
    seen = rows("placements", {"occupation": "9412", "starts_on": before(900)})
    facts = known(world(placements=seen))
    assert facts["experience_seen"] == distance("9412", "9412") == 0
    assert facts["wish_seen"] == pytest.approx(distance("5223", "9412"))


def test_no_wish_no_need_and_unknown_codes_are_not_known() -> None:
    need = rows("employer_needs", {})
    assert np.isnan(known(world(participants=person(wished_occupations=[]), employer_needs=need))["wish_need"])
    assert np.isnan(known(world(participants=person(wished_occupations=["0001"]), employer_needs=need))["wish_need"])
    strange = known(world(employer_needs=rows("employer_needs", {"occupation": "0001"})))
    assert np.isnan([strange["wish_need"], strange["wish_seen"]]).all()
    nothing = known(world(participants=person(experience_occupations=[], unwanted_occupations=[])))
    for name in ("wish_need", "wish_seen", "experience_seen", "experience_industry", "unwanted_industry"):
        assert np.isnan(nothing[name])
    assert np.isnan(known(world(workplaces=rows("workplaces", {"industry_code": None})))["wish_industry"])


def test_the_distance_is_that_of_the_nearest_and_infinite_where_nothing_can_be_compared() -> None:
    shop, cook = occupation_index("5223"), occupation_index("5120")
    wanted = np.array([[shop, cook], [shop, -1], [-1, -1], [shop, -1]])
    found = occupation_distance(wanted, np.array([cook, cook, cook, -1]))
    assert found.tolist() == [0, pytest.approx(distance("5223", "5120")), np.inf, np.inf]


# --- environment ---


def asked(*said: tuple[str, bool]) -> dict[str, float]:
    """Features of a participant who asks for four conditions, of which the workplace has said something."""
    offered = rows("workplace_conditions", *({"condition": c, "offered": yes} for c, yes in said))
    return known(world(participants=person(work_conditions=CONDITIONS), workplace_conditions=offered))


def test_conditions_are_met_refused_or_expected_as_shares_of_those_asked_for() -> None:
    """Of four one is offered, two refused, one not known and expected by (0 + 2) / (0 + 4)."""
    facts = asked(
        ("fixed_task_list", True), ("quiet_surroundings", False), ("small_team", False), ("own_workspace", True)
    )
    assert (facts["conditions_met"], facts["conditions_refused"]) == (1 / 4, 2 / 4)
    assert facts["conditions_expected"] == pytest.approx((1 + 0 + 0 + 2 / 4) / 4)


def test_nothing_said_is_neither_met_nor_refused() -> None:
    facts = asked()
    assert (facts["conditions_met"], facts["conditions_refused"], facts["conditions_expected"]) == (0, 0, 0.5)


def test_who_asks_for_no_conditions_has_none_to_meet() -> None:
    facts = known(world(participants=person(work_conditions=[])))
    assert np.isnan([facts[f"conditions_{part}"] for part in ("met", "refused", "expected")]).all()


# --- hours ---


@pytest.mark.parametrize(("hours", "gap"), [
    ([10.0], 0),
    ([30.0], 0),
    ([37.5], 7.5),
    ([4.0], 6),
    ([37.5, 32.0], 2),
    ([None, 32.0], 2),
])  # fmt: skip
def test_the_gap_is_the_way_from_the_nearest_need_to_the_hours_that_can_be_worked(
    hours: list[float | None], gap: float
) -> None:
    """The participant can work 10 to 30 hours."""
    needs = rows("employer_needs", *({"need_id": f"n-{i}", "hours_per_week": h} for i, h in enumerate(hours)))
    assert known(world(employer_needs=needs))["hours_gap"] == gap


@pytest.mark.parametrize("need", [{"hours_per_week": None}, {"valid_until": before(1)}])
def test_hours_that_are_not_said_or_no_longer_hold_are_not_known(need: dict[str, Any]) -> None:
    assert np.isnan(known(world(employer_needs=rows("employer_needs", need)))["hours_gap"])


# --- travel ---


def test_the_way_is_by_the_participants_own_means_and_a_share_of_the_longest_accepted() -> None:
    for mode in ("car", "transit", "walk"):
        facts = known(world(participants=person(travel_mode=mode, max_travel_minutes=50)))
        expected = float(places.travel_minutes(59.21, 9.61, 59.20, 9.60, mode))
        assert facts["travel_minutes"] == pytest.approx(expected, rel=1e-5)
        assert facts["travel_share"] == pytest.approx(expected / 50, rel=1e-5)


@pytest.mark.parametrize("side", ["participant", "workplace"])
def test_where_only_the_municipality_is_known_a_short_way_counts_as_three_km(side: str) -> None:
    rough = {"latitude": None, "longitude": None}
    where = world(
        participants=person(**rough) if side == "participant" else person(),
        workplaces=rows("workplaces", rough if side == "workplace" else {}),
    )
    centre = places.municipality_centre(["4003"])
    ends = {"participant": (59.21, 9.61), "workplace": (59.20, 9.60)} | {side: (centre[0][0], centre[1][0])}
    expected = places.travel_minutes(*ends["participant"], *ends["workplace"], "car", least_km=3.0)
    assert known(where)["travel_minutes"] == pytest.approx(float(expected), rel=1e-5)


def test_the_way_to_a_workplace_that_is_not_yet_known_is_not_known() -> None:
    facts = known(world(workplaces=rows("workplaces", {"recorded_on": days_after(DAY, 1)})))
    assert np.isnan([facts["travel_minutes"], facts["travel_share"]]).all()


# --- relation ---


def related(*contacts: dict[str, Any]) -> World:
    """Three people: p-1 and p-2 at one office, p-2 with another specialist, p-3 at another office."""
    people = rows(
        "participants",
        {},
        {"participant_id": "p-2", "specialist_id": "Z990002"},
        {"participant_id": "p-3", "specialist_id": "Z990003", "office_id": "0301"},
    )
    made = rows("contacts", *({"contact_id": f"c-{i}"} | row for i, row in enumerate(contacts)))
    return world(participants=people, contacts=made)


def contact(specialist: str, participant: str | None, days: int, result: str = "meeting") -> dict[str, Any]:
    return {
        "specialist_id": specialist,
        "participant_id": participant,
        "contacted_on": before(days),
        "result": result,
    }


def test_contacts_count_for_the_specialist_the_office_and_the_participant_they_were_for() -> None:
    where = related(
        contact(SPECIALIST, "p-1", 200, "no"),
        contact(SPECIALIST, None, 20),
        contact("Z990002", "p-2", 10),
        contact("Z990003", "p-3", 1),
    )
    mine, colleague, stranger = (known(where, participant=p) for p in ("p-1", "p-2", "p-3"))
    assert [f["specialist_days"] for f in (mine, colleague, stranger)] == [20, 10, 1]
    assert [f["specialist_contacts"] for f in (mine, colleague, stranger)] == [2, 1, 1]
    assert [f["office_days"] for f in (mine, colleague, stranger)] == [10, 10, 1]
    assert [f["office_contacts"] for f in (mine, colleague, stranger)] == [3, 3, 1]
    assert [f["own_days"] for f in (mine, colleague, stranger)] == [200, 10, 1]
    assert [f["own_result"] for f in (mine, colleague, stranger)] == [2, 4, 4]
    assert {f["days_since_contact"] for f in (mine, colleague, stranger)} == {1}


def test_a_year_of_contacts_is_365_days() -> None:
    where = related(*(contact(SPECIALIST, "p-1", n) for n in (364, 365)))
    assert known(where)["specialist_contacts"] == known(where)["office_contacts"] == 1


def test_the_age_of_a_relation_is_that_of_the_contact_however_late_it_was_recorded() -> None:
    where = related(contact(SPECIALIST, "p-1", 300) | {"recorded_on": before(2)})
    facts = known(where)
    assert [facts[name] for name in ("specialist_days", "office_days", "own_days")] == [300] * 3


# --- the person ---


def test_the_kind_of_support_and_follow_up_are_numbers_for_the_outlook() -> None:
    facts = known(world(participants=person(stream="vto", follow_up_need="high", hours_max=15.0)))
    assert [facts[f"stream_{kind}"] for kind in ("youth", "adapted", "supported")] == [0, 1, 0]
    assert (facts["follow_up_need"], facts["hours_most"]) == (2, 15)
