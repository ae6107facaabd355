"""Gates about groups that never rank: are the districts served, and is any group surely served worse than the others?

A group is surely short when its whole interval is, and the interval is right for all groups of a dimension at once. One
that is short by its estimate alone is named in a warning.
"""

from __future__ import annotations

from training.fairness import CENTRALITY, DIMENSIONS, Audit, GroupRow
from training.gates.verdict import Limits, Outcome, Verdict, short_of

WORDS = {
    "good": "good workplaces shown",
    "of_possible": "value of what there was",
    "said_of_came": "what is said against what came",
}


def served_alike(own: Audit, champion: Audit | None, first: bool, limits: Limits) -> tuple[Verdict, ...]:
    """One answer per dimension that people are known by: `districts` for centrality, `parity_…` for the others."""
    known = [dimension for dimension in DIMENSIONS if own.of(dimension)]
    return tuple(_dimension(dimension, own, champion, first, limits) for dimension in known)


def _dimension(dimension: str, own: Audit, champion: Audit | None, first: bool, limits: Limits) -> Verdict:
    """Exposure and value may not be lower; what is said against what came may be off in neither direction."""
    districts = dimension == CENTRALITY
    gate, floor = ("districts", limits.districts) if districts else (f"parity_{dimension}", limits.parity)
    against = "the median" if districts else "the others"
    surely: list[tuple[GroupRow, str]] = []
    maybe: list[tuple[GroupRow, str]] = []
    for row in own.of(dimension):
        for measure, ratio in row.parity.items():
            both_ways = measure == "said_of_came"
            if ratio.high < floor or (both_ways and ratio.low > 1 / floor):
                surely.append((row, measure))
            elif ratio.estimate < floor or (both_ways and ratio.estimate > 1 / floor):
                maybe.append((row, measure))
    if surely:
        sentence = f"beyond {floor:.0%} of {against}: {_named(surely)}"
        no_better = champion is not None and all(_no_better(champion, row, measure) for row, measure in surely)
        return short_of(gate, sentence, first=first, champion_no_better=no_better)
    if maybe:
        return Verdict(gate, Outcome.WARNED, f"not surely within {floor:.0%} of {against}: {_named(maybe)}")
    return Verdict(gate, Outcome.PASSED, f"all groups told of are within {floor:.0%} of {against}")


def _no_better(champion: Audit, row: GroupRow, measure: str) -> bool:
    """Whether the champion does not surely serve the same group better: it is no nearer to even than could be luck."""
    own, same = row.parity[measure], [r for r in champion.of(row.dimension) if r.group == row.group]
    nearest = own.high if own.estimate < 1 else own.low
    return bool(same) and _from_even(same[0].parity[measure].estimate) >= _from_even(nearest)


def _from_even(ratio: float) -> float:
    """How far from even, whichever way."""
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")


def _named(found: list[tuple[GroupRow, str]]) -> str:
    return ", ".join(
        f"{row.group} {row.parity[m].estimate:.2f} [{row.parity[m].low:.2f}, {row.parity[m].high:.2f}] in {WORDS[m]}"
        for row, m in found
    )
