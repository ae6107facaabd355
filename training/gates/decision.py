"""All gates together."""

from __future__ import annotations

from collections.abc import Sequence

from training.evaluation import EvaluationTable
from training.gates.breadth import differs_within_caseload, shares_exposure, tries_new
from training.gates.calibration import calibrated
from training.gates.order import beats_baseline, not_too_good, not_worse_than_champion
from training.gates.parity import served_alike
from training.gates.steadiness import steady
from training.gates.verdict import Decision, Limits, Outcome, Verdict
from training.practice import Practice
from training.promises import PromiseRow


def decide(
    candidate: str,
    table: EvaluationTable,
    promises: Sequence[PromiseRow],
    *,
    first: bool,
    practice: Practice | None = None,
    champion: Practice | None = None,
    limits: Limits = Limits(),
) -> Decision:
    """Let every gate judge the ranker named `candidate` in the table, with the promises that go with it.

    `first` says that there is no champion yet. `practice` is how the lists would be in use, and `champion` the same for
    the champion.
    """
    row = table.row(candidate)
    verdicts = [
        beats_baseline(row, table, first),
        not_worse_than_champion(row, first),
        calibrated(promises, first, limits),
        not_too_good(row, table, limits),
    ]
    if practice is None:
        return Decision(
            (*verdicts, Verdict("practice", Outcome.WARNED, "nobody is looking, so no lists can be judged"))
        )
    own, other = practice.served.exposure, None if champion is None else champion.served.exposure
    verdicts += [
        shares_exposure(own, other, first, limits),
        tries_new(own, other, first, limits),
        differs_within_caseload(own, other, first, limits),
        *served_alike(practice.audit, None if champion is None else champion.audit, first, limits),
    ]
    surely_better = row.over_champion is not None and row.over_champion.above_zero
    verdicts.append(steady(practice.served.most_changed, practice.replaced, surely_better, first, limits))
    return Decision(tuple(verdicts))


def unjudged(why: str, first: bool) -> Decision:
    """Decision on a model that nothing could be judged by: it may be the first, and nothing else."""
    sentence = f"too little history to judge by: {why}"
    if first:
        sentence += "; let through because there is no champion yet"
    return Decision((Verdict("judged", Outcome.WARNED if first else Outcome.FAILED, sentence),))
