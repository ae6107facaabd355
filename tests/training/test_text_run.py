from __future__ import annotations

import hashlib
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from features.errors import InputError
from models.registry import Registry
from training.text_model import TextTraining
from training.text_run import judge_texts, train_and_keep

WHEN = datetime(2026, 1, 1)


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra `text` is installed")
def test_without_the_extra_one_sentence_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make text-model"):
        train_and_keep(Registry(f"sqlite:///{tmp_path}/m.db"), tmp_path / "m.npz", 1, WHEN, lambda *_: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(find_spec("torch") is None, reason="needs the extra `text` (torch, sentence-transformers)")
def test_a_run_is_kept_with_the_digest_of_its_file(tmp_path: Path) -> None:
    registry, out = Registry(f"sqlite:///{tmp_path}/m.db"), tmp_path / "m.npz"
    said = train_and_keep(registry, out, 1, WHEN, lambda *_: None, TextTraining(dimensions=4, epochs=1))
    assert hashlib.sha256(out.read_bytes()).hexdigest()[:16] in said


def test_the_tables_are_those_of_the_folder_named(tmp_path: Path) -> None:
    (tmp_path / "a_phrases.csv").write_text("text,code,also\nvaske gulv på kontorer,9112,\n", encoding="utf-8")
    (tmp_path / "condition_phrases.csv").write_text(
        "text,author,conditions\ningen tunge løft,a,+no_heavy_lifting\n", encoding="utf-8"
    )
    (tmp_path / "health_phrases.csv").write_text("text,health\njeg har angst,1\nvaske,0\n", encoding="utf-8")
    told = judge_texts(tmp_path)
    assert "| ours | a | 1 | 1.00 (1.00–1.00) |" in told
    assert "| a | 1 | 1.00 | 1.00 | 1.00 (1.00–1.00) | 1.00 |" in told
    assert "| all | 2 | 1.00 | 1.00 |" in told
