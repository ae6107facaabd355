"""How well a person and a workplace truly fit: the role to be offered, tasks, environment, hours, the way there.

Pairs are given as two equally long arrays of numbers, so nothing loops over pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.simulator.employers import Employers
from features.simulator.geography import Geography
from features.simulator.people import People
from features.simulator.trades import CONDITIONS, trades

Floats = NDArray[np.float32]
Pairs = NDArray[np.int64]
FIXED_CONTACT = CONDITIONS.index("fixed_contact_person")
FEW_LANGUAGE_DEMANDS = CONDITIONS.index("few_language_demands")


@dataclass(frozen=True)
class Fit:
    """What is true of each pair; shares and indicators lie in 0–1."""

    role: NDArray[np.int64]
    needed_now: Floats
    """The workplace needs labour in that role now, as far as the person can fill it."""
    preference: Floats
    """Preference match: close to 1 where the role is what the person wants."""
    skill: Floats
    """Likeness of the role to what the person can, −0.5 … 0.5."""
    environment_gap: Floats
    """Environment mismatch: 0 where at most a quarter of the needs is unmet, 1 from three quarters."""
    fixed_contact: Floats
    minutes: Floats
    beyond_limit: Floats
    hours_gap: Floats
    times_gap: Floats
    language_gap: Floats
    no_licence: Floats
    unwanted: Floats


def fit(
    geography: Geography,
    employers: Employers,
    people: People,
    person: Pairs,
    workplace: Pairs,
    needs: NDArray[np.bool_],
) -> Fit:
    """The fit of each pair (`person[i]`, `workplace[i]`); `needs` is [workplace, role]: labour is needed now."""
    tasks = employers.role_tasks[workplace]
    wish = np.einsum("ik,irk->ir", people.wish[person], tasks)
    skill = np.einsum("ik,irk->ir", people.skill[person], tasks)
    needed = needs[workplace].astype(np.float32)
    pull = wish + 0.35 * skill + 0.15 * np.log(employers.role_weight[workplace]) + 0.2 * needed
    role = np.argmax(pull, axis=1)
    row = np.arange(role.size)
    wish, skill, needed = wish[row, role], skill[row, role], needed[row, role]
    able = _rise((np.maximum(wish, skill) - 0.45) / 0.12)

    wanted = people.needs[person]
    unmet = (wanted & ~employers.environment[workplace]).sum(axis=1) / np.maximum(1, wanted.sum(axis=1))
    minutes = geography.minutes(
        people.settlement[person],
        people.latitude[person],
        people.longitude[person],
        employers.settlement[workplace],
        employers.latitude[workplace],
        employers.longitude[workplace],
        people.mode[person],
    )
    trade = employers.roles[workplace, role]
    language = (people.norwegian[person] <= 1) & ~employers.environment[workplace, FEW_LANGUAGE_DEMANDS]
    return Fit(
        role=role,
        needed_now=(needed * able).astype(np.float32),
        preference=_rise((wish - 0.66) / 0.09).astype(np.float32),
        skill=(skill - 0.5).astype(np.float32),
        environment_gap=np.clip((unmet - 0.25) / 0.5, 0, 1).astype(np.float32),
        fixed_contact=employers.environment[workplace, FIXED_CONTACT].astype(np.float32),
        minutes=minutes,
        beyond_limit=np.maximum(0, minutes - people.max_travel[person]).astype(np.float32),
        hours_gap=((people.hours_max[person] < 25) & ~employers.part_time[workplace]).astype(np.float32),
        times_gap=np.asarray(~(people.times[person] & employers.times[workplace]).any(axis=1), dtype=np.float32),
        language_gap=language.astype(np.float32) * np.where(people.norwegian[person] == 0, 1.0, 0.5).astype(np.float32),
        no_licence=(trades().driving[trade] & ~people.licence[person]).astype(np.float32),
        unwanted=(people.unwanted[person] == trade[:, None]).any(axis=1).astype(np.float32),
    )


def _rise(x: Floats) -> Floats:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), dtype=np.float32)
