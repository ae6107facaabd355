"""What comes upon workplaces from outside: needs that arise and fade with the season, and layoffs that pause them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from tests.other_world.employers import Employers
from tests.other_world.state import season
from tests.other_world.topics import COUNT, drawn

NEED_DAYS, NEED_SPREAD = 40.0, 0.7
ADVERTISED = 0.35
LAYOFFS_DAILY = 0.02 / 365
BEFORE = 60
"""Days before the first day from which needs may still be open."""


def needs(random: np.random.Generator, employers: Employers, first_day: date, days: int) -> pl.DataFrame:
    """Columns day, workplace, topic, until, advertised: Poisson arrivals of a log-normal length, in order of day."""
    rate = employers.need_daily * (days + BEFORE)
    workplace = np.repeat(np.arange(len(employers)), random.poisson(1.6 * rate))
    day = random.integers(-BEFORE, days, len(workplace))
    topic = drawn(random, employers.tasks[workplace]).clip(max=COUNT - 1)
    calendar = np.stack([season(number) for number in range(367)])
    day_of_year = np.array([(first_day + timedelta(days=int(d))).timetuple().tm_yday for d in day], dtype=int)
    kept = random.random(len(day)) < (1 + 0.6 * calendar[day_of_year, topic]) / 1.6
    until = day + np.ceil(random.lognormal(np.log(NEED_DAYS), NEED_SPREAD, len(day))).astype(int)
    frame = pl.DataFrame({
        "day": np.maximum(day, 0), "workplace": workplace, "topic": topic, "until": until,
        "advertised": random.random(len(day)) < ADVERTISED,
    })  # fmt: skip
    return frame.filter(kept & (until > 0)).sort("day", "workplace", "topic", "until")


def pauses(random: np.random.Generator, employers: Employers, days: int) -> pl.DataFrame:
    """Columns day, workplace, until, mass: layoffs of one to four months, and a few mass dismissals of six."""
    workplace = np.repeat(np.arange(len(employers)), random.poisson(LAYOFFS_DAILY * days, len(employers)))
    day = random.integers(0, days, len(workplace))
    mass = random.random(len(day)) < 0.12
    until = day + np.where(mass, 182, random.integers(30, 120, len(day)))
    frame = pl.DataFrame({"day": day, "workplace": workplace, "until": until, "mass": mass})
    return frame.unique(["day", "workplace"], keep="first", maintain_order=True).sort("day", "workplace")
