"""What became known about a workplace between two days, kind by kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from features.news import News, news
from features.world.facts import day_number
from tests.builders import orgnr, rows, world

BEFORE, SINCE, AFTER, UNTIL = date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 12), date(2026, 1, 20)
EVENTS: dict[News, tuple[str, dict[str, Any], str]] = {
    News.NOTICE: ("employer_notices", {}, "starts_on"),
    News.NEED: ("employer_needs", {}, "recorded_on"),
    News.AD: ("vacancies", {"expires": date(2027, 1, 1)}, "published"),
    News.PLACEMENT: ("placements", {"observed_until": date(2026, 6, 1)}, "starts_on"),
    News.CONTACT: ("contacts", {"participant_id": None}, "contacted_on"),
    News.AGREEMENT: ("agreements", {}, "starts_on"),
    News.CONDITIONS: ("workplace_conditions", {}, "recorded_on"),
}


def heard(**tables: pl.DataFrame) -> set[News]:
    """Kinds of news about the default workplace; there must be none about the other."""
    made = world(workplaces=rows("workplaces", {}, {"orgnr": orgnr(9)}), **tables)
    unit = made.units.find(pl.Series(["310000124", orgnr(9)]))
    found = news(made, unit, day_number(SINCE), day_number(UNTIL))
    assert not any(about[1] for about in found.values())
    return {kind for kind, about in found.items() if about[0]}


@pytest.mark.parametrize("kind", EVENTS)
def test_what_became_known_between_the_days_is_news_and_nothing_else(kind: News) -> None:
    table, row, column = EVENTS[kind]
    for day, expected in ((BEFORE, set()), (SINCE, set()), (AFTER, {kind}), (UNTIL, {kind})):
        assert heard(**{table: rows(table, row | {column: day})}) == expected
    late = row | {column: BEFORE, "recorded_on": AFTER}
    assert heard(**{table: rows(table, late)}) == {kind}


def test_a_need_that_no_longer_holds_is_news() -> None:
    need = {"recorded_on": BEFORE, "valid_until": AFTER}
    assert heard(employer_needs=rows("employer_needs", need)) == {News.EXPIRED}


def test_a_new_line_in_the_register_is_news() -> None:
    made = rows("workplaces", {"recorded_on": AFTER})
    assert heard(workplaces_history=rows("workplaces", {"recorded_on": BEFORE})) == set()
    where = world(workplaces=made)
    found = news(where, where.units.find(pl.Series(["310000124"])), day_number(SINCE), day_number(UNTIL))
    assert found[News.REGISTER].tolist() == [True]
