"""How good the order is by how much history there is: what is taken out of it, and what is asked."""

from datetime import date
from typing import Protocol

import numpy as np
import polars as pl
import pytest

from models.fallback import LINEAR
from training.evaluation import ORACLE, RANDOM
from training.learning_curve import OURS, CurvePoint, as_text, learning_curve, thinned
from training.split import Split


class County(Protocol):
    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame
    as_of: date


@pytest.fixture(scope="module")
def points(county: County) -> list[CurvePoint]:
    return learning_curve(county.tables, county.truth, county.as_of, seed=1, sizes=(0, 200), draws=2)


def test_a_point_for_each_size_and_one_for_the_whole_history(points: list[CurvePoint], county: County) -> None:
    contacts = Split(cut=county.as_of, until=county.as_of).train_contacts(county.tables["contacts"])
    assert [p.draws for p in points] == [1, 2, 1]
    assert points[0].contacts == points[0].starts == 0
    assert 100 < points[1].contacts < 300
    assert 0.95 * len(contacts) <= points[2].contacts <= len(contacts)
    assert points[1].starts < points[2].starts


def test_without_history_the_order_is_the_believed_one_and_better_than_chance(points: list[CurvePoint]) -> None:
    none = points[0]
    assert none.rankers == {LINEAR: 1}
    assert none.value[OURS].estimate > none.value[RANDOM].estimate
    assert none.value["history"].estimate == pytest.approx(none.value[RANDOM].estimate, rel=0.5)


def test_nobody_is_above_the_oracle_and_the_same_people_are_judged_at_every_size(points: list[CurvePoint]) -> None:
    assert len({p.people for p in points}) == 1
    for p in points:
        assert p.value[ORACLE].estimate == pytest.approx(points[0].value[ORACLE].estimate, rel=0.01)
        assert max(p.value, key=lambda name: p.value[name].estimate) == ORACLE
        assert p.best_baseline not in (OURS, ORACLE)
        ahead = p.value[OURS].estimate - p.value[p.best_baseline].estimate
        assert p.over_best.estimate == pytest.approx(ahead)
        assert p.over_best.low <= p.over_best.estimate <= p.over_best.high


def test_the_text_has_a_line_for_each_size(points: list[CurvePoint]) -> None:
    assert [line.split()[0] for line in as_text(points).splitlines()[3:]] == [f"{p.contacts:.0f}" for p in points]


# --- what is taken out ---


def test_the_history_of_others_is_gone_and_that_of_the_chosen_whole(county: County) -> None:
    people = county.tables["contacts"]["participant_id"].drop_nulls().unique().sort().head(5)
    left = thinned(county.tables, people, 0.0, np.random.default_rng(1))
    for name in ("contacts", "placements", "shown_lists", "choices"):
        whole = county.tables[name]
        assert left[name].equals(whole.filter(whole["participant_id"].is_in(people.implode())))
    assert left["participants"].equals(county.tables["participants"])


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_so_much_is_left_of_what_was_heard_for_nobody_and_all_that_registers_say(county: County, share: float) -> None:
    nobody = county.tables["participants"]["participant_id"].head(0)
    left = thinned(county.tables, nobody, share, np.random.default_rng(1))
    for name in ("employer_needs", "workplace_conditions"):
        heard = pl.col("source").is_in(["visit", "phone"])
        before, after = county.tables[name].filter(heard), left[name].filter(heard)
        assert len(after) == pytest.approx(share * len(before), abs=4 * np.sqrt(len(before) + 1) * share * (1 - share))
        assert left[name].filter(~heard).equals(county.tables[name].filter(~heard))
    unnamed = county.tables["contacts"]["participant_id"].null_count()
    assert len(left["contacts"]) == pytest.approx(share * unnamed, abs=4 * np.sqrt(unnamed) * share * (1 - share))
