"""The gate about how much people's lists would move."""

from __future__ import annotations

from training.gates.verdict import Limits, Outcome, Verdict
from training.intervals import Interval


def steady(most_changed: int, replaced: Interval | None, surely_better: bool, first: bool, limits: Limits) -> Verdict:
    """Do lists stay as they were when nothing becomes known, and would the new model leave most of them as they are?

    `most_changed` is the most that changed in a list from one week to the next without news, `replaced` how many of a
    person's first five the model would replace. A model that is surely better may replace more.
    """
    if most_changed > limits.changes:
        sentence = f"{most_changed} of the first five changed in a week without news, more than {limits.changes:.0f}"
        return Verdict("stability", Outcome.FAILED, sentence)
    calm = f"at most {most_changed} of the first five change in a week without news"
    if first or replaced is None or replaced.estimate != replaced.estimate:
        return Verdict("stability", Outcome.PASSED, f"{calm}; there is no champion's list to compare with")
    said = f"{replaced.estimate:.1f} of the champion's first five would be replaced"
    if replaced.low <= limits.changes:
        return Verdict("stability", Outcome.PASSED, f"{calm}; {said}")
    sentence = f"{said}, more than {limits.changes:.0f}"
    if surely_better:
        return Verdict("stability", Outcome.WARNED, f"{sentence}; let through because it is surely better")
    return Verdict("stability", Outcome.FAILED, f"{sentence}, by a model that is not surely better")
