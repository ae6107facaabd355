"""A judged matcher in practice: priced, audited, compared, and told of in the report and the model card."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models.registry import Registry
from tests.stores import empty_store
from tests.training.conftest import County
from tests.training.test_promotion import NOON
from training.card import as_card
from training.fairness import FEWEST
from training.provenance import origin
from training.report import practice_text, write
from training.retrain import Trained, decide_on, keep, train_and_judge

GATES = {"baseline", "champion", "calibration", "leak", "exposure", "never_used", "caseload", "districts", "stability"}


@pytest.fixture(scope="module")
def second(county: County, trained: Trained) -> Trained:
    """The same again, beside the first as champion."""
    assert trained.judged is not None
    return train_and_judge(county.tables, county.as_of, county.truth, trained.judged, seed=1)


def test_every_gate_answers(trained: Trained) -> None:
    gates = {verdict.gate for verdict in decide_on(trained, first=True).verdicts}
    assert gates >= GATES
    assert {"parity_stream", "parity_gender", "parity_age_band", "parity_country_group"} <= gates


def test_the_same_model_again_replaces_nothing_and_is_neither_better_nor_worse(second: Trained) -> None:
    assert second.practice is not None
    assert second.practice.replaced is not None
    assert second.practice.replaced.estimate == 0
    decision = decide_on(second, first=False)
    assert decision.promote, decision.reasons


def test_what_the_rules_of_showing_cost_is_told_with_an_interval(trained: Trained) -> None:
    assert trained.practice is not None
    assert trained.practice.price is not None
    assert trained.practice.price.low <= trained.practice.price.estimate <= trained.practice.price.high
    assert "cost the first five" in practice_text(trained.practice)


def test_by_contacts_there_is_an_audit_and_no_price(county: County) -> None:
    judged = train_and_judge(county.tables, county.as_of, None, None, seed=1)
    assert judged.practice is not None
    assert judged.practice.price is None
    assert judged.practice.served.people > 0


def test_the_report_holds_every_group_that_may_be_told_of(trained: Trained, tmp_path: Path) -> None:
    assert trained.evaluation is not None
    assert trained.practice is not None
    write(trained.evaluation, tmp_path, trained.practice)
    with (tmp_path / "fairness.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["dimension"], row["group"]) for row in rows] == [
        (row.dimension, row.group) for row in trained.practice.audit.rows
    ]
    assert all(float(row["people"]) >= FEWEST for row in rows)
    assert practice_text(trained.practice) in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_the_run_keeps_its_origin_its_numbers_and_its_card(county: County, trained: Trained, tmp_path: Path) -> None:
    registry = Registry(empty_store(tmp_path))
    come_from = origin(county.tables, "Z990001")
    version, _ = keep(registry, trained, decide_on(trained, first=True), {"seed": 1}, NOON, come_from)
    kept = registry.metrics(version)
    assert kept.keys() >= {"served/top5pct", "served/price_low", "weekly/by_model"}
    assert any(name.startswith("fairness/centrality/") for name in kept)
    reports = {path.name for path in (tmp_path / "store").rglob("report/*")}
    assert reports >= {"reliability.png", "fairness.csv", "model-card.md", "data.json", "decision.txt"}
    card = next((tmp_path / "store").rglob("model-card.md")).read_text(encoding="utf-8")
    for said in (come_from.data, come_from.rulebook, "Z990001", "parity_gender", "In practice, and for whom"):
        assert said in card


def test_a_card_says_first_what_is_lacking(trained: Trained, county: County) -> None:
    decision = decide_on(trained, first=True)
    card = as_card(trained.evaluation, trained.practice, decision, county.as_of, None)
    lacking = [v.gate for v in decision.verdicts if v.outcome != "passed"]
    assert all(f"- **{gate}**" in card for gate in lacking)
    assert card.index("All gates") > (card.index("found lacking") if lacking else 0)
