"""What is believed before any contact has been made, and how it gives way to what is seen.

An office on its first day has no history, and a model that is shrunk towards nothing then knows nothing: on simulated
counties it took some 1,500 contacts before it ordered better than a search with a map. So the outlook is drawn towards
declared beliefs instead: a start is likelier the more of the wished work there is, the more often the employer and its
like have said yes, and the shorter the way. What is seen outweighs them as starts and endings come in.

The numbers are derived from published follow-up of supported employment in Norway and from job specialists' own counts
(docs/decisions/0006); none is fitted to a data set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from features.catalogue import NAMES
from features.pipeline import Batch
from features.world.facts import Floats
from features.world.outcomes import WEEKS_26, WEEKS_52
from models.linear import Scale, known_names
from models.outlook import CORE, PERIOD, PERIODS_52, REFITS, STAY_FEATURES, Outlook, Starts, Stays
from models.ridge import constant_for_rate

EVENTS_NEEDED = 10 * len(CORE)
"""Starts that the data must hold to weigh as much as the beliefs, and before trees are grown: ten for each feature that
an order hangs on by itself (Peduzzi and others, Journal of Clinical Epidemiology 1996)."""
START_RATE = 1 / 25
"""One start in some 25 contacts; believed as firmly as if 25 contacts had been seen."""
CONTACTS_SEEN = 25.0
STAYED_26, STAYED_52 = 0.525, 0.325
"""Still at the same workplace after 26 and 52 weeks, ordinary work: middle of 0.45–0.60 and of 0.25–0.40."""
ENDINGS_SEEN = 6.0
"""How firmly the level of staying is believed: as if so many endings had been seen."""
START_EFFECTS: Mapping[str, float] = {
    "wish_fit": 1.0,
    "experience_fit": 0.5,
    "travel_share": -1.0,
    "unit_start_rate": 1.0,
    "needs_current": 1.0 / np.log(2.0),
    "agreement": 0.2,
    "recent_notice": -1.5,
    "unit_starts": 0.6 / np.log(2.0),
    "contacts_quarter": -0.2 / np.log(2.0),
}
"""Change in the log odds of a start per unit of a feature, as the linear model sees it (counts are logarithms, so what
is said of the first is divided by log 2; shares are log odds)."""
STAY_EFFECTS: Mapping[str, float] = {
    "wish_fit": 0.5 * np.log(0.65),
    "conditions_refused": np.log(1.5),
    "fixed_contact": np.log(0.85),
    "travel_minutes": np.log(1.3) / 45.0,
    "unit_lasted": np.log(0.8) / np.log(2.0),
    "stream_adapted": np.log(np.log(0.74) / np.log(STAYED_26)),
}
"""Change in the log hazard of leaving per unit of a feature, on the same terms."""
DOUBT = 0.5
"""Standard deviation of each effect, as a share of it."""


def prior_outlook(around: Batch, starts: Starts, seed: int, draws: int = REFITS) -> Outlook:
    """The outlook from beliefs, with intervals as wide as they are unsure, and only the base rate learnt.

    `around` holds pairs such as it will be asked about, at least one. Of the contacts in `starts`, which may be none,
    the share that led to a start counts beside the belief; they take the place of `around` when they outweigh it.
    """
    n, started = float(starts.share.sum()), float(starts.started.sum())
    start_scale, stay_scale = Scale.fit(around, NAMES), Scale.fit(around, STAY_FEATURES)
    rng = np.random.default_rng(seed)
    start, stay = _beliefs(start_scale, START_EFFECTS, rng, draws), _beliefs(stay_scale, STAY_EFFECTS, rng, draws)
    rate = np.append((started + CONTACTS_SEEN * START_RATE) / (n + CONTACTS_SEEN), _rates(rng, draws, n, started))
    rows = start_scale.apply(around if n < CONTACTS_SEEN else starts.batch)
    level = _levels(rng, draws) + _at_zero(stay_scale, "stream_adapted", stay)[:, None]
    return Outlook(
        start_scale,
        _with_constants(rows, start, rate),
        stay_scale,
        np.hstack([stay, np.zeros((draws + 1, 1))]),
        level,
    )


def drawn_to_prior(fitted: Outlook, starts: Starts, stays: Stays, seed: int) -> Outlook:
    """What was learnt, weighed against the beliefs by how many starts and endings it rests on.

    Effects are averaged, `EVENTS_NEEDED` starts (for staying: endings) counting as much as the beliefs; the base rates
    are those seen, with the believed ones counting as `CONTACTS_SEEN` contacts and `ENDINGS_SEEN` endings.
    """
    draws, rng = len(fitted.start_weights) - 1, np.random.default_rng(seed)
    started, ended, n = float(starts.started.sum()), float(stays.ended.sum()), float(starts.share.sum())
    x, z = fitted.start_scale.apply(starts.batch), fitted.stay_scale.apply(stays.batch)
    believed = _beliefs(fitted.start_scale, START_EFFECTS, rng, draws)
    start = _weighed(fitted.start_weights[:, :-1], believed, started)
    seen = expit(x @ fitted.start_weights[:, :-1].T + fitted.start_weights[:, -1]).mean(axis=0)
    rate = (n * seen + CONTACTS_SEEN * np.append(START_RATE, _rates(rng, draws))) / (n + CONTACTS_SEEN)
    stay_believed = _beliefs(fitted.stay_scale, STAY_EFFECTS, rng, draws)
    stay = _weighed(fitted.stay_weights[:, :-1], stay_believed, ended)
    kept = fitted.baseline + (z @ (fitted.stay_weights[:, :-1] - stay).T).mean(axis=0)[:, None]
    meant = _levels(rng, draws) + _at_zero(fitted.stay_scale, "stream_adapted", stay)[:, None]
    share = ended / (ended + ENDINGS_SEEN)
    return replace(
        fitted,
        start_weights=_with_constants(x, start, rate),
        stay_weights=np.hstack([stay, fitted.stay_weights[:, -1:]]),
        baseline=share * kept + (1.0 - share) * meant,
    )


def _weighed(learnt: Floats, believed: Floats, events: float) -> Floats:
    share = events / (events + EVENTS_NEEDED)
    return share * learnt + (1.0 - share) * believed


def _beliefs(scale: Scale, effects: Mapping[str, float], rng: np.random.Generator, draws: int) -> Floats:
    """Column weights [1 + draws, columns]: the effects in units of the scale, then draws of what they may be."""
    known_names(tuple(effects))
    effect = np.zeros(len(scale.names) + int(scale.unknown.sum()))
    for name, size in effects.items():
        position = scale.names.index(name)
        effect[position] = size * scale.deviation[position]
    unsure = effect * (1.0 + DOUBT * rng.standard_normal((draws, len(effect))))
    return np.vstack([effect, unsure])


def _rates(rng: np.random.Generator, draws: int, contacts: float = 0.0, started: float = 0.0) -> Floats:
    """Draws of the share of contacts that lead to a start, as believed with so many seen."""
    failed = contacts - started
    return rng.beta(started + START_RATE * CONTACTS_SEEN, failed + (1.0 - START_RATE) * CONTACTS_SEEN, size=draws)


def _levels(rng: np.random.Generator, draws: int) -> Floats:
    """Believed hazard per period on the logit scale, [1 + draws, periods to 52 weeks]: one level for each half-year."""
    first = 1.0 - STAYED_26 ** (PERIOD / WEEKS_26)
    later = 1.0 - (STAYED_52 / STAYED_26) ** (PERIOD / (WEEKS_52 - WEEKS_26))
    half = np.arange(PERIODS_52) < WEEKS_26 / PERIOD
    level = logit(np.where(half, first, later))
    return np.vstack([level, level + rng.standard_normal((draws, 1)) / np.sqrt(ENDINGS_SEEN)])


def _at_zero(scale: Scale, name: str, weights: Floats) -> Floats:
    """What makes a centred column say nothing where the feature is 0: shape [1 + draws]."""
    position = scale.names.index(name)
    return np.asarray(weights[:, position] * scale.mean[position] / scale.deviation[position])


def _with_constants(x: Floats, weights: Floats, rate: Floats) -> NDArray[np.float64]:
    """The weights with the constant that gives each draw its mean chance over the rows, [draws, columns + 1]."""
    even = np.ones(len(x))
    constants = [constant_for_rate(x @ w, even, float(r)) for w, r in zip(weights, rate, strict=True)]
    return np.hstack([weights, np.array(constants)[:, None]])
