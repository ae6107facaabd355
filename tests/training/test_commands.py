"""`python -m training` as people type it: what it prints, and what it answers when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.bundle import load_matcher
from tests.training.conftest import County
from training.__main__ import app, main


@pytest.fixture
def model_dir(county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of its own: the county's database, an empty store, and a folder for the champion."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETTPLASS_DATABASE_URL", county.database_url)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/store/mlflow.db")
    monkeypatch.setenv("RETTPLASS_MODEL_DIR", str(tmp_path / "champion"))
    return tmp_path / "champion"


def typed(*words: str) -> str:
    """What a command prints; it must succeed."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_train_keeps_a_model_promote_makes_it_live_and_evaluate_judges_it(county: County, model_dir: Path) -> None:
    truth = str(county.folder / "county-truth" / "truth.parquet")
    said = typed("train", "--truth", truth)
    assert "lambdamart *" in said
    assert "champion: passed: there is no champion yet" in said
    assert not model_dir.exists()
    assert "version 1 is the champion" in typed("promote")
    assert load_matcher(model_dir).version == "1"
    said = typed("evaluate", "--truth", truth)
    assert "oracle" in said
    assert "where the first five lose" in said
    assert "Off-policy, from lists that were shown" in said
    said = typed("retrain", "--truth", truth)
    assert ("failed:" in said) == ("version 2 is kept but not promoted" in said)
    assert load_matcher(model_dir).version == ("1" if "failed:" in said else "2")
    assert {path.name for path in model_dir.parent.iterdir()} <= {"champion", "champion.previous", "store"}


def test_the_past_and_the_size_of_the_history_are_asked_for_and_kept(county: County, model_dir: Path) -> None:
    truth, out = str(county.folder / "county-truth" / "truth.parquet"), model_dir.parent / "out"
    assert "trained as on" in typed("backtest", "--days", "1", "--out", str(out))
    assert "ours over it" in typed("learning-curve", "--truth", truth, "--size", "0", "--draws", "1", "--out", str(out))
    files = {"backtest.txt", "backtest.png", "learning-curve.txt", "learning-curve.png"}
    assert {path.name for path in out.iterdir()} == files
    kept = {path.name for path in (model_dir.parent / "store").rglob("report/*")}
    assert kept == files


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (["promote"], "there is no model to promote"),
        (["promote", "3"], "could not find model version 3"),
        (["rollback"], "there is no earlier champion"),
        (["evaluate"], "there is no champion to evaluate"),
        (["learning-curve"], "only a simulation can tell"),
        (["backtest", "--as-of", "2023-10-01"], "the history is too short"),
        (["train", "--truth", "nowhere.parquet"], "there is no file nowhere.parquet"),
        (["train", "--as-of", "2001-01-01"], "load participants and workplaces before training"),
    ],
)
def test_what_cannot_be_done_is_one_line_on_standard_error(
    command: list[str], line: str, model_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["training", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr().err.strip()
    assert line in said
    assert "\n" not in said
    assert not model_dir.exists()
