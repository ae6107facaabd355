"""Each gate: what it lets through, what it keeps out, and that it says why."""

from dataclasses import replace

import numpy as np

from training.evaluation import Basis, EvaluationTable, RankerRow
from training.fairness import Audit, GroupRow
from training.gates import Decision, Outcome, decide, unjudged
from training.intervals import Interval
from training.practice import Practice
from training.promises import PromiseRow
from training.served import Exposure, Served

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
EVEN = Interval(1.0, 0.9, 1.1)
EXPOSURE = Exposure(top5pct=0.2, never_used=0.4, different=0.9, workplaces=100, market_never_used=0.8)
SERVED = Served(
    key=np.zeros(0, dtype=np.int64),
    shown=np.zeros(0),
    by_model=np.zeros(0),
    people=40,
    model_exposure=EXPOSURE,
    exposure=EXPOSURE,
    changed=0.5,
    most_changed=2,
    tried=0.04,
)


def group(dimension: str, name: str, **parity: Interval) -> GroupRow:
    """A group that is served as the others are, unless said otherwise."""
    even = {"good": EVEN, "of_possible": EVEN, "said_of_came": EVEN}
    return GroupRow(dimension, name, 20, EVEN, EVEN, EVEN, 0.05, 0.05, even | parity)


ALIKE = Audit((group("centrality", "6"), group("gender", "woman"), group("stream", "vto")), {})
PRACTICE = Practice(SERVED, ALIKE, price=None, weekly=None)


def practice(**exposure: float) -> Practice:
    return replace(PRACTICE, served=replace(SERVED, exposure=replace(EXPOSURE, **exposure)))


def audited(*groups: GroupRow) -> Practice:
    return replace(PRACTICE, audit=Audit(groups, {}))


def decided(row: RankerRow, *promises: PromiseRow, first: bool = False, **rest: object) -> Decision:
    table = EvaluationTable(Basis.TRUTH, "employed_52w", (row,), "history", 40, 0, 480)
    given = {"practice": PRACTICE} | rest
    return decide(row.name, table, promises or (PROMISE,), first=first, **given)  # type: ignore[arg-type]


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


def test_a_model_not_surely_more_wrong_than_the_champion_is_let_through_with_a_warning() -> None:
    off = replace(PROMISE, relative_ece=0.3)
    for over_champion, said in ((WORSE, Outcome.WARNED), (UNSURE, Outcome.WARNED), (SURE, Outcome.FAILED)):
        assert outcome(decided(ROW, replace(off, over_champion=over_champion)), "calibration") is said


def test_unknown_outcomes_warn_and_do_not_pass_for_calibration() -> None:
    nothing = replace(PROMISE, relative_ece=float("nan"))
    assert outcome(decided(ROW, nothing), "calibration") is Outcome.WARNED


def test_a_model_that_is_too_good_is_kept_out_even_as_the_first() -> None:
    for too_good in (replace(ROW, over_skyline=SURE), replace(ROW, over_baseline=Interval(0.11, 0.10, 0.12))):
        assert outcome(decided(too_good, first=True), "leak") is Outcome.FAILED
        assert not decided(too_good, first=True).promote


def test_a_few_employers_with_most_of_the_places_keep_the_model_out() -> None:
    assert outcome(decided(ROW, practice=practice(top5pct=0.26)), "exposure") is Outcome.FAILED
    assert outcome(decided(ROW, practice=practice(top5pct=0.25)), "exposure") is Outcome.PASSED


def test_five_per_cent_of_a_handful_of_workplaces_says_nothing() -> None:
    assert outcome(decided(ROW, practice=practice(top5pct=0.4, workplaces=19)), "exposure") is Outcome.WARNED


def test_too_few_new_employers_keep_the_model_out_where_there_are_others() -> None:
    assert outcome(decided(ROW, practice=practice(never_used=0.19)), "never_used") is Outcome.FAILED
    assert outcome(decided(ROW, practice=practice(never_used=0.20)), "never_used") is Outcome.PASSED
    small = practice(never_used=0.19, market_never_used=0.19)
    assert outcome(decided(ROW, practice=small), "never_used") is Outcome.WARNED


def test_a_caseload_sent_to_the_same_doors_keeps_the_model_out() -> None:
    assert outcome(decided(ROW, practice=practice(different=0.84)), "caseload") is Outcome.FAILED
    assert outcome(decided(ROW, practice=practice(different=0.85)), "caseload") is Outcome.PASSED


def test_districts_surely_below_four_fifths_of_the_median_keep_the_model_out() -> None:
    surely = audited(group("centrality", "6", of_possible=Interval(0.7, 0.6, 0.79)))
    perhaps = audited(group("centrality", "6", of_possible=Interval(0.7, 0.6, 0.81)))
    assert outcome(decided(ROW, practice=surely), "districts") is Outcome.FAILED
    assert outcome(decided(ROW, practice=perhaps), "districts") is Outcome.WARNED
    assert "6 0.70 [0.60, 0.79] in value of what there was" in decided(ROW, practice=surely).reasons[0]


