"""The calibration table is counted as a reader would count it, and the market meets the figures."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from features.simulator import Parameters, simulate
from features.simulator.report import Figure
from features.simulator.survival_curve import survival

UNTIL = date(2026, 6, 30)


def test_survival_by_hand():
    """Five jobs: ends after 2, 4 and 6 weeks; still running at 3 and 8 weeks."""
    curve = survival(np.array([2.0, 3.0, 4.0, 6.0, 8.0]), np.array([True, False, True, True, False]))
    assert curve.at(1) == 1
    assert curve.at(2) == pytest.approx(4 / 5)
    assert curve.at(5) == pytest.approx(4 / 5 * 2 / 3)
    assert curve.at(7) == pytest.approx(4 / 5 * 2 / 3 * 1 / 2)
    assert curve.mean_within(4) == pytest.approx(2 * 1 + 2 * 4 / 5)


def test_without_censoring_the_error_is_that_of_a_share():
    """Of 10 jobs 4 have ended by then: Greenwood gives √(0.6 × 0.4 / 10)."""
    weeks = np.array([1.0, 2, 3, 4, 30, 30, 30, 30, 30, 30])
    curve = survival(weeks, weeks < 30)
    assert curve.at(26) == pytest.approx(0.6)
    assert curve.error_at(26) == pytest.approx(np.sqrt(0.6 * 0.4 / 10))


def test_running_jobs_are_not_counted_as_ended():
    weeks = np.array([10.0, 10.0, 10.0, 10.0])
    assert survival(weeks, np.zeros(4, dtype=bool)).at(26) == 1


def test_a_figure_knows_its_range():
    assert Figure("a", 0.5, 0.4, 0.6).within
    assert not Figure("a", 0.7, 0.4, 0.6, error=0.04).within
    assert Figure("a", 0.7, 0.4, 0.6, error=0.06).within, "two standard errors"
    assert Figure("a", 0.7).within


def test_the_market_meets_the_figures_of_the_practice_notes(large_report):
    outside = [f"{f.name}: {f.simulated:.3f} not in {f.low}–{f.high}" for f in large_report.figures if not f.within]
    assert outside == []


def test_the_report_prints_simulated_beside_target(large_report):
    text = str(large_report)
    assert "contacts per job start" in text
    assert "21–29" in text
    assert "contacts" in large_report.rows


def test_even_a_perfect_ranking_gains_less_than_ten_points_of_people_in_work(large_report, tmp_path: Path):
    """More than that from ranking alone would be a flaw of the market; none at all would leave nothing to learn."""
    perfect = simulate(tmp_path / "perfect", 1, 1800, 6000, UNTIL, parameters=Parameters(lists_by_truth=True))
    name = "IPS: in work 12 months after registration"
    gain = perfect.figure(name).simulated - large_report.figure(name).simulated
    assert gain < 0.10
    assert perfect.figure("jobs per person").simulated > large_report.figure("jobs per person").simulated
