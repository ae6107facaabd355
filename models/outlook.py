"""The chance of lasting work, said as probabilities with intervals.

`starts` is a logistic model of «this contact leads to a start within 26 weeks». `stays` is a hazard per four weeks
given a start, so a placement that is still running counts for the time it has been seen and no longer. `employed` is
their product. Intervals join the spread of refits on participants drawn with replacement with what no table shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

from features.catalogue import NAMES
from features.pipeline import Batch
from features.world.facts import Floats, Ints
from features.world.outcomes import WEEKS_26, WEEKS_52
from models.linear import LinearOrder, Scale, known_names
from models.remembered import REMEMBERED
from models.ridge import FOLDS, calibration_slope, choose_penalty, constant_for_rate, fit_ridge

PERIOD = 28
PERIODS_52 = WEEKS_52 // PERIOD
LENGTHS = {"stays_26w": WEEKS_26, "stays_52w": WEEKS_52}
LATER_AND_EARLIER = (("stays_52w", "stays_26w"), ("employed_26w", "starts"), ("employed_52w", "employed_26w"))
"""Chances of which the first is never above the second."""
STEEPEST = 30.0
"""A risk beyond this on the logit scale is as good as certain."""
NORMAL_95 = 1.645
"""Standard deviations from the middle to either end of a 90 % interval."""
HIDDEN = {"starts": 1.3, "stays_26w": 0.8, "stays_52w": 0.8}
"""Standard deviation, on the logit scale, of what no table shows: openness, leaders, how people get on.

An assumption, not an estimate: contacts are too few to tell it. It is set between worlds by two authors
(docs/decisions/0012), and every evaluation says how many true chances the intervals hold.
"""
REFITS = 24
LEVEL_PENALTY = 4.0
"""Ridge penalty on the level of each period: neighbours share what they have."""
STAY_FEATURES = known_names(
    (
        "wish_fit", "experience_fit", "wish_industry", "experience_industry", "unwanted_industry",
        "wish_seen", "wish_need", "experience_seen",
        "conditions_met", "conditions_refused", "conditions_expected", "fixed_contact", "hours_gap", "travel_minutes",
        "unit_lasting_26w", "unit_lasting_52w", "unit_lasted", "unit_broke", "employees", "public_sector",
        "stream_youth", "stream_adapted", "stream_supported", "follow_up_need", "hours_most",
    )
)  # fmt: skip
"""Features of staying: how the work fits and how it has gone there before; not who has been contacted when."""
CORE = known_names(
    ("wish_fit", "experience_fit", "unit_meeting_rate", "unit_start_rate", "unit_lasting_26w", "travel_share")
)
"""Features that say by themselves what the chances hang on: the work, how it has gone there, and the way.

