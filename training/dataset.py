"""Examples to learn from: every contact for a participant, as it looked the day before, with what became of it.

Only what was known on the cut date is used, for features and outcomes alike. A contact is linked to the placement that
names it, else to the pair's next placement within 180 days; a job that continues a trial belongs to the trial's
contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.pipeline import Batch, Pipeline
from features.world import World
from features.world.facts import NEVER, Facts, Floats, Ints
from features.world.memory import RESULT_ORDER, pair_key
from features.world.outcomes import LINK_DAYS, WEEKS_26, WEEKS_52

STAGE_GAIN = {
    "no_answer": 0.0,
    "no": 0.0,
    "not_now": 0.5,
    "need_recorded": 1.5,
    "meeting": 2.0,
    "candidate_discussed": 3.0,
    "trial_agreed": 5.0,
    "hired": 6.0,
}
"""Gain of a contact by that day's result, on the ranker's scale of 0–30."""
TRIAL_GAIN, START_GAIN, GAIN_26, GAIN_52 = 6.0, 9.0, 18.0, 30.0
"""Gain of a trial, of a start, and of being in work after 26 and 52 weeks."""


@dataclass(frozen=True)
class Examples:
    """Contacts [n] sorted by participant and day, with features from the day before and outcomes known on the cut."""

    batch: Batch
    participant: Ints
    contact: Ints
    day: Ints
    result: Ints
    placement: Ints
    """The start the contact led to, else a trial, else -1."""
    start_day: Ints
    """First day of the start; `NEVER` where there is none known."""
    start_known: Ints
    """The day the start became known; `NEVER` where there is none."""
    end_day: Ints
    """Last day of the start; `NEVER` while it is running."""
    seen_until: Ints
    """Last day the start is known to have been observed."""
    competing: NDArray[np.bool_]
    """Whether it ended in a better job or education: not a break."""
    trial: NDArray[np.bool_]
    rank: Ints
    """Place on the list the contact came from; 0 where it came from none."""
    cut: int

    def __len__(self) -> int:
        return len(self.day)

    def take(self, keep: NDArray[np.bool_]) -> Examples:
        """The rows where `keep` holds."""
        rows = np.flatnonzero(keep)
        return Examples(
            self.batch.take(rows),
            *(getattr(self, name)[rows] for name in _COLUMNS),
            self.cut,  # type: ignore[call-arg]
        )

    @property
    def started(self) -> NDArray[np.bool_]:
        """Whether the contact is known to have led to a start within 26 weeks."""
        return np.asarray(self.start_day <= self.day + WEEKS_26)

    @property
    def start_observed(self) -> NDArray[np.bool_]:
        """Whether the 26 weeks after the contact had passed on the cut: otherwise the outcome is censored.

        An unknown hire is censored however old it is.
        """
        return np.asarray((self.day + WEEKS_26 < self.cut) & ~self.unknown_hire)

    @property
    def unknown_hire(self) -> NDArray[np.bool_]:
        """Whether the contact was reported as hired that day and no placement has come: unknown, not failed."""
        return np.asarray((self.result == RESULT_ORDER.index("hired")) & (self.start_day >= NEVER))

    @property
    def ended(self) -> NDArray[np.bool_]:
        """Whether the start is known to have ended."""
        return np.asarray(self.end_day < NEVER)

    @property
    def days_at_work(self) -> Ints:
        """Days from the start to its end, or to the last day it was seen; 0 where there is no start."""
        last = np.where(self.ended, self.end_day, self.seen_until)
        return np.where(self.start_day < NEVER, np.maximum(0, last - self.start_day), 0)


TRIALS_IN_A_ROW = 3
"""How many trials may lead to one another before the job."""
_COLUMNS = (
    "participant",
    "contact",
    "day",
    "result",
    "placement",
    "start_day",
    "start_known",
    "end_day",
    "seen_until",
    "competing",
    "trial",
    "rank",
)


def examples(pipeline: Pipeline, cut: int, participants: NDArray[np.bool_] | None = None) -> Examples:
    """Contacts before the cut day of the chosen participants (all when None; bool [participants])."""
    world = pipeline.world
    c = world.contacts
    version = world.profiles.version(c.participant, c.day - 1)
    keep = (c.participant >= 0) & (c.unit >= 0) & (version >= 0) & (np.maximum(c.day, c.known) < cut)
    if participants is not None:
        keep &= participants[c.participant]
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((c.day[rows], c.participant[rows]))]
    placement = linked_placements(world, cut)[rows]
    o = world.placements.outcomes
    is_start = _at(o.is_start, placement, False)
    end_known = _at(o.end_known(), placement, NEVER) < cut
    return Examples(
        batch=pipeline.by_row(world.profiles, version[rows], c.unit[rows], c.day[rows] - 1),
        participant=c.participant[rows],
        contact=rows,
        day=c.day[rows],
        result=c.result[rows],
        placement=placement,
        start_day=np.where(is_start, _at(o.starts, placement, NEVER), NEVER),
        start_known=np.where(is_start, _at(np.maximum(o.starts, o.known), placement, NEVER), NEVER),
        end_day=np.where(is_start & end_known, _at(o.ends, placement, NEVER), NEVER),
        seen_until=np.where(is_start, np.minimum(_at(o.observed, placement, 0), cut - 1), 0),
        competing=is_start & end_known & _at(o.competing, placement, False),
        trial=(placement >= 0) & ~is_start,
        rank=c.rank[rows],
        cut=cut,
    )


def linked_placements(world: World, cut: int) -> Ints:
    """The placement each contact led to, as known before the cut: a start before a trial, else -1. Shape [contacts]."""
    c, p, o = world.contacts, world.placements, world.placements.outcomes
    placement_known = np.maximum(o.starts, o.known) < cut
    contact_known = np.maximum(c.day, c.known) < cut
    named = np.where(_at(contact_known, p.contact, False), p.contact, -1)
    continues = np.where(_at(placement_known, p.continues, False), p.continues, -1)
    contact = np.where(named >= 0, named, _latest_contact(world, contact_known))
    for _ in range(TRIALS_IN_A_ROW):
        inherited = np.where(named < 0, _at(contact, continues, -1), -1)
        contact = np.where(inherited >= 0, inherited, contact)
    result = np.full(len(c.unit), -1, dtype=np.int64)
    for is_start in (False, True):
        rows = np.flatnonzero(placement_known & (contact >= 0) & (o.is_start == is_start))
        rows = rows[np.argsort(-o.starts[rows], kind="stable")]
        result[contact[rows]] = rows
    return result


def _latest_contact(world: World, known: NDArray[np.bool_]) -> Ints:
    """The pair's latest known contact at most `LINK_DAYS` before each placement's start; -1 where there is none."""
    c, p = world.contacts, world.placements
    pair_of_contact = np.where(known, pair_key(c.participant, c.unit), -1)
    facts = Facts(pair_of_contact, c.day, {"row": np.arange(len(c.unit))})
    pair = pair_key(p.participant, p.unit)
    row = np.nan_to_num(facts.latest("row", pair, p.outcomes.starts), nan=-1)
    day = np.nan_to_num(facts.latest_day(pair, p.outcomes.starts), nan=-NEVER)
    return np.where(p.outcomes.starts - day <= LINK_DAYS, row, -1).astype(np.int64)


def _at(values: NDArray[Any], positions: Ints, missing: object) -> NDArray[Any]:
    """The values at the positions, `missing` where a position is -1."""
    return np.append(values, np.array(missing, dtype=values.dtype))[positions]


def staged_gain(e: Examples, stays_26w: Floats, stays_52w: Floats, to_come: Floats | float = 0.0) -> Floats:
    """Gain per contact, 0–30: the stage it reached, and for a start the expected gain given what is known of it.

    `stays_26w`, `stays_52w` [n] are chances from the outlook. A running start, and one left for a better job or for
    education, is expected to have gone on as they say, given the time it has been seen: neither failed nor finished.
    `to_come` [n] is the chance that a contact without a start will have led to one within its 26 weeks.
    """
    table = np.array([STAGE_GAIN[name] for name in RESULT_ORDER])
    gain = table[np.maximum(e.result, 0)]
    gain = np.where(e.trial, np.maximum(gain, TRIAL_GAIN), gain)
    lasted_26, lasted_52 = e.days_at_work >= WEEKS_26, e.days_at_work >= WEEKS_52
    survived = np.clip(e.days_at_work / WEEKS_26, 0.0, 1.0)
    seen = np.where(lasted_26, stays_26w, stays_26w**survived)
    later = np.clip((e.days_at_work - WEEKS_26) / (WEEKS_52 - WEEKS_26), 0.0, 1.0)
    ratio = stays_52w / np.maximum(stays_26w, 1e-9)
    broke = e.ended & ~e.competing
    chance_26 = np.where(lasted_26, 1.0, np.where(broke, 0.0, stays_26w / np.maximum(seen, 1e-9)))
    chance_52 = np.where(lasted_52, 1.0, np.where(broke, 0.0, chance_26 * ratio ** (1.0 - later)))
    expected = START_GAIN + (GAIN_26 - START_GAIN) * chance_26 + (GAIN_52 - GAIN_26) * chance_52
    fresh = START_GAIN + (GAIN_26 - START_GAIN) * stays_26w + (GAIN_52 - GAIN_26) * stays_52w
    return np.where(e.start_day < NEVER, expected, gain + to_come * (fresh - gain))