def test_a_group_surely_below_nine_tenths_of_the_others_keeps_the_model_out_by_name() -> None:
    for dimension in ("stream", "gender", "age_band", "country_group"):
        for measure in ("good", "of_possible"):
            row = group(dimension, "some", **{measure: Interval(0.8, 0.7, 0.89)})
            assert outcome(decided(ROW, practice=audited(row)), f"parity_{dimension}") is Outcome.FAILED
    better = group("gender", "woman", good=Interval(1.5, 1.4, 1.6))
    assert outcome(decided(ROW, practice=audited(better)), "parity_gender") is Outcome.PASSED


def test_a_group_promised_too_much_or_too_little_keeps_the_model_out() -> None:
    for off in (Interval(0.7, 0.6, 0.89), Interval(1.5, 1.12, 2.0)):
        row = group("stream", "vto", said_of_came=off)
        assert outcome(decided(ROW, practice=audited(row)), "parity_stream") is Outcome.FAILED
    row = group("stream", "vto", said_of_came=Interval(1.05, 0.95, 1.2))
    assert outcome(decided(ROW, practice=audited(row)), "parity_stream") is Outcome.PASSED


def test_floors_are_mild_towards_the_first_and_where_the_champion_is_no_better() -> None:
    short = {
        "exposure": practice(top5pct=0.3),
        "never_used": practice(never_used=0.1),
        "caseload": practice(different=0.5),
        "parity_gender": audited(group("gender", "woman", good=Interval(0.8, 0.7, 0.85))),
    }
    worse = {
        "exposure": practice(top5pct=0.31),
        "never_used": practice(never_used=0.1),
        "caseload": practice(different=0.4),
        "parity_gender": audited(group("gender", "woman", good=Interval(0.7, 0.6, 0.8))),
    }
    for gate, own in short.items():
        assert outcome(decided(ROW, practice=own, first=True), gate) is Outcome.WARNED
        assert outcome(decided(ROW, practice=own, champion=worse[gate]), gate) is Outcome.WARNED
        assert outcome(decided(ROW, practice=own, champion=PRACTICE), gate) is Outcome.FAILED


def test_lists_that_would_mostly_be_replaced_keep_out_a_model_that_is_not_surely_better() -> None:
    other = replace(PRACTICE, replaced=Interval(2.6, 2.1, 3.0))
    assert outcome(decided(ROW, practice=other), "stability") is Outcome.FAILED
    assert outcome(decided(replace(ROW, over_champion=SURE), practice=other), "stability") is Outcome.WARNED
    alike = replace(PRACTICE, replaced=Interval(2.1, 1.9, 2.4))
    assert outcome(decided(ROW, practice=alike), "stability") is Outcome.PASSED


def test_lists_that_change_by_themselves_keep_even_a_first_model_out() -> None:
    restless = replace(PRACTICE, served=replace(SERVED, most_changed=3))
    assert outcome(decided(ROW, practice=restless, first=True), "stability") is Outcome.FAILED


def test_each_gate_alone_keeps_the_model_out() -> None:
    """A decision with one thing wrong at a time; the reason is said first."""
    wrong = {
        "baseline": decided(replace(ROW, over_baseline=WORSE)),
        "champion": decided(replace(ROW, over_champion=WORSE)),
        "calibration": decided(ROW, replace(PROMISE, relative_ece=0.3)),
        "leak": decided(replace(ROW, over_skyline=SURE)),
        "exposure": decided(ROW, practice=practice(top5pct=0.3)),
        "never_used": decided(ROW, practice=practice(never_used=0.1)),
        "caseload": decided(ROW, practice=practice(different=0.8)),
        "districts": decided(ROW, practice=audited(group("centrality", "6", good=Interval(0.5, 0.4, 0.6)))),
        "parity_stream": decided(ROW, practice=audited(group("stream", "vto", good=Interval(0.5, 0.4, 0.6)))),
        "stability": decided(ROW, practice=replace(PRACTICE, replaced=Interval(3.0, 2.5, 3.5))),
    }
    for gate, decision in wrong.items():
        assert not decision.promote, gate
        assert [v.gate for v in decision.verdicts if v.outcome is Outcome.FAILED] == [gate]
        assert decision.reasons[0].startswith(f"{gate}: failed: ")


def test_with_nobody_looking_there_is_a_warning_in_place_of_the_floors() -> None:
    decision = decided(ROW, practice=None)
    assert decision.promote
    assert outcome(decision, "practice") is Outcome.WARNED


def test_a_model_that_could_not_be_judged_may_only_be_the_first() -> None:
    assert unjudged("no contacts", first=True).promote
    assert not unjudged("no contacts", first=False).promote
    assert "no contacts" in unjudged("no contacts", first=False).reasons[0]
