"""Pictures of how a matcher fares: drawn in memory, kept with a run or in the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.backtest import OURS, BacktestPoint
from training.evaluation import ORACLE, RANDOM
from training.intervals import Interval
from training.learning_curve import CurvePoint
from training.promises import EMPLOYED_26, STARTS, STAYS_26

PER_CENT = 100.0
LINES = {
    OURS: ("black", "o", "-"),
    "occupation_look_up": ("#2a6fbb", "s", "--"),
    "most_hires": ("#c2571a", "^", "--"),
    "history": ("#3f8f4f", "v", "--"),
    "immersion": ("#8a5fb0", "D", ":"),
    "nearest": ("#888888", "x", ":"),
    RANDOM: ("#bbbbbb", "+", ":"),
}
"""Colour, marker and line of each ranker."""
FEWEST_DRAWN = 10
"""Contacts whose outcome is known, below which a share is not drawn."""
ALMOST_NONE = 20
"""Where a history of no contacts stands on a scale of powers of ten."""


def empty_figure(width: float, height: float) -> Any:
    """An empty figure drawn in memory: no display, no global state. Matplotlib is slow to import, so it waits."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def plot_learning_curve(curves: Mapping[str, Sequence[CurvePoint]], file: Path) -> None:
    """Value of the first five by number of contacts, a panel for each named history; ours with its 90 % interval."""
    figure = empty_figure(width=max(6.0, 4.2 * len(curves)), height=4.2)
    panels = figure.subplots(1, len(curves), squeeze=False, sharey=True)[0]
    for axes, (name, points) in zip(panels, curves.items(), strict=True):
        contacts = [max(p.contacts, ALMOST_NONE) for p in points]
        for ranker, style in LINES.items():
            _line(axes, contacts, ranker, [p.value[ranker] for p in points], style, band=ranker == OURS)
        axes.set_xscale("log")
        ticks = [ALMOST_NONE, 100, 1_000, 10_000, 100_000]
        axes.set_xticks(ticks, ["none", "100", "1,000", "10,000", "100,000"])
        axes.minorticks_off()
        axes.set_xlim(min(contacts) * 0.8, max(contacts) * 1.3)
        axes.set_title(name, fontsize=10)
        axes.set_xlabel("contacts learnt from")
        axes.grid(alpha=0.3)
        oracle = max(p.value[ORACLE].estimate for p in points)
        axes.text(0.98, 0.02, f"oracle {PER_CENT * oracle:.1f} %", transform=axes.transAxes, ha="right", fontsize=8)
    highest = max(p.value[OURS].high for points in curves.values() for p in points)
    panels[0].set_ylim(0, 1.05 * PER_CENT * highest)
    panels[0].set_ylabel("employed after 52 weeks, first five (%)")
    columns = len(LINES) if len(curves) > 1 else (len(LINES) + 1) // 2
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=columns, fontsize=7)
    figure.savefig(file)


def plot_backtest(points: Sequence[BacktestPoint], file: Path) -> None:
    """The order by day, and what was said against what came for starting, staying and being in work."""
    figure = empty_figure(width=13, height=3.6)
    panels = figure.subplots(1, 4)
    days = [p.day for p in points]
    for ranker, style in LINES.items():
        _line(panels[0], days, ranker, [p.order[ranker] for p in points], style, band=ranker == OURS)
    panels[0].set_title("order: nDCG@10 (%)", fontsize=10)
    panels[0].legend(fontsize=6, loc="upper left")
    panels[0].set_ylim(top=100)
    for axes, chance in zip(panels[1:], (STARTS, STAYS_26, EMPLOYED_26), strict=True):
        rows = [(p.day, row) for p in points for row in p.promises if row.name == chance and row.pairs >= FEWEST_DRAWN]
        when = [day for day, _ in rows]
        axes.plot(when, [PER_CENT * row.said for _, row in rows], "o-", color="black", markersize=4, label="said")
        spread = [PER_CENT * 1.645 * (row.came * (1 - row.came) / row.pairs) ** 0.5 for _, row in rows]
        came = [PER_CENT * row.came for _, row in rows]
        axes.errorbar(
            when, came, yerr=spread, fmt="s--", color="#c2571a", markersize=4, capsize=3, label="came, 90 % by luck"
        )
        axes.set_title(f"{chance} (%)", fontsize=10)
        axes.set_ylim(bottom=0)
        axes.legend(fontsize=7)
    for axes in panels:
        axes.set_xticks(days, [day.strftime("%b %y") for day in days], fontsize=7)
        axes.grid(alpha=0.3)
    figure.savefig(file)


def _line(
    axes: Any,
    where: Sequence[object],
    name: str,
    values: Sequence[Interval],
    style: tuple[str, str, str],
    *,
    band: bool,
) -> None:
    """One ranker's line, with its interval as a band when asked for."""
    colour, marker, line = style
    estimate = [PER_CENT * value.estimate for value in values]
    axes.plot(where, estimate, marker=marker, linestyle=line, color=colour, label=name, markersize=4)
    if band:
        low, high = ([PER_CENT * getattr(value, end) for value in values] for end in ("low", "high"))
        axes.fill_between(where, low, high, color=colour, alpha=0.12)
