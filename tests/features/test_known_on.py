"""Nothing that became known after a day reaches what is said of that day, in training or in serving.

A drawn history has rows known by the day T and rows known after it. The later rows are taken away, or exchanged for
quite other ones (with new workplaces, chains, people and offices among them), and what happened after T to the earlier
rows (an end, its reason, how long it was seen) is moved or taken away. Features, candidates and examples stay the same
to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from features.candidates import candidates
from features.catalogue import NAMES
from features.industries import DIVISIONS
from features.occupations import occupation_codes
from features.pipeline import Pipeline
from features.tables import BY_NAME
from features.vocabulary import ContactResult, EndReason, NoticeKind, PlacementForm, WorkCondition
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, days_after, orgnr, rows, tables
from training.dataset import Examples, examples

Row = dict[str, Any]
Story = dict[str, list[Row]]

OPEN = "ends after T"
"""In a drawn row: a date that lies after T or is not there, differently in each telling."""
EARLY_UNITS, LATE_UNITS = [orgnr(n) for n in (1, 3, 5, 7)], [orgnr(n) for n in (0, 2, 4, 6, 8)]
EARLY_PEOPLE, LATE_PEOPLE = ["p-b", "p-d"], ["p-a", "p-c", "p-e"]
ENTITIES, OFFICES = ["810000000", "820000000", "830000000"], ["0301", "0806", "4003"]
SPECIALISTS = ["Z990001", "Z990002", "Z990003"]
OCCUPATIONS = ["5223", "9412", "5120", "9112", "5222"]
INDUSTRIES = ["47.110", "56.101", "41.000", None]
EDGES = [0, 0, 1, 2, 27, 28, 29, 30, 60, 90, 91, 92, 150, 181, 182, 183, 363, 364, 365, 366]
SIZES = {
    "participants": 3,
    "workplaces": 6,
    "workplace_conditions": 6,
    "employer_needs": 8,
    "vacancies": 6,
    "agreements": 5,
    "employer_notices": 4,
    "contacts": 16,
    "placements": 12,
}


class Teller:
    """Draws rows known by T (`late` False), or known only after it."""

    def __init__(self, rng: np.random.Generator, today: date, late: bool) -> None:
        self.rng, self.today, self.late = rng, today, late

    def one(self, of: list[Any]) -> Any:
        return of[int(self.rng.integers(len(of)))]

    def some(self, of: list[Any]) -> list[Any]:
        return [item for item in of if self.rng.random() < 0.5]

    def ago(self) -> date:
        return self.today - timedelta(days=int(self.one(EDGES)))

    def ahead(self) -> date:
        return self.today + timedelta(days=1 + int(self.one(EDGES)))

    def known(self, first: str) -> Row:
        """The row's own date and `recorded_on`: both by T, or the later of them after it."""
        if not self.late:
            return {first: self.ago(), "recorded_on": self.one([None, self.ago()])}
        if self.rng.random() < 0.5:
            return {first: self.ago(), "recorded_on": self.ahead()}
        return {first: self.ahead(), "recorded_on": self.one([None, self.ago()])}

    def end(self, start: date) -> Any:
        """An end by T, or one that is told differently each time; of a late row anything."""
        if self.late:
            return self.one([None, start + timedelta(days=int(self.one(EDGES)))])
        return self.one([OPEN, min(self.today, start + timedelta(days=int(self.one(EDGES))))])

    def unit(self) -> str:
        return str(self.one(EARLY_UNITS + LATE_UNITS if self.late else EARLY_UNITS))

    def person(self) -> str:
        return str(self.one(EARLY_PEOPLE + LATE_PEOPLE if self.late else EARLY_PEOPLE))

    def key(self, number: int) -> str:
        """Keys of early and late rows lie between each other, and late rows have the same keys in every telling."""
        return f"{number:02}-{'late' if self.late else 'early'}"

    def participants(self, number: int) -> Row:
        person = EARLY_PEOPLE[number % len(EARLY_PEOPLE)] if not self.late else self.person()
        return self.known("updated_on") | {
            "participant_id": person,
            "registered_on": self.today - timedelta(days=2000),
            "office_id": self.one(OFFICES if self.late else OFFICES[1:]),
            "specialist_id": self.one(SPECIALISTS),
            "wished_occupations": self.some(OCCUPATIONS),
            "unwanted_occupations": self.some(OCCUPATIONS[:2]),
            "work_conditions": self.some(list(WorkCondition)[:4]),
            "excluded_workplaces": self.some([EARLY_UNITS[0], LATE_UNITS[0]]),
            "hours_max": float(self.one([15, 30])),
            "max_travel_minutes": int(self.one([20, 45])),
            "left_on": self.end(self.today),
        }

    def workplaces(self, number: int) -> Row:
        """A version of a workplace: the first known from the beginning, or for a late one, from its registration."""
        unit = EARLY_UNITS[number % len(EARLY_UNITS)] if not self.late else self.unit()
        is_new = self.late and unit in LATE_UNITS
        first = self.one([None, self.ago()]) if not self.late else self.ahead()
        return {
            "orgnr": unit,
            "recorded_on": None if is_new and number % 2 else first,
            "registered_on": self.ahead() if is_new else None,
            "parent_orgnr": self.one([None, *ENTITIES] if self.late else [None, *ENTITIES[1:]]),
            "industry_code": self.one(INDUSTRIES),
            "employees": self.one([None, 5, 20, 300]),
            "capacity": self.one([None, None, 3]),
            "sector": self.one([None, "private", "municipal"]),
            "latitude": self.one([None, 59.2, 59.3, 59.5]),
            "longitude": 9.6,
            "closed_on": self.one([None, OPEN]) if not self.late else self.one([None, self.ago(), self.ahead()]),
        }

    def workplace_conditions(self, number: int) -> Row:
        return {
            "orgnr": self.unit(),
            "condition": self.one(list(WorkCondition)[:4]),
            "recorded_on": self.ahead() if self.late else self.ago(),
            "offered": bool(self.one([True, False])),
        }

    def employer_needs(self, number: int) -> Row:
        first = self.ahead() if self.late else self.ago()
        return {
            "need_id": self.key(number),
            "orgnr": self.unit(),
            "occupation": self.one(OCCUPATIONS),
            "recorded_on": first,
            "valid_until": self.one([None, first + timedelta(days=int(self.one(EDGES)))]),
            "hours_per_week": self.one([None, 10.0, 37.5]),
        }

    def vacancies(self, number: int) -> Row:
        dated = self.known("published")
        return dated | {
            "ad_id": self.key(number),
            "orgnr": self.unit(),
            "expires": dated["published"] + timedelta(days=int(self.one(EDGES))),
            "occupation": self.one(OCCUPATIONS),
            "extent": self.one(["full_time", "part_time"]),
        }

    def agreements(self, number: int) -> Row:
        dated = self.known("starts_on")
        covers = self.one(["unit", "legal_entity"])
        return dated | {
            "orgnr": self.unit() if covers == "unit" else self.one(ENTITIES if self.late else ENTITIES[1:]),
            "programme": self.key(number),
            "covers": covers,
            "ends_on": self.end(dated["starts_on"]),
        }

    def employer_notices(self, number: int) -> Row:
        """Where a dismissal ends is a plan, known with the notice: it is left as it is."""
        dated = self.known("starts_on")
        kind = self.one(list(NoticeKind))
        end = self.end(dated["starts_on"])
        return dated | {
            "orgnr": self.one([self.unit(), self.one(ENTITIES if self.late else ENTITIES[1:])]),
            "kind": kind,
            "ends_on": None if kind == "mass_dismissal" and end == OPEN else end,
        }

    def contacts(self, number: int) -> Row:
        return self.known("contacted_on") | {
            "contact_id": self.key(number),
            "orgnr": self.unit(),
            "participant_id": self.one([None, self.person(), self.person()]),
            "specialist_id": self.one(SPECIALISTS),
            "result": self.one(list(ContactResult)),
        }

    def placements(self, number: int) -> Row:
        """Some name a contact or a trial, and some of those are only recorded after T."""
        dated = self.known("starts_on")
        end = self.end(dated["starts_on"])
        named = [f"{n:02}-{when}" for n in range(4) for when in ("early", "late")]
        return dated | {
            "placement_id": self.key(number),
            "participant_id": self.person(),
            "orgnr": self.unit(),
            "contact_id": self.one([None, None, None, self.one(named)]),
            "continues_placement_id": self.one([None, None, self.one(named[:2])]) if number > 0 else None,
            "occupation": self.one(OCCUPATIONS),
            "form": self.one(list(PlacementForm)),
            "ends_on": end,
            "end_reason": OPEN if end == OPEN else self.one([None, *EndReason]),
            "observed_until": OPEN if end == OPEN else (end or dated["starts_on"] + timedelta(days=400)),
        }


