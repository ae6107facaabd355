"""The lists of everybody who is looking, week after week, as they would be shown: spread, steadied, and some tried.

Nothing becomes known between the weeks, so whatever changes is the rules' own doing. From them the floors of practice
are read: who gets the first places, how many workplaces are new, how steady a list is; and what the rules cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from features.pipeline import Pipeline
from features.searching import searching
from features.shown import FIRST_PLACES, ShownBefore, ShownLists
from features.world import World
from features.world.facts import Ints, to_date
from features.world.memory import pair_key
from models.bundle import Matcher
from models.exploration import STEADY_PLACES, Standing, arrange, seed_of
from models.shortlist import Shortlists, shortlists
from models.standing import crowding, unused
from training.metrics import Bools, Floats, different_employers_share, exposure, exposure_share, never_used_share

WEEKS, COUNTED = 8, 4
"""Weeks played, and how many of the last of them count: the first have nothing shown before them."""
DEEP = 200
"""Best candidates of each person that may reach a place."""
PLACES = 10
MOST_PEOPLE = 600
PEOPLE_AT_ONCE = 50


@dataclass(frozen=True)
class Exposure:
    """Who gets the places in a week, as shares of 1.

    `top5pct` is the share of the first three places held by the most shown 5 % of the workplaces shown, `never_used`
    the share of the first five without a placement in 12 months, `different` the share of different workplaces among
    the first five of a caseload, averaged over caseloads. `workplaces` are those shown among the first three, and
    `market_never_used` is the share of never used ones among all that could reach a place.
    """

    top5pct: float
    never_used: float
    different: float
    workplaces: int
    market_never_used: float


@dataclass(frozen=True)
class Served:
    """What was shown in the weeks counted, and what the model alone would have shown.

    `key` int [m] is (participant, workplace) of every candidate that could reach a place, sorted; `shown` [m] the share
    of weeks it was among the first five, `by_model` [m] whether the model alone puts it there. `changed` is the mean
    number of workplaces among a person's first five that were not there the week before, `most_changed` the largest,
    `tried` the share of the first five places that a draw decided.
    """

    key: Ints
    shown: Floats
    by_model: Floats
    people: int
    model_exposure: Exposure
    exposure: Exposure
    changed: float
    most_changed: int
    tried: float

    def numbers(self) -> dict[str, float]:
        """Every number with its name."""
        by_model = {f"model_{name}": float(value) for name, value in vars(self.model_exposure).items()}
        shown = {name: float(value) for name, value in vars(self.exposure).items()}
        own = {name: float(getattr(self, name)) for name in ("people", "changed", "most_changed", "tried")}
        return by_model | shown | own

    def among_first(self, key: Ints, *, by_model: bool = False) -> Floats:
        """Share of weeks that each asked (participant, workplace) was among the first five, shape [n]."""
        position = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        share = self.by_model if by_model else self.shown
        return np.where(self.key[position] == key, share[position], 0.0)


@dataclass(frozen=True)
class _Best:
    """The best candidates of each person, rows sorted by person and rank; `first` [people + 1] bounds each person's."""

    person: Ints
    participant: Ints
    caseload: Ints
    unit: Ints
    score: Floats
    unused: Bools
    first: Ints


def serve(pipeline: Pipeline, matcher: Matcher, day: int, weeks: int = WEEKS) -> Served | None:
    """Play the weeks for everybody who is looking on the day; None when there is nobody with a candidate."""
    world = pipeline.world
    best = _best(pipeline, matcher, searching(world, day)[:MOST_PEOPLE], day)
    if len(best.person) == 0:
        return None
    keys = world.participants.names.gather(best.participant[best.first[:-1]]).to_list()
    rank, explored = np.zeros((2, weeks, len(best.person)), dtype=np.int64)
    shown: list[pl.DataFrame] = []
    for week in range(weeks):
        today = day + 7 * week
        before = ShownLists(world, pl.concat(shown)).before(today) if shown else None
        for person, key in enumerate(keys):
            own = slice(best.first[person], best.first[person + 1])
            decides = _standing(world, best, own, before, day)
            seed = seed_of(key, to_date(today), matcher.version)
            made = arrange(np.arange(own.stop - own.start), best.score[own], decides, seed, PLACES)
            rank[week, own.start + made.row] = np.arange(1, len(made.row) + 1)
            explored[week, own.start + made.row] = made.explored
        shown.append(_rows(world, best, rank[week], today))
    return _summed_up(best, rank, explored)


