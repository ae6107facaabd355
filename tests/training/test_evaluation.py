"""Rankers judged on the same pairs: who comes first, by how much, and against what."""

from collections.abc import Mapping

import numpy as np
import pytest

from training.evaluation import Basis, EvaluationTable, Pairs, evaluate_rankers

QUERIES, EACH = 40, 12


def pairs(basis: Basis = Basis.TRUTH) -> Pairs:
    """Forty participants with twelve workplaces each, two specialists, and a true chance per pair."""
    n = QUERIES * EACH
    group = np.repeat(np.arange(QUERIES), EACH)
    truth = np.random.default_rng(3).beta(1, 20, size=n)
    return Pairs(
        group=group,
        unit=np.tile(np.arange(EACH), QUERIES),
        caseload=group % 2,
        never_used=np.tile(np.arange(EACH) >= 6, QUERIES),
        values={"employed_52w": truth, "starts": np.sqrt(truth)},
        basis=basis,
    )


def evaluated(rankers: Mapping[str, np.ndarray], test: Pairs) -> EvaluationTable:
    return evaluate_rankers(rankers, test, baselines=("nearest", "history"), seed=1)


def test_the_oracle_is_first_and_the_random_order_is_worth_the_mean() -> None:
    test = pairs()
    truth = test.values["employed_52w"]
    table = evaluated({"lambdamart": truth + 0.01 * test.unit, "history": -truth}, test)
    assert table.rows[0].name == "oracle"
    assert table.row("oracle").ndcg.estimate == pytest.approx(1)
    assert table.row("oracle").of_oracle == 1.0
    assert table.row("random").top["employed_52w"].estimate == pytest.approx(truth.mean())
    assert table.row("random").top["starts"].estimate == pytest.approx(np.sqrt(truth).mean())


def test_the_best_baseline_is_the_one_worth_most_and_random_counts_as_one() -> None:
    test = pairs()
    truth = test.values["employed_52w"]
    assert evaluated({"nearest": truth, "history": -truth}, test).best_baseline == "nearest"
    assert evaluated({"history": -truth}, test).best_baseline == "random"


def test_differences_are_paired_and_none_where_there_is_nothing_to_compare_with() -> None:
    test = pairs()
    truth = test.values["employed_52w"]
    table = evaluated({"lambdamart": truth, "nearest": np.zeros(len(truth)), "champion": truth}, test)
    row = table.row("lambdamart")
    assert row.over_baseline is not None
    assert row.over_baseline.above_zero
    assert row.over_champion is not None
    assert (row.over_champion.low, row.over_champion.high) == (0.0, 0.0)
    assert row.over_skyline is None
    assert table.row("champion").over_champion is None


def test_a_query_where_nothing_is_worth_anything_is_counted_and_left_out_of_ndcg() -> None:
    test = pairs()
    truth = np.where(test.group == 0, 0.0, test.values["employed_52w"])
    empty = Pairs(test.group, test.unit, test.caseload, test.never_used, {"employed_52w": truth}, Basis.TRUTH)
    table = evaluated({"lambdamart": truth}, empty)
    assert (table.queries, table.queries_without_value) == (QUERIES, 1)
    assert table.row("lambdamart").ndcg.estimate == pytest.approx(1)


def test_the_same_first_places_for_everybody_are_seen_in_breadth() -> None:
    """Units 0, 1, 2 fill the first three places of all lists, and 0 to 9 the ten of each."""
    test = pairs()
    row = evaluated({"lambdamart": -test.unit.astype(float)}, test).row("lambdamart")
    assert row.coverage == pytest.approx(10 / EACH)
    assert row.never_used == pytest.approx(4 / 10)
    assert row.exposure_top5pct == pytest.approx(1 / 3)
    assert row.gini == 0.0
    assert row.different_employers == pytest.approx(10 / (10 * QUERIES / 2))


def test_real_contacts_say_that_they_know_nothing_of_the_others() -> None:
    assert "contacted pairs only" in evaluated({}, pairs(Basis.CONTACTS)).note
    assert "no evidence of effect" in evaluated({}, pairs(Basis.TRUTH)).note


def test_every_number_has_its_own_name_in_the_run() -> None:
    test = pairs()
    metrics = evaluated({"skyline": test.values["employed_52w"], "nearest": -test.unit.astype(float)}, test).metrics()
    assert metrics["skyline/of_oracle"] == 1.0
    assert metrics["nearest/of_skyline"] == pytest.approx(metrics["nearest/of_oracle"])
    assert {"random/top5_starts_low", "nearest/over_skyline_high", "oracle/ndcg10"} <= metrics.keys()
    assert "skyline/over_skyline" not in metrics
