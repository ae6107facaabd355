"""The whole way by the commands alone: simulate, load, train, promote, rank everybody, answer one request.

Once on an invented county, once on the real Telemark workplaces where their file is at hand.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.database import Database
from features.pipeline import Pipeline
from features.world import World
from features.world.facts import day_number
from models.bundle import load_matcher
from serving.app import create_app
from serving.settings import ServiceSettings
from training.split import known_before

NORWAY = Path(__file__).parents[2] / "shared" / "data" / "norway"
UNTIL = "2026-06-30"
COLUMNS = [
    "participant_id", "rank", "orgnr", "score", "starts", "employed_26w", "employed_26w_low", "employed_26w_high",
    "employed_52w", "employed_52w_low", "employed_52w_high", "travel_minutes",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A world of its own: database, model store, champion and files in one folder."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "RETTPLASS_DATABASE_URL": f"sqlite:///{self.folder}/r.db",
            "MLFLOW_TRACKING_URI": f"sqlite:///{self.folder}/mlflow.db",
            "RETTPLASS_MODEL_DIR": str(self.folder / "champion"),
        }

    def run(self, *command: str) -> str:
        made = subprocess.run(
            [sys.executable, "-m", *command],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, f"{' '.join(command)}: {made.stderr}"
        return made.stdout

    def lists(self) -> pl.DataFrame:
        out = self.folder / "lists.parquet"
        said = self.run("serving", "rank-all", "--out", str(out), "--limit", "10", "--as-of", UNTIL)
        assert " people, " in said
        assert said.strip().endswith("pairs/s)")
        return pl.read_parquet(out)

    def frames(self) -> dict[str, pl.DataFrame]:
        return Database(self.environment["RETTPLASS_DATABASE_URL"]).read_tables(people="simulated")


def made(folder: Path, *simulate: str) -> Place:
    place, county = Place(folder), str(folder / "county")
    place.run("features", "simulate", "--out", county, "--seed", "5", "--until", UNTIL, *simulate)
    report = place.run("features", "load", county)
    assert all(line.endswith("+ 0 unchanged + 0 quarantined") for line in report.splitlines() if " in = " in line)
    table = place.run("training", "train", "--truth", f"{county}-truth/truth.parquet")
    assert "lambdamart *" in table
    assert "oracle" in table
    place.run("training", "promote")
    return place


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made(tmp_path_factory.mktemp("county"), "--participants", "240", "--workplaces", "900")


@pytest.fixture(scope="module")
def telemark(tmp_path_factory: pytest.TempPathFactory) -> Place:
    if not (NORWAY / "telemark_workplaces.csv").exists():
        pytest.skip("the real workplaces (../shared/data/norway/telemark_workplaces.csv) are not here")
    folder = tmp_path_factory.mktemp("telemark")
    return made(folder, "--participants", "200", "--workplaces", "1", "--workplaces-from", str(NORWAY))


def check_lists(place: Place) -> pl.DataFrame:
    """Everybody who is looking has a list in the contract's columns, ordered, with chances that hold together."""
    lists, frames = place.lists(), place.frames()
    assert lists.columns == COLUMNS
    searching = World.from_tables(frames).profiles.frame.unique("participant_id").height
    assert 0 < lists["participant_id"].n_unique() < searching
    assert lists.select((pl.col("rank").diff() == 1).over("participant_id")).drop_nulls().to_series().all()
    for length in ("26w", "52w"):
        low, mid, high = (lists[f"employed_{length}{kind}"] for kind in ("_low", "", "_high"))
        assert ((low <= mid) & (mid <= high) & (low >= 0) & (high <= 1)).all()
    assert (lists["employed_52w"] <= lists["employed_26w"]).all()
    assert (lists["employed_26w"] <= lists["starts"]).all()
    protected = frames["participant_rules"].filter(pl.col("protection") != "none")["participant_id"]
    assert not lists["participant_id"].is_in(protected.implode()).any()
    return lists


def test_an_invented_county_from_nothing_to_everybodys_list(county: Place) -> None:
    lists = check_lists(county)
    assert set(lists["orgnr"]) <= set(county.frames()["workplaces"]["orgnr"])


def test_the_same_data_loaded_again_stores_nothing(county: Place) -> None:
    for line in county.run("features", "load", str(county.folder / "county")).splitlines():
        if " in = " in line:
            assert " = 0 stored + " in line


def test_one_request_gives_the_same_order_as_everybodys_lists(county: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in county.environment.items():
        monkeypatch.setenv(name, value)
    lists = county.lists()
    person = lists["participant_id"][0]
    with TestClient(create_app(ServiceSettings()), client=("127.0.0.1", 1)) as client:
        answer = client.post("/v1/suggestions", json={"participant_id": person, "as_of": UNTIL, "shown": False}).json()
    assert [s["orgnr"] for s in answer["suggestions"]] == lists.filter(participant_id=person)["orgnr"].to_list()


def test_the_real_telemark_workplaces_are_ranked(telemark: Place) -> None:
    lists, real = check_lists(telemark), pl.read_csv(NORWAY / "telemark_workplaces.csv", infer_schema=False)
    assert set(telemark.frames()["workplaces"]["orgnr"]) == set(real["orgnr"])
    assert set(lists["orgnr"]) <= set(real["orgnr"])
    near = lists.join(telemark.frames()["participants"].unique("participant_id"), on="participant_id")
    assert (near["travel_minutes"] <= 1.5 * near["max_travel_minutes"] + 1).all()


def test_the_champion_is_read_without_mlflow_or_torch(county: Place) -> None:
    folder = county.folder / "champion"
    code = (
        "import sys; from pathlib import Path; from models.bundle import load_matcher; "
        f"load_matcher(Path({str(folder)!r})); print(sorted({{'mlflow', 'torch'}} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
    assert not [path for path in folder.rglob("*") if path.suffix in {".pkl", ".pickle", ".joblib"}]


def test_a_list_of_the_past_uses_what_was_known_then(county: Place) -> None:
    """A day in the past is answered the same from all tables and from those that end that day."""
    then, frames = date(2025, 9, 1), county.frames()
    matcher = load_matcher(county.folder / "champion")
    people = frames["contacts"]["participant_id"].drop_nulls().unique().sort().head(20)
    scores = []
    for known in (frames, known_before(frames, then + timedelta(days=1))):
        pipeline = Pipeline(World.from_tables(known))
        world, day = pipeline.world, day_number(then)
        version = world.profiles.version(world.participants.find(people), day)
        version, unit = version[version >= 0], world.units.find(frames["workplaces"]["orgnr"].sort().head(200))
        batch = pipeline.on_day(world.profiles, np.repeat(version, len(unit)), np.tile(unit, len(version)), day)
        scores.append(matcher.ranker.score(batch))
    assert len(scores[0]) > 1000
    np.testing.assert_array_equal(scores[0], scores[1])