def _best(pipeline: Pipeline, matcher: Matcher, versions: Ints, day: int) -> _Best:
    """The best candidates by the model; people without any are left out."""
    profiles = pipeline.world.profiles
    parts: list[tuple[Ints, Shortlists]] = []
    for start in range(0, len(versions), PEOPLE_AT_ONCE):
        some = versions[start : start + PEOPLE_AT_ONCE]
        parts.append((some, shortlists(pipeline, matcher, profiles, some, day, DEEP)))
    none = np.zeros(0, dtype=np.int64)
    version = np.concatenate([none, *(some[lists.person] for some, lists in parts)])
    unit = np.concatenate([none, *(lists.batch.unit for _, lists in parts)])
    participant = profiles.participant[version]
    head = np.flatnonzero(np.diff(version, prepend=-1) != 0)
    return _Best(
        person=np.repeat(np.arange(len(head)), np.diff(head, append=len(version))),
        participant=participant,
        caseload=np.unique(profiles.specialist[version], return_inverse=True)[1].astype(np.int64),
        unit=unit,
        score=np.concatenate([np.zeros(0), *(lists.score for _, lists in parts)]),
        unused=unused(pipeline.world, unit, day),
        first=np.append(head, len(version)),
    )


def _standing(world: World, best: _Best, own: slice, before: ShownBefore | None, day: int) -> Standing:
    """A person's standing when nothing becomes known between the weeks."""
    unit, who = best.unit[own], int(best.participant[own.start])
    if before is None:
        return Standing(np.zeros(len(unit)), best.unused[own])
    last = before.last_list(who)
    held = np.isin(unit, [] if last is None else last.unit[:STEADY_PLACES])
    told = np.zeros(len(unit), dtype=np.bool_)
    crowd = crowding(world, before, who, unit, day)
    return Standing(crowd, best.unused[own], held, told, STEADY_PLACES - int(held.sum()))


def _rows(world: World, best: _Best, rank: Ints, day: int) -> pl.DataFrame:
    """A week's lists as rows of `shown_lists`."""
    row = np.flatnonzero(rank)
    person = world.participants.names.gather(best.participant[row])
    known = {"participant_id": person, "orgnr": world.units.names.gather(best.unit[row]), "rank": rank[row]}
    frame = pl.DataFrame(known).with_columns(
        shown_on=pl.lit(to_date(day)), recorded_on=pl.lit(None, pl.Date), model_version=pl.lit("judged")
    )
    return frame.with_columns(list_id=pl.format("{}/{}", "participant_id", "shown_on"))


def _summed_up(best: _Best, rank: Ints, explored: Ints) -> Served:
    counted = rank[-COUNTED:]
    first_five = (rank > 0) & (rank <= STEADY_PLACES)
    new = np.add.reduceat(first_five[1:] & ~first_five[:-1], best.first[:-1], axis=1)
    model = np.arange(len(best.person)) - best.first[best.person] + 1
    key = pair_key(best.participant, best.unit)
    order = np.argsort(key)
    weekly = [_exposure(best, week) for week in counted]
    top5pct, never_used, different, workplaces = np.mean(
        [(w.top5pct, w.never_used, w.different, w.workplaces) for w in weekly], axis=0
    ).tolist()
    return Served(
        key=key[order],
        shown=first_five[-COUNTED:].mean(axis=0)[order],
        by_model=(model <= STEADY_PLACES).astype(np.float64)[order],
        people=len(best.first) - 1,
        model_exposure=_exposure(best, np.where(model <= PLACES, model, 0)),
        exposure=Exposure(top5pct, never_used, different, round(workplaces), weekly[0].market_never_used),
        changed=float(new[-COUNTED:].mean()) if len(new) else 0.0,
        most_changed=int(new.max(initial=0)),
        tried=float((explored[-COUNTED:].astype(np.bool_) & first_five[-COUNTED:]).sum() / first_five[-COUNTED:].sum()),
    )


def _exposure(best: _Best, rank: Ints) -> Exposure:
    """Who gets the places of one week; `rank` [m] is 0 for a row that is not shown."""
    three, five = ((rank > 0) & (rank <= places) for places in (FIRST_PLACES, STEADY_PLACES))
    return Exposure(
        top5pct=exposure_share(exposure(three.astype(np.float64), best.unit)),
        never_used=never_used_share(five.astype(np.float64), best.unused),
        different=different_employers_share(
            five.astype(np.float64), np.unique(best.unit, return_inverse=True)[1], best.caseload
        ),
        workplaces=len(np.unique(best.unit[three])),
        market_never_used=float(best.unused.mean()),
    )