The others differ little from nothing until there is much data, and are shrunk as much as left-out people ask for.
"""
STREAMS = known_names(("stream_youth", "stream_adapted", "stream_supported"))
"""What kind of support it is: few kinds, each seen often, that differ in how long jobs last and go on differing."""
CORE_PENALTY = 10.0
FREE = 1e-3
"""Ridge penalty on a column that is not shrunk."""
CHANCES = ("starts", "stays_26w", "stays_52w", "employed_26w", "employed_52w")


@dataclass(frozen=True)
class Chances:
    """Estimate and 90 % interval for each of `CHANCES`, arrays [n]."""

    estimate: dict[str, Floats]
    low: dict[str, Floats]
    high: dict[str, Floats]


@dataclass(frozen=True)
class Starts:
    """Rows for learning `starts`: contacts, each counting for as much of what is to come of it as has been seen."""

    batch: Batch
    answered: NDArray[np.bool_]
    """The employer gave something to go on: a need, a meeting, or more."""
    started: NDArray[np.bool_]
    participant: Ints
    share: Floats
    """Of the starts that come of such contacts within 26 weeks, the share that would be known by now.

    1 where it started. Starts are rare, so a contact without one counts as this share of a contact:
    log(1 - share × p) ≈ share × log(1 - p).
    """


@dataclass(frozen=True)
class Stays:
    """Rows for learning `stays`: starts, with days seen at work and whether they are known to have ended."""

    batch: Batch
    days: Ints
    ended: NDArray[np.bool_]
    participant: Ints


@dataclass(frozen=True)
class Outlook:
    """Linear models on the logit scale. The first set of coefficients is the estimate, the others are refits."""

    start_scale: Scale
    start_weights: Floats
    """[1 + refits, columns + 1], the constant last."""
    stay_scale: Scale
    stay_weights: Floats
    """[1 + refits, columns + 1]; the constant last."""
    baseline: Floats
    """Hazard per period on the logit scale, [1 + refits, periods to 52 weeks]."""
    order_weights: tuple[Floats, Floats] | None = None
    """Weights for starting and for leaving [columns] that the order follows, where the chances are drawn in."""

    def chances(self, batch: Batch) -> Chances:
        """Chances for each row of the batch."""
        starts = expit(_linear(self.start_scale.apply(batch), self.start_weights))
        risk = _linear(self.stay_scale.apply(batch), self.stay_weights)
        log_stays = {name: np.zeros_like(risk) for name in LENGTHS}
        for period, level in enumerate(self.baseline.T):
            log_stay = np.log1p(-expit(risk + level))
            for name, length in LENGTHS.items():
                log_stays[name] += np.clip(length / PERIOD - period, 0.0, 1.0) * log_stay
        draws = {"starts": starts} | {name: np.exp(value) for name, value in log_stays.items()}
        estimate = {name: values[:, 0] for name, values in draws.items()}
        spread = {name: _log_spread(values, HIDDEN[name]) for name, values in draws.items()}
        for weeks in ("26w", "52w"):
            estimate[f"employed_{weeks}"] = estimate["starts"] * estimate[f"stays_{weeks}"]
            spread[f"employed_{weeks}"] = np.hypot(spread["starts"], spread[f"stays_{weeks}"])
        low, high = {}, {}
        for name, chance in estimate.items():
            inside = np.clip(chance, 1e-12, 1.0 - 1e-12)
            reach = NORMAL_95 * spread[name] / (1.0 - inside)
            low[name] = np.minimum(expit(logit(inside) - reach), chance)
            high[name] = np.maximum(expit(logit(inside) + reach), chance)
        for end in (low, high):
            for later, earlier in LATER_AND_EARLIER:
                end[later] = np.minimum(end[later], end[earlier])
        return Chances(estimate, low, high)

    def course(self, stays_26w: float) -> Floats:
        """The hazard heaped up at the beginning and after each of the periods to 52 weeks, [14], of a row with this
        chance of staying: a row's risk moves all periods alike, so that one chance tells the whole course."""

        def heaped(risk: float) -> Floats:
            hazard = -np.log1p(-expit(np.clip(risk + self.baseline[0], -STEEPEST, STEEPEST)))
            return np.concatenate([[0.0], np.cumsum(hazard)])

        def off(risk: float) -> float:
            return float(np.interp(WEEKS_26 / PERIOD, np.arange(PERIODS_52 + 1), heaped(risk)) + np.log(chance))

        chance = float(np.clip(stays_26w, 1e-6, 1.0 - 1e-6))
        return heaped(brentq(off, -2.0 * STEEPEST, 2.0 * STEEPEST))

    def order(self) -> LinearOrder:
        """`employed_52w` on the log scale to first order: rare starts, staying at the average hazard, no new defeat."""
        hazard = -np.log1p(-expit(self.baseline[0])).sum()
        start, stay = self.order_weights or (self.start_weights[0, :-1], self.stay_weights[0, :-1])
        return LinearOrder(
            (
                (self.start_scale, start),
                (self.stay_scale, -hazard * stay),
                REMEMBERED,
            )
        )

    def drawn_in(
        self, contacts: Batch, began: Batch, start_slope: float, stay_slope: float, start_level: float
    ) -> Outlook:
        """The same order, with chances that lie nearer to each other: their spread on the logit scale times the slopes.

        The mean risk of leaving over the rows given is kept; the mean chance of starting is multiplied by the level.
        """
        x, z = self.start_scale.apply(contacts), self.stay_scale.apply(began)
        start = start_slope * self.start_weights[:, :-1]
        even = np.ones(len(x))
        rates = start_level * expit(_linear(x, self.start_weights)).mean(axis=0)
        constants = [constant_for_rate(x @ w, even, float(rate)) for w, rate in zip(start, rates, strict=True)]
        stay = np.where(self.stay_scale.holds(STREAMS), 1.0, stay_slope) * self.stay_weights[:, :-1]
        moved = (z @ (self.stay_weights[:, :-1] - stay).T).mean(axis=0)
        return replace(
            self,
            start_weights=np.hstack([start, np.array(constants)[:, None]]),
            stay_weights=np.hstack([stay, self.stay_weights[:, -1:]]),
            baseline=self.baseline + moved[:, None],
            order_weights=(self.start_weights[0, :-1], self.stay_weights[0, :-1]),
        )

    def starting(self, starts: Starts) -> Floats:
        """Log odds of starting of each row."""
        return _linear(self.start_scale.apply(starts.batch), self.start_weights[:1])[:, 0]

    def leaving(self, stays: Stays) -> tuple[Floats, Floats, Floats, Floats]:
        """Log odds of leaving in each period that was entered, whether it was left, and the share of it seen.

        The log odds come in two parts: what is drawn in, and what is kept, which is the period and the stream.
        """
        row, period, event, share = _person_periods(stays)
        z, streams = self.stay_scale.apply(stays.batch), self.stay_scale.holds(STREAMS)
        weights = self.stay_weights[0, :-1]
        kept = z[:, streams] @ weights[streams]
        spread = z[:, ~streams] @ weights[~streams]
        return spread[row], kept[row] + self.baseline[0][period], event, share

    def save(self, path: Path) -> None:
        """Write as plain arrays (npz without pickles)."""
        arrays: dict[str, Any] = {
            "baseline": self.baseline,
            "start_weights": self.start_weights,
            "stay_weights": self.stay_weights,
        }
        if self.order_weights is not None:
            arrays["start_order"], arrays["stay_order"] = self.order_weights
        for kind, scale in (("start", self.start_scale), ("stay", self.stay_scale)):
            arrays[f"{kind}_names"] = np.array(scale.names)
            arrays[f"{kind}_mean"] = scale.mean
            arrays[f"{kind}_deviation"] = scale.deviation
            arrays[f"{kind}_unknown"] = scale.unknown
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Outlook:
        """Read what `save` wrote; OSError, KeyError or ValueError when it is broken or names unknown features."""
        with np.load(path, allow_pickle=False) as arrays:
            scales = [
                Scale(
                    known_names(tuple(str(name) for name in arrays[f"{kind}_names"])),
                    arrays[f"{kind}_mean"],
                    arrays[f"{kind}_deviation"],
                    arrays[f"{kind}_unknown"],
                )
                for kind in ("start", "stay")
            ]
            order = (arrays["start_order"], arrays["stay_order"]) if "start_order" in arrays else None
            return cls(scales[0], arrays["start_weights"], scales[1], arrays["stay_weights"], arrays["baseline"], order)


