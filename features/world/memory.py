"""Everything the tables say, as columnar arrays in memory, each fact with the day it became known.

A `World` is built once from the tables and never changes; it answers for any date. The rule book's tables and the audit
table are not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features import occupations, tables
from features.declaration import Table
from features.vocabulary import AgreementScope, ContactResult, Extent, NoticeKind
from features.world.facts import NEVER, Facts, Ints, days, known_days
from features.world.index import Index, codes
from features.world.outcomes import WEEKS_26, WEEKS_52, Outcomes
from features.world.profiles import CONDITIONS, Profiles
from features.world.renewal import POSITIONS, kept_parts
from features.world.workplaces import Workplaces

RESULT_ORDER: tuple[str, ...] = tuple(r.value for r in ContactResult)
"""Results of a contact from least to most; the position is the code used in arrays."""
MEETING = RESULT_ORDER.index(ContactResult.NEED_RECORDED)
"""From this code on, the employer answered with something to go on."""


@dataclass(frozen=True)
class Contacts:
    """The `contacts` table as arrays [n]; -1 where a participant is not given."""

    unit: Ints
    participant: Ints
    specialist: Ints
    day: Ints
    known: Ints
    result: Ints
    rank: Ints
    """Place on the list it came from; 0 where it came from none."""


@dataclass(frozen=True)
class Placements:
    """The `placements` table as arrays [n] with their outcomes."""

    unit: Ints
    participant: Ints
    occupation: Ints
    outcomes: Outcomes
    contact: Ints
    """Position of the contact that led to it, where the table names one; else -1."""
    paid: NDArray[np.bool_]
    continues: Ints
    """Position of the trial that became this job; else -1."""


class World:
    """The tables as arrays. Units, entities, participants and specialists are positions in their indices."""

    def __init__(self, frames: Mapping[str, pl.DataFrame], held: World | None = None) -> None:
        self._frames = {name: frames[name] for name in (*_READ, "postcodes") if name in frames}
        if held is not None:
            self._keep(held)

    @classmethod
    def from_tables(cls, frames: Mapping[str, pl.DataFrame], held: World | None = None) -> World:
        """Build from the frames of `Database.read_tables`; `postcodes` may be absent.

        `held`, a world from before, lends the parts whose tables are the very frames it was built from; it is given
        back itself when all are.
        """
        made = cls(frames, held)
        same = held is not None and all(made._frames[name] is frame for name, frame in held._frames.items())
        return held if held is not None and same else made

    def _keep(self, held: World) -> None:
        for name, of_tables in POSITIONS.items():
            before: Index = getattr(held, name)
            same = all(self._frames[one] is held._frames[one] for one in of_tables)
            vars(self)[name] = before if same or getattr(self, name).names.equals(before.names) else getattr(self, name)
        settled = {name: vars(self)[name] for name in POSITIONS}
        vars(self).update(kept_parts(self._frames, settled, held._frames, vars(held)))

    @cached_property
    def units(self) -> Index:
        """Workplaces."""
        return Index(self._frames["workplaces"]["orgnr"])

    @cached_property
    def entities(self) -> Index:
        """Legal entities."""
        f = self._frames
        above = [f[name]["parent_orgnr"] for name in ("workplaces", "workplaces_history")]
        return Index(pl.concat([*above, f["agreements"]["orgnr"], f["employer_notices"]["orgnr"]]))

    @cached_property
    def participants(self) -> Index:
        """People by their keys."""
        return Index(self._frames["participants"]["participant_id"])

    @cached_property
    def offices(self) -> Index:
        """Nav offices."""
        return Index(self._frames["participants"]["office_id"])

    @cached_property
    def specialists(self) -> Index:
        """Job specialists, of people and of contacts."""
        return Index(pl.concat([self._frames[name]["specialist_id"] for name in ("participants", "contacts")]))

    @cached_property
    def workplaces(self) -> Workplaces:
        """Every version of every workplace."""
        f = self._frames
        return Workplaces.from_frames(
            f["workplaces"], f["workplaces_history"], self.units, self.entities, f.get("postcodes")
        )

    @cached_property
    def contacts(self) -> Contacts:
        """All contacts."""
        frame = self._frames["contacts"]
        return Contacts(
            unit=self.units.find(frame["orgnr"]),
            participant=self.participants.find(frame["participant_id"]),
            specialist=self.specialists.find(frame["specialist_id"]),
            day=days(frame["contacted_on"]),
            known=known_days(frame, tables.CONTACTS),
            result=codes(frame["result"], RESULT_ORDER),
            rank=frame["rank_shown"].cast(pl.Int64).fill_null(0).to_numpy(),
        )

    @cached_property
    def placements(self) -> Placements:
        """All placements."""
        frame = self._frames["placements"]
        return Placements(
            unit=self.units.find(frame["orgnr"]),
            participant=self.participants.find(frame["participant_id"]),
            occupation=occupations.occupation_indices(frame["occupation"].to_list()).astype(np.int64),
            outcomes=Outcomes.from_frame(frame),
            contact=_positions(self._frames["contacts"]["contact_id"], frame["contact_id"]),
            paid=frame["paid"].fill_null(True).to_numpy(),
            continues=_positions(frame["placement_id"], frame["continues_placement_id"]),
        )

    @cached_property
    def contact_facts(self) -> dict[str, Facts]:
        """Contacts by level of shrinkage, and by (specialist, unit), (office, unit) and (participant, unit).

        Values: `positive` (something to go on), `answered`, `result` (code), `specialist`.
        """
        c = self.contacts
        values = {
            "positive": c.result >= MEETING,
            "answered": c.result > 0,
            "result": c.result,
            "specialist": c.specialist,
        }
        keys = self.levels(c.unit, c.known) | {
            "specialist": pair_key(c.specialist, c.unit),
            "office": pair_key(self.office_of_specialist(c.specialist, c.known), c.unit),
            "participant": pair_key(c.participant, c.unit),
        }
        return {level: Facts(key, c.known, values, when=c.day) for level, key in keys.items()}

    def outcome_facts(self, known: Ints, keep: NDArray[np.bool_]) -> dict[str, Facts]:
        """Placements that satisfy `keep`, known from `known`, by unit, chain, industry division and everywhere."""
        day = np.where(keep, known, NEVER)
        return {level: Facts(key, day) for level, key in self.levels(self.placements.unit, day).items()}

    @cached_property
    def starts(self) -> dict[str, Facts]:
        """Starts (paid or adapted work) by level."""
        o = self.placements.outcomes
        return self.outcome_facts(np.maximum(o.starts, o.known), o.is_start)

    @cached_property
    def begun(self) -> Facts:
        """Placements and trials begun, by unit."""
        o = self.placements.outcomes
        return Facts(self.placements.unit, np.maximum(o.starts, o.known), when=o.starts)

    @cached_property
    def ended(self) -> Facts:
        """Placements and trials ended, by unit."""
        return Facts(self.placements.unit, self.placements.outcomes.end_known())

    @cached_property
    def lasted(self) -> dict[int, dict[str, Facts]]:
        """Starts known to have lasted, by length in days and level."""
        o = self.placements.outcomes
        return {n: self.outcome_facts(o.lasted_known(n), o.is_start) for n in (WEEKS_26, WEEKS_52)}

    @cached_property
    def broke(self) -> dict[int, dict[str, Facts]]:
        """Starts known to have broken, by length in days and level."""
        o = self.placements.outcomes
        return {n: self.outcome_facts(o.broke_known(n), o.is_start) for n in (WEEKS_26, WEEKS_52)}

    @cached_property
    def needs(self) -> Facts:
        """Needs by unit. Values: row (in the table), occupation, hours (NaN unknown), until (last day)."""
        frame = self._frames["employer_needs"]
        known = known_days(frame, tables.EMPLOYER_NEEDS)
        return Facts(
            self.units.find(frame["orgnr"]),
            known,
            {
                "row": np.arange(len(frame)),
                "occupation": occupations.occupation_indices(frame["occupation"].to_list()),
                "hours": frame["hours_per_week"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
                "until": np.where(frame["valid_until"].is_null(), known + NEED_DAYS, days(frame["valid_until"])),
            },
        )

    @cached_property
    def ads(self) -> Facts:
        """Advertised posts by unit. Values: row (in the table), occupation, until (last day), part_time."""
        frame = self._frames["vacancies"]
        known = known_days(frame, tables.VACANCIES)
        return Facts(
            self.units.find(frame["orgnr"]),
            known,
            {
                "row": np.arange(len(frame)),
                "occupation": occupations.occupation_indices(frame["occupation"].to_list()),
                "until": days(frame["expires"]),
                "part_time": (frame["extent"] == Extent.PART_TIME.value).to_numpy(),
            },
            when=days(frame["published"]),
        )

    @cached_property
    def needs_expired(self) -> Facts:
        """Needs that no longer hold, by unit."""
        return _expired(self.needs)

    @cached_property
    def ads_expired(self) -> Facts:
        """Advertised posts past their last day, by unit."""
        return _expired(self.ads)

    @cached_property
    def chains(self) -> Facts:
        """Units joining and leaving legal entities. Value: `units`, 1 for joining and -1 for leaving."""
        w = self.workplaces
        left = np.where(w.replaced >= 0, w.entity[w.replaced], -1)
        return Facts(
            np.concatenate([w.entity[:-1], left]),
            np.concatenate([w.known, w.known]),
            {"units": np.repeat([1.0, -1.0], len(w.known))},
        )

    @cached_property
    def work_seen(self) -> Facts:
        """Occupations seen at a unit, from needs, ads and starts. Value: occupation."""
        p, needs, ads = self.placements, self._frames["employer_needs"], self._frames["vacancies"]
        started = np.where(p.outcomes.is_start, np.maximum(p.outcomes.starts, p.outcomes.known), NEVER)
        unit = np.concatenate([self.units.find(needs["orgnr"]), self.units.find(ads["orgnr"]), p.unit])
        known = np.concatenate([known_days(needs, tables.EMPLOYER_NEEDS), known_days(ads, tables.VACANCIES), started])
        codes = needs["occupation"].to_list() + ads["occupation"].to_list()
        occupation = np.concatenate([occupations.occupation_indices(codes), p.occupation])
        return Facts(np.where(occupation >= 0, unit, -1), known, {"occupation": occupation})

    @cached_property
    def conditions(self) -> Facts:
        """Work conditions by unit × condition (`unit * len(CONDITIONS) + condition`). Value: offered (1 or 0)."""
        frame = self._frames["workplace_conditions"]
        key = pair_key(self.units.find(frame["orgnr"]), codes(frame["condition"], CONDITIONS), len(CONDITIONS))
        return Facts(key, known_days(frame, tables.WORKPLACE_CONDITIONS), {"offered": frame["offered"].to_numpy()})

    @cached_property
    def conditions_by_division(self) -> Facts:
        """The same by industry division × condition."""
        frame = self._frames["workplace_conditions"]
        known = known_days(frame, tables.WORKPLACE_CONDITIONS)
        division = self.workplaces.division[self.workplaces.version(self.units.find(frame["orgnr"]), known)]
        key = pair_key(division, codes(frame["condition"], CONDITIONS), len(CONDITIONS))
        return Facts(key, known, {"offered": frame["offered"].to_numpy()})

    @cached_property
    def agreements(self) -> dict[str, Facts]:
        """Agreements by unit and by legal entity, as `covers` says. Values: from, until."""
        frame = self._frames["agreements"]
        ends = days(frame["ends_on"])
        whole = (frame["covers"] == AgreementScope.LEGAL_ENTITY.value).to_numpy()
        unit, entity = self.units.find(frame["orgnr"]), self.entities.find(frame["orgnr"])
        return _spans(frame, tables.AGREEMENTS, ends, np.where(whole, -1, unit), np.where(whole, entity, -1))

    @cached_property
    def notices(self) -> dict[str, Facts]:
        """Notices by unit and by legal entity: one for an entity pauses all its units. Values: from, until."""
        frame = self._frames["employer_notices"]
        begins, ends = days(frame["starts_on"]), days(frame["ends_on"])
        endless = (frame["kind"] == NoticeKind.MASS_DISMISSAL.value).to_numpy() & (ends >= NEVER)
        ends = np.where(endless, begins + DISMISSAL_DAYS, ends)
        unit, entity = self.units.find(frame["orgnr"]), self.entities.find(frame["orgnr"])
        return _spans(frame, tables.EMPLOYER_NOTICES, ends, unit, entity)

    @cached_property
    def profiles(self) -> Profiles:
        """Every stored version of every participant's profile."""
        return self.read_profiles(self._frames["participants"])

    def read_profiles(self, frame: pl.DataFrame) -> Profiles:
        """Profiles from rows of the `participants` table, stored or not."""
        return Profiles.from_frame(frame, self.participants, self.specialists, self.offices, self.units)

    @cached_property
    def _specialist_office(self) -> Facts:
        p = self.profiles
        return Facts(p.specialist, known_days(p.frame, tables.PARTICIPANTS), {"office": p.office})

    def office_of_specialist(self, specialist: Ints, day: NDArray[Any] | int) -> Ints:
        """The office whose participants the specialist had, as known on the day; -1 where not known."""
        return np.nan_to_num(self._specialist_office.latest("office", specialist, day), nan=-1).astype(np.int64)

    def row(self, table: str, position: int) -> dict[str, Any]:
        """One row of a table by its position, for showing."""
        return self._frames[table].row(position, named=True)

    def levels(self, unit: Ints, day: Ints) -> dict[str, Ints]:
        """Keys of the unit at each level of shrinkage: itself, its chain, its industry division, everywhere.

        Chain and division are those known on the day; -1 where a unit has none.
        """
        version = self.workplaces.version(unit, day)
        return {
            "unit": unit,
            "chain": self.workplaces.entity[version],
            "division": self.workplaces.division[version],
            "everywhere": np.where(unit >= 0, 0, -1),
        }


