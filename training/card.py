"""The model card of one run: what was trained from what, how it was judged, whom it serves how well, what it lacks."""

from __future__ import annotations

from datetime import date

from training.evaluation import Evaluation
from training.gates import Decision, Outcome
from training.practice import Practice
from training.provenance import Origin
from training.report import as_text, practice_text

USE = """For ordering the workplaces that one participant's job specialist could visit next. Not for anything about a
person alone: there is no score of a person, and gender, age, origin, benefit, support-need group and centrality are not
read by it."""


def as_card(
    evaluation: Evaluation | None,
    practice: Practice | None,
    decision: Decision,
    trained_as_of: date,
    origin: Origin | None,
) -> str:
    """The card as Markdown; what is not known is left out, and what the gates found lacking is said first."""
    parts = ["# Model card of this run", f"Trained on what was known before {trained_as_of}. {USE}"]
    if origin is not None:
        said = [f"| {name} | {value} |" for name, value in origin.params().items()]
        parts += ["## Where it comes from", "\n".join(["| | |", "|---|---|", *said])]
    lacking = [v for v in decision.verdicts if v.outcome is not Outcome.PASSED]
    if lacking:
        lines = [f"- **{v.gate}** {v.outcome}: {v.sentence}" for v in lacking]
        parts += ["## What the gates found lacking", "\n".join(lines)]
    parts += ["## All gates", "\n".join(f"- {reason}" for reason in decision.reasons)]
    if evaluation is not None:
        parts += ["## How it was judged", f"```\n{as_text(evaluation)}\n```"]
    if practice is not None:
        parts += ["## In practice, and for whom", f"```\n{practice_text(practice)}\n```"]
    return "\n\n".join(parts) + "\n"
