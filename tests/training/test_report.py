"""The report as text, files and plots."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from models.outlook import Chances
from training.evaluation import Basis, Evaluation, Pairs, evaluate_rankers
from training.promises import Came, evaluate_promises
from training.report import as_text, write


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    group = np.repeat(np.arange(20), 6)
    truth = np.random.default_rng(1).beta(1, 20, size=120)
    pairs = Pairs(group, np.arange(120) % 30, group % 3, truth > 0.05, {"employed_52w": truth}, Basis.TRUTH)
    table = evaluate_rankers({"lambdamart": truth + 0.01, "history": -truth}, pairs, baselines=("history",), seed=1)
    chances = Chances({"starts": truth}, {"starts": truth}, {"starts": truth})
    return Evaluation(
        "lambdamart", table, evaluate_promises(chances, {"starts": Came(truth, true_chance=True)}, seed=1)
    )


def test_the_text_has_one_aligned_line_per_ranker_best_first(evaluation: Evaluation) -> None:
    heading, values, _, held = as_text(evaluation).split("\n\n")
    lines = values.splitlines()
    assert "20 queries, 120 pairs" in heading
    assert [line.split()[0] for line in lines] == ["ranker", "lambdamart", "oracle", "random", "history"]
    assert lines[1].split()[1] == "*"
    assert len({len(line) for line in lines}) == 1
    assert "100.0%" in held.splitlines()[1]


def test_what_is_not_known_is_a_dash_and_never_zero(evaluation: Evaluation) -> None:
    random = next(line for line in as_text(evaluation).splitlines() if line.startswith("random"))
    assert random.split()[-1] == "–"
    assert "nan" not in as_text(evaluation)


def test_the_folder_holds_the_same_numbers_for_people_and_programs(evaluation: Evaluation, tmp_path: Path) -> None:
    write(evaluation, tmp_path / "report")
    files = {file.name: file for file in (tmp_path / "report").iterdir()}
    assert set(files) == {
        "report.txt",
        "rankers.csv",
        "outlook.csv",
        "evaluation.json",
        "rankers.png",
        "reliability.png",
    }
    with files["rankers.csv"].open(encoding="utf-8") as lines:
        rankers = {row["ranker"]: row for row in csv.DictReader(lines)}
    expected = evaluation.table.row("lambdamart").ndcg.estimate
    assert float(rankers["lambdamart"]["ndcg10"]) == expected
    assert rankers["random"]["over_baseline"] == ""
    said = json.loads(files["evaluation.json"].read_text(encoding="utf-8"))
    assert said["rankers"][0]["ndcg10"] == expected
    assert said["table"]["note"].startswith("Simulated")
    assert all(files[name].read_bytes().startswith(b"\x89PNG") for name in ("rankers.png", "reliability.png"))