NEED_DAYS = 180
"""A need without an end counts as current this long (days): what is older is stale."""
DISMISSAL_DAYS = 183
"""A mass dismissal without an end counts six months (contract)."""
_READ = (
    "participants",
    "workplaces",
    "workplaces_history",
    "workplace_conditions",
    "employer_needs",
    "vacancies",
    "agreements",
    "employer_notices",
    "contacts",
    "placements",
)


def _spans(frame: pl.DataFrame, table: Table, ends: Ints, unit: Ints, entity: Ints) -> dict[str, Facts]:
    """Facts with a first and a last day, by unit and by legal entity."""
    known = known_days(frame, table)
    values = {"from": days(frame["starts_on"]), "until": ends}
    return {"unit": Facts(unit, known, values), "entity": Facts(entity, known, values)}


def _positions(ids: pl.Series, asked: pl.Series) -> Ints:
    """Position of each asked id among the ids; -1 where it is not there."""
    rows = pl.DataFrame({"id": ids, "row": np.arange(len(ids), dtype=np.int64)}).unique("id", keep="first")
    found = pl.DataFrame({"id": asked}).join(rows, on="id", how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy().copy()


def _expired(facts: Facts) -> Facts:
    return Facts(facts.keys(), np.maximum(facts.values["until"] + 1, facts.known_days()).astype(np.int64))


def pair_key(left: NDArray[Any], right: NDArray[Any], width: int = 2**22) -> Ints:
    """One non-negative key for two; -1 where either is missing. `width` is above every right-hand key."""
    return np.where((left < 0) | (right < 0), -1, left.astype(np.int64) * width + right)
