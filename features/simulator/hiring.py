"""What comes of a contact: the employer's yes, the participant's yes, and the person seeing it through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator.matching import Fit, Floats
from features.simulator.parameters import Parameters

RESULTS = ("no_answer", "not_now", "no", "need_recorded", "meeting", "candidate_discussed", "trial_agreed", "hired")
NO_ANSWER, NOT_NOW, NO, NEED_RECORDED, MEETING, CANDIDATE_DISCUSSED, TRIAL_AGREED, HIRED = range(8)


@dataclass(frozen=True)
class Standing:
    """How employer and person stand on the day of the contact, per pair."""

    openness: Floats
    """Log-odds: legal entity, unit and present leader."""
    experience: Floats
    """1 where an earlier inclusion there went well."""
    agreement: Floats
    layoff: Floats
    beyond_capacity: Floats
    cold_contacts: Floats
    refused: Floats
    """1 where the employer said no to this person within half a year."""
    subsidy: Floats
    follow_up: Floats
    readiness: Floats
    """Chance that the person sees an offer through now."""
    stream: NDArray[np.int64]


@dataclass(frozen=True)
class Chances:
    """Chances given that somebody answers, per pair."""

    offer: Floats
    """Employer and participant both say yes and the person is ready: a trial or a job is agreed."""
    trial: Floats
    """Given an offer: it begins with a trial."""
    converts: Floats
    """Given a trial: it becomes a job."""
    interest: Floats
    """Log-odds of the employer's yes."""
    liking: Floats
    """Log-odds of the participant's yes. Milder results follow both."""

    @property
    def starts(self) -> Floats:
        """A start, given an answer and that what was agreed does not fall through."""
        return np.asarray(self.offer * (1 - self.trial + self.trial * self.converts), dtype=np.float32)


def rise(x: Floats) -> Floats:
    """The chance with these log-odds."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), dtype=np.float32)


def chances(pair: Fit, standing: Standing, parameters: Parameters) -> Chances:
    """The chances of each pair, from the practice notes' log-odds."""
    y, a, s = parameters.yes, parameters.accept, standing
    employer = (
        y.level
        + s.openness
        + y.skill * pair.skill
        + y.current_need * pair.needed_now
        + y.earlier_experience * s.experience
        + y.agreement * s.agreement
        + y.subsidy * s.subsidy
        + y.follow_up * s.follow_up
        + y.recent_layoff * s.layoff
        + y.beyond_capacity_each * s.beyond_capacity
        + y.cold_contact_each * s.cold_contacts
        + y.refused_this_person * s.refused
        + y.hours_do_not_fit * pair.hours_gap
        + y.language_gap * pair.language_gap
        + y.no_licence * pair.no_licence
    )
    participant = (
        a.level
        + a.preference_match * (pair.preference - 0.5)
        + a.minute * pair.minutes
        + a.minute_beyond_limit * pair.beyond_limit
        + a.environment * pair.environment_gap
        + a.hours_do_not_fit * pair.hours_gap
        + a.times_do_not_fit * pair.times_gap
        + a.unwanted * pair.unwanted
    )
    trial = np.array(parameters.trial_first, dtype=np.float32)[s.stream]
    converts = rise(0.5 + 1.2 * (pair.preference - 0.5) - 0.8 * pair.environment_gap)
    return Chances(
        rise(employer) * rise(participant) * s.readiness,
        trial,
        converts,
        employer.astype(np.float32),
        participant.astype(np.float32),
    )


def answer_rate(parameters: Parameters) -> float:
    """Chance that somebody answers, over the usual mix of visit, phone and digital."""
    return float(np.dot(parameters.channels, parameters.answered))


def start_chance(pair: Fit, standing: Standing, parameters: Parameters) -> Floats:
    """The true `starts` of each pair: a contact, by the usual mix of channels, leads to a start within 26 weeks."""
    kept = answer_rate(parameters) * (1 - parameters.falls_through)
    return np.asarray(kept * chances(pair, standing, parameters).starts, dtype=np.float32)


@dataclass(frozen=True)
class Outcome:
    """What came of each contact."""

    channel: NDArray[np.int64]
    result: NDArray[np.int64]
    trial: NDArray[np.bool_]
    job: NDArray[np.bool_]
    """A job will start, at once or after the trial."""


def outcome(
    rng: Generator, found: Chances, with_person: NDArray[np.bool_], needs: NDArray[np.bool_], parameters: Parameters
) -> Outcome:
    """Draw what comes of each contact; `needs` says whether the workplace needs anybody now."""
    size = found.offer.size
    channel = rng.choice(3, size=size, p=parameters.channels)
    answered = rng.random(size) < np.array(parameters.answered)[channel]
    offer = answered & with_person & (rng.random(size) < found.offer)
    trial = offer & (rng.random(size) < found.trial)
    kept = rng.random(size) >= parameters.falls_through
    job = offer & kept & (~trial | (rng.random(size) < found.converts))

    mood = 0.9 * (found.interest - parameters.yes.level) + rng.logistic(0, 1, size)
    mood = mood + 0.5 * with_person * (found.liking - parameters.accept.level)
    milder = np.digitize(mood, [-0.9, 0.45, 1.2, 2.2])
    result = np.array([NO, NOT_NOW, NEED_RECORDED, MEETING, CANDIDATE_DISCUSSED])[milder]
    result = np.where((result == NEED_RECORDED) & ~needs, NOT_NOW, result)
    result = np.where((result == CANDIDATE_DISCUSSED) & ~with_person, MEETING, result)
    at_once = rng.random(size)
    result = np.where(
        offer & ~trial, np.select([at_once < 0.35, at_once < 0.75], [HIRED, CANDIDATE_DISCUSSED], MEETING), result
    )
    result = np.where(
        offer & trial, np.select([at_once < 0.6, at_once < 0.85], [TRIAL_AGREED, CANDIDATE_DISCUSSED], MEETING), result
    )
    return Outcome(channel, np.where(answered, result, NO_ANSWER), trial & kept, job)
