"""What a gate says, and where the gates stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Limits:
    """Where the gates stand, as shares of 1; those about who is served are the project's floors for practice.

    `gain` is in percentage points of 12-month employment over 100, `changes` in places among the first five.
    """

    relative_ece: float = 0.15
    gain: float = 0.10
    exposure_top5pct: float = 0.25
    never_used: float = 0.20
    different_employers: float = 0.85
    districts: float = 0.80
    parity: float = 0.90
    changes: float = 2.0


class Outcome(StrEnum):
    """What a gate said."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"


@dataclass(frozen=True)
class Verdict:
    """One gate's answer: its name, what it said and why, in a sentence."""

    gate: str
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Decision:
    """Whether the model may become the champion, and every gate's answer."""

    verdicts: tuple[Verdict, ...]

    @property
    def promote(self) -> bool:
        """No gate failed."""
        return all(v.outcome is not Outcome.FAILED for v in self.verdicts)

    @property
    def reasons(self) -> list[str]:
        """A line per gate, those that failed first."""
        order = [Outcome.FAILED, Outcome.WARNED, Outcome.PASSED]
        return [
            f"{v.gate}: {v.outcome}: {v.sentence}" for v in sorted(self.verdicts, key=lambda v: order.index(v.outcome))
        ]


def short_of(gate: str, sentence: str, *, first: bool, champion_no_better: bool) -> Verdict:
    """The answer where a limit is not met: mild towards a first champion, and where the present one is no better."""
    if first:
        return Verdict(gate, Outcome.WARNED, f"{sentence}; let through because there is no champion yet")
    if champion_no_better:
        return Verdict(gate, Outcome.WARNED, f"{sentence}; let through because the champion's are no better")
    return Verdict(gate, Outcome.FAILED, sentence)
