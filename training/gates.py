"""Named gates between a trained model and the people it would be used for: each answers one question with a sentence.

A gate that fails keeps the model out; one that warns lets it through and is written down with the run. The first
champion is judged more mildly than those after it: without it there is no list at all, and the sentence says what it
lacks. A model that is too good is as suspect as one that is bad, since nobody has moved lasting work by that much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from training.evaluation import EvaluationTable, RankerRow
from training.intervals import Interval
from training.promises import EMPLOYED_52, PromiseRow


@dataclass(frozen=True)
class Limits:
    """Where the gates stand. All are shares; `gain` is in percentage points of 12-month employment over 100."""

    relative_ece: float = 0.15
    gain: float = 0.10
    exposure_top5pct: float = 0.50


class Outcome(StrEnum):
    """What a gate said."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"


@dataclass(frozen=True)
class Verdict:
    """One gate's answer: its name, what it said and why, in a sentence."""

    gate: str
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Decision:
    """Whether the model may become the champion, and every gate's answer."""

    verdicts: tuple[Verdict, ...]

    @property
    def promote(self) -> bool:
        """No gate failed."""
        return all(v.outcome is not Outcome.FAILED for v in self.verdicts)

    @property
    def reasons(self) -> list[str]:
        """A line per gate, those that failed first."""
        order = [Outcome.FAILED, Outcome.WARNED, Outcome.PASSED]
        return [
            f"{v.gate}: {v.outcome}: {v.sentence}" for v in sorted(self.verdicts, key=lambda v: order.index(v.outcome))
        ]


def decide(
    candidate: str,
    table: EvaluationTable,
    promises: Sequence[PromiseRow],
    *,
    first: bool,
    champion_promises: Sequence[PromiseRow] = (),
    others: Sequence[Verdict] = (),
    limits: Limits = Limits(),
) -> Decision:
    """Let every gate judge the ranker named `candidate` in the table, with the promises that go with it.

    `first` says that there is no champion yet. `champion_promises` are the champion's on the same pairs. `others` are
    the answers of gates that look at other things, such as fairness.
    """
    row = table.row(candidate)
    return Decision(
        (
            beats_baseline(row, table, first),
            not_worse_than_champion(row, first),
            calibrated(promises, champion_promises, first, limits),
            not_too_good(row, table, limits),
            shares_exposure(row, limits),
            *others,
        )
    )


def unjudged(why: str, first: bool) -> Decision:
    """Decision on a model that nothing could be judged by: it may be the first, and nothing else."""
    sentence = f"too little history to judge by: {why}"
    if first:
        sentence += "; let through because there is no champion yet"
    return Decision((Verdict("judged", Outcome.WARNED if first else Outcome.FAILED, sentence),))


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


def calibrated(
    promises: Sequence[PromiseRow], champion: Sequence[PromiseRow], first: bool, limits: Limits = Limits()
) -> Verdict:
    """Is every chance it says right on average, bin by bin, or at least no more wrong than the champion's?

    Errors that luck alone explains do not count, nor do promises whose outcome has never been seen.
    """
    judged = [p for p in promises if not isnan(p.relative_ece)]
    if not judged:
        return Verdict("calibration", Outcome.WARNED, "no outcome is known yet to check the chances against")
    before = {(p.name, p.scope): p.relative_ece for p in champion}
    off = [p for p in judged if p.relative_ece > max(limits.relative_ece, p.ece_by_luck)]
    if not off:
        worst = max(judged, key=lambda p: p.relative_ece)
        if worst.relative_ece > limits.relative_ece:
            sentence = f"too few outcomes to tell: the worst, {_error(worst)}, is no more than luck explains"
            return Verdict("calibration", Outcome.WARNED, sentence)
        return Verdict("calibration", Outcome.PASSED, f"the chances hold; the worst is {_error(worst)}")
    sentence = f"chances off by more than {limits.relative_ece:.0%} of a usual chance: {', '.join(map(_error, off))}"
    if first:
        return Verdict("calibration", Outcome.WARNED, f"{sentence}; let through because there is no champion yet")
    if all(p.relative_ece <= before.get((p.name, p.scope), -1.0) for p in off):
        return Verdict("calibration", Outcome.WARNED, f"{sentence}; let through because the champion's are no better")
    return Verdict("calibration", Outcome.FAILED, sentence)


def not_too_good(row: RankerRow, table: EvaluationTable, limits: Limits = Limits()) -> Verdict:
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


def shares_exposure(row: RankerRow, limits: Limits = Limits()) -> Verdict:
    """Do enough employers get a place, or do a few get them all?"""
    said = f"the most shown 5 % of workplaces hold {row.exposure_top5pct:.0%} of the first three places"
    if row.exposure_top5pct > limits.exposure_top5pct:
        return Verdict("exposure", Outcome.FAILED, f"{said}, more than {limits.exposure_top5pct:.0%}")
    return Verdict("exposure", Outcome.PASSED, said)


def _points(difference: Interval) -> str:
    """A difference in chances as percentage points."""
    return (
        f"{100 * difference.estimate:+.2f} percentage points "
        f"(90 % interval {100 * difference.low:+.2f} to {100 * difference.high:+.2f})"
    )


def _error(promise: PromiseRow) -> str:
    return f"{promise.name} ({promise.scope}) {promise.relative_ece:.0%}"
