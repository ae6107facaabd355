"""Every feature is accounted for, none comes from a table that may not rank, and the import rule holds that door."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from features.catalogue import BY_NAME, FEATURES, NAMES, RANKING, Feature, Group
from features.pipeline import Batch
from features.tables import BY_NAME as TABLES
from models.linear import COUNTS
from models.outlook import STAY_FEATURES
from tests.builders import known, pipeline, world

ROOT = Path(__file__).parents[2]
RESTRICTED = {"participant_rules", "participant_audit", "placement_subsidies"}
RULE = "the ranker's features never import rules, audit or subsidy tables"
RANKER_FILES = [
    *(ROOT / "features" / f"{name}.py" for name in ("affinity", "candidates", "completeness", "defeats", "pair")),
    *(ROOT / "features" / f"{name}.py" for name in ("participant", "pipeline", "workplace")),
    *(ROOT / "features" / "world").glob("*.py"),
    *(ROOT / "models").rglob("*.py"),
]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.name)
def test_a_feature_says_what_it_means_where_it_comes_from_and_why_it_may_be_used(feature: Feature) -> None:
    for said in (feature.meaning, feature.known_by, feature.why):
        assert said.strip()
    assert feature.sources
    assert feature.direction in (-1, 0, 1)
    for source in feature.sources:
        table, column = source.split(".")
        assert column in TABLES[table].column_names, source
        assert table not in RESTRICTED


def test_names_are_unique_and_just_those_that_are_made() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(known(world())) == set(NAMES)
    assert set(BY_NAME) == set(NAMES)


def test_a_batch_has_the_columns_in_the_order_of_the_catalogue() -> None:
    made = pipeline()
    profiles, unit = made.world.profiles, made.world.units.find(made.world.units.names)
    row: Batch = made.on_day(profiles, unit * 0, unit, 20_000)
    assert row.values.shape == (1, len(NAMES))
    assert row.column("employees").tolist() == [20.0]
    assert row.columns(("hours_most", "employees")).tolist() == [[30.0, 20.0]]


def test_what_is_only_about_the_person_never_ranks() -> None:
    assert {f.name for f in FEATURES if not f.ranks} == {f.name for f in FEATURES if f.group is Group.PERSON}
    assert tuple(n for n in NAMES if BY_NAME[n].ranks) == RANKING


def test_models_name_only_features_of_the_catalogue() -> None:
    assert set(COUNTS) <= set(NAMES)
    assert set(STAY_FEATURES) <= set(NAMES)


@pytest.mark.parametrize("file", RANKER_FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_no_file_of_the_ranker_names_a_restricted_table(file: Path) -> None:
    """The import rule sees `features.restricted`; the same tables can also be had from `features.tables`."""
    text = file.read_text(encoding="utf-8").lower()
    assert not {name for name in RESTRICTED if name in text}


def test_a_feature_that_imports_a_restricted_table_breaks_the_import_rule(tmp_path: Path) -> None:
    for folder in ("features", "models", "training", "serving"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert f"{RULE} KEPT" in linted(tmp_path)
    pair = tmp_path / "features" / "pair.py"
    text = pair.read_text(encoding="utf-8")
    bad = text.replace("\nimport numpy", "\nfrom features.restricted import PLACEMENT_SUBSIDIES\nimport numpy", 1)
    assert bad != text
    pair.write_text(bad, encoding="utf-8")
    said = linted(tmp_path)
    assert f"{RULE} BROKEN" in said
    assert "features.pair is not allowed to import features.restricted" in said


def linted(folder: Path) -> str:
    """What the import rules say of the tree, on one line."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return " ".join(done.stdout.split())
