"""The second labour market delivers what the contract asks for, and its truth is the truth of what it plays out."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.database import Database
from features.loading import load
from features.tables import TABLES
from tests.other_world import guidance
from tests.other_world.delivery import deliver, true_chances
from tests.other_world.facts import Facts, facts
from tests.other_world.jobs import JOB, OPEN, Jobs
from tests.other_world.people import VTO
from tests.other_world.shapes import SHAPES
from tests.other_world.told_of_people import participant_ids
from tests.other_world.truth import stays
from tests.other_world.world import UNTIL, OtherWorld, live

HALF_YEAR, YEAR = 182, 364


@pytest.fixture(scope="module", params=sorted(SHAPES))
def world(request: pytest.FixtureRequest) -> OtherWorld:
    return live(request.param, seed=3, participants=300, workplaces=1000, months=30)


@pytest.fixture(scope="module")
def small() -> OtherWorld:
    return live("threshold", seed=4, participants=30, workplaces=80, months=8)


def test_every_row_of_every_table_is_taken_in(world: OtherWorld, tmp_path: Path) -> None:
    tables = deliver(world, tmp_path / "other", seed=3)
    database = Database(f"sqlite:///{tmp_path}/other.db")
    database.migrate()
    lines = set(load(database, tmp_path / "other", UNTIL).lines())
    assert set(tables) == {table.name for table in TABLES}
    count = {name: len(rows) for name, rows in tables.items()}
    assert lines == {f"{name}: {n} in = {n} stored + 0 unchanged + 0 quarantined" for name, n in count.items()}
    assert min(len(frame) for frame in tables.values()) > 0


def test_a_lasting_job_is_a_start_and_a_longer_one_a_shorter_one(world: OtherWorld) -> None:
    true = true_chances(world)
    assert true.filter(
        ~pl.col("employed_52w").is_between(0, pl.col("employed_26w"))
        | ~pl.col("employed_26w").is_between(0, pl.col("starts"))
        | (pl.col("starts") > 1)
    ).is_empty()
    assert true.select("participant_id", "orgnr").is_unique().all()


def test_the_truth_is_about_everybody_still_searching_and_nobody_else(world: OtherWorld, tmp_path: Path) -> None:
    tables = deliver(world, tmp_path / "other", seed=3)
    gone = tables["participants"].filter(pl.col("left_on").is_not_null())["participant_id"]
    working = tables["placements"].filter(pl.col("ends_on").is_null())["participant_id"]
    latest = tables["placements"].group_by("participant_id").agg(pl.col("starts_on").max())
    closed = tables["workplaces"].filter(pl.col("closed_on").is_not_null())["orgnr"]
    hired = tables["contacts"].filter(pl.col("result").is_in(["hired", "trial_agreed"]), ~pl.col("orgnr").is_in(closed))
    waiting = pl.col("starts_on").is_null() | (pl.col("starts_on") < pl.col("contacted_on"))
    coming = hired.join(latest, on="participant_id", how="left").filter(waiting)["participant_id"]
    true = pl.read_parquet(tmp_path / "other-truth" / "truth.parquet")["participant_id"].unique()
    everybody = tables["participants"]["participant_id"].unique()
    near = world.life.nearby
    inside = np.isfinite(near.minutes) & world.life.state.open[near.workplace]
    alone = participant_ids(len(world.people))[~inside.any(axis=1)]
    assert set(everybody) - set(gone) - set(working) - set(coming) - set(alone) == set(true)
    assert not set(true) & (set(gone) | set(working))


def test_base_rates_are_those_of_the_practice(world: OtherWorld) -> None:
    rows = world.life.jobs.rows
    jobs = rows[~rows["trial"] & (rows["start"] <= world.last) & (rows["end"] >= OPEN)]
    vto = world.people.stream[jobs["person"]] == VTO

    def kept(of: np.ndarray, days: int) -> float:
        old = jobs[of & (jobs["start"] <= world.last - days)]
        return float(((old["end"] == OPEN) | (old["end"] - old["start"] >= days)).mean())

    contacts = world.life.read("contacts").filter(pl.col("person") >= 0)
    assert 19 < len(contacts) / len(jobs) < 33
    assert 0.45 < kept(~vto, HALF_YEAR) < 0.62
    assert 0.25 < kept(~vto, YEAR) < 0.44
    assert kept(vto, HALF_YEAR) > kept(~vto, HALF_YEAR)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_world(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        deliver(live("local", seed, participants=25, workplaces=60, months=4), tmp_path / name, seed)
    one, two, three = (
        {file.name: file.read_bytes() for end in ("", "-truth") for file in (tmp_path / f"{name}{end}").iterdir()}
        for name in ("one", "two", "three")
    )
    assert one == two
    assert one["contacts.parquet"] != three["contacts.parquet"]


def test_true_stays_are_the_shares_of_many_jobs_played_out_week_by_week(small: OtherWorld) -> None:
    many, weeks, leaves, closes = 20_000, YEAR // 7, 0.002, 0.0003
    pair = replace(_pairs(small, 1), stream=np.array([0]), frailty=np.array([0.1]))
    shape, random = SHAPES["threshold"], np.random.default_rng(1)
    truth = stays(shape, pair, np.array([leaves]), np.array([closes]), np.array([True]))
    jobs = Jobs(shape, np.zeros(1, dtype=int), np.array([True]))
    new = np.zeros(many, dtype=JOB)
    new["end"], new["risk"], new["blame"] = OPEN, np.exp(shape.log_risk(pair))[0], 1.0
    new["subsidy_weeks"] = np.where(random.random(many) < 0.35 * 0.6, 26, 0)
    jobs.add(new)
    shares = {}
    for week in range(1, weeks + 1):
        running = jobs.alive()
        jobs.rows["alone"][running] |= random.random(len(running)) < 1 - (1 - leaves) ** 7
        jobs.finish(running[random.random(len(running)) < 1 - (1 - closes) ** 7], 7 * week - 1, 0)
        jobs.weekly_ends(random, jobs.alive(), 7 * week)
        shares[week] = len(jobs.alive()) / many
    assert (shares[26], shares[52]) == pytest.approx([float(chance[0]) for chance in truth], abs=0.012)


def test_a_propensity_is_the_share_of_lists_with_that_workplace_first(small: OtherWorld) -> None:
    life, many = small.life, 4000
    person = np.repeat(np.argmax(np.isfinite(life.nearby.minutes).sum(axis=1)), many)
    workplace, propensity = guidance.shown(
        np.random.default_rng(2), small.people, life.state, life.nearby, life.likely, life.need_known, person, 10_000
    )
    first = workplace[:, 0]
    for number in np.unique(first, return_counts=True)[0][:20]:
        said = propensity[first == number, 0]
        assert said == pytest.approx(said[0])
        assert (first == number).mean() == pytest.approx(said[0], abs=0.04)


def _pairs(world: OtherWorld, count: int) -> Facts:
    numbers = np.arange(count)
    near = world.life.nearby
    pairs = facts(
        world.people, world.employers, world.life.state, world.last, 181, numbers, near.workplace[numbers, 0],
        near.minutes[numbers, 0],
    )  # fmt: skip
    assert all(len(getattr(pairs, field.name)) == count for field in fields(pairs))
    return pairs
