"""The evaluation as people read it: a text table for the screen, files for those who count on, and two plots."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from training.evaluation import Evaluation, RankerRow
from training.fairness import FEWEST, Audit
from training.losses import as_text as losses_text
from training.pictures import empty_figure
from training.practice import Practice
from training.promises import PromiseRow
from training.text_table import as_interval, as_number, as_percent, as_ratio, in_columns, is_known


def as_text(evaluation: Evaluation) -> str:
    """Aligned tables: what the orders are worth, how widely they spread, and how the chances held."""
    table = evaluation.table
    unseen = any(row.of_unseen_skyline is not None for row in table.rows)
    values = [
        {
            "ranker": row.name + (" *" if row.name == evaluation.candidate else ""),
            "nDCG@10": as_number(row.ndcg.estimate),
            **{f"{name} top 5": as_interval(interval) for name, interval in row.top.items()},
            "of oracle": as_percent(row.of_oracle),
            "of skyline": as_percent(row.of_skyline),
            **({"of unseen": as_percent(row.of_unseen_skyline)} if unseen else {}),
            f"over {table.best_baseline}": as_interval(row.over_baseline, sign="+"),
        }
        for row in table.rows
    ]
    spread = [
        {
            "ranker": row.name,
            "coverage": as_percent(row.coverage),
            "never used": as_percent(row.never_used),
            "top 5 % hold": as_percent(row.exposure_top5pct),
            "Gini": as_number(row.gini),
            "different employers": as_percent(row.different_employers),
        }
        for row in table.rows
    ]
    held = [
        {
            "chance": row.name,
            "scope": row.scope,
            "pairs": str(row.pairs),
            "said": as_percent(row.said),
            "came": as_percent(row.came),
            "error": as_percent(row.relative_ece),
            "by luck": as_percent(row.ece_by_luck),
            "skill": as_number(row.skill),
            "of truth's": as_percent(row.relative_skill),
            "in interval": as_percent(row.in_interval),
        }
        for row in evaluation.promises
    ]
    heading = (
        f"{table.queries} queries, {table.pairs} pairs, decided by {table.main}; values in percent, 90 % intervals.\n"
        f"{table.note}"
    )
    lost = [losses_text(evaluation.losses)] if evaluation.losses else []
    return "\n\n".join([heading, *(in_columns(rows) for rows in (values, spread, held) if rows), *lost])


def practice_text(practice: Practice) -> str:
    """Aligned tables: the lists as the model orders them and as they are shown, what that costs, and for whom."""
    served = practice.served
    places = [
        {
            "lists": name,
            "top 5 % hold": as_percent(exposure.top5pct),
            "never used": as_percent(exposure.never_used),
            "different in a caseload": as_percent(exposure.different),
        }
        for name, exposure in (("by the model", served.model_exposure), ("as shown", served.exposure))
    ]
    lines = [
        f"Lists of {served.people} people who are looking, for weeks in which nothing becomes known.",
        f"New among the first five from week to week: {served.changed:.2f} on average, {served.most_changed} at most; "
        f"{served.tried:.1%} of those places were drawn.",
    ]
    if practice.price is not None:
        lines.append(
            f"What spreading, steadying and trying cost the first five, in per cent: {as_interval(practice.price)}."
        )
    if practice.weekly is not None:
        week = practice.weekly
        lines.append(
            f"With a real week of facts: {week.by_model:.2f} new by the model, {week.shown:.2f} as shown, of which "
            f"{week.unexplained:.2f} without news ({week.most_unexplained} at most)."
        )
    if practice.replaced is not None:
        lines.append(f"Of the champion's first five would be replaced: {practice.replaced.estimate:.2f}.")
    return "\n\n".join([in_columns(places), "\n".join(lines), _audit_text(practice.audit)])


def _audit_text(audit: Audit) -> str:
    """The groups, with what parity is asked of."""
    rows = [
        {
            "group": f"{row.dimension} {row.group}",
            "people": str(row.people),
            "good shown": as_percent(row.good.estimate),
            "value top 5": as_interval(row.value),
            "of possible": as_percent(row.of_possible.estimate),
            "said": as_percent(row.said),
            "came": as_percent(row.came),
            "parity: good": as_ratio(row.parity["good"]),
            "of possible ": as_ratio(row.parity["of_possible"]),
            "said/came": as_ratio(row.parity["said_of_came"]),
        }
        for row in audit.rows
    ]
    hidden = ", ".join(f"{number} of {name}" for name, number in audit.hidden.items() if number)
    note = f"Groups of fewer than {FEWEST} people are hidden" + (f": {hidden}." if hidden else "; there are none.")
    return "\n".join([*([in_columns(rows)] if rows else []), note])


def write(evaluation: Evaluation, folder: Path, practice: Practice | None = None) -> None:
    """Write `report.txt`, `rankers.csv`, `outlook.csv`, `evaluation.json`, `rankers.png` and `reliability.png`.

    With lists in practice also `fairness.csv`, where small groups are hidden.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = [as_text(evaluation), *([] if practice is None else [practice_text(practice)])]
    (folder / "report.txt").write_text("\n\n".join(text) + "\n", encoding="utf-8")
    if practice is not None:
        groups = [{"dimension": r.dimension, "group": r.group, **_finite(r.numbers())} for r in practice.audit.rows]
        _write_csv(folder / "fairness.csv", groups)
    rankers = [{"ranker": row.name, **_finite(dict(row.numbers()))} for row in evaluation.table.rows]
    promises = [
        {"chance": p.name, "scope": p.scope, "pairs": p.pairs, **_finite(p.numbers())} for p in evaluation.promises
    ]
    _write_csv(folder / "rankers.csv", rankers)
    _write_csv(folder / "outlook.csv", promises)
    facts = {name: value for name, value in asdict(evaluation.table).items() if name != "rows"}
    known = {"table": facts | {"note": evaluation.table.note}, "rankers": rankers, "outlook": promises}
    (folder / "evaluation.json").write_text(json.dumps(known, indent=1), encoding="utf-8")
    plot_rankers(evaluation.table.rows, evaluation.table.main, folder / "rankers.png")
    plot_reliability([p for p in evaluation.promises if p.scope == "all"], folder / "reliability.png")


