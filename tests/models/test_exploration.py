"""Places beside the score: what may move, how far, and with what chance."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exploration import (
    CHANGES,
    CROWD_MOST,
    CROWD_PRICE,
    STEADY_PLACES,
    TRY_AMONG,
    TRY_CHANCE,
    Arrangement,
    Standing,
    arrange,
    by_model,
    seed_of,
)


def arranged(score: Any, limit: int = 10, seed: str = "p|2026-W10|1", **standing: Any) -> Arrangement:
    """Candidates with the given scores; nobody else was shown them and all have been used, unless said otherwise."""
    score = np.asarray(score, dtype=np.float64)
    n = len(score)
    plain: dict[str, Any] = {"crowd": np.zeros(n), "unused": np.zeros(n, dtype=np.bool_)}
    given_ = {k: v if k == "gone" else np.asarray(v) for k, v in standing.items()}
    return arrange(np.argsort(-score, kind="stable"), score, Standing(**(plain | given_)), seed, limit)


def marked(n: int, *rows: int) -> np.ndarray:
    marks = np.zeros(n, dtype=np.bool_)
    marks[list(rows)] = True
    return marks


def test_without_anything_to_move_the_models_order_stands() -> None:
    made = arranged(-np.arange(20.0))
    assert made.row.tolist() == list(range(10))
    assert made.model_rank.tolist() == list(range(1, 11))
    assert not made.explored.any()
    assert (made.propensity == 1).all()


def test_who_was_shown_to_many_gives_way_by_the_declared_price_and_no_more() -> None:
    """Prices are in standard deviations of the scores, whatever the ranker's scale."""
    score = np.array([3.0, 2.0, 1.0, 0.0])
    apart = 1 / score.std()
    enough, too_few = int(apart / CROWD_PRICE) + 1, int(apart / CROWD_PRICE)
    for scale in (1.0, 0.001, 1000.0):
        moved = arranged(scale * score, crowd=[enough, 0, 0, 0])
        assert moved.row.tolist() == [1, 0, 2, 3]
        assert moved.model_rank.tolist() == [2, 1, 3, 4]
        assert arranged(scale * score, crowd=[too_few, 0, 0, 0]).row.tolist() == [0, 1, 2, 3]
    far = [5.0] + [0.0] * 20
    assert 5 / np.std(far) > CROWD_MOST * CROWD_PRICE
    assert arranged(far, crowd=[1000] + [0] * 20).row[0] == 0


def test_where_the_four_above_have_all_been_used_the_fifth_is_one_that_was_not() -> None:
    for seed in map(str, range(50)):
        made = arranged(-np.arange(20.0), seed=seed, unused=marked(20, 12, 15))
        assert made.row[:4].tolist() == [0, 1, 2, 3]
        assert made.row[4] in (12, 15)
        assert made.explored.tolist()[4]


def test_a_draw_never_reaches_the_first_three_or_any_place_but_every_fifth() -> None:
    unused = np.arange(40) % 2 == 1
    for seed in map(str, range(200)):
        made = arranged(-0.1 * np.arange(40.0), limit=20, seed=seed, unused=unused)
        assert set(np.flatnonzero(made.explored) + 1) <= {5, 10, 15, 20}


def test_the_chance_that_is_kept_is_how_often_it_happens() -> None:
    """Two thousand weeks: each workplace stands fifth as often as its kept chance says."""
    score, unused = -0.2 * np.arange(12.0), np.arange(12) >= 3
    seen: Counter[int] = Counter()
    said: dict[int, float] = {}
    for week in range(2000):
        made = arranged(score, limit=5, seed=str(week), unused=unused)
        seen[int(made.row[4])] += 1
        said[int(made.row[4])] = float(made.propensity[4])
    share = np.exp(score[4:] / score.std()) / np.exp(score[4:] / score.std()).sum()
    assert said[4] == pytest.approx(1 - TRY_CHANCE + TRY_CHANCE * share[0])
    assert said[8] == pytest.approx(TRY_CHANCE * share[4])
    assert sum(said.values()) == pytest.approx(1)
    for row, chance in said.items():
        assert seen[row] / 2000 == pytest.approx(chance, abs=4 * (chance * (1 - chance) / 2000) ** 0.5)


def test_a_draw_is_made_among_the_best_of_those_not_used() -> None:
    drawn = {
        int(arranged(np.zeros(100) - np.arange(100) / 1e6, limit=5, seed=str(s), unused=np.arange(100) >= 4).row[4])
        for s in range(3000)
    }
    assert drawn == set(range(4, 4 + TRY_AMONG))


