"""The learning curve of the text model: what each further phrase of the lexicon is worth.

The lexicon is cut to at most so many phrases per occupation, drawn at random, the model trained anew on what is left,
and judged on the held-out phrases. As long as the curve rises, writing more helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from features.occupations import occupation_codes
from features.text.lexicon import Lexicon
from features.text.understand import TextUnderstanding
from training.intervals import Interval
from training.text_evaluation import ALL, judge, read_phrases
from training.text_model import Progress, TextTraining, fit

PER_OCCUPATION = (3, 8, 20, 45, 1000)


@dataclass(frozen=True)
class CurvePoint:
    """One size of the lexicon, and what was right on all held-out phrases."""

    per_occupation: int
    phrases: int
    first: Interval
    among_five: Interval
    group_first: Interval


def learning_curve(
    lexicon: Lexicon,
    heldout: Path,
    sizes: Sequence[int] = PER_OCCUPATION,
    seed: int = 1,
    options: TextTraining | None = None,
    progress: Progress | None = None,
) -> list[CurvePoint]:
    """One point per size, smallest first. Trains once per size; needs the extra `text`."""
    phrases, points = read_phrases(heldout), []
    for number, size in enumerate(sizes, start=1):
        part = cut(lexicon, size, seed)
        encoder, _ = fit(part, options or TextTraining(), seed)
        scores = TextUnderstanding.learn(part, encoder, encoder.pieces).code_scores(phrases["text"].to_list())
        row = next(r for r in judge(str(size), phrases, scores, seed) if r.author == ALL)
        points.append(CurvePoint(size, len(part.occupations), row.first, row.among_five, row.group_first))
        if progress:
            progress(number, len(sizes))
    return points


def cut(lexicon: Lexicon, per_occupation: int, seed: int) -> Lexicon:
    """The lexicon with at most so many phrases per occupation besides its name, drawn at random."""
    order = np.random.default_rng(seed).permutation(len(lexicon.occupations))
    left = dict.fromkeys(occupation_codes(), per_occupation)
    kept = [p for p in lexicon.occupations if p.kind == "name"]
    for at in order:
        phrase = lexicon.occupations[at]
        if phrase.kind != "name" and left[phrase.code]:
            left[phrase.code] -= 1
            kept.append(phrase)
    return replace(lexicon, occupations=tuple(sorted(kept, key=lambda phrase: phrase.code)))


def draw_curve(points: Sequence[CurvePoint], path: Path) -> None:
    """Draws the curve with its intervals as a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    sizes = [point.phrases for point in points]
    for name, label in (("among_five", "among five"), ("group_first", "two-digit group first"), ("first", "first")):
        found = [getattr(point, name) for point in points]
        (line,) = axes.plot(sizes, [i.estimate for i in found], marker="o", label=label)
        axes.fill_between(sizes, [i.low for i in found], [i.high for i in found], alpha=0.15, color=line.get_color())
    axes.set(xscale="log", xlabel="phrases in the lexicon", ylabel="share right on held-out phrases", ylim=(0, 1))
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    path.parent.mkdir(parents=True, exist_ok=True)
    FigureCanvasAgg(figure)
    figure.savefig(path)