def drawn(seed: int, sizes: Mapping[str, int], today: date, late: bool) -> Story:
    """So many rows of each table; a row hangs on the seed, its table and its number alone."""
    story: Story = {}
    for place, (name, number) in enumerate(sorted(sizes.items())):
        least = {"participants": len(EARLY_PEOPLE), "workplaces": len(EARLY_UNITS)}.get(name, 0) if not late else 0
        story[name] = [
            getattr(Teller(np.random.default_rng([seed, late, place, n]), today, late), name)(n)
            for n in range(max(number, least))
        ]
    return story


def told(story: Story, later: Story, today: date, seed: int | None) -> dict[str, pl.DataFrame]:
    """The tables of both; what is `OPEN` has not ended where `seed` is None, else is drawn from the days after T."""
    rng = np.random.default_rng(seed)

    def after() -> date:
        return today + timedelta(days=int(rng.integers(1, 400)))

    def closed(name: str, value: Any) -> Any:
        if value != OPEN:
            return value
        if name == "observed_until":
            return today if seed is None else after()
        if name == "end_reason":
            return None if seed is None else list(EndReason)[int(rng.integers(len(EndReason)))]
        return None if seed is None or rng.random() < 0.3 else after()

    frames = {}
    for name, drawn_rows in story.items():
        written = [{k: closed(k, v) for k, v in row.items()} for row in drawn_rows + later.get(name, [])]
        frame = rows(name, *written).unique(BY_NAME[name].keys, keep="first", maintain_order=True)
        if name == "workplaces":
            frame = rows(name, *written).unique(["orgnr", "recorded_on"], keep="first", maintain_order=True)
            frame = frame.sort("orgnr", "recorded_on", nulls_last=False)
            is_last = frame["orgnr"] != frame["orgnr"].shift(-1).fill_null("")
            frames["workplaces_history"], frame = frame.filter(~is_last), frame.filter(is_last)
        frames[name] = frame.sort(BY_NAME[name].keys)
    return tables(**frames)


