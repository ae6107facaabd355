"""From tables to a matcher: the same tables give the same one, and nothing later or lacking gets in."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.pipeline import Pipeline
from features.world import World
from features.world.facts import day_number
from models.fallback import LINEAR
from models.outlook import CHANCES
from models.prior import EVENTS_NEEDED
from tests.builders import DAY, batch, days_after, orgnr, rows, tables
from training.reach import pairs_within_reach
from training.spread import UNCHOSEN_LEVEL
from training.train import Fitted, TooLittleDataError, fit

PEOPLE, PLACES = 24, 12
Tables = dict[str, pl.DataFrame]


def person(number: int) -> str:
    return f"p-{10 * (number + 1):04}"


def history(seed: int = 0) -> dict[str, list[dict[str, Any]]]:
    """Two years of contacts; workplaces with even numbers take people in, and keep them."""
    rng = np.random.default_rng(seed)
    contacts, placements = [], []
    for i in range(500):
        unit, day = int(rng.integers(PLACES)), days_after(DAY, -int(rng.integers(1, 730)))
        good = unit % 2 == 0
        started = rng.random() < (0.5 if good else 0.1)
        contacts.append(
            {
                "contact_id": f"c-{i:04}",
                "participant_id": person(int(rng.integers(PEOPLE))),
                "orgnr": orgnr(unit),
                "contacted_on": day,
                "result": "meeting" if started or rng.random() < 0.3 else "no",
            }
        )
        start = days_after(day, int(rng.integers(1, 60)))
        if started and start < DAY:
            end = days_after(start, int(rng.integers(5, 900 if good else 200)))
            placements.append(
                {
                    "placement_id": f"s-{i:04}",
                    "participant_id": contacts[-1]["participant_id"],
                    "contact_id": f"c-{i:04}",
                    "orgnr": orgnr(unit),
                    "starts_on": start,
                    "ends_on": end if end < DAY else None,
                    "end_reason": "pace" if end < DAY else None,
                    "observed_until": min(end, DAY),
                }
            )
    return {"contacts": contacts, "placements": placements}


def county(**more: list[dict[str, Any]]) -> Tables:
    """The tables of the history, with more rows where they are given."""
    drawn = history()
    people = [
        {"participant_id": person(n), "updated_on": date(2023, 1, 1), "registered_on": date(2023, 1, 1)}
        for n in range(PEOPLE)
    ]
    places = [{"orgnr": orgnr(n)} for n in range(PLACES)]
    return tables(
        participants=rows("participants", *people, *more.get("participants", [])).sort("participant_id"),
        workplaces=rows("workplaces", *places, *more.get("workplaces", [])),
        contacts=rows("contacts", *drawn["contacts"], *more.get("contacts", [])),
        placements=rows("placements", *drawn["placements"], *more.get("placements", [])),
    )


def trained(frames: Tables, participants: np.ndarray | None = None) -> Fitted:
    return fit(Pipeline(World.from_tables(frames)), DAY, participants, seed=0, refits=2)


@pytest.fixture(scope="module")
def whole() -> Fitted:
    return trained(county())


def same(one: Fitted, other: Fitted) -> None:
    """The two matchers say the same of rows that neither has seen."""
    rows_to_ask = batch(60, seed=3)
    np.testing.assert_array_equal(one.matcher.ranker.score(rows_to_ask), other.matcher.ranker.score(rows_to_ask))
    first, second = (f.matcher.outlook.chances(rows_to_ask) for f in (one, other))
    for name in CHANCES:
        np.testing.assert_array_equal(first.estimate[name], second.estimate[name])
        np.testing.assert_array_equal(first.high[name], second.high[name])


def test_what_went_well_before_is_put_first(whole: Fitted) -> None:
    learnt = whole.examples
    score = whole.matcher.ranker.score(learnt.batch)
    good = np.isin(learnt.batch.unit, np.arange(0, PLACES, 2))
    late = learnt.day > day_number(DAY) - 300
    assert score[good & late].mean() > score[~good & late].mean() + 0.2
    chances = whole.matcher.outlook.chances(learnt.batch).estimate
    for name in ("starts", "stays_26w"):
        assert chances[name][good & late].mean() > chances[name][~good & late].mean() + 0.05
    assert whole.matcher.trained_as_of == DAY


def test_the_same_tables_give_the_same_matcher(whole: Fitted) -> None:
    same(whole, trained(county()))


LATER = {
    "contacts": [
        {"contact_id": "c-9000", "participant_id": person(3), "contacted_on": days_after(DAY, 1), "orgnr": orgnr(0)},
        {
            "contact_id": "c-9001",
            "participant_id": person(3),
            "contacted_on": days_after(DAY, -70),
            "recorded_on": days_after(DAY, 9),
            "orgnr": orgnr(0),
        },
    ],
    "placements": [
        {
            "placement_id": "s-9000",
            "participant_id": person(3),
            "orgnr": orgnr(1),
            "starts_on": days_after(DAY, -60),
            "recorded_on": days_after(DAY, 2),
            "observed_until": days_after(DAY, 300),
        }
    ],
}
NEWCOMERS = {
    "participants": [
        {"participant_id": f"p-{n:04}", "updated_on": days_after(DAY, 5), "registered_on": days_after(DAY, 5)}
        for n in (1, 55, 999)
    ],
    "workplaces": [{"orgnr": orgnr(99), "recorded_on": days_after(DAY, 5)}],
}


def test_what_was_recorded_later_changes_no_part_of_the_matcher(whole: Fitted) -> None:
    same(whole, trained(county(**LATER)))


def test_people_who_came_later_change_no_part_of_the_matcher(whole: Fitted) -> None:
    """Somebody registered after the cut stands between the others in the index, and has nothing to teach."""
    same(whole, trained(county(**NEWCOMERS)))


def test_only_the_chosen_people_are_learnt_from(whole: Fitted) -> None:
    chosen = np.arange(PEOPLE) % 2 == 0
    half = trained(county(), chosen)
    assert set(half.examples.participant) == set(np.flatnonzero(chosen))
    assert 0 < len(half.examples) < len(whole.examples)


# --- any amount of history ---


@pytest.mark.parametrize("missing", ["contacts", "placements", "ends"])
def test_without_contacts_starts_or_ends_there_is_a_matcher_that_says_how_little_it_rests_on(missing: str) -> None:
    frames = county()
    if missing == "ends":
        frames["placements"] = frames["placements"].with_columns(ends_on=pl.lit(None, pl.Date))
    else:
        frames[missing] = frames[missing].clear()
    matcher = trained(frames).matcher
    asked = batch(50)
    said = matcher.outlook.chances(asked)
    for name in CHANCES:
        assert ((said.low[name] <= said.estimate[name]) & (said.estimate[name] <= said.high[name])).all()
    assert np.isfinite(matcher.ranker.score(asked)).all()
    if missing != "ends":
        assert matcher.ranker.name == LINEAR
        assert f"0 av de {EVENTS_NEEDED} jobbstartene" in str(matcher.ranker.reason)


def test_without_any_history_the_nearer_and_the_wished_for_come_first_and_a_start_is_as_rare_as_published() -> None:
    frames = county()
    frames["contacts"], frames["placements"] = frames["contacts"].clear(), frames["placements"].clear()
    matcher = trained(frames).matcher
    near, far = (matcher.ranker.score(batch(80, travel_share=x)) for x in (-1.0, 1.0))
    assert (near > far).all()
    wished, other = (matcher.ranker.score(batch(80, wish_fit=x)) for x in (1.0, -1.0))
    assert (wished > other).all()
    around = pairs_within_reach(Pipeline(World.from_tables(frames)), np.ones(PEOPLE, dtype=np.bool_), day_number(DAY))
    said = matcher.outlook.chances(around)
    assert said.estimate["starts"].mean() == pytest.approx(1 / 25 * UNCHOSEN_LEVEL, abs=0.003)
    assert (said.high["starts"] - said.low["starts"]).mean() > 1 / 25


def test_with_starts_enough_trees_are_grown_and_nothing_has_to_be_excused(whole: Fitted) -> None:
    assert whole.examples.started[whole.examples.start_observed].sum() >= EVENTS_NEEDED
    assert whole.matcher.ranker.name == "lambdamart"
    assert whole.matcher.ranker.reason is None


def test_where_there_is_nobody_to_rank_for_and_nothing_to_learn_from_it_is_refused() -> None:
    frames = county()
    frames["contacts"], frames["placements"] = frames["contacts"].clear(), frames["placements"].clear()
    frames["workplaces"] = frames["workplaces"].with_columns(closed_on=date(2020, 1, 1))
    with pytest.raises(TooLittleDataError, match="load participants and workplaces before training"):
        trained(frames)


def test_the_smallest_history_that_can_be_learnt_from_gives_a_matcher() -> None:
    """One person, one contact that led to a job which ended, and one that led nowhere."""
    contact = {"participant_id": person(0), "orgnr": orgnr(0)}
    frames = county()
    frames["contacts"] = rows(
        "contacts",
        contact | {"contact_id": "c-1", "contacted_on": days_after(DAY, -500)},
        contact | {"contact_id": "c-2", "contacted_on": days_after(DAY, -400), "result": "no"},
    )
    job = {"starts_on": days_after(DAY, -490), "ends_on": days_after(DAY, -450), "contact_id": "c-1"}
    frames["placements"] = rows("placements", contact | job)
    chances = trained(frames).matcher.outlook.chances(batch(5)).estimate
    assert all(np.isfinite(chance).all() for chance in chances.values())
