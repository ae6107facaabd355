"""The same function for training and serving: one day for all rows, or each row its own."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from features.catalogue import NAMES
from features.pipeline import DAYS_KEPT, Pipeline
from features.world.facts import day_number
from tests.builders import DAY, days_after, orgnr, pipeline, rows

TODAY = day_number(DAY)


@pytest.fixture(scope="module")
def made() -> Pipeline:
    """Two people, three workplaces, some history on both sides of `DAY`."""
    contacts = [
        {"contact_id": f"c-{n}", "orgnr": orgnr(n % 3), "contacted_on": days_after(DAY, -40 + 9 * n)} for n in range(9)
    ]
    return pipeline(
        participants=rows("participants", {}, {"participant_id": "p-2", "travel_mode": "transit"}),
        workplaces=rows("workplaces", *({"orgnr": orgnr(n), "employees": 5 * n} for n in range(3))),
        contacts=rows("contacts", *contacts),
        placements=rows("placements", {"orgnr": orgnr(1), "starts_on": days_after(DAY, -1)}),
    )


def test_one_day_for_all_equals_each_row_its_own(made: Pipeline) -> None:
    profiles, version, unit = made.world.profiles, np.array([0, 1, 0, 1, 0, 1]), np.array([0, 1, 2, 0, 1, 2])
    days = TODAY + np.array([-40, -1, 0, 1, 20, 20])
    together = made.by_row(profiles, version, unit, days)
    for row, day in enumerate(days):
        alone = made.on_day(profiles, version[row : row + 1], unit[row : row + 1], int(day))
        np.testing.assert_array_equal(alone.values[0], together.values[row])


def test_days_differ_and_are_each_kept_right(made: Pipeline) -> None:
    unit = np.arange(3)
    days = [TODAY + n for n in range(-3, DAYS_KEPT + 2)]
    first = [made.on_day(made.world.profiles, unit * 0, unit, day).values for day in days]
    again = [made.on_day(made.world.profiles, unit * 0, unit, day).values for day in days]
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)
    assert len({one.tobytes() for one in first}) > 1


def test_many_threads_ask_and_get_what_one_gets(made: Pipeline) -> None:
    unit = np.arange(3)
    days = [TODAY + n % 6 for n in range(24)]

    def asked(day: int) -> bytes:
        return made.on_day(made.world.profiles, unit * 0, unit, day).values.tobytes()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asked, days)) == [asked(day) for day in days]


def test_a_batch_can_be_taken_apart(made: Pipeline) -> None:
    batch = made.on_day(made.world.profiles, np.zeros(3, dtype=np.int64), np.arange(3), TODAY)
    some = batch.take(np.array([2, 0]))
    assert some.unit.tolist() == [2, 0]
    assert some.column("employees").tolist() == [10.0, 0.0]
    assert (len(batch), len(some), batch.values.dtype) == (3, 2, np.float32)
    assert some.columns(NAMES).shape == (2, len(NAMES))


def test_no_rows_give_no_features(made: Pipeline) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(made.on_day(made.world.profiles, none, none, TODAY)) == 0
    assert len(made.by_row(made.world.profiles, none, none, none)) == 0


def test_a_person_who_is_not_stored_is_asked_about_like_one_who_is(made: Pipeline) -> None:
    stranger = made.world.read_profiles(rows("participants", {"participant_id": "somebody-else"}))
    unit = np.arange(3)
    stored = made.on_day(made.world.profiles, unit * 0, unit, TODAY)
    given = made.on_day(stranger, unit * 0, unit, TODAY)
    own = [NAMES.index(name) for name in ("own_days", "own_result")]
    np.testing.assert_array_equal(np.delete(given.values, own, axis=1), np.delete(stored.values, own, axis=1))
    assert set(given.column("own_days")) == {1000.0}
