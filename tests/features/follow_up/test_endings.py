from __future__ import annotations

import pytest

from features.follow_up.endings import endings
from tests.builders import orgnr, rows
from tests.features.follow_up.world_of_placements import BOOK, on, placed

TODAY = on(100)
ENTITY = orgnr(7)


def ending(subsidies=(), needs=(), agreements=(), placements=({},), workplaces=({},)):
    """(kind, what, days left, warning) of what ends, as seen on the hundredth day."""
    found = endings(
        placed(*placements),
        rows("placement_subsidies", *subsidies),
        rows("employer_needs", *needs),
        rows("agreements", *agreements),
        rows("workplaces", *workplaces).select("orgnr", "parent_orgnr"),
        BOOK,
        TODAY,
    )
    return [(row["kind"], row["what"], row["days_left"], row["within"]) for row in found.to_dicts()]


@pytest.mark.parametrize(
    ("left", "within"), [(0, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90), (91, None), (-1, None)]
)
def test_a_subsidy_is_warned_of_at_90_60_and_30_days(left, within):
    subsidy = {"scheme": "mentor_subsidy", "ends_on": on(100 + left)}
    assert ending(subsidies=[subsidy]) == ([("subsidy", "mentor_subsidy", left, within)] if within else [])


def test_a_subsidy_that_is_followed_by_the_same_or_has_no_end_is_no_ending():
    first = {"scheme": "mentor_subsidy", "starts_on": on(0), "ends_on": on(120)}
    then = {"scheme": "mentor_subsidy", "starts_on": on(121), "ends_on": on(300)}
    open_ended = {"scheme": "mentor_subsidy", "starts_on": on(121), "ends_on": None}
    assert ending(subsidies=[first, then]) == ending(subsidies=[first, open_ended]) == []


def test_nothing_is_said_of_a_placement_that_has_ended():
    subsidy = {"scheme": "mentor_subsidy", "ends_on": on(120)}
    assert ending(subsidies=[subsidy], placements=({"ends_on": on(90)},)) == []


def test_needs_and_agreements_of_the_workplaces_here_and_of_the_entity_above():
    needs = [{"valid_until": on(110)}, {"need_id": "n-2", "orgnr": orgnr(9), "valid_until": on(110)}]
    agreements = [
        {"ends_on": on(150)},
        {"orgnr": ENTITY, "programme": "Konsernavtale", "covers": "legal_entity", "ends_on": on(180)},
        {"orgnr": ENTITY, "programme": "Bare hovedkontoret", "covers": "unit", "ends_on": on(180)},
    ]
    assert ending(needs=needs, agreements=agreements, workplaces=({"parent_orgnr": ENTITY},)) == [
        ("need", "5223", 10, 30),
        ("agreement", "Vi inkluderer", 50, 60),
        ("agreement", "Konsernavtale", 80, 90),
    ]
