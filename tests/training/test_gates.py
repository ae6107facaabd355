"""Each gate: what it lets through, what it keeps out, and that it says why."""

from dataclasses import replace

import numpy as np

from training.evaluation import Basis, EvaluationTable, RankerRow
from training.gates import Decision, Outcome, Verdict, decide, unjudged
from training.intervals import Interval
from training.promises import PromiseRow

SURE = Interval(0.02, 0.01, 0.03)
UNSURE = Interval(0.01, -0.01, 0.03)
WORSE = Interval(-0.02, -0.03, -0.01)

ROW = RankerRow(
    name="lambdamart",
    ndcg=Interval(0.5, 0.4, 0.6),
    top={"employed_52w": Interval(0.08, 0.07, 0.09)},
    of_oracle=0.7,
    of_skyline=0.9,
    of_unseen_skyline=None,
    over_baseline=SURE,
    over_champion=UNSURE,
    over_skyline=WORSE,
    coverage=0.4,
    never_used=0.3,
    exposure_top5pct=0.2,
    gini=0.5,
    different_employers=0.6,
)
EMPTY = (np.zeros(0),) * 3
PROMISE = PromiseRow("stays_26w", "all", 500, 0.6, 0.6, 0.05, 0.0, 0.1, 0.2, 0.5, 0.9, EMPTY)


def decided(row: RankerRow, *promises: PromiseRow, first: bool = False, **rest: object) -> Decision:
    table = EvaluationTable(Basis.TRUTH, "employed_52w", (row,), "history", 40, 0, 480)
    return decide(row.name, table, promises or (PROMISE,), first=first, **rest)  # type: ignore[arg-type]


def outcome(decision: Decision, gate: str) -> Outcome:
    return {v.gate: v.outcome for v in decision.verdicts}[gate]


def test_a_model_that_is_better_and_keeps_its_promises_is_promoted() -> None:
    decision = decided(ROW)
    assert decision.promote
    assert {v.outcome for v in decision.verdicts} == {Outcome.PASSED}


def test_a_model_worse_than_a_baseline_is_kept_out_unless_it_is_the_first() -> None:
    row = replace(ROW, over_baseline=WORSE)
    assert not decided(row).promote
    assert decided(row, first=True).promote


def test_a_model_not_surely_better_than_a_baseline_is_let_through_with_a_warning() -> None:
    decision = decided(replace(ROW, over_baseline=UNSURE))
    assert decision.promote
    assert any(reason.startswith("baseline: warned") for reason in decision.reasons)


def test_a_model_worse_than_the_champion_beyond_luck_is_kept_out() -> None:
    assert not decided(replace(ROW, over_champion=WORSE)).promote
    assert decided(replace(ROW, over_champion=UNSURE)).promote


def test_a_champion_that_was_not_compared_with_keeps_its_place() -> None:
    assert not decided(replace(ROW, over_champion=None)).promote
    assert decided(replace(ROW, over_champion=None), first=True).promote


def test_chances_off_by_more_than_allowed_are_kept_out_unless_it_is_the_first() -> None:
    off = replace(PROMISE, relative_ece=0.16)
    decision = decided(ROW, off)
    assert not decision.promote
    assert "stays_26w (all) 16%" in decision.reasons[0]
    assert outcome(decided(ROW, off, first=True), "calibration") is Outcome.WARNED


def test_an_error_that_luck_explains_lets_through_and_says_so() -> None:
    decision = decided(ROW, replace(PROMISE, relative_ece=0.4, ece_by_luck=0.5))
    assert decision.promote
    assert "too few outcomes to tell" in decision.reasons[0]


def test_a_model_no_more_wrong_than_the_champion_is_let_through_with_a_warning() -> None:
    off, before = replace(PROMISE, relative_ece=0.2), replace(PROMISE, relative_ece=0.3)
    assert outcome(decided(ROW, off, champion_promises=(before,)), "calibration") is Outcome.WARNED
    assert outcome(decided(ROW, before, champion_promises=(off,)), "calibration") is Outcome.FAILED


def test_unknown_outcomes_warn_and_do_not_pass_for_calibration() -> None:
    nothing = replace(PROMISE, relative_ece=float("nan"))
    assert outcome(decided(ROW, nothing), "calibration") is Outcome.WARNED


def test_a_model_that_is_too_good_is_kept_out_even_as_the_first() -> None:
    for too_good in (replace(ROW, over_skyline=SURE), replace(ROW, over_baseline=Interval(0.11, 0.10, 0.12))):
        assert outcome(decided(too_good, first=True), "leak") is Outcome.FAILED
        assert not decided(too_good, first=True).promote


def test_a_few_employers_with_most_of_the_places_keep_the_model_out() -> None:
    assert outcome(decided(replace(ROW, exposure_top5pct=0.51)), "exposure") is Outcome.FAILED
    assert outcome(decided(replace(ROW, exposure_top5pct=0.50)), "exposure") is Outcome.PASSED


def test_a_model_that_could_not_be_judged_may_only_be_the_first() -> None:
    assert unjudged("no contacts", first=True).promote
    assert not unjudged("no contacts", first=False).promote
    assert "no contacts" in unjudged("no contacts", first=False).reasons[0]


def test_gates_from_elsewhere_count_as_much() -> None:
    unfair = Verdict("fairness", Outcome.FAILED, "the districts get a quarter of the value")
    decision = decided(ROW, others=(unfair,))
    assert not decision.promote
    assert decision.reasons[0] == "fairness: failed: the districts get a quarter of the value"
