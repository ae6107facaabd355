"""Nothing and nobody that a model is judged on may have been learnt from."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from features.tables import BY_NAME
from training.split import Split, known_before

CUT = date(2024, 1, 1)
UNTIL = date(2025, 7, 1)
SPLIT = Split(cut=CUT, until=UNTIL)

days = st.dates(min_value=date(2022, 1, 1), max_value=UNTIL)
contacts = st.lists(
    st.tuples(st.sampled_from([f"person-{i}" for i in range(30)]), days, st.none() | st.integers(0, 60)), max_size=40
)


def frame(rows: list[tuple[str, date, int | None]]) -> pl.DataFrame:
    """Contacts of (participant, day, days until it was recorded)."""
    return pl.DataFrame(
        {
            "contact_id": [str(i) for i in range(len(rows))],
            "participant_id": [who for who, _, _ in rows],
            "contacted_on": [day for _, day, _ in rows],
            "recorded_on": [None if late is None else day + timedelta(days=late) for _, day, late in rows],
        },
        schema={
            "contact_id": pl.String,
            "participant_id": pl.String,
            "contacted_on": pl.Date,
            "recorded_on": pl.Date,
        },
    )


@given(contacts)
def test_nobody_is_on_both_sides_and_no_time_either(rows: list[tuple[str, date, int | None]]) -> None:
    train, test = SPLIT.train_contacts(frame(rows)), SPLIT.test_contacts(frame(rows))
    assert not set(train["participant_id"]) & set(test["participant_id"])
    assert all(day < CUT for day in train["contacted_on"])
    assert all(day is None or day < CUT for day in train["recorded_on"])
    assert all(CUT <= day <= UNTIL - SPLIT.window for day in test["contacted_on"])


@given(contacts)
def test_a_person_keeps_the_side_whoever_else_comes(rows: list[tuple[str, date, int | None]]) -> None:
    everybody = frame([*rows, ("person-0", CUT, None)])["participant_id"]
    sides = dict(zip(everybody, SPLIT.is_test(everybody), strict=True))
    assert all(SPLIT.is_test(pl.Series([who])).to_list() == [side] for who, side in sides.items())


def test_about_three_of_ten_are_tested_and_another_salt_tests_others() -> None:
    people = pl.Series([f"p{i}" for i in range(5000)])
    chosen = SPLIT.is_test(people)
    others = Split(cut=CUT, until=UNTIL, salt="another").is_test(people)
    assert 0.28 < (chosen.mean() or 0.0) < 0.32
    assert 0.08 < ((chosen & others).mean() or 0.0) < 0.10


def test_a_contact_about_nobody_is_neither_learnt_from_nor_judged_on() -> None:
    nobody = frame([("person-1", date(2023, 5, 1), None), ("person-1", CUT, None)]).with_columns(
        participant_id=pl.lit(None, dtype=pl.String)
    )
    assert SPLIT.train_contacts(nobody).is_empty()
    assert SPLIT.test_contacts(nobody).is_empty()


def test_the_latest_split_leaves_every_test_contact_its_window() -> None:
    split = Split.ending(UNTIL, testing=timedelta(weeks=26), window=timedelta(weeks=52))
    assert split.cut == UNTIL - timedelta(weeks=26 + 52)


def placement(starts: date, ends: date | None, observed: date, reason: str | None) -> dict[str, object]:
    return {
        "placement_id": "a",
        "starts_on": starts,
        "ends_on": ends,
        "observed_until": observed,
        "end_reason": reason,
        "recorded_on": None,
    }


def test_a_later_end_has_not_come_yet() -> None:
    table = pl.DataFrame(
        [
            placement(date(2023, 1, 1), date(2023, 6, 1), date(2025, 1, 1), "pace"),
            placement(date(2023, 1, 1), CUT, date(2025, 1, 1), "pace"),
            placement(CUT, None, date(2025, 1, 1), None),
        ],
        schema_overrides={"recorded_on": pl.Date},
    )
    known = known_before({"placements": table}, CUT)["placements"]
    eve = CUT - timedelta(days=1)
    assert known["ends_on"].to_list() == [date(2023, 6, 1), None]
    assert known["end_reason"].to_list() == ["pace", None]
    assert known["observed_until"].to_list() == [eve, eve]


later_tables = st.sampled_from(
    ["participants", "contacts", "placements", "shown_lists", "choices", "vacancies", "employer_needs", "agreements"]
)


@given(later_tables, st.lists(st.tuples(days, st.integers(0, 900)), min_size=1, max_size=6), st.integers(1, 400))
def test_moving_what_came_later_changes_nothing_that_was_known(
    name: str, spans: list[tuple[date, int]], shift: int
) -> None:
    """Rows with a first day and a last one days later; an agreement's end is planned, so only its start moves."""
    first = BY_NAME[name].known_from or ""
    lasts = {c.name for c in BY_NAME[name].columns if c.happened} & {"ends_on", "left_on", "observed_until"}

    def table(move: Callable[[date], date]) -> pl.DataFrame:
        ends = [move(day + timedelta(days=length)) for day, length in spans]
        return pl.DataFrame({first: [move(day) for day, _ in spans], **dict.fromkeys(lasts, ends)})

    as_it_was = known_before({name: table(lambda day: day)}, CUT)[name]
    as_it_became = known_before({name: table(lambda d: d + timedelta(days=shift) if d >= CUT else d)}, CUT)[name]
    assert as_it_was.equals(as_it_became)
