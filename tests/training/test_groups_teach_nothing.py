"""Gender, age, origin, centrality, support-need group and benefit do not reach what is learnt."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from features.pipeline import Pipeline
from features.world import World
from models.bundle import OUTLOOK, RANKER
from tests.training.conftest import County
from training.train import fit

NOT_READ = ("participant_audit", "participant_rules", "placement_subsidies")


def test_a_model_learnt_with_every_group_shuffled_is_the_same_to_the_last_byte(county: County, tmp_path: Path) -> None:
    shuffled = {
        name: county.tables[name].with_columns(pl.exclude("participant_id", "placement_id").shuffle(seed=1))
        for name in NOT_READ
    }
    learnt = []
    for name, tables in (("plain", county.tables), ("shuffled", county.tables | shuffled)):
        fit(Pipeline(World.from_tables(tables)), county.as_of, None, seed=1, refits=1).matcher.save(tmp_path / name)
        learnt.append([(tmp_path / name / file).read_bytes() for file in (RANKER, OUTLOOK)])
    assert any(not shuffled[name].equals(county.tables[name]) for name in NOT_READ)
    assert learnt[0] == learnt[1]