def test_the_same_seed_gives_the_same_list_and_another_week_person_or_model_another() -> None:
    monday = date(2026, 3, 2)
    assert seed_of("p", monday, "1") == seed_of("p", date(2026, 3, 8), "1")
    other = {seed_of("p", date(2026, 3, 9), "1"), seed_of("q", monday, "1"), seed_of("p", monday, "2")}
    assert len(other | {seed_of("p", monday, "1")}) == 4
    unused = np.arange(60) % 3 == 0
    lists = [arranged(-0.01 * np.arange(60.0), seed=f"p|{week}", unused=unused).row.tolist() for week in range(40)]
    assert lists == [
        arranged(-0.01 * np.arange(60.0), seed=f"p|{week}", unused=unused).row.tolist() for week in range(40)
    ]
    assert len({tuple(places) for places in lists}) > 1


@st.composite
def markets(draw: Any) -> dict[str, Any]:
    n = draw(st.integers(6, 40))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    held = marked(n, *rng.choice(n, STEADY_PLACES, replace=False))
    return {
        "score": rng.normal(size=n) * draw(st.sampled_from([0.1, 1.0, 5.0])),
        "crowd": rng.integers(0, 6, n).astype(np.float64),
        "unused": rng.random(n) < draw(st.sampled_from([0.0, 0.1, 0.6, 1.0])),
        "held": held,
        "seed": str(rng.integers(10**9)),
    }


@given(markets())
def test_without_news_at_most_two_of_the_first_five_are_new(market: dict[str, Any]) -> None:
    made = arranged(**market, told=np.zeros(len(market["score"]), dtype=np.bool_))
    assert (~market["held"][made.row[:STEADY_PLACES]]).sum() <= CHANGES


@given(markets(), st.integers(1, 10))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(market: dict[str, Any], limit: int) -> None:
    told = np.zeros(len(market["score"]), dtype=np.bool_)
    short, whole = arranged(**market, told=told, limit=limit), arranged(**market, told=told, limit=10)
    for name in ("row", "model_rank", "explored", "propensity", "spread", "steadied"):
        assert getattr(short, name).tolist() == getattr(whole, name)[: len(short.row)].tolist()


@given(markets())
def test_every_place_is_somebody_elses_and_has_a_chance(market: dict[str, Any]) -> None:
    made = arranged(**market, told=np.zeros(len(market["score"]), dtype=np.bool_), limit=50)
    assert sorted(made.row.tolist()) == list(range(len(market["score"])))
    assert ((made.propensity > 0) & (made.propensity <= 1)).all()


def test_news_about_a_workplace_lets_it_in_beside_the_two() -> None:
    """Rows 0–4 score best and are all new; rows 5–9 were shown last."""
    score, held = -np.arange(10.0), np.arange(10) >= 5
    calm = arranged(score, held=held, told=marked(10))
    assert calm.row[:5].tolist() == [0, 5, 6, 7, 1]
    assert calm.steadied[:5].tolist() == [False, True, True, True, False]
    told = arranged(score, held=held, told=marked(10, 0, 1, 2))
    assert told.row[:5].tolist() == [0, 1, 2, 3, 4]


def test_what_can_no_longer_be_suggested_makes_room_for_as_many() -> None:
    score = -np.arange(10.0)
    held = marked(10, 6, 7, 8, 9)
    made = arranged(score, held=held, told=marked(10), gone=1)
    assert (~held[made.row[:STEADY_PLACES]]).sum() == CHANGES + 1
    assert arranged(score, held=marked(10), told=marked(10), gone=5).row[:5].tolist() == [0, 1, 2, 3, 4]


def test_the_models_order_alone_moves_nothing() -> None:
    made = by_model(np.array([3, 1, 2]), 2)
    assert (made.row.tolist(), made.model_rank.tolist(), made.propensity.tolist()) == ([3, 1], [1, 2], [1.0, 1.0])
    assert not made.explored.any()


def test_a_row_that_is_not_in_the_order_gets_no_place_and_moves_nobody() -> None:
    rng = np.random.default_rng(3)
    score = rng.normal(size=40)
    rows = Standing(rng.integers(0, 3, 40).astype(float), rng.random(40) < 0.5)
    order = np.argsort(-score)
    alone = arrange(order, score, rows, "seed", 10)
    wider = Standing(np.append(rows.crowd, 0.0), np.append(rows.unused, True))
    beside = arrange(order, np.append(score, 9.0), wider, "seed", 10)
    np.testing.assert_array_equal(beside.row, alone.row)
    np.testing.assert_allclose(beside.propensity, alone.propensity)