def fit_outlook(starts: Starts, stays: Stays, seed: int, refits: int = REFITS) -> Outlook:
    """Fit both models and their refits on participants drawn with replacement; ValueError without a start or an end.

    `starts` leans on the more frequent stage before it: the model of «something to go on» gives one column, and what
    differs from it is shrunk. What it says is then drawn in by as much as it overstates on participants left out.
    """
    if not starts.started.any() or not stays.ended.any():
        raise ValueError("the outlook needs at least one start and one ended placement to learn from")
    start_scale = Scale.fit(starts.batch, NAMES)
    start, stay = _StartRows.of(starts, start_scale), _StayRows.of(stays)
    rng = np.random.default_rng(seed)
    people = int(max(starts.participant.max(), stays.participant.max())) + 1
    start_weights, stay_weights, baselines = [], [], []
    for draw in range(refits + 1):
        times = np.ones(people) if draw == 0 else rng.poisson(1.0, size=people).astype(np.float64)
        start_weights.append(start.fit(times))
        weights, baseline = stay.fit(times)
        stay_weights.append(weights)
        baselines.append(baseline)
    return Outlook(start_scale, np.array(start_weights), stay.scale, np.array(stay_weights), np.array(baselines))


@dataclass(frozen=True)
class _StartRows:
    """What `starts` is fitted to: columns, both outcomes, the penalties chosen for each, and the slope that holds."""

    x: Floats
    sign: Ints
    rows: Starts
    answer_penalty: Floats
    start_penalty: Floats
    slope: float = 1.0

    @classmethod
    def of(cls, rows: Starts, scale: Scale) -> _StartRows:
        x, sign = scale.apply(rows.batch), scale.signs()
        once, core = np.ones(len(x)), scale.own_penalties(CORE, CORE_PENALTY)
        answer = choose_penalty(x, rows.answered.astype(float), once, sign, core, rows.participant)
        eta = _answer(x, rows, sign, answer, once)[0]
        wider, signs = np.hstack([x, eta[:, None]]), np.append(sign, 1)
        started = rows.started.astype(float)
        chosen = choose_penalty(wider, started, rows.share, signs, np.append(core, FREE), rows.participant)
        plain = cls(x, sign, rows, answer, chosen)
        return replace(plain, slope=calibration_slope(plain.left_out(), started, rows.share))

    def left_out(self) -> Floats:
        """Linear predictor of each row from a fit to the participants of the other folds, shape [n]."""
        fold = self.rows.participant % FOLDS
        people = np.arange(int(self.rows.participant.max()) + 1) % FOLDS
        eta = np.zeros(len(self.x))
        for k in range(FOLDS):
            beta = self.fit((people != k).astype(np.float64))
            eta[fold == k] = self.x[fold == k] @ beta[:-1] + beta[-1]
        return eta

    def fit(self, times: Floats) -> Floats:
        """Coefficients with each participant counted so many times, drawn in by the slope; the base rate is kept."""
        weight = times[self.rows.participant]
        eta, answer = _answer(self.x, self.rows, self.sign, self.answer_penalty, weight)
        started, signs = self.rows.started.astype(np.float64), np.append(self.sign, 1)
        seen = weight * self.rows.share
        beta = fit_ridge(np.hstack([self.x, eta[:, None]]), started, seen, signs, self.start_penalty)
        whole = np.append(beta[:-2] + beta[-2] * answer[:-1], beta[-1] + beta[-2] * answer[-1])
        drawn_in = self.slope * whole[:-1]
        rate = float((seen * started).sum() / max(seen.sum(), 1e-9))
        return np.append(drawn_in, constant_for_rate(self.x @ drawn_in, seen, rate))