def said(frames: dict[str, pl.DataFrame], today: date) -> dict[str, pl.DataFrame]:
    """All that is said of T: features and candidates of every early pair, lifts, and examples up to T."""
    pipeline, day = Pipeline(World.from_tables(frames)), day_number(today)
    world = pipeline.world
    unit = world.units.find(pl.Series(EARLY_UNITS))
    version = world.profiles.version(world.participants.find(pl.Series(EARLY_PEOPLE)), day)
    pairs = np.repeat(version, len(unit)), np.tile(unit, len(version))
    served = pipeline.on_day(world.profiles, *pairs, day)
    trained = pipeline.by_row(world.profiles, *pairs, np.full(len(pairs[0]), day))
    np.testing.assert_array_equal(served.values, trained.values)
    market, _ = pipeline.on_market(day)
    lists = [candidates(market, world.profiles, int(v)) for v in version]
    occupation, division = np.divmod(np.arange(len(occupation_codes()) * len(DIVISIONS)), len(DIVISIONS))
    lift = pipeline.affinity.best(occupation[:, None], division, np.full(len(division), day))
    return {
        "profiles": world.profiles.frame[version].select("participant_id", "updated_on"),
        "features": pl.DataFrame(served.values, schema=list(NAMES)),
        "candidates": pl.concat(
            pl.DataFrame({"orgnr": world.units.names.gather(c.unit), "minutes": c.minutes, "beyond": c.beyond_reach})
            for c in lists
        ),
        "lift": pl.DataFrame({"lift": lift}),
        "examples": described(examples(pipeline, day + 1), pipeline, frames),
    }


