"""Gates about who gets the places: not the same few, enough that are new, and different doors within a caseload."""

from __future__ import annotations

from training.gates.verdict import Limits, Outcome, Verdict, short_of
from training.served import Exposure

WHOLE = 20
"""Workplaces shown from which 5 % are a whole one."""


def shares_exposure(own: Exposure, champion: Exposure | None, first: bool, limits: Limits) -> Verdict:
    """Do enough employers get a place, or do a few get them all?"""
    said = f"the most shown 5 % of workplaces hold {own.top5pct:.1%} of the first three places"
    if own.top5pct <= limits.exposure_top5pct:
        return Verdict("exposure", Outcome.PASSED, said)
    if own.workplaces < WHOLE:
        return Verdict("exposure", Outcome.WARNED, f"{said}; only {own.workplaces} are shown, too few to tell")
    sentence = f"{said}, more than {limits.exposure_top5pct:.0%}"
    no_better = champion is not None and champion.top5pct >= own.top5pct
    return short_of("exposure", sentence, first=first, champion_no_better=no_better)


def tries_new(own: Exposure, champion: Exposure | None, first: bool, limits: Limits) -> Verdict:
    """Is enough of what is shown not the same employers as last year, where there are others?"""
    said = f"{own.never_used:.1%} of the first five places go to workplaces not used in 12 months"
    if own.never_used >= limits.never_used:
        return Verdict("never_used", Outcome.PASSED, said)
    if own.market_never_used < limits.never_used:
        share = f"{own.market_never_used:.0%} of all within reach"
        return Verdict("never_used", Outcome.WARNED, f"{said}, and there are few: {share}")
    no_better = champion is not None and champion.never_used <= own.never_used
    sentence = f"{said}, less than {limits.never_used:.0%}"
    return short_of("never_used", sentence, first=first, champion_no_better=no_better)


def differs_within_caseload(own: Exposure, champion: Exposure | None, first: bool, limits: Limits) -> Verdict:
    """Does a specialist's caseload lead to different doors?"""
    said = f"{own.different:.1%} of the first five places within a caseload are different employers"
    if own.different >= limits.different_employers:
        return Verdict("caseload", Outcome.PASSED, said)
    no_better = champion is not None and champion.different <= own.different
    sentence = f"{said}, less than {limits.different_employers:.0%}"
    return short_of("caseload", sentence, first=first, champion_no_better=no_better)
