"""The truth is a truth: what happens agrees with the chances that were told."""

import numpy as np
import polars as pl
import pytest

from features.simulator import tenure
from features.simulator.employers import NEVER
from features.simulator.parameters import Parameters


def test_being_employed_later_is_never_likelier_than_starting(county):
    truth = county.truth
    assert truth.height > 10_000
    assert truth.filter(pl.col("employed_26w") > pl.col("starts")).height == 0
    assert truth.filter(pl.col("employed_52w") > pl.col("employed_26w")).height == 0
    assert truth["employed_52w"].min() >= 0
    assert truth["starts"].max() <= 1
    assert not truth.select("participant_id", "orgnr").is_duplicated().any()


def test_the_truth_is_about_everybody_who_still_searches(county):
    latest = county.tables["participants"].sort("updated_on").unique("participant_id", keep="last")
    jobs = county.tables["placements"].filter("paid")
    told_to_run = jobs.filter(pl.col("ends_on").is_null())["participant_id"].unique().to_list()
    in_truth = set(county.truth["participant_id"].unique())
    left = set(latest.filter(pl.col("left_on").is_not_null())["participant_id"])
    assert not in_truth & left
    searching = set(latest["participant_id"]) - left - set(told_to_run)
    assert len(in_truth & searching) >= 0.9 * len(searching)


def test_a_contact_leads_to_a_start_as_often_as_the_truth_says(market):
    """Each tenth of the contacts, by their true chance, within 3.5 standard errors of what came of them."""
    named = market.contacts["named"]
    chance, came = market.contacts["starts"][named].astype(float), market.contacts["job"][named]
    assert chance.size > 10_000
    for tenth in np.array_split(np.argsort(chance), 10):
        expected, error = chance[tenth].mean(), np.sqrt((chance[tenth] * (1 - chance[tenth])).sum()) / tenth.size
        assert came[tenth].mean() == pytest.approx(expected, abs=3.5 * error)


@pytest.mark.parametrize("weeks", [26, 52])
def test_jobs_last_as_long_as_the_truth_says(market, weeks: int):
    jobs = market.placements
    last = 7 * market.parameters.weeks
    seen = ~jobs["trial"] & (jobs["start"] + 7 * weeks + 7 <= last)
    chance = jobs[f"stays_{weeks}w"][seen].astype(float)
    stayed = jobs["end"][seen] >= jobs["start"][seen] + 7 * weeks
    for fourth in np.array_split(np.argsort(chance), 4):
        error = np.sqrt((chance[fourth] * (1 - chance[fourth])).sum()) / fourth.size
        assert stayed[fourth].mean() == pytest.approx(chance[fourth].mean(), abs=3.5 * error)


@pytest.mark.parametrize(("stream", "subsidised", "cycles"), [(0, 0.0, False), (2, 0.0, False), (0, 1.0, True)])
def test_survival_agrees_with_fresh_draws_of_the_weekly_step(stream: int, subsidised: float, cycles: bool):
    rng, p, size = np.random.default_rng(5), Parameters(), 20_000
    streams, ratio = np.full(size, stream), np.full(size, 0.2, dtype=np.float32)
    quality = np.full(size, -0.1, dtype=np.float32)
    firms, subsidy = np.full(size, cycles), np.where(subsidised, rng.choice(tenure.SUBSIDY_WEEKS, size), 0)
    there = np.ones(size, dtype=bool)
    leader = quality.copy()
    share = {}
    for week in range(52):
        gone = rng.random(size) < p.leader_leaves
        leader = np.where(gone, rng.normal(0, p.quality_leader, size), leader).astype(np.float32)
        shut = rng.random(size) < p.closures_a_year / 52
        held = rng.random(size) < 0.7
        exits = tenure.step(rng, streams, np.full(size, week), ratio, leader, held, subsidy, firms, p.tenure)
        there &= ~(exits.leaves | shut)
        share[week + 1] = there.mean()
    rate = np.full(size, 0.7, dtype=np.float32)
    with_subsidy = np.full(size, subsidised, dtype=np.float32)
    for weeks in (26, 52):
        told = tenure.survival(weeks, streams, ratio, quality, rate, with_subsidy, firms, p)[0]
        assert share[weeks] == pytest.approx(told, abs=0.015)


def test_the_truth_uses_what_no_table_shows(market):
    """Two thirds of the spread of a unit's openness lie with the unit and its present leader, not its legal entity."""
    p = market.parameters
    hidden = p.openness_unit**2 + p.openness_leader**2
    assert hidden / (hidden + p.openness_chain**2) > 0.66
    assert (market.leader_openness != market.employers.leader_openness).mean() > 0.3
    assert (market.left_week < NEVER).any()


def test_good_and_bad_workplaces_differ_but_not_beyond_belief(county):
    """The best five are worth several times the average, and still a contact is no promise."""
    per_person = county.truth.group_by("participant_id").agg(
        best=pl.col("employed_52w").top_k(5).mean(), usual=pl.col("employed_52w").mean()
    )
    assert per_person["best"].mean() > 3 * per_person["usual"].mean()
    assert per_person["best"].mean() < 0.15
