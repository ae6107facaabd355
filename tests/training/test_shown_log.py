"""Which shown lists count, and where a ranker would have had what they showed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.pipeline import Batch, Pipeline
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, days_after, orgnr, rows, tables
from training.dataset import examples
from training.metrics import Floats
from training.shown_log import ShownLog, among_first, shown_log

PLACES = 6
Tables = Mapping[str, pl.DataFrame]


def shown(number: int, rank: int, **given: Any) -> dict[str, Any]:
    """Place `rank` of list l-1 shows workplace `number`."""
    return {"list_id": "l-1", "orgnr": orgnr(number), "rank": rank, "propensity": 0.5, "shown_on": SHOWN} | given


def contact(number: int, **given: Any) -> dict[str, Any]:
    return {
        "contact_id": f"c-{number}",
        "orgnr": orgnr(number),
        "list_id": "l-1",
        "contacted_on": days_after(SHOWN, 2),
    } | given


SHOWN = days_after(DAY, -300)


def county(lists: list[dict[str, Any]], contacts: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    people = [{"participant_id": f"p-{n}"} for n in (1, 2)]
    places = [{"orgnr": orgnr(n), "latitude": 59.20 + 0.002 * n} for n in range(PLACES)]
    return tables(
        participants=rows("participants", *people),
        workplaces=rows("workplaces", *places),
        shown_lists=rows("shown_lists", *lists),
        contacts=rows("contacts", *contacts),
    )


def read(frames: Tables, cut: date = DAY) -> tuple[Pipeline, ShownLog]:
    pipeline = Pipeline(World.from_tables(frames))
    return pipeline, shown_log(pipeline.world, frames, examples(pipeline, day_number(cut)))


LISTS = [shown(0, 1), shown(1, 2), shown(2, 3)]


def test_every_place_of_a_list_that_led_to_a_contact_with_the_contact_where_it_was_made() -> None:
    other = [shown(3, 1, list_id="l-2", participant_id="p-2"), shown(4, 2, list_id="l-2", participant_id="p-2")]
    pipeline, log = read(county([*LISTS, *other], [contact(1)]))
    assert pipeline.world.units.names.gather(log.unit).to_list() == [orgnr(n) for n in (0, 1, 2)]
    assert log.rank.tolist() == [1, 2, 3]
    assert log.length.tolist() == [3, 3, 3]
    assert log.contact.tolist() == [-1, 0, -1]
    assert set(log.day) == {day_number(SHOWN)}


def test_how_often_a_rank_is_followed_is_told_from_all_lists() -> None:
    """Three lists with a first place, of which one was contacted; the second place was never."""
    lists = [shown(n, r, list_id=f"l-{i}") for i in (1, 2, 3) for n, r in ((0, 1), (1, 2))]
    log = read(county(lists, [contact(0)]))[1]
    assert log.followed.tolist() == pytest.approx([1 / 3, 0.0])


@pytest.mark.parametrize(
    "lists",
    [
        [shown(0, 1, propensity=None), shown(1, 2)],
        [shown(0, 1, shown_on=days_after(DAY, 3)), shown(1, 2, shown_on=days_after(DAY, 3))],
        [shown(0, 1, participant_id="p-9"), shown(1, 2, participant_id="p-9")],
        [],
    ],
    ids=["a chance is not known", "shown after the cut", "nobody known", "no lists"],
)
def test_lists_that_cannot_be_weighed_are_left_out(lists: list[dict[str, Any]]) -> None:
    pipeline, log = read(county(lists, [contact(1)]))
    assert len(log) == 0
    assert len(among_first(pipeline, {"near": near}, log, 2)["near"]) == 0


def near(batch: Batch) -> Floats:
    return -batch.column("travel_minutes")


def test_the_first_places_are_taken_among_all_candidates_and_not_among_the_shown() -> None:
    """The workplaces lie farther north by number, away from the person's 59.21: 5 is the nearest, then 4, 3 …"""
    pipeline, log = read(county([shown(0, 1), shown(4, 2), shown(5, 3)], [contact(4)]))
    assert among_first(pipeline, {"near": near}, log, 2)["near"].tolist() == [0.0, 1.0, 1.0]
    assert among_first(pipeline, {"near": near}, log, 1)["near"].tolist() == [0.0, 0.0, 1.0]


def test_those_who_tie_share_the_places() -> None:
    pipeline, log = read(county(LISTS, [contact(1)]))
    assert among_first(pipeline, {"same": lambda b: np.zeros(len(b))}, log, 3)["same"].tolist() == [3 / PLACES] * 3


def test_what_is_no_longer_a_candidate_is_not_among_the_first() -> None:
    frames = county(LISTS, [contact(1)])
    gone = pl.when(pl.col("orgnr") == orgnr(0)).then(date(2023, 1, 1)).otherwise(None).alias("closed_on")
    frames["workplaces"] = frames["workplaces"].with_columns(gone)
    pipeline, log = read(frames)
    assert among_first(pipeline, {"near": near}, log, PLACES)["near"].tolist() == [0.0, 1.0, 1.0]