def described(made: Examples, pipeline: Pipeline, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The examples with names in the place of positions."""
    world = pipeline.world
    keys = frames["placements"]["placement_id"].to_list()
    about = pl.DataFrame(
        {
            "participant": world.participants.names.gather(made.participant),
            "unit": world.units.names.gather(made.batch.unit),
            "updated_on": world.profiles.frame["updated_on"].gather(made.batch.version),
            "contact": frames["contacts"]["contact_id"].gather(made.contact),
            "placement": [keys[int(p)] if p >= 0 else None for p in made.placement],
        },
        schema_overrides={"placement": pl.String},
    )
    columns = {
        name: np.asarray(getattr(made, name))
        for name in (
            "day", "result", "start_day", "start_known", "end_day", "seen_until", "competing", "trial", "started",
            "start_observed", "ended", "days_at_work",
        )
    }  # fmt: skip
    features = pl.DataFrame(made.batch.values, schema=list(NAMES))
    return pl.concat([about, pl.DataFrame(columns), features], how="horizontal").sort("contact")


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, frame in one.items():
        assert_frame_equal(frame, other[name], check_exact=True)


sizes = st.fixed_dictionaries({name: st.integers(0, most) for name, most in SIZES.items()})
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(sizes, sizes, seeds, seeds, st.integers(0, 40))
def test_what_became_known_later_changes_nothing(
    early: dict[str, int], late: dict[str, int], seed: int, other_seed: int, after: int
) -> None:
    today = days_after(DAY, after)
    story = drawn(seed, early, today, late=False)
    as_known = said(told(story, {}, today, None), today)
    same(as_known, said(told(story, drawn(seed, late, today, late=True), today, seed), today))
    same(as_known, said(told(story, drawn(other_seed, late, today, late=True), today, other_seed), today))


@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(sizes, seeds)
def test_training_and_serving_say_the_same_of_every_day(numbers: dict[str, int], seed: int) -> None:
    frames = told(drawn(seed, numbers, DAY, late=False), drawn(seed, numbers, DAY, late=True), DAY, seed)
    pipeline = Pipeline(World.from_tables(frames))
    profiles, unit = pipeline.world.profiles, pipeline.world.units.find(pl.Series(EARLY_UNITS))
    version = np.arange(len(unit)) % len(profiles)
    days = [day_number(DAY) + n for n in (-366, -183, -1, 0, 30, 200)]
    served = np.vstack([pipeline.on_day(profiles, version, unit, day).values for day in days])
    rows_of_all = np.tile(version, len(days)), np.tile(unit, len(days)), np.repeat(days, len(unit))
    np.testing.assert_array_equal(pipeline.by_row(profiles, *rows_of_all).values, served)


# --- the same as small tables: one later fact, and what it must not do ---


def unchanged(before: dict[str, pl.DataFrame], now: dict[str, pl.DataFrame]) -> None:
    """Both tell the same of `DAY` about the early people and workplaces."""
    same(said(before, DAY), said(now, DAY))


PEOPLE = rows("participants", *({"participant_id": p} for p in EARLY_PEOPLE))
PLACES = rows("workplaces", *({"orgnr": n, "parent_orgnr": ENTITIES[0]} for n in EARLY_UNITS))
MET = {"participant_id": EARLY_PEOPLE[0], "orgnr": EARLY_UNITS[0]}


def around(**given: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return tables(**{"participants": PEOPLE, "workplaces": PLACES} | given)


def test_a_workplace_that_changes_hands_later_still_belongs_to_its_chain_today() -> None:
    """No unit belongs to the first legal entity any more, but on `DAY` they all did."""
    later = days_after(DAY, 10)
    moved = rows("workplaces", *({"orgnr": n, "parent_orgnr": ENTITIES[1], "recorded_on": later} for n in EARLY_UNITS))
    unchanged(around(), around(workplaces=moved, workplaces_history=PLACES))


def test_a_workplace_registered_later_is_not_yet_counted_in_its_chain() -> None:
    """Without `recorded_on` a row is known from its own first date (contract)."""
    new = {"orgnr": LATE_UNITS[1], "parent_orgnr": ENTITIES[0], "registered_on": days_after(DAY, 10)}
    unchanged(around(), around(workplaces=pl.concat([PLACES, rows("workplaces", new)])))


def test_a_contact_recorded_later_does_not_take_a_placement_from_the_one_known() -> None:
    job = rows("placements", MET | {"starts_on": days_after(DAY, -60)})
    known = MET | {"contact_id": "c-1", "contacted_on": days_after(DAY, -100)}
    later = MET | {"contact_id": "c-2", "contacted_on": days_after(DAY, -80), "recorded_on": days_after(DAY, 10)}
    before, now = (rows("contacts", *given) for given in ([known], [known, later]))
    unchanged(around(contacts=before, placements=job), around(contacts=now, placements=job))


def test_a_trial_recorded_later_does_not_move_the_job_to_another_contact() -> None:
    made = rows(
        "contacts",
        *(MET | {"contact_id": f"c-{n}", "contacted_on": days_after(DAY, -n)} for n in (300, 100)),
    )
    job = MET | {"placement_id": "job", "starts_on": days_after(DAY, -60), "continues_placement_id": "trial"}
    trial = MET | {
        "placement_id": "trial",
        "form": "work_training",
        "starts_on": days_after(DAY, -250),
        "recorded_on": days_after(DAY, 10),
    }
    before, now = (rows("placements", *given) for given in ([job], [job, trial]))
    unchanged(around(contacts=made, placements=before), around(contacts=made, placements=now))


def test_a_contact_named_but_recorded_later_says_nothing_yet() -> None:
    job = rows("placements", MET | {"starts_on": days_after(DAY, -60), "contact_id": "c-2"})
    known = MET | {"contact_id": "c-1", "contacted_on": days_after(DAY, -100)}
    later = MET | {"contact_id": "c-2", "contacted_on": days_after(DAY, -90), "recorded_on": days_after(DAY, 10)}
    before, now = (rows("contacts", *given) for given in ([known], [known, later]))
    unchanged(around(contacts=before, placements=job), around(contacts=now, placements=job))


def test_the_placements_table_that_is_still_empty_today_is_no_hindrance() -> None:
    made = rows("contacts", MET | {"contacted_on": days_after(DAY, -100)})
    later = rows("placements", MET | {"starts_on": days_after(DAY, 1), "observed_until": days_after(DAY, 9)})
    unchanged(around(contacts=made), around(contacts=made, placements=later))
