"""Past days: what was known then is learnt from, what came later is asked about, and what is too young is left out."""

from datetime import date, timedelta
from typing import Protocol

import polars as pl
import pytest

from features.errors import InputError
from models.outlook import CHANCES
from training.backtest import OURS, BacktestPoint, as_text, backtest, metrics, past_days
from training.evaluation import RANDOM

WEEKS_26 = timedelta(weeks=26)


class County(Protocol):
    tables: dict[str, pl.DataFrame]
    as_of: date


@pytest.fixture(scope="module")
def days(county: County) -> list[date]:
    return past_days(county.as_of, 2)


@pytest.fixture(scope="module")
def points(county: County, days: list[date]) -> list[BacktestPoint]:
    return backtest(county.tables, county.as_of, 1, days)


def test_the_last_day_is_so_long_ago_that_every_contact_of_its_half_year_can_have_led_to_a_start() -> None:
    as_of = date(2026, 6, 30)
    days = past_days(as_of, 3)
    assert days == [date(2024, 7, 2), date(2024, 12, 31), date(2025, 7, 1)]
    last_contact = days[-1] + WEEKS_26 - timedelta(days=1)
    assert last_contact + WEEKS_26 == as_of - timedelta(days=1)


def test_each_day_learns_from_what_was_known_and_is_asked_about_what_came(
    points: list[BacktestPoint], days: list[date]
) -> None:
    assert [p.day for p in points] == days
    assert points[0].learnt_from < points[1].learnt_from
    for p in points:
        assert 0 < p.starts < p.contacts
        assert set(p.over) == set(p.order) - {OURS}
        assert p.auc[RANDOM] == 0.5
        assert 0 <= p.order[OURS].low <= p.order[OURS].high <= 1
        assert p.order[p.best_baseline].estimate == max(v.estimate for n, v in p.order.items() if n != OURS)


def test_a_chance_is_held_against_contacts_old_enough_to_know_and_fewer_for_a_longer_time(
    points: list[BacktestPoint],
) -> None:
    for p in points:
        known = {row.name: row.pairs for row in p.promises}
        assert known["starts"] == p.contacts
        assert known.get("stays_52w", 0) <= known.get("stays_26w", 0) <= p.starts
        assert known.get("employed_52w", 0) <= known.get("employed_26w", 0) <= p.contacts
        assert all(row.skill_of_truth is None for row in p.promises)
    latest = {row.name for row in points[-1].promises}
    assert "employed_52w" not in latest, "26 + 26 + 52 weeks have not passed since the last day"
    assert "starts" in latest < set(CHANCES)


def test_what_came_later_changes_nothing_that_was_learnt(county: County, days: list[date]) -> None:
    """Later contacts are asked about, and never learnt from: without them the last day has nothing to be asked."""
    contacts = county.tables["contacts"]
    before = dict(county.tables) | {"contacts": contacts.filter(pl.col("contacted_on") < days[0])}
    with pytest.raises(InputError, match="too short"):
        backtest(before, county.as_of, 1, days[:1])


def test_the_text_has_a_line_for_each_day_and_for_each_chance(points: list[BacktestPoint]) -> None:
    heading, order, held = as_text(points).split("\n\n")
    assert "90 % intervals" in heading
    assert [line.split()[0] for line in order.splitlines()[1:]] == [p.day.isoformat() for p in points]
    assert len(held.splitlines()) == 1 + sum(len(p.promises) for p in points)


def test_every_number_is_kept_by_day_and_name(points: list[BacktestPoint]) -> None:
    kept = metrics(points)
    first = points[0]
    assert kept[f"backtest/{first.day}/ours/ndcg10"] == first.order[OURS].estimate
    assert kept[f"backtest/{first.day}/starts/came"] == pytest.approx(first.starts / first.contacts)
    assert all(value == value for value in kept.values())
