from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULE = "the ranker's features never import rules, audit or subsidy tables"


@pytest.mark.parametrize(
    ("module", "before"), [("features/pair.py", "\nimport numpy"), ("models/ridge.py", "\nimport numpy")]
)
def test_a_part_of_the_ranker_that_imports_the_rule_book_breaks_the_import_rule(
    tmp_path: Path, module: str, before: str
) -> None:
    for folder in ("features", "models", "training", "serving"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file = tmp_path / module
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(
        text.replace(before, f"\nfrom features.subsidies.book import load_book{before}", 1), encoding="utf-8"
    )
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.split())
    assert f"{RULE} BROKEN" in said
    name = module.removesuffix(".py").replace("/", ".")
    assert f"{name} is not allowed to import features.subsidies" in said or f"{name} -> features.subsidies.book" in said
