"""Gates about what the order is worth: against the baselines, the champion, and what can be true."""

from __future__ import annotations

from training.evaluation import EvaluationTable, RankerRow
from training.gates.verdict import Limits, Outcome, Verdict
from training.intervals import Interval
from training.promises import EMPLOYED_52


def beats_baseline(row: RankerRow, table: EvaluationTable, first: bool) -> Verdict:
    """Is it at least as good as the best baseline, as far as luck lets us see?"""
    if row.over_baseline is None:
        return Verdict("baseline", Outcome.WARNED, "there is no baseline to compare with")
    said = f"{_points(row.over_baseline)} in {table.main} against {table.best_baseline}"
    if row.over_baseline.above_zero:
        return Verdict("baseline", Outcome.PASSED, f"better than the best baseline: {said}")
    if not row.over_baseline.below_zero:
        return Verdict("baseline", Outcome.WARNED, f"not surely better than the best baseline: {said}")
    sentence = f"worse than the best baseline: {said}"
    if first:
        sentence += (
            f"; let through because there is no champion yet: until one is better, {table.best_baseline} is as good"
        )
        return Verdict("baseline", Outcome.WARNED, sentence)
    return Verdict("baseline", Outcome.FAILED, sentence)


def not_worse_than_champion(row: RankerRow, first: bool) -> Verdict:
    """Is it at least as good as the champion, as far as luck lets us see?"""
    if first:
        return Verdict("champion", Outcome.PASSED, "there is no champion yet")
    if row.over_champion is None:
        return Verdict("champion", Outcome.FAILED, "the champion was not evaluated on the same pairs")
    if row.over_champion.below_zero:
        return Verdict("champion", Outcome.FAILED, f"worse than the champion: {_points(row.over_champion)}")
    return Verdict("champion", Outcome.PASSED, f"not worse than the champion: {_points(row.over_champion)}")


def not_too_good(row: RankerRow, table: EvaluationTable, limits: Limits) -> Verdict:
    """Is it too good to be true, so that it must have seen the answer?"""
    if row.over_skyline is not None and row.over_skyline.above_zero:
        sentence = f"above what the tables can tell (the skyline): {_points(row.over_skyline)}; it has seen the answer"
        return Verdict("leak", Outcome.FAILED, sentence)
    if table.main == EMPLOYED_52 and row.over_baseline is not None and row.over_baseline.estimate > limits.gain:
        sentence = (
            f"{_points(row.over_baseline)} over the best baseline is more than anybody has found: look for a leak"
        )
        return Verdict("leak", Outcome.FAILED, sentence)
    return Verdict("leak", Outcome.PASSED, "no better than can be true")


def _points(difference: Interval) -> str:
    """A difference in chances as percentage points."""
    return (
        f"{100 * difference.estimate:+.2f} percentage points "
        f"(90 % interval {100 * difference.low:+.2f} to {100 * difference.high:+.2f})"
    )
