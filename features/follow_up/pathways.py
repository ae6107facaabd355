"""Pathways: sheltered work, trial, adapted work, wage subsidy, ordinary work, and back; what each step needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from features.follow_up.book import FollowUpBook, Stage
from features.subsidies.dated import holding
from features.vocabulary import TRIAL_FORMS, PlacementForm, Scheme

LABELS: dict[Stage, str] = {
    Stage.SHELTERED: "skjermet arbeid",
    Stage.TRIAL: "utprøving",
    Stage.ADAPTED: "varig tilrettelagt arbeid",
    Stage.WAGE_SUBSIDY: "arbeid med lønnstilskudd",
    Stage.ORDINARY: "vanlig arbeid",
}
_ORDER = tuple(Stage)
WAGE_SUBSIDIES = frozenset(
    {
        Scheme.TEMPORARY_WAGE_SUBSIDY,
        Scheme.PERMANENT_WAGE_SUBSIDY,
        Scheme.FOUR_YEAR_WAGE_SUBSIDY,
        Scheme.SUMMER_JOB_SUBSIDY,
    }
)


@dataclass(frozen=True)
class Step:
    """An allowed step; `back` goes towards more support. A way back is a way on, and no defeat."""

    start: Stage
    end: Stage
    label: str
    needs: tuple[str, ...]
    source: str
    back: bool


def stage_of(form: PlacementForm, schemes: Collection[str]) -> Stage:
    """The stage of a placement with these subsidies running."""
    if form in TRIAL_FORMS:
        return Stage.TRIAL
    if form is PlacementForm.ADAPTED_WORK_ORDINARY:
        return Stage.ADAPTED
    return Stage.WAGE_SUBSIDY if WAGE_SUBSIDIES & set(schemes) else Stage.ORDINARY


def steps_from(book: FollowUpBook, stage: Stage, day: date) -> list[Step]:
    """The steps allowed from a stage on a day: onward ones first, each kind in the order of the stages."""
    steps = []
    for (start, end), rule in book.steps.items():
        entry = holding(rule, max(day, rule.begins_on)) if start is stage else None
        if entry is not None:
            back = _ORDER.index(end) < _ORDER.index(start)
            steps.append(Step(start, end, LABELS[end], entry.held, entry.source, back))
    return sorted(steps, key=lambda step: (step.back, _ORDER.index(step.end)))