def _answer(x: Floats, rows: Starts, sign: Ints, penalty: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Linear predictor [n] and coefficients of «the employer gave something to go on»."""
    beta = fit_ridge(x, rows.answered.astype(np.float64), weight, sign, penalty)
    return x @ beta[:-1] + beta[-1], beta


@dataclass(frozen=True)
class _StayRows:
    """What `stays` is fitted to: one row per placement and period it was seen to enter."""

    scale: Scale
    z: Floats
    event: Floats
    share: Floats
    sign: Ints
    participant: Ints
    penalty: Floats

    @classmethod
    def of(cls, stays: Stays) -> _StayRows:
        scale = Scale.fit(stays.batch, STAY_FEATURES)
        row, period, event, share = _person_periods(stays)
        z = np.hstack([scale.apply(stays.batch)[row], np.eye(PERIODS_52)[period]])
        sign = np.append(-scale.signs(), np.zeros(PERIODS_52, dtype=np.int64))
        own = np.append(scale.own_penalties(STREAMS, CORE_PENALTY), np.full(PERIODS_52, LEVEL_PENALTY))
        participant = stays.participant[row]
        penalty = choose_penalty(z, event, share, sign, own, participant)
        return cls(scale, z, event, share, sign, participant, penalty)

    def fit(self, times: Floats) -> tuple[Floats, Floats]:
        """Coefficients (constant 0) and the hazard of each period, with each participant counted so many times."""
        beta = fit_ridge(self.z, self.event, self.share * times[self.participant], self.sign, self.penalty)
        k = len(beta) - 1 - PERIODS_52
        return np.append(beta[:k], 0.0), beta[k:-1] + beta[-1]


def _log_spread(draws: Floats, hidden: float) -> Floats:
    """Standard deviation of each row's log chance: the refits' [n, 1 + refits] and what no table shows, together."""
    chance = np.clip(draws, 1e-9, 1.0 - 1e-9)
    fitted = logit(chance[:, 1:]).std(axis=1) if draws.shape[1] > 1 else np.zeros(len(draws))
    return np.asarray(np.hypot(fitted, hidden) * (1.0 - chance[:, 0]))


def _linear(x: Floats, weights: Floats) -> Floats:
    return np.asarray(x @ weights[:, :-1].T + weights[:, -1], dtype=np.float64)


def _person_periods(stays: Stays) -> tuple[Ints, Ints, Floats, Floats]:
    """One row per placement and period it was seen to enter: positions, period, whether it ended in it, share seen.

    A running placement counts for the share of its last period that has been seen: leaving that out would let only
    those who ended in it speak for it.
    """
    entered = np.minimum(stays.days // PERIOD + 1, PERIODS_52)
    row = np.repeat(np.arange(len(entered)), entered)
    period = np.arange(len(row)) - np.repeat(np.cumsum(entered) - entered, entered)
    last = stays.days[row] // PERIOD == period
    event = (stays.ended[row] & last).astype(np.float64)
    share = np.where(last & ~stays.ended[row], stays.days[row] % PERIOD / PERIOD, 1.0)
    return row, period, event, share
