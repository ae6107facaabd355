"""The gate about what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from training.gates.verdict import Limits, Outcome, Verdict, short_of
from training.promises import PromiseRow


def calibrated(promises: Sequence[PromiseRow], first: bool, limits: Limits = Limits()) -> Verdict:
    """Is every chance it says right on average, bin by bin, or at least not surely more wrong than the champion's?

    Errors that luck alone explains do not count, nor do promises whose outcome has never been seen.
    """
    judged = [p for p in promises if not isnan(p.relative_ece)]
    if not judged:
        return Verdict("calibration", Outcome.WARNED, "no outcome is known yet to check the chances against")
    off = [p for p in judged if p.relative_ece > max(limits.relative_ece, p.ece_by_luck)]
    if not off:
        worst = max(judged, key=lambda p: p.relative_ece)
        if worst.relative_ece > limits.relative_ece:
            sentence = f"too few outcomes to tell: the worst, {_error(worst)}, is no more than luck explains"
            return Verdict("calibration", Outcome.WARNED, sentence)
        return Verdict("calibration", Outcome.PASSED, f"the chances hold; the worst is {_error(worst)}")
    sentence = f"chances off by more than {limits.relative_ece:.0%} of a usual chance: {', '.join(map(_error, off))}"
    no_better = all(p.over_champion is not None and not p.over_champion.above_zero for p in off)
    return short_of("calibration", sentence, first=first, champion_no_better=no_better)


def _error(promise: PromiseRow) -> str:
    beside = promise.over_champion
    more = "" if beside is None else f" ({100 * beside.estimate:+.0f} points beside the champion's)"
    return f"{promise.name} ({promise.scope}) {promise.relative_ece:.0%}{more}"
