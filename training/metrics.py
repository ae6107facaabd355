"""How good an order is: what stands at the top, what it is worth, and who is given the room.

Rows are pairs (participant, workplace). `group` [n] is the number of the row's query, sorted, so that a query's rows
lie together; `score` [n] is the ranker's, higher is better; `gain` or `value` [n] is the pair's worth (a chance or
a realised outcome, never negative). Nothing here depends on the order of the rows within a query: tied scores share
their places, and every number is the expectation over a fair draw among them (McSherry and Najork, ECIR 2008). A ranker
that says the same about all workplaces is therefore judged as the random order it is.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]


def _first_rows(changes: Bools) -> npt.NDArray[np.int64]:
    """Row numbers where a run of equal rows begins; `changes[i]` says that row i+1 differs from row i."""
    return np.flatnonzero(np.concatenate([[True], changes]))


def _place_weights(group: Ints, score: Floats, by_place: Floats) -> Floats:
    """Expected weight [n] of each row, when place 1, 2, … of a query weighs `by_place` and later places nothing."""
    if not len(group) == len(score) > 0:
        raise ValueError("group and score must have the same length, at least one row")
    if np.any(np.diff(group) < 0):
        raise ValueError("rows must be sorted by group")
    if np.isnan(score).any():
        raise ValueError("a score is missing (NaN): every pair must be scored")
    order = np.lexsort((-score, group))
    ordered = score[order]
    other_group, other_score = np.diff(group) != 0, ordered[1:] != ordered[:-1]
    first = _first_rows(other_group)
    place = np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group)))
    weight = np.append(by_place, 0.0)[np.minimum(place, len(by_place))]
    tied = _first_rows(other_group | other_score)
    sizes = np.diff(tied, append=len(group))
    result = np.empty(len(group))
    result[order] = np.repeat(np.add.reduceat(weight, tied) / sizes, sizes)
    return result


def _sum_per_group(group: Ints, values: Floats) -> Floats:
    """Sums [groups] in the order of the groups."""
    return np.add.reduceat(values, _first_rows(np.diff(group) != 0)).astype(np.float64)


def ndcg_at(group: Ints, score: Floats, gain: Floats, k: int) -> Floats:
    """Discounted gain of the first `k` places as a share of the best possible, per query [groups].

    The gain counts as it is, not as 2^gain, and place i is divided by log2(i + 1). A query without any gain has no
    right order: it is NaN, to be left out and counted.
    """
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    found = _sum_per_group(group, _place_weights(group, score, discount) * gain)
    ideal = _sum_per_group(group, _place_weights(group, gain, discount) * gain)
    return found / np.where(ideal > 0, ideal, np.nan)


def top_chance(group: Ints, score: Floats, k: int) -> Floats:
    """Chance [n] that the row is among the first `k` of its query: 0 or 1, and between for those tied at the edge."""
    return np.clip(_place_weights(group, score, np.ones(k)), 0.0, 1.0)


def top_value(group: Ints, score: Floats, value: Floats, k: int) -> Floats:
    """Mean value of the first `k` places per query [groups]; of all its rows where a query has fewer than `k`."""
    chance = top_chance(group, score, k)
    return _sum_per_group(group, chance * value) / _sum_per_group(group, chance)


def _chance_of_any(chance: Floats, key: Ints) -> Floats:
    """Chance per key [max key + 1] that at least one of its rows is shown, draws being independent across queries."""
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 - np.exp(np.bincount(key, weights=np.log1p(-chance))), dtype=np.float64)


def coverage(chance: Floats, unit: Ints, units: int) -> float:
    """Share of `units` workplaces that are shown to anybody; `chance` from `top_chance`, `unit` [n] counted from 0."""
    return float(_chance_of_any(chance, unit).sum() / units)


def never_used_share(chance: Floats, never_used: Bools) -> float:
    """Share of the shown places held by workplaces without a placement in the last 12 months."""
    return float((chance * never_used).sum() / chance.sum())


def exposure(chance: Floats, unit: Ints) -> Floats:
    """Expected number of shown places per workplace, over the workplaces shown (those with none are left out)."""
    total = np.bincount(unit, weights=chance)
    return np.asarray(total[total > 0], dtype=np.float64)


def exposure_share(exposed: Floats, percent: int = 5) -> float:
    """Share of the shown places held by the most shown `percent` of the workplaces shown, rounded up to whole ones."""
    most = -(-len(exposed) * percent // 100)
    return float(np.sort(exposed)[-most:].sum() / exposed.sum())


def gini(exposed: Floats) -> float:
    """How unevenly the places are shared among the workplaces shown: 0 when equal, near 1 when one has them all."""
    n = len(exposed)
    return float((np.sort(exposed) * (2 * np.arange(1, n + 1) - n - 1)).sum() / (n * exposed.sum()))


def different_employers_share(chance: Floats, unit: Ints, caseload: Ints) -> float:
    """Different workplaces shown to each caseload over the places shown to it, averaged over caseloads.

    `caseload` [n] is the number of the specialist whose participant the row is about. 1 means that no two colleagues'
    lists of the same specialist send her to the same door.
    """
    keys, pair = np.unique(np.stack([caseload, unit]), axis=1, return_inverse=True)
    different = np.bincount(keys[0], weights=_chance_of_any(chance, pair.ravel()))
    places = np.bincount(caseload, weights=chance)
    return float(np.mean(different[places > 0] / places[places > 0]))


def list_overlap(group: Ints, score: Floats, other: Floats, k: int) -> Floats:
    """Share [groups] of the first `k` that two orders have in common: how steady a list is from week to week."""
    both = _sum_per_group(group, top_chance(group, score, k) * top_chance(group, other, k))
    return both / _sum_per_group(group, top_chance(group, score, k))
