"""The tables as arrays: who is who, which version was known, and what holds for a unit or its legal entity."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.world import World
from features.world.facts import day_number
from features.world.index import Index, codes
from features.world.memory import NEED_DAYS
from tests.builders import DAY, SPECIALIST, WORKPLACE, days_after, orgnr, rows, tables, world

ENTITY = "810000000"
TODAY = np.array([day_number(DAY)])


def active(where: World, kind: str, on: date, number: str = WORKPLACE) -> bool:
    """Whether an agreement or a notice of the unit or its entity holds on the day."""
    day = day_number(on)
    unit = where.units.find(pl.Series([number]))
    entity = where.workplaces.entity[where.workplaces.version(unit, day)]
    found = []
    for facts, key in ((getattr(where, kind)["unit"], unit), (getattr(where, kind)["entity"], entity)):
        _, which = facts.expand(key, np.array([day]))
        found += list((facts.values["from"][which] <= day) & (facts.values["until"][which] >= day))
    return any(found)


def test_an_index_finds_positions_in_sorted_order_and_minus_one_for_strangers() -> None:
    index = Index(pl.Series(["b", "a", None, "b"]))
    assert (len(index), index.names.to_list()) == (2, ["a", "b"])
    assert index.find(pl.Series(["b", "x", None, "a"])).tolist() == [1, -1, -1, 0]
    assert codes(pl.Series(["walk", None, "fly"]), ("car", "walk")).tolist() == [1, -1, -1]


def test_the_tables_that_may_not_rank_are_never_read() -> None:
    frames = tables(contacts=rows("contacts", {}), placements=rows("placements", {}))
    for name in ("participant_rules", "participant_audit", "placement_subsidies"):
        del frames[name]
    where = World.from_tables(frames)
    assert len(where.contacts.unit) == len(where.placements.unit) == len(where.profiles) == 1


def test_empty_tables_make_an_empty_world() -> None:
    where = world(participants=rows("participants"), workplaces=rows("workplaces"))
    assert (len(where.units), len(where.participants), len(where.work_seen)) == (0, 0, 0)
    assert len(where.starts["everywhere"]) == len(where.contact_facts["unit"]) == 0


# --- versions ---


@pytest.mark.parametrize(("after", "employees"), [(-1, 5), (0, 8), (99, 8), (100, 12)])
def test_the_version_of_a_workplace_is_the_one_known_on_the_day(after: int, employees: int) -> None:
    where = world(
        workplaces=rows("workplaces", {"employees": 12, "recorded_on": days_after(DAY, 100)}),
        workplaces_history=rows("workplaces", {"employees": 5}, {"employees": 8, "recorded_on": DAY}),
    )
    version = where.workplaces.version(np.array([0]), day_number(days_after(DAY, after)))
    assert where.workplaces.employees[version].tolist() == [employees]


def test_a_row_corrected_under_the_same_day_replaces_the_wrong_one() -> None:
    """Both rows say `recorded_on` 1 June: the stored one is what holds, its predecessor was a mistake."""
    where = world(
        workplaces=rows("workplaces", {"employees": 12, "recorded_on": DAY}),
        workplaces_history=rows("workplaces", {"employees": 1200, "recorded_on": DAY}),
    )
    assert where.workplaces.employees[where.workplaces.version(np.array([0]), TODAY)].tolist() == [12]


def test_a_workplace_not_yet_known_is_not_known_in_anything() -> None:
    where = world(workplaces=rows("workplaces", {"recorded_on": days_after(DAY, 1)}))
    version = where.workplaces.version(np.array([0]), TODAY)
    assert version.tolist() == [-1]
    w = where.workplaces
    assert np.isnan([w.employees[version], w.capacity[version], w.latitude[version]]).all()
    assert [int(a[version][0]) for a in (w.entity, w.division, w.sector, w.municipality)] == [-1] * 4


def test_the_version_of_a_profile_is_the_one_known_on_the_day() -> None:
    later = {"updated_on": days_after(DAY, 10), "hours_max": 37.5}
    hidden = {"updated_on": days_after(DAY, 5), "recorded_on": days_after(DAY, 20), "hours_max": 1.0}
    where = world(participants=rows("participants", {}, later))
    assert hours(where, 9) == 30.0
    assert hours(where, 10) == 37.5
    assert hours(world(participants=rows("participants", {}, hidden)), 19) == 30.0
    assert hours(world(participants=rows("participants", {}, hidden)), 20) == 1.0


def test_an_older_profile_that_is_recorded_late_does_not_replace_a_newer_one() -> None:
    """A later row replaces the earlier one from `updated_on` (contract): May's hold, though March's came in June."""
    march = {"updated_on": date(2025, 3, 1), "recorded_on": date(2025, 5, 31), "hours_max": 10.0}
    may = {"updated_on": date(2025, 5, 1), "hours_max": 37.5}
    assert hours(world(participants=rows("participants", {}, march, may)), 0) == 37.5


def hours(where: World, after: int) -> float:
    version = where.profiles.version(np.array([0]), day_number(days_after(DAY, after)))
    return float(where.profiles.hours_max[version][0])


def test_nothing_is_known_of_a_participant_before_the_first_profile() -> None:
    where = world()
    assert where.profiles.version(np.array([0, -1]), day_number(date(2023, 12, 31))).tolist() == [-1, -1]


# --- agreements and notices ---


@pytest.mark.parametrize("kind", ["agreements", "notices"])
@pytest.mark.parametrize(("after", "holds"), [(-1, False), (0, True), (30, True), (31, False)])
def test_what_holds_does_so_from_its_first_to_its_last_day(kind: str, after: int, holds: bool) -> None:
    table = {"agreements": "agreements", "notices": "employer_notices"}[kind]
    given = {"starts_on": DAY, "ends_on": days_after(DAY, 30)}
    assert active(world(**{table: rows(table, given)}), kind, days_after(DAY, after)) == holds


@pytest.mark.parametrize(("after", "holds"), [(9, False), (10, True)])
def test_an_agreement_counts_from_the_day_it_was_recorded(after: int, holds: bool) -> None:
    where = world(agreements=rows("agreements", {"starts_on": DAY, "recorded_on": days_after(DAY, 10)}))
    assert active(where, "agreements", days_after(DAY, after)) == holds


@pytest.mark.parametrize(
    ("covers", "number", "holds"),
    [("unit", WORKPLACE, True), ("legal_entity", ENTITY, True), ("unit", ENTITY, False)],
)
def test_an_agreement_holds_for_the_unit_or_for_every_unit_of_the_entity(covers: str, number: str, holds: bool) -> None:
    where = world(
        workplaces=rows("workplaces", {"parent_orgnr": ENTITY}),
        agreements=rows("agreements", {"orgnr": number, "covers": covers}),
    )
    assert active(where, "agreements", DAY) == holds


def test_a_notice_of_the_entity_pauses_its_units_and_no_others() -> None:
    chain = [{"parent_orgnr": ENTITY, "orgnr": orgnr(1)}, {"parent_orgnr": ENTITY, "orgnr": orgnr(2)}]
    where = world(
        workplaces=rows("workplaces", *chain, {"orgnr": orgnr(3)}),
        employer_notices=rows("employer_notices", {"orgnr": ENTITY, "kind": "bankruptcy"}),
    )
    assert [active(where, "notices", DAY, orgnr(n)) for n in (1, 2, 3)] == [True, True, False]


def test_a_notice_of_a_unit_leaves_the_rest_of_its_chain_alone() -> None:
    where = world(
        workplaces=rows("workplaces", *({"parent_orgnr": ENTITY, "orgnr": orgnr(n)} for n in (1, 2))),
        employer_notices=rows("employer_notices", {"orgnr": orgnr(1)}),
    )
    assert [active(where, "notices", DAY, orgnr(n)) for n in (1, 2)] == [True, False]


def test_a_legal_entity_that_is_itself_among_the_workplaces_still_pauses_its_units() -> None:
    """The entity of a notice need not be in `workplaces` (contract), and may be."""
    where = world(
        workplaces=rows("workplaces", {"orgnr": orgnr(1)}, {"orgnr": orgnr(2), "parent_orgnr": orgnr(1)}),
        employer_notices=rows("employer_notices", {"orgnr": orgnr(1), "kind": "bankruptcy"}),
    )
    assert [active(where, "notices", DAY, orgnr(n)) for n in (1, 2)] == [True, True]


@pytest.mark.parametrize(("kind", "months", "holds"), [
    ("mass_dismissal", 5, True),
    ("mass_dismissal", 7, False),
    ("temporary_layoff", 7, True),
    ("bankruptcy", 60, True),
    ("closure", 60, True),
])  # fmt: skip
def test_a_mass_dismissal_without_an_end_counts_half_a_year_and_a_bankruptcy_for_ever(
    kind: str, months: int, holds: bool
) -> None:
    where = world(employer_notices=rows("employer_notices", {"kind": kind, "starts_on": DAY}))
    assert active(where, "notices", days_after(DAY, 30 * months)) == holds


def test_a_mass_dismissal_with_an_end_counts_until_then() -> None:
    given = {"kind": "mass_dismissal", "starts_on": DAY, "ends_on": days_after(DAY, 300)}
    where = world(employer_notices=rows("employer_notices", given))
    assert active(where, "notices", days_after(DAY, 300))
    assert not active(where, "notices", days_after(DAY, 301))


# --- needs, ads, work seen ---


def current(where: World, facts: str, after: int) -> float:
    day = np.array([day_number(days_after(DAY, after))])
    gone = getattr(where, f"{facts}_expired").count(np.array([0]), day)
    return float((getattr(where, facts).count(np.array([0]), day) - gone)[0])


@pytest.mark.parametrize(("after", "number"), [(-1, 0), (0, 1), (60, 1), (61, 0)])
def test_needs_and_ads_hold_from_the_day_they_are_known_to_their_last_day(after: int, number: int) -> None:
    last = days_after(DAY, 60)
    need = world(employer_needs=rows("employer_needs", {"recorded_on": DAY, "valid_until": last}))
    ad = world(vacancies=rows("vacancies", {"published": DAY, "expires": last}))
    assert current(need, "needs", after) == current(ad, "ads", after) == number


def test_a_need_without_an_end_grows_old() -> None:
    where = world(employer_needs=rows("employer_needs", {"recorded_on": DAY}))
    assert [current(where, "needs", n) for n in (NEED_DAYS, NEED_DAYS + 1)] == [1, 0]


def test_a_need_with_an_end_holds_until_then_however_far_off() -> None:
    """`valid_until` says until when a need holds (contract); only one without it grows old by itself."""
    last = NEED_DAYS + 100
    where = world(employer_needs=rows("employer_needs", {"recorded_on": DAY, "valid_until": days_after(DAY, last)}))
    assert [current(where, "needs", n) for n in (NEED_DAYS + 1, last, last + 1)] == [1, 1, 0]


def test_an_ad_recorded_after_it_expired_was_never_current() -> None:
    given = {"published": DAY, "expires": days_after(DAY, 10), "recorded_on": days_after(DAY, 20)}
    where = world(vacancies=rows("vacancies", given))
    assert [current(where, "ads", n) for n in (5, 15, 20, 30)] == [0, 0, 0, 0]


def test_trials_and_unknown_occupations_are_no_work_seen() -> None:
    where = world(
        placements=rows("placements", {"form": "work_training"}),
        employer_needs=rows("employer_needs", {"occupation": "0001"}),
    )
    assert len(where.work_seen) == 0


# --- people who know a workplace ---


def test_the_office_of_a_contact_is_that_of_the_specialists_participants_then() -> None:
    moved = {"updated_on": days_after(DAY, 10), "office_id": "0301"}
    where = world(participants=rows("participants", {}, moved))
    specialist = where.specialists.find(pl.Series([SPECIALIST, SPECIALIST, "Z999999"]))
    day = np.array([day_number(days_after(DAY, n)) for n in (9, 10, 10)])
    office = where.office_of_specialist(specialist, day)
    assert [where.offices.names[int(o)] if o >= 0 else None for o in office] == ["0806", "0301", None]


def test_a_unit_counts_in_a_chain_from_the_day_it_is_known() -> None:
    later = {"orgnr": orgnr(2), "parent_orgnr": ENTITY, "recorded_on": days_after(DAY, 10)}
    where = world(workplaces=rows("workplaces", {"orgnr": orgnr(1), "parent_orgnr": ENTITY}, later))
    entity = where.entities.find(pl.Series([ENTITY, ENTITY]))
    day = np.array([day_number(days_after(DAY, n)) for n in (9, 10)])
    assert where.chains.total("units", entity, day).tolist() == [1, 2]


def test_a_unit_that_changes_hands_leaves_one_chain_and_joins_the_other() -> None:
    other = "820000000"
    where = world(
        workplaces=rows("workplaces", {"parent_orgnr": other, "recorded_on": DAY}),
        workplaces_history=rows("workplaces", {"parent_orgnr": ENTITY}),
    )
    entity = where.entities.find(pl.Series([ENTITY, other]))
    before, after = (np.array([day_number(days_after(DAY, n))] * 2) for n in (-1, 0))
    assert where.chains.total("units", entity, before).tolist() == [1, 0]
    assert where.chains.total("units", entity, after).tolist() == [0, 1]


def test_levels_of_a_unit_without_chain_or_industry_are_not_known() -> None:
    bare: dict[str, Any] = {"parent_orgnr": None, "industry_code": None}
    levels = world(workplaces=rows("workplaces", bare)).levels(np.array([0, -1]), np.repeat(TODAY, 2))
    assert {name: keys.tolist() for name, keys in levels.items()} == {
        "unit": [0, -1],
        "chain": [-1, -1],
        "division": [-1, -1],
        "everywhere": [0, -1],
    }
