"""One whole world: who and what is in it, what happened, and what lies ahead on its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from tests.other_world import events
from tests.other_world.county import County, county
from tests.other_world.employers import Employers, employers
from tests.other_world.life import Life
from tests.other_world.people import People, people, vetoes
from tests.other_world.shapes import SHAPES
from tests.other_world.state import Nearby, State
from tests.other_world.truth import truth

UNTIL = date(2026, 6, 30)
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class OtherWorld:
    """The played-out world. Day 0 is `first_day`; `last` is the number of the last day, which is `UNTIL`."""

    shape: str
    first_day: date
    last: int
    county: County
    people: People
    employers: Employers
    life: Life
    needs: pl.DataFrame
    pauses: pl.DataFrame
    truth: pl.DataFrame

    def on(self, days: np.ndarray, where: np.ndarray | bool = True) -> pl.Series:
        """Day numbers as dates, empty where `where` is false."""
        stamps = np.datetime64(self.first_day, "D") + np.asarray(days).astype("timedelta64[D]")
        return pl.Series(np.where(where, stamps, np.datetime64("NaT", "D"))).cast(pl.Date)


def live(shape: str, seed: int, participants: int, workplaces: int, months: int) -> OtherWorld:
    """Make a world and let it live. The same arguments give the same world."""
    random = np.random.default_rng([seed, *shape.encode()])
    days = round(months * DAYS_A_MONTH)
    first_day = UNTIL - timedelta(days=days - 1)
    place = county(random)
    firms = employers(random, place, workplaces)
    folk = people(random, place, participants, days)
    nearby = Nearby.of(folk, firms)
    state = State.first(random, folk, firms, vetoes(random, folk, nearby.workplace, firms))
    needs, pauses = events.needs(random, firms, first_day, days), events.pauses(random, firms, days)
    life = Life(random, SHAPES[shape], folk, firms, nearby, state, first_day)
    life.run(days, needs, pauses)
    searching = np.flatnonzero(life.searching(days - 1))
    chances = truth(SHAPES[shape], folk, firms, state, nearby, days - 1, UNTIL.timetuple().tm_yday, searching)
    return OtherWorld(shape, first_day, days - 1, place, folk, firms, life, needs, pauses, chances)
