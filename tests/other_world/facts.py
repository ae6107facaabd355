"""The true facts of a pair on a day, from which every shape of this world draws its chances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.other_world.employers import CONDITIONS, Employers
from tests.other_world.people import People
from tests.other_world.state import NEVER, REST_DAYS, State, season
from tests.other_world.topics import DRIVING

FAR = 45
FIXED_CONTACT = CONDITIONS.index("fixed_contact_person")
FLUENCY = np.array([0.1, 0.35, 0.7, 1.0])


@dataclass(frozen=True)
class Facts:
    """One entry per pair. Likenesses are cosines (0 to 1); `late` is tens of minutes beyond the knee."""

    stream: np.ndarray
    taste: np.ndarray
    skill: np.ndarray
    averse: np.ndarray
    late: np.ndarray
    far: np.ndarray
    unmet: np.ndarray
    clash: np.ndarray
    unspoken: np.ndarray
    unlicensed: np.ndarray
    needed: np.ndarray
    pressure: np.ndarray
    manager: np.ndarray
    attitude: np.ndarray
    caution: np.ndarray
    wear: np.ndarray
    full: np.ndarray
    paused: np.ndarray
    lasting: np.ndarray
    warm: np.ndarray
    known: np.ndarray
    charm: np.ndarray
    diligence: np.ndarray
    fixed_contact: np.ndarray
    frailty: np.ndarray
    refused: np.ndarray


def likeness(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosine of two mixtures, row by row."""
    size = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return np.asarray((left * right).sum(axis=1) / size)


def facts(
    people: People, employers: Employers, state: State, day: int, day_of_year: int,
    person: np.ndarray, workplace: np.ndarray, way: np.ndarray,
) -> Facts:  # fmt: skip
    """The facts of the pairs (`person`, `workplace`), `way` minutes apart, given all that is hidden on `day`."""
    p, w = person, workplace
    tasks, asks, offers = employers.tasks[w], people.asks[p], employers.offers[w]
    minutes = way * people.pace[p]
    needs = state.need_until[w] >= day
    averse = people.averse[p]
    return Facts(
        stream=people.stream[p], taste=likeness(people.taste[p], tasks), skill=likeness(people.skill[p], tasks),
        averse=(averse >= 0) & (tasks[np.arange(len(w)), averse] > 0.3),
        late=np.maximum(0.0, minutes - people.knee[p]) / 10, far=minutes > FAR,
        unmet=(asks & ~offers).sum(axis=1), clash=employers.evenings[w] & ~people.evenings[p],
        unspoken=np.maximum(0.0, employers.language[w] - FLUENCY[people.level[p]]),
        unlicensed=(tasks[:, DRIVING] > 0.4) & ~people.licence[p],
        needed=np.minimum(1.0, 1.5 * (needs * (0.5 * people.taste[p] + people.skill[p])).sum(axis=1)),
        pressure=0.6 * state.mood[w] + 0.6 * (tasks @ season(day_of_year)) + 0.3 * needs.any(axis=1),
        manager=state.manager[w], attitude=employers.attitude[w], caution=employers.caution[w], wear=state.wear[w],
        full=(state.running[w] >= employers.capacity[w]) | (day - state.last_start[w] < REST_DAYS),
        paused=state.paused_until[w] >= day, lasting=np.log1p(state.lasting[w]), warm=state.stage[p, w].astype(float),
        known=np.log1p(state.known[people.specialist[p], w]), charm=people.charm[p], diligence=people.diligence[p],
        fixed_contact=offers[:, FIXED_CONTACT], frailty=people.frailty[p],
        refused=state.vetoed[p, w] | (state.closed_on[w] != -NEVER),
    )  # fmt: skip
