"""Gender, age, origin, centrality, support-need group and benefit never rank.

Flipping any of them leaves every list the same to the last bit, through the real pipeline and the whole answer. Only
what a law gives may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.capacity import Capacity
from features.database import Database
from features.loading import load
from features.pipeline import Pipeline
from features.searching import searching
from features.shown import ShownLists
from features.simulator import UNTIL, simulate
from features.subsidies.book import load_book
from features.vocabulary import SupportNeedGroup
from features.world import World
from features.world.facts import day_number
from models.bundle import Matcher
from serving.schemas import SuggestionRequest
from serving.subsidies import RuleBook
from serving.suggest import suggest

Tables = Mapping[str, pl.DataFrame]
PEOPLE, LIMIT = 40, 50
BY_LAW = {"subsidies", "employer_cost"}
VALUES: dict[str, tuple[str, list[Any]]] = {
    "gender": ("participant_audit", ["man", "woman", "other", None]),
    "age_band": ("participant_audit", ["under 30", "30-39", "40-49", "50-59", "60+", None]),
    "country_group": ("participant_audit", ["norway", "eea", "other", None]),
    "centrality": ("participant_audit", [1, 2, 3, 4, 5, 6, None]),
    "support_need_group": ("participant_rules", [*(g.value for g in SupportNeedGroup), None]),
    "birth_date": ("participant_rules", [date(1961, 5, 1), date(1985, 2, 28), date(2007, 12, 31)]),
    "disability_benefit": ("participant_rules", [True, False, None]),
    "expects_disability_benefit": ("participant_rules", [True, False, None]),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("flipping")
    simulate(folder / "county", seed=11, participants=150, workplaces=400)
    database = Database(f"sqlite:///{folder}/r.db")
    database.migrate()
    load(database, folder / "county", UNTIL)
    return database.read_tables(people="simulated")


def flipped(tables: Tables, *columns: str) -> Tables:
    """Everybody's value of each column replaced by the next in its list."""
    found = dict(tables)
    for column in columns:
        name, values = VALUES[column]
        frame = found[name]
        place = {value: i for i, value in enumerate(values)}
        after = [values[(place.get(value, -1) + 1) % len(values)] for value in frame[column].to_list()]
        found[name] = frame.with_columns(pl.Series(column, after, dtype=frame.schema[column]))
        assert not found[name][column].equals(frame[column])
    return found


def lists(tables: Tables, matcher: Matcher) -> list[dict[str, Any]]:
    """Whole answers for people who are looking, with last week's exposure and the rule book."""
    pipeline = Pipeline(World.from_tables(tables))
    world, day = pipeline.world, day_number(UNTIL)
    capacity = Capacity(world, tables["placements"], tables["placement_subsidies"])
    shown = ShownLists(world, tables["shown_lists"]).before(day)
    rules = {row["participant_id"]: row for row in tables["participant_rules"].iter_rows(named=True)}
    made = []
    for version in searching(world, day)[:PEOPLE].tolist():
        profile = world.profiles.frame[version]
        who = profile["participant_id"][0]
        book = RuleBook.for_row(load_book(), rules.get(who), profile["stream"][0], UNTIL)
        request = SuggestionRequest(participant_id=who, limit=LIMIT)
        answer = suggest(pipeline, capacity, matcher, profile, request, UNTIL, "0" * 32, book, shown)
        made.append(answer.model_dump(mode="json") | {"propensity": [s.propensity for s in answer.suggestions]})
    return made


def without_what_a_law_gives(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        one | {"suggestions": [{k: v for k, v in s.items() if k not in BY_LAW} for s in one["suggestions"]]}
        for one in made
    ]


@pytest.fixture(scope="module")
def plain(tables: Tables, matcher: Matcher) -> list[dict[str, Any]]:
    return lists(tables, matcher)


def test_there_are_enough_pairs_to_tell(plain: list[dict[str, Any]]) -> None:
    assert sum(len(one["suggestions"]) for one in plain) >= 1000
    assert len({s["orgnr"] for one in plain for s in one["suggestions"]}) > 100


@pytest.mark.parametrize("columns", [*((name,) for name in VALUES), tuple(VALUES)], ids="+".join)
def test_flipping_leaves_order_scores_outlook_and_reasons_as_they_are(
    columns: tuple[str, ...], tables: Tables, matcher: Matcher, plain: list[dict[str, Any]]
) -> None:
    after = lists(flipped(tables, *columns), matcher)
    assert without_what_a_law_gives(after) == without_what_a_law_gives(plain)


def test_what_a_law_gives_does_follow_the_rules(tables: Tables, matcher: Matcher, plain: list[dict[str, Any]]) -> None:
    """So that the comparison above is known to look at people whose rules matter."""
    assert lists(flipped(tables, "support_need_group"), matcher) != plain


def test_no_column_of_the_audit_or_the_rules_has_been_left_out(tables: Tables) -> None:
    for name, known in (("participant_audit", set()), ("participant_rules", {"months_used", "protection"})):
        own = {"participant_id", "recorded_on", "dataset", "simulated"}
        assert set(tables[name].columns) - own - known == {c for c, (t, _) in VALUES.items() if t == name}


def test_features_scores_and_chances_of_every_pair_are_the_same(tables: Tables, matcher: Matcher) -> None:
    day = day_number(UNTIL)

    def scored(some: Tables) -> list[np.ndarray]:
        pipeline = Pipeline(World.from_tables(some))
        versions = searching(pipeline.world, day)[:PEOPLE]
        units = np.arange(len(pipeline.world.units))
        rows = pipeline.on_day(
            pipeline.world.profiles, np.repeat(versions, len(units)), np.tile(units, len(versions)), day
        )
        chances = matcher.outlook.chances(rows)
        said = [end[name] for end in (chances.estimate, chances.low, chances.high) for name in chances.estimate]
        return [rows.values, matcher.ranker.score(rows), *said]

    before, after = scored(tables), scored(flipped(tables, *VALUES))
    assert len(before[0]) >= 10_000
    assert len(before) == 2 + 3 * 5
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
