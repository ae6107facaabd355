"""The evaluation as people read it: a text table for the screen, files for those who count on, and two plots."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.evaluation import Evaluation, RankerRow
from training.intervals import Interval
from training.promises import PromiseRow

NOT_KNOWN = "–"


def as_text(evaluation: Evaluation) -> str:
    """Aligned tables: what the orders are worth, how widely they spread, and how the chances held."""
    table = evaluation.table
    values = [
        {
            "ranker": row.name + (" *" if row.name == evaluation.candidate else ""),
            "nDCG@10": _number(row.ndcg.estimate),
            **{f"{name} top 5": _interval(interval) for name, interval in row.top.items()},
            "of oracle": _percent(row.of_oracle),
            "of skyline": _percent(row.of_skyline),
            "of unseen": _percent(row.of_unseen_skyline),
            f"over {table.best_baseline}": _interval(row.over_baseline, sign="+"),
        }
        for row in table.rows
    ]
    spread = [
        {
            "ranker": row.name,
            "coverage": _percent(row.coverage),
            "never used": _percent(row.never_used),
            "top 5 % hold": _percent(row.exposure_top5pct),
            "Gini": _number(row.gini),
            "different employers": _percent(row.different_employers),
        }
        for row in table.rows
    ]
    held = [
        {
            "chance": row.name,
            "scope": row.scope,
            "pairs": str(row.pairs),
            "said": _percent(row.said),
            "came": _percent(row.came),
            "error": _percent(row.relative_ece),
            "by luck": _percent(row.ece_by_luck),
            "skill": _number(row.skill),
            "of truth's": _percent(row.relative_skill),
            "in interval": _percent(row.in_interval),
        }
        for row in evaluation.promises
    ]
    heading = (
        f"{table.queries} queries, {table.pairs} pairs, decided by {table.main}; values in percent, 90 % intervals.\n"
        f"{table.note}"
    )
    return "\n\n".join([heading, *(_aligned(rows) for rows in (values, spread, held) if rows)])


def write(evaluation: Evaluation, folder: Path) -> None:
    """Write `report.txt`, `rankers.csv`, `outlook.csv`, `evaluation.json`, `rankers.png` and `reliability.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.txt").write_text(as_text(evaluation) + "\n", encoding="utf-8")
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
    figure = _figure(width=7, height=0.4 * len(rows) + 1.2)
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
    figure = _figure(width=2.6 * max(1, len(promises)), height=2.8)
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


def _figure(width: float, height: float) -> Any:
    """An empty figure drawn in memory: no display, no global state. Matplotlib is slow to import, so it waits."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _write_csv(file: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows under the union of their columns; what a row does not know stays empty."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)


def _aligned(rows: Sequence[Mapping[str, str]]) -> str:
    """Columns as wide as their widest cell; the first to the left, numbers to the right."""
    lines = [list(rows[0]), *([*row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )


def _finite(numbers: Mapping[str, float]) -> dict[str, float | None]:
    """The same numbers, empty where one is not a number: JSON has no word for that."""
    return {name: value if _known(value) else None for name, value in numbers.items()}


def _known(value: float | None) -> bool:
    return value is not None and value == value


def _number(value: float | None) -> str:
    return f"{value:.3f}" if _known(value) else NOT_KNOWN


def _percent(value: float | None) -> str:
    return f"{value:.1%}" if _known(value) else NOT_KNOWN


def _interval(interval: Interval | None, sign: str = "") -> str:
    """Per cent with the ends in brackets."""
    if interval is None or not _known(interval.estimate):
        return NOT_KNOWN
    low, estimate, high = (f"{100 * x:{sign}.2f}" for x in (interval.low, interval.estimate, interval.high))
    return f"{estimate} [{low}, {high}]"
