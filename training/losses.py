"""Where the value of the first five is lost, step by step, from all there is to what the ranker gives.

Only a simulation can tell: each step is an order that knows less than the one above it, on the same people.

- what lies beyond reach, is closed or not wanted may not be proposed (**candidates**);
- what the tables do not show cannot be told, and workplaces never met cannot be known by heart (**features**);
- a sum over features cannot say everything that is to be told from them (**form**);
- contacts are few, their outcomes are luck, and specialists chose whom to contact (**data**);
- and the trees correct the sum, or spoil it (**order**).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.intervals import Interval, bootstrap_difference, bootstrap_mean
from training.metrics import Floats
from training.text_table import as_interval, as_percent, in_columns

STEPS = {
    "unfiltered": "the best of all workplaces",
    "oracle": "candidates: the best within reach",
    "skyline": "features: told by the tables, workplaces known by heart",
    "skyline_unseen": "features: told by the tables, workplaces never met",
    "skyline_linear": "form: a sum over the same features",
    "order": "data: the sum learnt from contacts",
    "ranker": "order: the ranker on top of it",
}
"""The steps from the top, and what is lost on the way to each."""


@dataclass(frozen=True)
class Loss:
    """A step's value of the first five, and how much less (below zero) or more it is than the step above."""

    step: str
    value: Interval
    lost: Interval | None


def losses(top: Mapping[str, Floats], seed: int) -> tuple[Loss, ...]:
    """Steps that there are values [people] for, in their order; each is paired with the one above it by person."""
    known = [step for step in STEPS if step in top]
    above = [None, *known]
    return tuple(
        Loss(
            step,
            bootstrap_mean(top[step], seed),
            None if before is None else bootstrap_difference(top[step], top[before], seed),
        )
        for step, before in zip(known, above, strict=False)
    )


def as_text(steps: Sequence[Loss]) -> str:
    """An aligned table; shares are of the candidates' best."""
    whole = next((s.value.estimate for s in steps if s.step == "oracle"), steps[0].value.estimate)
    rows = [
        {
            "where the first five lose": STEPS[s.step],
            "value": as_interval(s.value),
            "of the best": as_percent(s.value.estimate / whole if whole > 0 else None),
            "lost or won": as_interval(s.lost, sign="+"),
        }
        for s in steps
    ]
    return in_columns(rows)


def metrics(steps: Sequence[Loss]) -> dict[str, float]:
    """Every number by name, for the run that is kept."""
    found = {f"losses/{s.step}/value": s.value.estimate for s in steps}
    return found | {f"losses/{s.step}/lost": s.lost.estimate for s in steps if s.lost is not None}
