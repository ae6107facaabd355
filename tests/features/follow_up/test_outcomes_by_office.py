from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from features.follow_up.disclosure import POOLED, pooled, shown_parts
from features.follow_up.results import PARTS, results
from tests.builders import rows
from tests.features.follow_up.world_of_placements import BOOK

TODAY = date(2026, 6, 1)
BEGUN = date(2025, 1, 1)


def starts(number, office="0806", first=0, **changes):
    """So many people of an office, each with a start in January 2025 that was seen on today's day."""
    return [
        {"placement_id": f"s-{office}-{first + n}", "participant_id": f"p-{office}-{first + n}", "starts_on": BEGUN}
        | {"observed_until": TODAY, "form": "permanent"}
        | changes
        for n in range(number)
    ]


def made(*placements, subsidies=(), today=TODAY):
    """The outcomes by (office, months)."""
    everybody = sorted({p["participant_id"] for p in placements})
    people = rows("participants", *({"participant_id": p, "office_id": p.split("-")[1]} for p in everybody))
    found = results(rows("placements", *placements), rows("placement_subsidies", *subsidies), people, BOOK, today)
    return {(o.office_id, o.months): o for o in found.outcomes}, found.too_few


def test_a_start_is_still_there_moved_on_ended_or_unknown():
    shown, _ = made(
        *starts(8),
        *starts(7, first=10, ends_on=date(2025, 2, 1), end_reason="pace"),
        *starts(6, first=20, ends_on=date(2025, 2, 1), end_reason="better_job"),
        *starts(5, first=30, observed_until=date(2025, 2, 1)),
    )
    office = shown["0806", 12]
    assert (office.known, office.still, office.gone, office.ended, office.moved_on, office.unknown) == (
        21,
        8,
        13,
        7,
        6,
        5,
    )
    assert shown[None, 12].known == 21


def test_a_start_that_is_too_young_does_not_count_yet():
    shown, too_few = made(*starts(6), today=date(2025, 6, 30))
    assert [(office, months) for office, months in shown if office] == [("0806", 3)]
    assert too_few == ()


def test_a_null_result_is_shown_too():
    shown, _ = made(*starts(9, ends_on=date(2025, 2, 1)))
    assert (shown["0806", 3].still, shown["0806", 3].ended, shown["0806", 3].hours) == (0, 9, None)


def test_hours_contract_subsidy_and_returns():
    subsidies = [
        {
            "placement_id": f"s-0806-{n}",
            "scheme": "temporary_wage_subsidy",
            "starts_on": BEGUN,
            "ends_on": date(2025, 8, 1),
        }
        for n in range(5)
    ]
    again = [
        p | {"placement_id": p["placement_id"] + "b", "starts_on": date(2025, 3, 10), "form": "job_taster"}
        for p in starts(6, first=20)
    ]
    shown, _ = made(
        *starts(5, hours_per_week=10.0),
        *starts(5, first=10, hours_per_week=20.0, form="temporary"),
        *starts(6, first=20, ends_on=date(2025, 2, 1)),
        *again,
        subsidies=subsidies,
    )
    three, twelve = shown["0806", 3], shown["0806", 12]
    assert (three.still, three.hours, three.permanent, three.without_subsidy) == (10, (5 * 10 + 5 * 20) / 10, 5, 5)
    assert twelve.without_subsidy == 10
    assert (three.ended, three.returned) == (6, 6)


def test_small_offices_are_counted_together_and_the_total_is_the_sum():
    shown, _ = made(*starts(12, "0301"), *starts(3, "1103"), *starts(4, "4601"))
    assert [office for office, months in shown if months == 3] == ["0301", POOLED, None]
    assert (shown[POOLED, 3].known, shown[None, 3].known) == (7, 19)


def test_one_small_office_takes_the_smallest_other_with_it():
    shown, _ = made(*starts(12, "0301"), *starts(6, "1103"), *starts(3, "4601"))
    assert [(office, shown[office, 3].known) for office, months in shown if months == 3] == [
        ("0301", 12),
        (POOLED, 9),
        (None, 21),
    ]


def test_many_starts_of_few_people_are_few():
    again = [p | {"placement_id": p["placement_id"] + "b"} for p in starts(4)]
    assert made(*starts(4), *again) == ({}, (3, 6, 12))


def test_a_small_number_of_unknown_is_hidden_and_cannot_be_subtracted():
    shown, _ = made(
        *starts(20), *starts(9, first=30, ends_on=date(2025, 2, 1)), *starts(2, first=50, observed_until=BEGUN)
    )
    office = shown["0806", 3]
    assert (office.still, office.gone, office.known, office.unknown) == (20, 9, 29, None)
    assert shown[None, 3].unknown is None


def test_a_small_number_who_moved_on_hides_how_the_rest_are_gone():
    moved = {"ends_on": date(2025, 2, 1), "end_reason": "education"}
    shown, _ = made(*starts(20), *starts(9, first=30, ends_on=date(2025, 2, 1)), *starts(2, first=50, **moved))
    office = shown["0806", 3]
    assert (office.gone, office.ended, office.moved_on, office.returned) == (11, None, None, None)


def test_a_finer_number_that_is_small_is_hidden_with_the_total():
    shown, _ = made(*starts(8), *starts(2, first=10, form="temporary"), *starts(9, "0301"))
    assert (shown["0806", 3].still, shown["0806", 3].permanent) == (10, None)
    assert (shown["0301", 3].permanent, shown[None, 3].permanent) == (9, None)


def test_without_starts_there_is_nothing_to_show():
    assert made() == ({}, ())


COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.tuples(*[st.integers(0, 12)] * 4), max_size=7)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(2, 6))
def test_neither_a_number_shown_nor_a_difference_of_numbers_shown_is_small(counts, smallest):
    names = pooled(counts, smallest)
    if names is None:
        together = [sum(part) for part in zip(*counts.values(), strict=True)]
        assert any(0 < number < smallest for number in together)
        return
    groups = {shown: [counts[name] for name in counts if names[name] == shown] for shown in set(names.values())}
    sums = [[sum(part) for part in zip(*rows, strict=True)] for rows in groups.values()]
    assert all(number == 0 or number >= smallest for row in sums for number in row)
    total = [sum(part) for part in zip(*sums, strict=True)]
    for row in sums:
        assert all((t - n) == 0 or (t - n) >= smallest for t, n in zip(total, row, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=6), st.integers(2, 6))
def test_a_hidden_division_cannot_be_found_by_subtraction(parts, smallest):
    each, whole = shown_parts(
        pl.DataFrame(parts, schema=["has", "has_not"], orient="row"), ("has", "has_not"), smallest
    )
    hidden = [row for row, shown in zip(parts, each, strict=True) if not shown]
    assert all(n == 0 or n >= smallest for row, shown in zip(parts, each, strict=True) if shown for n in row)
    if whole and hidden:
        assert len(hidden) > 1
        assert all(n == 0 or n >= smallest for n in map(sum, zip(*hidden, strict=True)))


def test_the_parts_are_those_of_an_outcome():
    shown, _ = made(*starts(6))
    office = shown["0806", 3]
    assert sum(getattr(office, part) for part in PARTS) == office.known == 6
