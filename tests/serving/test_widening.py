"""A thin market gets a plan: what a longer way, work like the wishes, carved jobs and new employers would give."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.candidates import ENOUGH
from features.pipeline import Pipeline
from features.world.facts import day_number
from models.shortlist import shortlists
from serving.schemas import Widening
from serving.widening import widening
from tests.builders import DAY, orgnr, pipeline, rows, small_matcher

HOME = 59.21
FYRESDAL = "4032"


def asked(where: Pipeline, *, filtered: bool = False, **narrow: Any) -> list[Widening] | None:
    profiles, matcher = where.world.profiles, small_matcher()
    lists = shortlists(where, matcher, profiles, np.zeros(1, dtype=np.int64), day_number(DAY), 10, **narrow)
    return widening(where, matcher.ranker, profiles, lists, day_number(DAY), filtered=filtered)


def market(*places: dict[str, Any], person: dict[str, Any] | None = None, **given: pl.DataFrame) -> Pipeline:
    """Workplaces so many degrees north of a person who will travel 30 minutes by car."""
    near = ({"orgnr": orgnr(n), "latitude": HOME, "longitude": 9.61} | place for n, place in enumerate(places))
    people = rows("participants", {"max_travel_minutes": 30} | (person or {}))
    return pipeline(workplaces=rows("workplaces", *near), participants=people, **given)


def by_kind(found: list[Widening] | None) -> dict[str, Widening]:
    assert found is not None
    return {entry.kind: entry for entry in found}


def test_where_enough_is_within_reach_there_is_nothing_to_widen() -> None:
    assert asked(market(*[{}] * ENOUGH)) is None
    assert asked(market(*[{}] * (ENOUGH - 1))) is not None


def test_a_longer_way_says_how_many_more_and_the_best_of_them() -> None:
    """One within reach, two a quarter of an hour beyond it, one more within half an hour, and one far away."""
    where = market(
        {}, {"latitude": HOME + 0.24}, {"latitude": HOME + 0.22}, {"latitude": HOME + 0.3}, {"latitude": 62.0}
    )
    found = [entry for entry in asked(where) or [] if entry.kind == "longer_travel" and entry.best]
    assert [(entry.gives, entry.text) for entry in found] == [
        (2, "15 minutter lengre reisevei gir 2 arbeidsplasser til"),
        (3, "30 minutter lengre reisevei gir 3 arbeidsplasser til"),
    ]
    assert found[0].best is not None
    assert found[0].best.orgnr in (orgnr(1), orgnr(2))
    assert 30 < found[0].best.travel_minutes <= 45


def test_what_was_added_from_beyond_reach_is_labelled() -> None:
    where = market({}, {"latitude": HOME + 0.24})
    assert any(
        entry.text and entry.text.startswith("1 forslag på listen ligger lenger unna") for entry in asked(where) or []
    )


def test_a_longer_way_that_gives_nothing_is_said_too() -> None:
    entry = by_kind(asked(market({})))["longer_travel"]
    assert (entry.gives, entry.best) == (0, None)
    assert entry.text == "30 minutter lengre reisevei gir ingen arbeidsplasser til"


def test_work_like_the_wishes_is_counted_where_the_wished_work_is_not() -> None:
    """A shop assistant: one shop, one place where a till is minded, and a building site."""
    needs = rows("employer_needs", {"orgnr": orgnr(1), "occupation": "5230"})
    places = [{}, {"industry_code": None}, {"industry_code": "41.000"}]
    entry = by_kind(asked(market(*places, employer_needs=needs)))["similar_occupations"]
    assert entry.gives == 1
    assert entry.best is not None
    assert entry.best.orgnr == orgnr(1)
    assert entry.text is not None
    assert "ligner på ønskene: " in entry.text


def test_without_wishes_nothing_is_like_them() -> None:
    assert "similar_occupations" not in by_kind(asked(market({}, person={"wished_occupations": []})))


def test_jobs_are_carved_at_large_or_open_workplaces_without_a_need_that_fits() -> None:
    needs = rows("employer_needs", {"orgnr": orgnr(0), "occupation": "5223"})
    hired = rows(
        "placements", {"orgnr": orgnr(2), "starts_on": DAY - timedelta(days=300), "ends_on": DAY - timedelta(days=90)}
    )
    sizes = [{"employees": n, "capacity": 9} for n in (50, 20, 3, 3)]
    entry = by_kind(asked(market(*sizes, employer_needs=needs, placements=hired)))["job_carving"]
    assert entry.gives == 2
    assert entry.text is not None
    assert "jobbutforming" in entry.text


def test_workplaces_where_nobody_has_been_are_counted() -> None:
    contacts = rows("contacts", {"orgnr": orgnr(0)})
    assert by_kind(asked(market({}, {}, {}, contacts=contacts)))["new_employers"].gives == 2


def test_a_narrowed_list_is_widened_only_when_nothing_is_left_of_it() -> None:
    where = market({}, {})
    assert asked(where, filtered=True) is None
    (entry,) = asked(where, filtered=True, narrow=lambda batch: np.zeros(len(batch), dtype=np.bool_)) or []
    assert (entry.kind, entry.gives) == ("fewer_filters", 2)


@pytest.mark.parametrize("number", range(4))
def test_in_fyresdal_there_is_always_a_plan_and_never_padding(number: int) -> None:
    """Few workplaces in the municipality, known by its centre alone, and others more than an hour away."""
    few = [{"municipality": FYRESDAL, "latitude": None, "longitude": None}] * number
    away = [{"municipality": "4003"}] * 40
    person = {"municipality": FYRESDAL, "latitude": None, "longitude": None}
    where = market(*few, *away, person=person)
    profiles = where.world.profiles
    lists = shortlists(where, small_matcher(), profiles, np.zeros(1, dtype=np.int64), day_number(DAY), 10)
    assert len(lists) == number
    found = asked(where)
    assert found
    assert all(entry.text for entry in found)
    kinds = by_kind(found)
    assert "longer_travel" in kinds
    if number:
        assert kinds["new_employers"].gives == number