def plot_rankers(rows: Sequence[RankerRow], value: str, file: Path) -> None:
    """Each ranker's top-five value with its 90 % interval, best at the top."""
    figure = empty_figure(width=7, height=0.4 * len(rows) + 1.2)
    axes = figure.subplots()
    for place, row in enumerate(reversed(rows)):
        top = row.top[value]
        axes.plot([100 * top.low, 100 * top.high], [place, place], color="black", linewidth=1.5)
        axes.plot([100 * top.estimate], [place], "o", color="black")
    axes.set_yticks(range(len(rows)), [row.name for row in reversed(rows)])
    axes.set_xlabel(f"{value}, mean of the first five places (per cent)")
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(file)


def plot_reliability(promises: Sequence[PromiseRow], file: Path) -> None:
    """What was said against what came, by bin; on the line is right."""
    figure = empty_figure(width=2.6 * max(1, len(promises)), height=2.8)
    if promises:
        for axes, promise in zip(figure.subplots(1, len(promises), squeeze=False)[0], promises, strict=True):
            said, came, _ = promise.curve
            most = float(max(said.max(), came.max(), 1e-6))
            axes.plot([0, 100 * most], [0, 100 * most], color="grey", linewidth=1)
            axes.plot(100 * said, 100 * came, "o-", color="black", markersize=4)
            axes.set_title(promise.name, fontsize=9)
            axes.set_xlabel("said (%)", fontsize=8)
            axes.set_ylabel("came (%)", fontsize=8)
    figure.savefig(file)


def _write_csv(file: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows under the union of their columns; what a row does not know stays empty."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)


def _finite(numbers: Mapping[str, float]) -> dict[str, float | None]:
    """The same numbers, empty where one is not a number: JSON has no word for that."""
    return {name: value if is_known(value) else None for name, value in numbers.items()}
